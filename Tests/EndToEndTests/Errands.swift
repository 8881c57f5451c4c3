import Foundation
import Kernel
import StoreTesting
import Testing
import WebTesting

/// What people do, step by step, for tests that disturb them at one of the steps.
extension Town {
    func browser(_ name: String? = nil) async throws -> Browser {
        let browser = Browser(client)
        if let name { try await browser.signIn("\(name)@town.example", try #require(Self.passwords[name])) }
        return browser
    }

    /// As the demonstration prints them.
    static let passwords = [
        "ada": "velvet-candle-53", "bo": "lantern-lantern-82", "cy": "willow-juniper-22", "di": "timber-quarry-83", "clerk": "dune-willow-51",
        "second": "ferry-ferry-43", "registrar": "island-cedar-86", "admin": "willow-hazel-19",
    ]

    /// A draft of a report with its first question answered.
    func beginReport(_ browser: Browser, _ details: String = "The light is out.") async throws -> String {
        let start = try await browser.send("/services/report/start", from: "/services/report")
        #expect(start.status == 303, "\(start.body)")
        let path = start.location
        let answer = try await browser.send(path + "/questions/details", [("details", details)], from: path + "/questions/details")
        #expect(answer.status == 303, "\(answer.body)")
        return path
    }

    /// - Returns: the case's path.
    func submit(_ path: String, _ browser: Browser) async throws -> String {
        let sent = try await browser.send(path + "/submit", from: path + "/check")
        #expect(sent.status == 303, "\(sent.body)")
        return String(sent.location.dropLast("/sent".count))
    }

    func sendReport(_ browser: Browser) async throws -> String {
        let path = try await beginReport(browser)
        #expect(try await browser.send(path + "/questions/photo", files: []).status == 303)
        return try await submit(path, browser)
    }

    /// A dog's registration, paid. `about` and `phone` are the person's own words.
    func registerDog(
        _ browser: Browser, name: String, about: String, phone: String = "01632 960 333", street: String = "1 Mill Lane",
        picture: (name: String, bytes: [UInt8])? = nil
    ) async throws -> String {
        let start = try await browser.send("/services/tag/start", from: "/services/tag")
        let path = start.location
        let home = [("home.line_1", street), ("home.town", "Mill Town")]
        for (page, fields) in [("dog", [("dog", name)]), ("about", [("about", about)]), ("phone", [("phone", phone)]), ("home", home)] {
            let answer = try await browser.send("\(path)/questions/\(page)", fields, from: "\(path)/questions/\(page)")
            #expect(answer.status == 303, "\(answer.body)")
        }
        let files = picture.map { [(field: "picture.new", name: $0.name, bytes: $0.bytes)] } ?? []
        #expect(try await browser.send(path + "/questions/picture", files: files).status == 303)
        let id = try await submit(path, browser)
        let invoice = try await browser.open(id + "/pay").location
        try await browser.open(invoice)
        let card = try await browser.send(invoice + "/card")
        let back = try await browser.send(card.location, [("choice", "paid")])
        #expect(try await browser.open(back.location).status == 200)
        return id
    }

    /// The path under which an officer decides the case's only task, once it is there.
    func openTask(of casePath: String, _ officer: Browser) async throws -> String {
        var path: String?
        let isThere = try await eventually {
            let view = try await officer.json("/desk" + casePath)
            guard view.status == 200, let ticket = try JSON(parsing: view.bytes)["tasks"]?.array?.first?["ticket"]?.integer else { return false }
            path = "/desk\(casePath)/tasks/\(ticket)"
            return true
        }
        guard isThere, let path else { throw TownFault.silent("no task of \(casePath)") }
        return path
    }

    /// The lines of the program's log that have these words.
    func logLines(_ words: String) -> [Substring] { log.split(separator: "\n").filter { $0.contains(words) } }
}
