import Blueprint
import Consent
import Documents
import Journal
import Kernel
import Store
import StoreTesting
import Testing

@testable import Casework

/// Nothing is kept longer than its service says, on a clock that is moved by hand.
@Suite struct RetentionTests {
    /// A licence renewed, its case closed, and the day of closing.
    static func closed(_ town: TestGovernment) async throws -> (id: Identifier<Case>, paper: CasePaper, on: CivilDate) {
        let (id, paper, _) = try await PaperVerdictTests.renewed(town)
        // Nobody appeals.
        town.clock.advance(by: .seconds(31 * 86_400))
        try await town.work()
        let closedAt = try #require(try await town.store.read { try $0.row("SELECT closed_at FROM casework_cases")?.instant(optional: 0) })
        return (id, paper, town.casework.calendar.zone.date(of: closedAt))
    }

    static func move(_ town: TestGovernment, to day: CivilDate) {
        let noon = town.casework.calendar.zone.start(of: day) + .seconds(43_200)
        town.clock.advance(by: .microseconds(noon.microseconds - town.clock.now.microseconds))
    }

    /// A disk that is full over a weekend keeps no erasure and no old draft for ever.
    @Test func nothingThatIsOwedIsGivenUpWithinHours() async throws {
        try await TestGovernment.on(.sqlite) { town in
            let jobs = town.running.offers.flatMap(\.jobs)
            #expect(jobs.contains { $0.name == "consent.erase" } && jobs.contains { $0.name == Casework.draftJob })
            #expect(jobs.filter { $0.policy.attempts < JobPolicy.forDays.attempts }.map(\.name) == [])
        }
    }

    @Test(arguments: TestStores.all) func aCaseGoesWhenItsTimeIsOver(_ kind: TestStore) async throws {
        try await TestGovernment.on(kind) { town in
            let (id, paper, closedOn) = try await Self.closed(town)
            let retention = RetentionNeighbours(town.host)
            // Twelve years later, to the day, it is still there.
            let last = closedOn.adding(months: 144)
            Self.move(town, to: last)
            #expect(try await town.casework.retain(retention).deleted == 0)
            #expect(try await town.count("casework_history") > 0)
            Self.move(town, to: last.adding(days: 1))
            #expect(try await town.casework.retain(retention).deleted == 1)
            try await town.work()

            for table in ["casework_history", "casework_tasks", "messages_messages WHERE case_reference IS NOT NULL", "documents_files WHERE state = 'kept'"] {
                #expect(try await town.count(table) == 0, "\(table)")
            }
            let ties = "account IS NOT NULL OR party IS NOT NULL OR subject <> '\(Identifier<DataSubject>.nobody)'"
            for table in ["casework_cases", "casework_applications"] { #expect(try await town.count("\(table) WHERE \(ties)") == 0, "\(table)") }
            #expect(try await town.count("store_tokens WHERE subject = '\(id)'") == 0)
            await expectCode(CaseFault.erased.code) { try await town.casework.officerView(id, town.officer("medical_officer", at: "transport_agency")) }
            // Its certificate is not unknown, and says nothing of its holder.
            #expect(try await town.casework.certificate(paper.number)?.standing(on: last) == .expired)
            // The log is what it was, and says that the case was deleted.
            let report = try await town.host[Journal.self].verify()
            #expect(report.findings == [] && report.erased > 0)
            #expect(try await town.count("journal_acts WHERE kind = 'case_deleted' AND subject IS NULL") == 1)
            // Once is enough.
            #expect(try await town.casework.retain(retention) == Retained())
        }
    }

    @Test(arguments: TestStores.all) func aCourtKeepsIt(_ kind: TestStore) async throws {
        try await TestGovernment.on(kind) { town in
            _ = try await Self.closed(town)
            let subject: Identifier<DataSubject> = try #require(try await town.store.read { try $0.row("SELECT subject FROM casework_cases")?.identifier(0) })
            let erasure = town.host[Erasure.self]
            town.clock.advance(by: .seconds(13 * 366 * 86_400))
            let day = town.casework.calendar.zone.date(of: town.clock.now)
            let grants = [Grant(role: "registrar", organisations: ["arden"], permissions: ["consent.hold"])]
            let judge = Actor(.account(town.identifiers.next()), assurance: .substantial, grants: grants)
            try await town.store.write("test.hold") { try erasure.hold(subject, until: day.adding(days: 10), because: "Inquiry 7", by: judge, in: $0) }
            #expect(try await town.casework.retain(RetentionNeighbours(town.host)).deleted == 0)
            town.clock.advance(by: .seconds(11 * 86_400))
            #expect(try await town.casework.retain(RetentionNeighbours(town.host)).deleted == 1)
        }
    }

    private static let service = SmallTown.service(
        "what: {ask: What is it?, type: text}", "steps:\n  - decide: [{outcome: done, because: It is done.}]", head: "keep: 2 years")

    private static func town(_ services: [String: String]) -> FolderSnapshot {
        SmallTown.folder(Dictionary(uniqueKeysWithValues: services.map { ("services/\($0.key)/service.yaml", $0.value) }))
    }

    /// A version of the folder that cannot be run any more keeps its own cases, and nobody else's.
    @Test(arguments: TestStores.all) func anUnreadableEditionEndsNothing(_ kind: TestStore) async throws {
        try await TestGovernment.on(kind, with: Self.town(["report": Self.service, "wish": Self.service])) { old in
            _ = try await old.send("report", "what", "A lamp", old.caller(old.person()))
            let new = try await old.reopened(with: Self.town(["report": Self.service.replacing("It is done", with: "Done"), "wish": Self.service]))
            new.clock.advance(by: .seconds(1))
            for service in ["report", "wish"] { _ = try await new.send(service, "what", "A lamp", new.caller(new.person())) }
            let first = old.casework.services.current()
            _ = try await new.store.write("test.lose") { try $0.execute("DELETE FROM editions WHERE hash = \(first)") }
            // Nothing of it is in memory.
            let later = try await new.reopened(with: Self.town(["report": Self.service.replacing("It is done", with: "Done"), "wish": Self.service]))
            later.clock.advance(by: .seconds(3 * 366 * 86_400))
            #expect(try await later.casework.retain(RetentionNeighbours(later.host)) == Retained(deleted: 2, unreadable: 1))
        }
    }

    /// What a service promised holds when the folder has it no more: its cases go when their time is over, and are kept until then.
    @Test(arguments: TestStores.all) func aServiceThatIsGoneIsKeptAsItSaid(_ kind: TestStore) async throws {
        try await TestGovernment.on(kind, with: Self.town(["report": Self.service, "wish": Self.service])) { old in
            let applicant = old.person()
            _ = try await old.send("report", "what", "A lamp", old.caller(applicant))
            let town = try await old.reopened(with: Self.town(["wish": Self.service]))
            let person = try #require(applicant.person), erasure = town.host[Erasure.self]
            guard case .postponed(let until, let kept) = try await erasure.erase(person, by: applicant) else {
                Issue.record("a case that must be kept was erased")
                return
            }
            #expect(until == town.casework.calendar.zone.date(of: town.clock.now).adding(years: 2) && kept.map(\.then) == [.deleted])
            let last = until
            Self.move(town, to: last)
            #expect(try await town.casework.retain(RetentionNeighbours(town.host)).deleted == 0)
            Self.move(town, to: last.adding(days: 1))
            #expect(try await town.casework.retain(RetentionNeighbours(town.host)).deleted == 1)
        }
    }

    /// Emptying without saying so is found: an act, and a case.
    @Test(arguments: TestStores.all, ["journal_acts", "casework_cases"])
    func whatAnotherHandEmptiedIsFound(_ kind: TestStore, _ table: String) async throws {
        try await TestGovernment.on(kind) { town in
            _ = try await PaperVerdictTests.renewed(town)
            #expect(try await town.host[Journal.self].verify().findings == [])
            let kinds = table == "journal_acts" ? " WHERE kind = 'decision_made'" : ""
            try await town.store.write("test.empty") { try $0.execute(SQL(text: "UPDATE \(table) SET subject = '\(Identifier<DataSubject>.nobody)'" + kinds)) }
            #expect(try await !town.host[Journal.self].verify().findings.isEmpty)
        }
    }
}

extension TestGovernment {
    fileprivate func count(_ table: String) async throws -> Int {
        try await store.read { try $0.value(SQL(text: "SELECT COUNT(*) FROM " + table), as: Int.self) ?? 0 }
    }
}
