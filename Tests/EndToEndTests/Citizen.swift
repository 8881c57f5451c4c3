import Foundation
import Kernel
import WebTesting

/// Somebody who keeps filing: begins, answers, adds a photo, sends, pays. Where the connection is lost they do what a
/// person does: look again how things stand, and go on from there.
struct Citizen {
    /// Where the government is reached.
    let doors: [RawClient]
    /// What a visitor comes for, one after the other.
    var errands = ["report"]
    let acknowledged: Acknowledged
    /// Signed in as this person of the demonstration; nobody for a visitor.
    var account: (email: String, password: String)?
    let isOver: @Sendable () -> Bool

    enum Wrong: Error { case answer(String, Int, String) }

    func live() async throws {
        var browser = Browser(doors)
        if let account { try await again { try await browser.signIn(account.email, account.password) } }
        var round = 0
        while !isOver() {
            defer { round += 1 }
            if account == nil { browser = Browser(doors) }
            do { try await file(account == nil ? errands[round % errands.count] : "tag", browser) } catch is GaveUp { return }
        }
    }

    private func file(_ service: String, _ browser: Browser) async throws {
        let start = try await again { try await expect(303, browser.send("/services/\(service)/start", from: "/services/\(service)")) }
        let application = String(start.location.split(separator: "/").last ?? "")
        let question = Self.question(of: service)
        acknowledged.begun(application, question: question, by: browser)
        let words = "The words of \(application), unlike any others."
        for (page, fields) in Self.pages(service, words) {
            try await answer(application, page, fields, browser)
            if page == question { acknowledged.answered(application, words) }
        }
        if service != "parade" { try await addPhoto(application, account == nil ? "photo" : "picture", browser) }
        let sent = try await again {
            try await expect(303, browser.send("/applications/\(application)/submit", from: "/services/\(service)"))
        }
        let caseID = String(sent.location.split(separator: "/").dropFirst().first ?? "")
        acknowledged.submitted(application, case: caseID)
        let page = try await again { try await expect(200, browser.json("/cases/\(caseID)")) }
        acknowledged.told(application, reference: try JSON(parsing: page.bytes)["reference"]?.string ?? "")
        if account != nil { try await pay(application, caseID, browser) }
    }

    /// The question that is answered with words unlike any others.
    private static func question(of service: String) -> String {
        switch service {
        case "tag": "about"
        case "parade": "route"
        default: "details"
        }
    }

    private static func pages(_ service: String, _ words: String) -> [(String, [(String, String)])] {
        switch service {
        case "tag":
            [
                ("dog", [("dog", "Rex")]), ("about", [("about", words)]), ("phone", [("phone", "01632 960 333")]),
                ("home", [("home.line_1", "1 Mill Lane"), ("home.town", "Mill Town")]),
            ]
        case "parade": [("route", [("route", words)]), ("email", [("email", "visitor@example.org")])]
        default: [("details", [("details", words)])]
        }
    }

    private func answer(_ application: String, _ page: String, _ fields: [(String, String)], _ browser: Browser) async throws {
        let path = "/applications/\(application)/questions/\(page)"
        _ = try await again { try await expect(303, browser.send(path, fields, from: path)) }
    }

    /// A photo whose answer was lost may have arrived: it is sent again only where the draft does not have it.
    private func addPhoto(_ application: String, _ question: String, _ browser: Browser) async throws {
        let path = "/applications/\(application)/questions/\(question)"
        try await again {
            let draft = try await expect(200, browser.json("/applications/\(application)/check"), or: 303)
            if try JSON(parsing: draft.bytes)["answers"]?[question]?.array?.isEmpty == false { return }
            try await browser.open(path)
            _ = try await expect(303, browser.send(path, files: [(question + ".new", "photo.png", Samples.png(kilobytes: Int.random(in: 1...300)))]))
        }
        acknowledged.attached(application)
    }

    /// A payment whose answer was lost may have to be begun again.
    private func pay(_ application: String, _ caseID: String, _ browser: Browser) async throws {
        try await again {
            let invoice = try await expect(303, browser.open("/cases/\(caseID)/pay")).location
            var state = try await expect(200, browser.json(invoice))
            while try JSON(parsing: state.bytes)["state"]?.string != "settled" {
                if isOver() { throw GaveUp() }
                try await browser.open(invoice)
                let card = try await browser.send(invoice + "/card")
                if card.status == 429 { try await Task.sleep(for: .milliseconds(200)) }
                if card.status == 303 {
                    let back = try await browser.send(card.location, [("choice", "paid")])
                    if back.status == 303 { try await browser.open(back.location) }
                }
                state = try await expect(200, browser.json(invoice))
            }
            acknowledged.paid(application, invoice: String(invoice.split(separator: "/").last ?? ""))
        }
    }

    private struct GaveUp: Error {}

    /// Tries until there is an answer or everybody goes home: the government may be dead for a while, or ask to be tried later.
    @discardableResult
    private func again<Answer>(_ attempt: () async throws -> Answer) async throws -> Answer {
        while true {
            do { return try await attempt() } catch is POSIXError {
                if isOver() { throw GaveUp() }
                try await Task.sleep(for: .milliseconds(20))
            } catch Wrong.answer(_, 503, _) {
                try await tryLater()
            } catch BrowserFault.refused(503, _) {
                try await tryLater()
            }
        }
    }

    private func tryLater() async throws {
        if isOver() { throw GaveUp() }
        try await Task.sleep(for: .milliseconds(100))
    }

    private func expect(_ status: Int, _ answer: RawClient.Answer, or other: Int = 0) throws -> RawClient.Answer {
        guard answer.status == status || answer.status == other else { throw Wrong.answer("expected \(status)", answer.status, answer.body) }
        return answer
    }
}
