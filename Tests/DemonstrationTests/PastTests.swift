import Capability
import Casework
import Identity
import Journal
import Kernel
import Ledger
import Store
import StoreTesting
import Synchronization
import Testing
import Web

@testable import Demonstration

/// The past of a demonstration: whole, true to the clock, made once.
@Suite struct PastTests {
    /// A short past: the tests in a browser make the whole one that the folder asks for, on both stores, and count it.
    @Test func ardenHasAPastInEveryState() async throws {
        try await withDemonstration(.sqlite) { location, folder in
            let town = try await DemonstrationGovernment.open("arden", location, in: folder)
            try await town.prepare(160)
            let all = try await town.count("SELECT COUNT(*) FROM casework_applications")
            #expect(all >= 140)
            try await everyState(town)
            try await everyDateFits(town)
            try await everythingIsProved(town)
            try await desksHaveWork(town)
            try await theMapHasColours(town)
            try await residentsFindTheirCases(town)
            try await programsComeIn(town)

            // A second start finds everything made.
            let before = try await (all, town.count("SELECT COUNT(*) FROM journal_leaves"), town.count("SELECT COUNT(*) FROM identity_accounts"))
            await town.store.close()
            let again = try await DemonstrationGovernment.open("arden", location, in: folder)
            try await again.prepare()
            let after = try await (
                again.count("SELECT COUNT(*) FROM casework_applications"), again.count("SELECT COUNT(*) FROM journal_leaves"),
                again.count("SELECT COUNT(*) FROM identity_accounts")
            )
            #expect(before == after)
            await again.store.close()
        }
    }

    private func everyState(_ town: DemonstrationGovernment) async throws {
        #expect(Set(try await town.texts("SELECT DISTINCT state FROM casework_applications")) == ["draft", "submitted", "discarded"])
        let stages = Set(try await town.texts("SELECT DISTINCT stage FROM casework_cases"))
        #expect(stages.isSuperset(of: ["awaiting_payment", "in_progress", "decided", "withdrawn"]))
        let services = Set(try await town.texts("SELECT DISTINCT service FROM casework_cases"))
        // In a short past nobody has begun to build yet.
        let expectedServices: Set = ["renew_driving_licence", "building_permit", "report_a_problem", "tax_a_car", "business_licence", "complaint"]
        #expect(services.subtracting(["begin_building_work"]) == expectedServices)
        let outcomes = Set(try await town.texts("SELECT DISTINCT outcome FROM casework_cases WHERE outcome IS NOT NULL"))
        #expect(outcomes.isSuperset(of: ["granted", "refused", "fixed", "closed", "upheld", "not_upheld"]), "\(outcomes)")
        #expect(Set(try await town.texts("SELECT DISTINCT language FROM casework_cases")) == ["en", "es"])
        let kinds = Set(try await town.texts("SELECT DISTINCT kind FROM casework_history"))
        let expected: Set = ["submitted", "paid", "asked", "answered", "decided", "finished", "withdrawn", "appealed", "taken", "noted"]
        #expect(kinds.isSuperset(of: expected), "\(kinds)")
        #expect(try await town.count("SELECT COUNT(*) FROM documents_files WHERE state = 'kept' AND type = 'image/png'") >= 24)
        #expect(try await town.count("SELECT COUNT(*) FROM documents_files WHERE state = 'staged'") == 0)
        // Most fees are paid by card, others by transfer; some are owed for long.
        let methods = try await town.count("SELECT COUNT(*) FROM payments_statement_lines WHERE state = 'matched'")
        #expect(methods > 5, "transfers that found their invoice")
        #expect(try await town.count("SELECT COUNT(*) FROM payments_charges WHERE state = 'paid'") > methods)
        let today = try #require(CivilDate("2026-11-22"))
        #expect(try await town.count("SELECT COUNT(*) FROM payments_invoices WHERE state = 'open' AND due_day < \(today)") > 0)
        // Nothing is left undone, and nothing failed.
        #expect(try await town.count("SELECT COUNT(*) FROM store_jobs WHERE state = 2") == 0)
        #expect(try await town.count("SELECT COUNT(*) FROM store_jobs WHERE state = 0 AND run_at <= \(DemonstrationGovernment.present)") == 0)
        #expect(try await town.count("SELECT COUNT(*) FROM messages_messages WHERE mail_state = 'waiting'") == 0)
    }

    /// With the token that is printed, in the present as well.
    private func programsComeIn(_ town: DemonstrationGovernment) async throws {
        let program = try #require(DemonstrationProgram.all(of: town.running.host.edition).first)
        let credentials = Credentials(proof: .bearer(program.token), client: "", now: town.clock.present.now())
        let session = try #require(try await town.running.host[Identity.self].authenticate(credentials))
        #expect(session.actor.principal == .machine("arden_lights") && session.actor.may("casework.message", in: "city_works"))
    }

    /// Between the first day and the present, spread over the year, and in the order of what happened.
    private func everyDateFits(_ town: DemonstrationGovernment) async throws {
        let present = DemonstrationGovernment.present
        let begin = present - .seconds(401 * 86_400)
        for (table, column) in [
            ("casework_cases", "opened_at"), ("casework_history", "at"), ("journal_acts", "recorded_at"), ("payments_invoices", "made_at"),
            ("messages_messages", "made_at"), ("documents_files", "made_at"), ("casework_applications", "started_at"),
        ] {
            let outside = try await town.count("SELECT COUNT(*) FROM \(raw: table) WHERE \(raw: column) < \(begin) OR \(raw: column) > \(present)")
            #expect(outside == 0, "\(table)")
        }
        let days = try await town.count("SELECT COUNT(DISTINCT law_date) FROM casework_cases")
        #expect(days > 80)
        let disordered = try await town.count(
            """
            SELECT COUNT(*) FROM casework_history a JOIN casework_history b ON b.case_id = a.case_id AND b.number = a.number + 1 WHERE b.at < a.at
            """)
        #expect(disordered == 0)
    }

    private func everythingIsProved(_ town: DemonstrationGovernment) async throws {
        let journal = town.running.host[Journal.self]
        // The act that commits to what was looked at last came after the others had their places.
        try await journal.sequence()
        let report = try await journal.verify()
        #expect(report.passed && report.waiting == 0 && report.leaves > 150, "\(report)")
        #expect(try await town.count("SELECT COUNT(*) FROM journal_checkpoints") > 50)
        #expect(try await town.store.read { try town.running.host[Ledger.self].unbalancedEntries(connection: $0) } == [])
        // Certificates are genuine, unless a newer one took their place or the year for which a car was taxed is over.
        let numbers = try await town.texts("SELECT number FROM casework_papers WHERE kind = 'certificate' AND document IS NOT NULL")
        #expect(numbers.count > 40)
        for text in numbers {
            let certificate = try await town.casework.certificate(try #require(ReferenceNumber(text)))
            let standing = certificate?.standing(on: try #require(CivilDate("2026-11-22")))
            #expect(standing == .genuine || standing == .superseded || (standing == .expired && certificate?.service == "tax_a_car"))
        }
        #expect(try await town.count("SELECT COUNT(*) FROM casework_papers WHERE document IS NULL") == 0)
    }

    private func desksHaveWork(_ town: DemonstrationGovernment) async throws {
        let people = try await PastPeople(town.running.host)
        var rows: [QueueRow] = []
        for (role, actor) in people.officers where !["cashier", "supervisor", "administrator"].contains(role) {
            rows += try await town.casework.queue(QueueQuery(role: role, limit: 200), Caller(actor, request: town.running.host.identifiers.next())).rows
        }
        let today = try #require(CivilDate("2026-11-22"))
        #expect(rows.contains { ($0.due ?? today) < today } && rows.contains { ($0.due ?? today) > today })
        #expect(rows.count < 80, "an office where nothing is ever done")
    }

    private func theMapHasColours(_ town: DemonstrationGovernment) async throws {
        let list = try await town.casework.publicList("report_a_problem", after: nil, limit: 200).rows
        let states = Set(list.map { "\($0.stage) \($0.outcome ?? "")" })
        #expect(states.count >= 3, "\(states)")
        #expect(list.contains { view in view.fields.contains { $0.question.id == "photo" } })
    }

    /// In a short past not everybody has done something.
    private func residentsFindTheirCases(_ town: DemonstrationGovernment) async throws {
        for actor in try await PastPeople(town.running.host).named {
            let caller = Caller(actor, request: town.running.host.identifiers.next())
            let lines = try await town.casework.overview(caller)
            for submitted in lines.compactMap(\.submitted) { #expect(try await town.casework.applicantView(submitted.caseID, caller).history.count > 0) }
        }
    }

    // MARK: -

    /// A start that ends in the middle is gone on with: nothing is made twice, and nothing goes back in time.
    @Test(arguments: TestStores.all) func anInterruptedStartIsGoneOnWith(_ kind: TestStore) async throws {
        try await withDemonstration(kind) { location, folder in
            let rounds = Counter()
            let interruption = Capability(
                id: "interruption",
                open: { _ in
                    var offer = Offer()
                    offer.loops = [BackgroundLoop("interruption", every: .seconds(1)) { if rounds.next() == 40 { throw Interrupted() } }]
                    return offer
                })
            let first = try await DemonstrationGovernment.open("hamlet", location, in: folder, more: [interruption])
            await #expect(throws: Interrupted.self) { try await first.prepare(120) }
            let (half, accounts) = try await (
                first.count("SELECT COUNT(*) FROM casework_applications"), first.count("SELECT COUNT(*) FROM identity_accounts")
            )
            #expect(half > 5 && half < 110 && !first.clock.isInPast)
            await first.store.close()

            let second = try await DemonstrationGovernment.open("hamlet", location, in: folder)
            try await second.prepare(120)
            #expect(try await second.count("SELECT COUNT(*) FROM casework_applications") == 120)
            #expect(try await second.count("SELECT COUNT(*) FROM identity_accounts") == accounts)
            #expect(try await second.count("SELECT is_finished FROM demonstration_past") == 1)
            try await everyDateFits(second, days: 60)
            #expect(try await second.running.host[Journal.self].verify().passed)
            await second.store.close()
        }
    }

    private func everyDateFits(_ town: DemonstrationGovernment, days: Int) async throws {
        #expect(try await town.count("SELECT COUNT(DISTINCT law_date) FROM casework_cases") > days)
        let disordered = try await town.count(
            "SELECT COUNT(*) FROM casework_history a JOIN casework_history b ON b.case_id = a.case_id AND b.number = a.number + 1 WHERE b.at < a.at")
        #expect(disordered == 0)
    }

    /// The smallest folder, which says nothing about its past, has one all the same, and somebody to sign in as.
    @Test(arguments: TestStores.all) func theHamletHasAPast(_ kind: TestStore) async throws {
        try await withDemonstration(kind) { location, folder in
            let hamlet = try await DemonstrationGovernment.open("hamlet", location, in: folder)
            try await hamlet.prepare()
            #expect(try await hamlet.count("SELECT COUNT(*) FROM casework_applications") == 60)
            #expect(Set(try await hamlet.texts("SELECT DISTINCT outcome FROM casework_cases WHERE outcome IS NOT NULL")) == ["granted", "refused"])
            #expect(DemonstrationAccount.all(of: hamlet.running.host.edition).map(\.roles) == [["administrator"], ["clerk"]])
            #expect(try await hamlet.running.host[Journal.self].verify().passed)
            await hamlet.store.close()
        }
    }

    @Test(arguments: TestStores.all) func withoutADemonstrationThereIsNothing(_ kind: TestStore) async throws {
        try await withDemonstration(kind) { location, folder in
            let town = try await DemonstrationGovernment.open("arden", location, in: folder, isDemonstration: false)
            try await town.prepare()
            for table in ["identity_accounts", "registry_records", "casework_applications", "casework_cases", "journal_acts", "demonstration_past"] {
                #expect(try await town.count("SELECT COUNT(*) FROM \(raw: table)") == 0, "\(table)")
            }
            await town.store.close()
        }
    }

    /// The same seed gives the same applications, decisions and letters.
    @Test func thePastFollowsItsSeed() async throws {
        var pasts: [[String]] = []
        for _ in 0..<2 {
            try await withDemonstration(.sqlite) { location, folder in
                let hamlet = try await DemonstrationGovernment.open("hamlet", location, in: folder)
                try await hamlet.prepare(40)
                pasts.append(
                    try await hamlet.texts("SELECT service || stage || COALESCE(outcome, '') || law_date FROM casework_cases ORDER BY 1")
                        + hamlet.mailbox.messages.map { "\($0.to)" }.sorted())
                await hamlet.store.close()
            }
        }
        #expect(pasts[0] == pasts[1] && pasts[0].count > 60)
    }
}

private struct Interrupted: Error {}

private final class Counter: Sendable {
    private let count = Mutex(0)
    func next() -> Int {
        count.withLock {
            $0 += 1; return $0
        }
    }
}
