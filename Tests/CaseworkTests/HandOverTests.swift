import FEEL
import Forms
import Identity
import Kernel
import Processes
import Store
import StoreTesting
import Testing

@testable import Casework

/// Into whose hands a task comes, and out of whose: a colleague is not overtaken, and nothing ends where nobody may work on it.
struct HandOverTests {
    private let granted = DecisionInput(outcome: "granted", reasons: [.init("The heart is sound.")])

    @Test(arguments: TestStores.all) func aColleaguesTaskIsNotPulledOutOfTheirHands(_ kind: TestStore) async throws {
        try await TestGovernment.on(kind) { town in
            let (_, row, _, _) = try await CountersigningTests().reviewed(town)
            let (holder, other) = (town.officer("medical_officer", at: "transport_agency"), town.officer("medical_officer", at: "transport_agency"))
            let ticket = Ticket(row.ticket), own = try #require(other.actor.account)
            try await town.casework.take(ticket, of: row.caseID, holder)
            func handOver(to account: AccountID?, _ role: String? = nil, _ organisation: String? = nil, by caller: Caller) async throws {
                try await town.casework.handOver(ticket, of: row.caseID, to: account, role: role, organisation: organisation, note: "", caller)
            }
            await expectCode(CaseFault.taken.code) { try await handOver(to: own, by: other) }
            await expectCode(CaseFault.taken.code) { try await handOver(to: nil, "crew", "city_works", by: other) }
            await expectCode(CaseFault.taken.code) { try await handOver(to: nil, by: other) }
            let together = try await town.casework.assign(
                .handOver(to: own, role: nil, organisation: nil, note: ""), all: [ChosenTask(caseID: row.caseID, ticket: ticket)], other)
            #expect(together.map(\.refusal?.code) == [CaseFault.taken.code])
            #expect(try await town.casework.queue(QueueQuery(), other).rows.map(\.assignee) == [holder.actor.account])
            let head = town.officer("medical_officer", at: "transport_agency", [.workCases, .assignCases])
            try await handOver(to: head.actor.account, by: head)
            #expect(try await town.casework.queue(QueueQuery(), other).rows.map(\.assignee) == [head.actor.account])
        }
    }

    @Test(arguments: TestStores.all) func nobodyGetsWhatTheyCannotWorkOn(_ kind: TestStore) async throws {
        try await TestGovernment.on(kind) { town in
            let (_, row, doctor, _) = try await CountersigningTests().reviewed(town)
            let ticket = Ticket(row.ticket), colleague = try await town.employed("medical_officer")
            func handOver(to account: AccountID?, _ role: String? = nil, _ organisation: String? = nil) async throws {
                try await town.casework.handOver(ticket, of: row.caseID, to: account, role: role, organisation: organisation, note: "", doctor)
            }
            // Not to oneself where one has no office, nor to a role that works on no case.
            await expectCode(CaseFault.unknownPlace.code) { try await handOver(to: doctor.actor.account, "crew", "transport_agency") }
            await expectCode(CaseFault.unknownPlace.code) { try await handOver(to: nil, "cashier") }
            let account = try #require(colleague.actor.account), identity = town.host[Identity.self]
            try await handOver(to: account)
            try await town.store.write("test.suspend") { try identity.suspend(account, true, in: $0) }
            await expectCode(CaseFault.unknownPlace.code) { try await handOver(to: account) }
        }
    }

    /// With the task an office would see the whole case.
    @Test func whoMayNotAssignHandsNothingToAnOfficeWithoutAPartInIt() async throws {
        try await TestGovernment.on(.sqlite) { town in
            let (_, row, _, _) = try await CountersigningTests().reviewed(town)
            let plain = town.officer("medical_officer", at: "transport_agency"), ticket = Ticket(row.ticket)
            func handOver(by caller: Caller) async throws {
                try await town.casework.handOver(ticket, of: row.caseID, to: nil, role: "crew", organisation: "city_works", note: "", caller)
            }
            await expectCode(CaseFault.noPartInIt.code) { try await handOver(by: plain) }
            // Within their own organisations they may.
            var both = plain.actor
            both.grants.append(Grant(role: "crew", organisations: ["city_works"], permissions: [.workCases]))
            try await handOver(by: town.caller(both))
        }
    }

    /// The head of service, above the office, sees the case already.
    @Test func whoMayNotAssignHandsItUp() async throws {
        try await TestGovernment.on(.sqlite) { town in
            let (_, row, _, _) = try await CountersigningTests().reviewed(town)
            let plain = town.officer("medical_officer", at: "transport_agency")
            try await town.casework.handOver(Ticket(row.ticket), of: row.caseID, to: nil, role: "supervisor", organisation: "arden", note: "", plain)
            #expect(try await town.casework.queue(QueueQuery(), town.officer("supervisor", at: "arden")).rows.map(\.ticket) == [row.ticket])
        }
    }

    @Test(arguments: TestStores.all) func whatWasHandedOverComesBackThere(_ kind: TestStore) async throws {
        try await TestGovernment.on(kind) { town in
            let (applicant, row, doctor, _) = try await CountersigningTests().reviewed(town)
            let (crew, others) = (try await town.employed("crew"), town.officer("crew", at: "city_works"))
            try await town.casework.handOver(.init(row.ticket), of: row.caseID, to: nil, role: "crew", organisation: "city_works", note: "", doctor)
            try await town.casework.take(.init(row.ticket), of: row.caseID, crew)
            try await town.casework.ask(.init(row.ticket), of: row.caseID, text: "Which doctor?", crew)
            try await town.casework.answerRequest(1, of: row.caseID, text: "Dr Reed.", files: [], applicant)
            let back = try #require(try await town.casework.queue(QueueQuery(), crew).rows.first)
            #expect(back.assignee == crew.actor.account && back.role == "crew" && back.organisation == "city_works")
            #expect(try await town.casework.queue(QueueQuery(), doctor).rows == [])
            // Whoever has left their office meanwhile gets nothing back; their colleagues find it.
            try await town.casework.ask(.init(back.ticket), of: row.caseID, text: "Since when?", crew)
            let (identity, account) = (town.host[Identity.self], try #require(crew.actor.account))
            try await town.store.write("test.take") { try identity.take("crew", from: account, by: Actor(.system("tests")), in: $0) }
            try await town.casework.answerRequest(2, of: row.caseID, text: "Since May.", files: [], applicant)
            #expect(try await town.casework.queue(QueueQuery(assignment: .nobody), others).rows.map(\.caseID) == [row.caseID])
            try await town.replayEqualsLive(row.caseID)
        }
    }

    @Test(arguments: TestStores.all) func whatIsGivenBackIsWhereItWasDecided(_ kind: TestStore) async throws {
        try await TestGovernment.on(kind, with: try CountersigningTests().arden()) { town in
            let (_, row, doctor, second) = try await CountersigningTests().reviewed(town)
            let crew = try await town.employed("crew")
            try await town.casework.handOver(.init(row.ticket), of: row.caseID, to: nil, role: "crew", organisation: "city_works", note: "", doctor)
            #expect(try await town.casework.decide(.init(row.ticket), of: row.caseID, granted, crew))
            let task = try #require(try await town.casework.queue(QueueQuery(), second).rows.first)
            try await town.casework.giveBack(.init(task.ticket), of: row.caseID, note: "Ask for the report.", second)
            let back = try #require(try await town.casework.queue(QueueQuery(), crew).rows.first)
            #expect(back.assignee == crew.actor.account && back.role == "crew" && back.organisation == "city_works" && back.step == "review")
            try await town.replayEqualsLive(row.caseID)
        }
    }

    /// What lies beyond a supervisor's reach is not counted as the end of what they see.
    @Test(arguments: TestStores.all) func whatSomebodyHoldsElsewhereEndsNoList(_ kind: TestStore) async throws {
        try await TestGovernment.on(kind) { town in
            let (_, row, doctor, _) = try await CountersigningTests().reviewed(town)
            var both = doctor.actor
            both.grants.append(Grant(role: "crew", organisations: ["city_works"], permissions: [.workCases]))
            let holder = town.caller(both)
            try await town.casework.take(.init(row.ticket), of: row.caseID, holder)
            for _ in 0..<3 {
                town.clock.advance(by: .seconds(1))
                let id = try await report(town)
                let task = try #require(try await town.casework.officerView(id, holder).tasks.first)
                try await town.casework.take(task.ticket, of: id, holder)
            }
            let supervisor = town.officer("supervisor", at: "transport_agency", [.workCases, .superviseCases])
            for search in ["", row.reference.description] {
                let query = QueueQuery(holder: both.account, search: search, order: .newest, limit: 1)
                let page = try await town.casework.queue(query, supervisor)
                #expect(page.rows.map(\.caseID) == [row.caseID] && page.next == nil, "\(search)")
            }
            #expect(try await town.casework.queue(QueueQuery(assignment: .mine, order: .newest), doctor).rows.map(\.caseID) == [row.caseID])
            #expect(try await town.casework.queueCounts(doctor).mine == 1)
            #expect(try await town.casework.loads(of: [try #require(both.account)], supervisor).map(\.open) == [1])
        }
    }

    private func report(_ town: TestGovernment) async throws -> Identifier<Case> {
        let caller = town.caller(town.person())
        let (id, _) = try await town.casework.start("report_a_problem", caller)
        let pages: [(String, [String: String])] = [
            ("category", ["category": "tree"]), ("place", ["place.description": "By the bridge"]), ("details", [:]), ("photo", [:]), ("email", [:]),
        ]
        #expect(try await town.answer(id, pages, caller) == [])
        return try await town.casework.submit(id, caller).caseID
    }
}

extension TestGovernment {
    /// An officer with an account and the role's own rights: who a task comes back to is asked for theirs.
    func employed(_ role: String) async throws -> Caller {
        let (identity, email) = (host[Identity.self], "\(identifiers.next(Application.self))@arden.example")
        let account = try await store.write("test.officer") { tx in
            let id = try identity.createAccount(email: email, in: tx)
            try identity.give(role, to: id, by: Actor(.system("tests")), in: tx)
            return id
        }
        return caller(
            Actor(
                .account(account), person: identifiers.next(), assurance: .substantial, actingFor: .office(role),
                organisation: identity.authority.organisation(of: role), grants: identity.authority.grants(of: [role])))
    }
}
