import Blueprint
import Journal
import Kernel
import Messages
import Privacy
import Processes
import Store
import StoreTesting
import Testing

@testable import Casework

/// What an outcome says to the applicant is drafted from the rules, and the officer may change it before it goes out.
struct OwnLetterTests {
    private static let folder = SmallTown.folder([
        "services/report/service.yaml": SmallTown.service(
            "text: {ask: What is it?, type: text}",
            """
            steps:
              - review:
                  title: Judge it
                  role: clerk
                  countersign: {title: Look again, role: clerk, when: decision.outcome = "refused"}
            """
        ).replacing(
            "  done: {title: It is done}",
            with: """
                  granted:
                    title: It is granted
                    message: "We grant {{text}}."
                    letter: {title: Our decision}
                  refused: {title: It is refused}
                """)
    ])

    private func sent(_ town: TestGovernment) async throws -> (applicant: Caller, id: Identifier<Case>, ticket: Ticket, clerk: Caller) {
        let (citizen, clerk) = (town.caller(town.person()), try await town.employed("clerk"))
        let id = try await town.send("report", "text", "a bench", citizen)
        let row = try #require(try await town.casework.queue(QueueQuery(), clerk).rows.first)
        return (citizen, id, Ticket(row.ticket), clerk)
    }

    private func letters(_ id: Identifier<Case>, _ town: TestGovernment) async throws -> [String] {
        let subject = try await town.store.read { try $0.value("SELECT subject FROM casework_cases WHERE id = \(id)", as: Identifier<DataSubject>.self) }
        let person = try #require(subject)
        return try await town.store.read { try town.host[Messages.self].inbox(of: person, connection: $0) }.map(\.text)
    }

    private func decision(_ letter: String?) -> DecisionInput {
        DecisionInput(outcome: "granted", reasons: [.init("It is needed.")], conditions: ["Paint it green."], letter: letter)
    }

    @Test(arguments: TestStores.all) func theOfficersWordsGoOutAndAreCommittedTo(_ kind: TestStore) async throws {
        try await TestGovernment.on(kind, with: Self.folder) { town in
            let (applicant, id, ticket, clerk) = try await sent(town)
            let preview = try await town.casework.preview(ticket, of: id, decision("Dear neighbour,\r\n\r\nyou get your bench.  "), clerk)
            #expect(preview.draft == "We grant a bench.")
            #expect(preview.message.hasPrefix("Dear neighbour,\n\nyou get your bench.\n\nIt is needed.\n\nPaint it green."))
            #expect(preview.papers.first?.paragraphs.last == "Dear neighbour,\n\nyou get your bench.")
            #expect(try await town.standing(id).decisions.isEmpty, "a preview keeps nothing")

            try await town.casework.decide(ticket, of: id, decision("Dear neighbour,\r\n\r\nyou get your bench.  "), clerk)
            let made = try #require(try await town.casework.officerView(id, clerk).theCase.decisions.first)
            #expect(made.message == "Dear neighbour,\n\nyou get your bench." && made.isEdited)
            #expect(try await town.casework.applicantView(id, applicant).decisions.first?.message == made.message)
            #expect(try await letters(id, town).contains { $0.hasPrefix("Dear neighbour,\n\nyou get your bench.\n\nIt is needed.") })
            #expect(try await !letters(id, town).contains { $0.contains("We grant a bench.") })
            // The act says what was sent, and `polity verify` compares it.
            #expect(made.actContent["message"]?.string == made.message && made.actContent["edited"] == true)
            try await town.work()
            #expect(try await CaseworkIntegrity(casework: town.casework, journal: town.host[Journal.self]).findings().isEmpty)
        }
    }

    @Test(arguments: TestStores.all) func aDraftThatNobodyChangedIsADraft(_ kind: TestStore) async throws {
        for letter in [nil, "", "We grant a bench.", " We grant a bench.\r\n"] {
            try await TestGovernment.on(kind, with: Self.folder) { town in
                let (_, id, ticket, clerk) = try await sent(town)
                try await town.casework.decide(ticket, of: id, decision(letter), clerk)
                let made = try #require(try await town.standing(id).decisions.first)
                #expect(made.message == "We grant a bench." && !made.isEdited, "\(letter ?? "left out")")
            }
        }
    }

    /// The second officer agrees with what is sent, and it is sent as they saw it.
    @Test(arguments: TestStores.all) func aSecondOfficerAgreesWithTheLetterToo(_ kind: TestStore) async throws {
        try await TestGovernment.on(kind, with: Self.folder) { town in
            let (_, id, ticket, clerk) = try await sent(town)
            let refusal = DecisionInput(outcome: "refused", reasons: [.init("There is one.")], letter: "Please sit on the other one.")
            #expect(try await town.casework.decide(ticket, of: id, refusal, clerk))
            #expect(try await town.standing(id).proposal?.message == "Please sit on the other one.")
            let second = try await town.employed("clerk")
            let task = try #require(try await town.casework.queue(QueueQuery(), second).rows.first)
            try await town.casework.countersign(.init(task.ticket), of: id, second)
            let made = try #require(try await town.standing(id).decisions.first)
            #expect(made.message == "Please sit on the other one." && made.isEdited)
            #expect(try await letters(id, town).contains { $0.hasPrefix("Please sit on the other one.\n\nThere is one.") })
        }
    }

    @Test func aLetterIsBounded() async throws {
        try await TestGovernment.on(.sqlite, with: Self.folder) { town in
            let (_, id, ticket, clerk) = try await sent(town)
            let endless = decision(String(repeating: "x", count: Casework.longestLetterBytes + 1))
            await expectCode(CaseFault.tooLong.code) { _ = try await town.casework.decide(ticket, of: id, endless, clerk) }
            await expectCode(CaseFault.tooLong.code) { _ = try await town.casework.preview(ticket, of: id, endless, clerk) }
        }
    }
}
