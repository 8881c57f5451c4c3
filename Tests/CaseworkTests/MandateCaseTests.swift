import Forms
import Identity
import Kernel
import Messages
import Privacy
import Store
import StoreTesting
import Testing

@testable import Casework

/// Whose an application is when somebody else sends it in: theirs in whose name it was, and the agent's as far and as long as the mandate.
struct MandateCaseTests {
    private func acting(_ agent: Actor, for principal: Actor, _ town: TestGovernment, services: [String] = []) throws -> Caller {
        var actor = agent
        actor.actingFor = .mandate(town.identifiers.next(), .person(try #require(principal.person)))
        actor.mandatedServices = services
        return town.caller(actor)
    }

    private func submit(_ town: TestGovernment, _ caller: Caller) async throws -> (draft: Identifier<Application>, sent: Submission) {
        let (id, _) = try await town.casework.start("renew_driving_licence", caller)
        #expect(try await town.answer(id, ApplicantTests.heart, caller) == [])
        return (id, try await town.casework.submit(id, caller))
    }

    @Test(arguments: TestStores.all) func whoOnceFiledForSomebodyLosesItWithTheMandate(_ kind: TestStore) async throws {
        try await TestGovernment.on(kind) { town in
            let (agent, principal) = (town.person(), town.person())
            try await town.register(principal)
            let mandated = try acting(agent, for: principal, town)
            let (draft, sent) = try await submit(town, mandated)
            for caller in [mandated, town.caller(principal)] {
                #expect(try await town.casework.applicantView(sent.caseID, caller).reference == sent.reference)
                #expect(try await town.casework.overview(caller).map(\.application) == [draft])
            }
            let narrowed = try acting(agent, for: principal, town, services: ["building_permit"])
            for caller in [town.caller(agent), narrowed, try acting(agent, for: town.person(), town)] {
                let casework = town.casework
                await expectCode(CaseFault.notFound.code) { try await casework.applicantView(sent.caseID, caller) }
                await expectCode(CaseFault.notFound.code) { try await casework.papers(of: sent.caseID, caller) }
                await expectCode(CaseFault.notFound.code) { try await casework.caseID(of: draft, caller) }
                await expectCode(CaseFault.notFound.code) { try await casework.answerRequest(1, of: sent.caseID, text: "Yes.", files: [], caller) }
                await expectCode(CaseFault.notFound.code) { try await casework.appeal(sent.caseID, text: "No.", caller) }
                await expectCode(CaseFault.notFound.code) { try await casework.withdraw(sent.caseID, caller) }
                #expect(try await casework.overview(caller).isEmpty)
            }
        }
    }

    @Test(arguments: TestStores.all) func aDraftIsSentForWhomItWasBegun(_ kind: TestStore) async throws {
        try await TestGovernment.on(kind) { town in
            let (agent, principal) = (town.person(), town.person())
            try await town.register(agent)
            try await town.register(principal)
            let (own, mandated) = (town.caller(agent), try acting(agent, for: principal, town))
            for (beginner, other) in [(own, mandated), (mandated, own)] {
                let (id, _) = try await town.casework.start("renew_driving_licence", beginner)
                #expect(try await town.answer(id, ApplicantTests.heart, beginner) == [])
                await expectCode(CaseFault.notFound.code) { try await town.casework.draft(id, other) }
                await expectCode(CaseFault.notFound.code) { try await town.casework.answer(id, page: "health", fields: RawFields(["health": ["none"]]), other) }
                await expectCode(CaseFault.notFound.code) { try await town.casework.discard(id, other) }
                await expectCode(CaseFault.notFound.code) { try await town.casework.submit(id, other) }
                let sent = try await town.casework.submit(id, beginner)
                #expect(try await town.standing(sent.caseID).applicant == beginner.actor.party)
            }
            #expect(try await CaseworkIntegrityTests.findings(town) == [])
        }
    }

    /// Whoever signs in between the first page and the last sends the visitor's draft, which stays the visitor's.
    @Test(arguments: TestStores.all) func aVisitorsDraftStaysTheVisitors(_ kind: TestStore) async throws {
        try await TestGovernment.on(kind) { town in
            let (id, secret) = try await town.casework.start("report_a_problem", town.caller())
            let pages: [(String, [String: String])] = [
                ("category", ["category": "tree"]), ("place", ["place.description": "By the bridge"]), ("details", [:]), ("photo", [:]), ("email", [:]),
            ]
            #expect(try await town.answer(id, pages, town.caller(secret: secret)) == [])
            let signedIn = town.caller(town.person(), secret: secret)
            #expect(try await town.casework.draft(id, signedIn).progress.isComplete)
            let sent = try await town.casework.submit(id, signedIn)
            let theCase = try await town.standing(sent.caseID)
            #expect(theCase.account == nil && theCase.applicant == nil)
            #expect(try await town.casework.applicantView(sent.caseID, town.caller(secret: secret)).reference == sent.reference)
            #expect(try await CaseworkIntegrityTests.findings(town) == [])
        }
    }

    /// The agent as long as the mandate lasts, and then the one whose case it is.
    @Test(arguments: TestStores.all) func lettersFollowTheMandate(_ kind: TestStore) async throws {
        try await TestGovernment.on(kind) { town in
            let identity = town.host[Identity.self]
            let (principal, today) = (town.person(), town.casework.calendar.zone.date(of: town.clock.now))
            let person = try #require(principal.person)
            try await town.register(principal)
            let (agent, mandate) = try await town.store.write("test.mandate") { tx in
                let account = try identity.createAccount(email: "agent@arden.example", in: tx)
                let agent = Actor(.account(account), person: try identity.account(account, in: tx)?.person, assurance: .substantial)
                return (agent, try identity.giveMandate(for: .person(person), to: try #require(agent.person), from: today, in: tx))
            }
            var mandated = agent
            mandated.actingFor = .mandate(mandate, .person(person))
            let (_, sent) = try await submit(town, town.caller(mandated))
            func last() async throws -> Message.MailState? {
                try await town.store.read { try town.host[Messages.self].inbox(of: person, connection: $0).first?.mailState }
            }
            #expect(try await last() == .waiting)
            for (service, isThere) in [("renew_driving_licence", true), ("building_permit", false)] {
                let seen = try await town.store.read { try town.host[Messages.self].inbox(of: person, services: [service], connection: $0) }
                #expect(seen.isEmpty != isThere, "\(service)")
            }
            try await town.store.write("test.revoke") { try identity.revokeMandate(mandate, by: principal, in: $0) }
            town.clock.advance(by: .seconds(60))
            try await town.pay(sent.caseID, try #require(sent.fee))
            #expect(try await last() == Message.MailState.none, "the agent is written to no more, and nobody else has an address")
            try await town.store.write("test.account") { _ = try identity.createAccount(email: "own@arden.example", person: person, in: $0) }
            town.clock.advance(by: .seconds(60))
            try await town.casework.withdraw(sent.caseID, town.caller(principal))
            #expect(try await last() == .waiting)
        }
    }

    /// The name on a certificate is that of whoever it is for.
    @Test(arguments: TestStores.all) func theApplicantIsTheOneInWhoseNameItIs(_ kind: TestStore) async throws {
        try await TestGovernment.on(kind) { town in
            let identity = town.host[Identity.self]
            func account(_ name: String) async throws -> Actor {
                try await town.store.write("test.account") { tx in
                    let id = try identity.createAccount(email: "\(name)@arden.example", name: name, in: tx)
                    return Actor(.account(id), person: try identity.account(id, in: tx)?.person, assurance: .substantial)
                }
            }
            let (agent, principal) = (try await account("Agnes"), try await account("Paul"))
            try await town.register(principal)
            let (_, sent) = try await submit(town, try acting(agent, for: principal, town))
            try await town.pay(sent.caseID, try #require(sent.fee))
            let view = try await town.casework.officerView(sent.caseID, town.officer("medical_officer", at: "transport_agency"))
            #expect(view.applicant["name"] == .string("Paul"))
        }
    }
}
