import Kernel
import Messages
import Privacy
import Store
import StoreTesting
import Testing

import struct Processes.Ticket

@testable import Casework

/// What people are written: the amount, the day, the office, and an address that opens for them.
struct LetterTests {
    private func letters(_ town: TestGovernment, _ reference: ReferenceNumber) async throws -> [Message] {
        let subject = try await town.store.read { connection in
            try connection.value("SELECT subject FROM casework_cases WHERE reference = \(reference.plain)", as: Identifier<DataSubject>.self)
        }
        let person = try #require(subject)
        return try await town.store.read { try town.host[Messages.self].inbox(of: person, connection: $0) }
    }

    @Test(arguments: TestStores.all) func aFeeIsAskedForWithAmountAndDayAndReceipted(_ kind: TestStore) async throws {
        try await TestGovernment.on(kind) { town in
            let actor = town.person()
            try await town.register(actor)
            let caller = town.caller(actor)
            let (id, _) = try await town.casework.start("renew_driving_licence", caller)
            #expect(try await town.answer(id, ApplicantTests.heart, caller) == [])
            let submission = try await town.casework.submit(id, caller)
            let asked = try #require(try await letters(town, submission.reference).first)
            #expect(
                asked.text
                    == """
                    Please pay £25.00 by 16 March 2026; your case shows the ways to pay. We begin when the fee has arrived. Your reference number is \(submission.reference).

                    https://arden.example/cases/\(submission.caseID)

                    Transport Agency, Arden
                    01632 960 100 · hello@arden.example
                    """)
            town.clock.advance(by: .seconds(60))
            try await town.pay(submission.caseID, try #require(submission.fee))
            let receipt = try #require(try await letters(town, submission.reference).first)
            #expect(receipt.text.hasPrefix("Thank you. We have received £25.00 for \(submission.reference)."))

            town.clock.advance(by: .seconds(60))
            let doctor = town.officer("medical_officer", at: "transport_agency")
            let row = try #require(try await town.casework.queue(QueueQuery(), doctor).rows.first)
            try await town.casework.ask(Ticket(row.ticket), of: row.caseID, text: "Please send a letter from your doctor.", doctor)
            let question = try #require(try await letters(town, submission.reference).first)
            let paragraphs = question.text.split(separator: "\n\n")
            #expect(paragraphs.first == "Please send a letter from your doctor.")
            #expect(paragraphs.dropFirst().first?.hasPrefix("Please answer by ") == true)
        }
    }

    /// The case itself opens only in the browser that sent it.
    @Test(arguments: TestStores.all) func whoLeftAnAddressIsLedToThePublicPage(_ kind: TestStore) async throws {
        try await TestGovernment.on(kind) { town in
            let (id, secret) = try await town.casework.start("report_a_problem", town.caller())
            let caller = town.caller(secret: secret)
            let pages: [(String, [String: String])] = [
                ("category", ["category": "pothole"]), ("place", ["place.description": "Mill Lane"]), ("details", [:]), ("photo", [:]),
                ("email", ["email": "someone@mail.example"]),
            ]
            #expect(try await town.answer(id, pages, caller) == [])
            let submission = try await town.casework.submit(id, caller)
            let letter = try #require(try await letters(town, submission.reference).first)
            #expect(letter.text.contains("https://arden.example/public/\(submission.reference)\n"))
        }
    }
}
