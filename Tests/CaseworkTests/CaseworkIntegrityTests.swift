import Journal
import Kernel
import Privacy
import Store
import StoreTesting
import Testing

@testable import Casework

/// What stands beside a case's sealed state is compared with it.
@Suite struct CaseworkIntegrityTests {
    static func findings(_ town: TestGovernment) async throws -> [String] {
        try await CaseworkIntegrity(casework: town.casework, journal: town.host[Journal.self]).findings()
    }

    @Test("a case that was decided, and one that waits for an officer fit", arguments: TestStores.all)
    func sound(_ kind: TestStore) async throws {
        try await TestGovernment.on(kind) { town in
            let (_, paper, _) = try await PaperVerdictTests.renewed(town)
            try await PermitTests.submitted(town)
            #expect(try await Self.findings(town) == [])
            // A person who is erased takes the state along; what is left still fits.
            let subject = try #require(
                try await town.store.read { try $0.value("SELECT subject FROM casework_papers WHERE id = \(paper.id)", as: Identifier<DataSubject>.self) })
            try town.host[PersonalVault.self].destroyKeys(of: [subject])
            #expect(try await Self.findings(town) == [])
        }
    }

    @Test(
        "a column changed in the raw store is found", arguments: TestStores.all,
        [
            "UPDATE casework_cases SET stage = 'in_progress' WHERE outcome IS NOT NULL",
            "UPDATE casework_cases SET outcome = 'refused' WHERE outcome IS NOT NULL",
            "UPDATE casework_cases SET closed_at = 5 WHERE outcome IS NOT NULL",
            "UPDATE casework_cases SET opened_at = opened_at + 1",
            "UPDATE casework_cases SET law_date = law_date + 1",
            "UPDATE casework_cases SET organisation = 'treasury'",
            "UPDATE casework_cases SET account = id",
            "UPDATE casework_cases SET party = NULL",
            "UPDATE casework_cases SET public_key = '0'",
            "UPDATE casework_cases SET version = version + 1",
            "UPDATE casework_cases SET subject = id",
            "UPDATE casework_applications SET account = id",
            "UPDATE casework_applications SET updated_at = updated_at + 1",
            "UPDATE casework_applications SET state = 'draft'",
            "UPDATE casework_applications SET case_id = id",
            "DELETE FROM casework_history WHERE number = 2",
            "UPDATE casework_tasks SET due = due + 90",
            "UPDATE casework_tasks SET due_key = 'z'",
            "UPDATE casework_tasks SET role = 'crew'",
            "UPDATE casework_tasks SET organisation = 'treasury'",
            "UPDATE casework_tasks SET queue = 'crew'",
            "UPDATE casework_tasks SET team = 'west_crew'",
            "UPDATE casework_tasks SET assignee = case_id",
            "UPDATE casework_tasks SET reference = 'AAAAAAA'",
            "UPDATE casework_tasks SET new_key = '0'",
            "DELETE FROM casework_tasks",
            "INSERT INTO casework_tasks SELECT 'x', ticket, reference, service, step, role, organisation, assignee, created_at, due, due_key, new_key, queue, team FROM casework_tasks",
            "UPDATE casework_papers SET superseded = 1",
            "UPDATE casework_papers SET language = 'xx'",
            "UPDATE casework_papers SET subject = case_id",
            "DELETE FROM casework_cases WHERE outcome IS NOT NULL",
        ] as [SQL])
    func tampered(_ kind: TestStore, _ change: SQL) async throws {
        try await TestGovernment.on(kind) { town in
            _ = try await PaperVerdictTests.renewed(town)
            try await PermitTests.submitted(town)
            #expect(try await Self.findings(town) == [])
            try await town.store.write("test.change") { tx in
                let changed = try tx.execute(change)
                #expect(changed > 0)
            }
            #expect(try await !Self.findings(town).isEmpty)
        }
    }

    @Test(
        "a decision of which no act tells is found", arguments: TestStores.all,
        ["reference = 'AAAAAAA'", "kind = 'appeal'", "subject = '\(Identifier<DataSubject>.nobody)'"])
    func unproved(_ kind: TestStore, _ change: String) async throws {
        try await TestGovernment.on(kind) { town in
            _ = try await PaperVerdictTests.renewed(town)
            try await town.store.write("test.change") { try $0.execute(SQL(text: "UPDATE journal_acts SET \(change) WHERE kind = 'decision_made'")) }
            #expect(try await Self.findings(town).contains { $0.contains("the decision 1, of which no act tells") })
        }
    }

    /// Sealed anew by somebody who has the keys: an answer, and the officers' notes.
    @Test("what was answered and what happened are compared with the act and the history", arguments: TestStores.all)
    func rewritten(_ kind: TestStore) async throws {
        try await TestGovernment.on(kind) { town in
            let (id, _, _) = try await PaperVerdictTests.renewed(town)
            let casework = town.casework
            let dossier = try await town.store.read { try casework.dossier(id, $0) }
            var noted = dossier.theCase
            noted.notes.append(Note(text: "Nothing to see.", by: "somebody", at: noted.openedAt))
            try await town.store.write("test.note") { [noted] tx in try casework.cases.update(noted, dossier.service, tx) }
            #expect(try await Self.findings(town).contains { $0.contains("its history") })
            var other = dossier.application
            other.answers[try #require(dossier.service.form.questions.first?.id)] = .string("Something else")
            try await town.store.write("test.answer") { [other] tx in try casework.applications.update(other, tx) }
            #expect(try await Self.findings(town).contains { $0.contains("what was answered") })
        }
    }
}
