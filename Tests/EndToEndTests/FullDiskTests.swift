import Foundation
import StoreTesting
import Testing
import WebTesting

/// The disk runs full while people use the town: what cannot be saved is said so, what is there can be read, and once there
/// is room everything works again without anybody's doing.
@Suite("A full disk", .serialized, .enabled(if: PolityCommand.isBuilt && FaultyDisk.library != nil))
struct FullDiskTests {
    @Test("for answers and for files: a clear no, nothing lost, and then it works")
    func fills() async throws {
        let disk = try FaultyDisk()
        defer { disk.remove() }
        try await withTown(.sqlite, environment: disk.environment) { town in
            let browser = try await town.browser("ada")
            let sent = try await town.sendReport(browser)
            let path = try await town.beginReport(browser)
            let question = path + "/questions/details"
            try await browser.open(question)

            disk.setFull(true)
            for _ in 0..<3 {
                let refused = try await browser.send(question, [("details", "More words than the disk can take")])
                saysFull(refused)
            }
            let upload = try await browser.send(path + "/questions/photo", files: [("photo.new", "photo.png", Samples.png(kilobytes: 300))])
            #expect([503, 507].contains(upload.status) && upload.body.contains("<h1"), "\(upload.status) \(upload.body)")
            try await isRead(sent, question, browser)

            disk.setFull(false)
            // The writer may need a moment to find that there is room again.
            #expect(try await eventually { try await browser.send(question, [("details", "More words than the disk could take")]).status == 303 })
            #expect(try await browser.send(path + "/questions/photo", files: [("photo.new", "photo.png", Samples.png())]).status == 303)
            try await goesOn(path, browser, town)
        }
    }

    /// The disk of the database's own server: what is there is read and written over, and nothing can be added.
    @Test("for a PostgreSQL server", .enabled(if: TestStores.all.contains(.postgres)))
    func fillsForTheServer() async throws {
        let disk = try FaultyDisk()
        defer { disk.remove() }
        let server = try PrivatePostgres(environment: disk.serversEnvironment)
        defer { server.stop() }
        try await withTown(.postgres, server: server.url) { town in
            let browser = try await town.browser("ada")
            let sent = try await town.sendReport(browser)
            let path = try await town.beginReport(browser)
            let question = path + "/questions/details"
            try await browser.open(question)

            disk.setFull(true)
            // Pages of the database have some room left; then a new report finds none.
            var refused: RawClient.Answer?
            for _ in 0..<400 where refused == nil {
                let visitor = try await town.browser()
                let begun = try await visitor.send("/services/report/start", from: "/services/report")
                guard begun.status == 303 else { refused = begun; break }
                let words = String((0..<900).map { _ in "abcdefghijklmnopqrstuvwxyz ".randomElement() ?? "a" })
                let details = begun.location + "/questions/details"
                let said = try await visitor.send(details, [("details", words)], from: details)
                if said.status != 303 { refused = said }
            }
            let answer = try #require(refused, "it was never full")
            saysFull(answer)
            try await isRead(sent, question, browser)

            disk.setFull(false)
            #expect(try await eventually { try await browser.send(question, [("details", "More words than the disk could take")]).status == 303 })
            #expect(try await browser.send(path + "/questions/photo", files: [("photo.new", "photo.png", Samples.png())]).status == 303)
            try await goesOn(path, browser, town)
        }
    }

    /// The database has room, and the disk that takes people's files has none.
    @Test("for files alone, beside a PostgreSQL that has room: answers go on", .enabled(if: TestStores.all.contains(.postgres)))
    func fillsForFiles() async throws {
        let disk = try FaultyDisk()
        defer { disk.remove() }
        try await withTown(.postgres, environment: disk.environment) { town in
            let browser = try await town.browser("ada")
            let path = try await town.beginReport(browser)
            try await browser.open(path + "/questions/details")

            disk.setFull(true)
            let photos = path + "/questions/photo"
            for _ in 0..<3 {
                let upload = try await browser.send(photos, files: [("photo.new", "photo.png", Samples.png(kilobytes: 300))])
                #expect([503, 507].contains(upload.status) && upload.body.contains("<h1"), "\(upload.status) \(upload.body)")
            }
            let answered = try await browser.send(path + "/questions/details", [("details", "More words than the disk could take")])
            #expect(answered.status == 303, "\(answered.body)")

            disk.setFull(false)
            #expect(try await eventually { try await browser.send(photos, files: [("photo.new", "photo.png", Samples.png())]).status == 303 })
            try await goesOn(path, browser, town)
        }
    }

    private func saysFull(_ answer: RawClient.Answer) {
        #expect([503, 507].contains(answer.status), "\(answer.body)")
        #expect(answer.body.contains("our storage is full. Nothing was changed, and nothing saved before is lost"), "\(answer.body)")
        #expect(answer["retry-after"] != nil)
    }

    private func isRead(_ sent: String, _ question: String, _ browser: Browser) async throws {
        for page in ["/", "/services/report", sent, "/applications", question, "/log"] { #expect(try await browser.open(page).status == 200, "\(page)") }
    }

    /// What was begun is sent in, nothing is left lying about, and the log holds.
    private func goesOn(_ path: String, _ browser: Browser, _ town: Town) async throws {
        let id = try await town.submit(path, browser)
        #expect(try await browser.open(id).status == 200)
        #expect(try FileManager.default.contentsOfDirectory(atPath: town.data + "/files/incoming") == [])
        town.stop()
        let verified = try town.verify()
        #expect(verified.status == 0, "\(verified.output)\(verified.complaints)")
    }
}
