import Blueprint
import Courier
import Dispatch
import FEEL
import Foundation
import Kernel
import Processes
import Store
import StoreTesting
import Testing

@testable import Casework

/// Service tasks that call systems outside, against a real server on this machine.
@Suite struct OutsideCallTests {
    /// A town whose service asks `server`, and what sends its calls.
    private func on(
        _ kind: TestStore, _ answer: @escaping @Sendable (Int) -> OutsideServer.Answer,
        _ body: (TestGovernment, OutsideServer, OutsideCaller) async throws -> Void
    ) async throws {
        let server = try OutsideServer(answer)
        defer { server.stop() }
        try await TestGovernment.on(kind, with: OutsideTown.folder(at: server.address)) { town in
            let caller = OutsideCaller(
                casework: town.casework, sender: .live(), credentials: town.host.settings.keyDirectory + "/systems", timeoutSeconds: 2)
            try await body(town, server, caller)
        }
    }

    private func supervisor(_ town: TestGovernment) -> Caller { town.officer("clerk", at: "town", [.workCases, .superviseCases]) }

    @Test(arguments: TestStores.all) func itFailsFirstAndAnswersLater(_ kind: TestStore) async throws {
        try await on(kind, { $0 < 2 ? .json(503, "{}") : .json(200, "{\"owners\": 2}") }) { town, server, outside in
            let applicant = town.caller(town.person())
            let id = try await town.send("report", "parcel", "12/7", applicant)
            #expect(server.asked.isEmpty, "nothing is sent before the promise is durable")
            #expect(try await CaseworkIntegrityTests.findings(town) == [])
            for wait in [0, 10, 20] {
                #expect(try await town.waiting(id) == ["ask"])
                town.clock.advance(by: .seconds(wait))
                _ = try await outside.runner(["land"]).runDue()
                // Not before its time.
                _ = try await outside.runner(["land"]).runDue()
            }
            #expect(try await town.casework.applicantView(id, applicant).stage == .decided)
            #expect(try await town.standing(id).process.variables["owners"] == .number(2))
            #expect(server.asked.map(\.line) == Array(repeating: "POST /api/parcels/12%2F7 HTTP/1.1", count: 3))
            #expect(Set(server.asked.map(\.body)) == ["{\"wish\":\"all\"}"])
            #expect(Set(server.asked.map { $0.header("idempotency-key") }).count == 1)
            #expect(server.asked[0].header("idempotency-key")?.contains(id.text) == true && server.asked[0].header("authorization") == nil)
            #expect(try await town.casework.incidents(supervisor(town)) == [])
            #expect(try await town.rows(in: "casework_calls") == 0)
            let said = try await town.store.read {
                try $0.rows("SELECT reason, payload FROM store_jobs WHERE kind = 'casework.call.land'").map { "\($0.values)" }
            }
            #expect(said.count == 1 && !said.joined().contains("12/7") && !said.joined().contains("parcels"))
            #expect(try await town.casework.officerView(id, supervisor(town)).history.map(\.kind).contains("called"))
            try await town.replayEqualsLive(id)
            #expect(try await CaseworkIntegrityTests.findings(town) == [])
        }
    }

    /// RFC 9110, section 10.2.3: seconds or a date, no sooner than asked and not later than a day.
    @Test(arguments: TestStores.all) func whoAsksToBeLeftAloneIs(_ kind: TestStore) async throws {
        // The clock of the tests begins in 2026.
        let waits = ["120", "Fri, 01 Jan 2100 00:00:00 GMT", "soon", "0"]
        let statuses = [503, 429, 503, 429]
        try await on(
            kind,
            { asked in
                guard asked < 4 else { return .json(200, "{\"owners\": 1}") }
                return .raw("HTTP/1.1 \(statuses[asked]) Wait\r\nRetry-After: \(waits[asked])\r\nContent-Length: 0\r\n\r\n")
            }
        ) { town, server, outside in
            let id = try await town.send("report", "parcel", "1", town.caller(town.person()))
            // Where nothing is said that can be read, as long as always after the third try; never less than that.
            for (tries, wait) in zip(1..., [120, 86_400, 40, 80]) {
                _ = try await outside.runner(["land"]).runDue()
                #expect(server.asked.count == tries)
                town.clock.advance(by: .seconds(wait - 1))
                #expect(try await outside.runner(["land"]).runDue() == 0)
                town.clock.advance(by: .seconds(1))
            }
            _ = try await outside.runner(["land"]).runDue()
            #expect(try await town.waiting(id) == [])
            #expect(server.asked.count == 5)
        }
    }

    /// Each system has a lane: one that hangs, with more calls than a lane has room for, keeps another waiting in none of them.
    @Test(arguments: TestStores.all) func oneThatHangsKeepsNoOtherWaiting(_ kind: TestStore) async throws {
        let gate = DispatchSemaphore(value: 0)
        let hangs = try OutsideServer { _ in
            gate.wait()
            gate.signal()
            return .json(200, "{\"owners\": 1}")
        }
        let answers = try OutsideServer { _ in .json(200, "{\"owners\": 1}") }
        defer {
            gate.signal()
            hangs.stop()
            answers.stop()
        }
        let land = OutsideTown.folder(at: hangs.address)
        var files = Dictionary(uniqueKeysWithValues: land.files.map { ($0.path, String(decoding: $0.bytes, as: UTF8.self)) })
        for (path, text) in files where path.hasPrefix("services/report/") {
            files[path.replacing("report", with: "tax")] = text.replacing("POST land/", with: "POST taxes/").replacing("id=\"report\"", with: "id=\"tax\"")
        }
        let government = (files.removeValue(forKey: "polity.yaml") ?? "") + "  taxes: {title: The tax office, address: \"\(answers.address)\"}\n"
        try await TestGovernment.on(kind, with: SmallTown.folder(files, government: government)) { town in
            let applicant = town.caller(town.person())
            for _ in 0..<10 { _ = try await town.send("report", "parcel", "1", applicant) }
            let id = try await town.send("tax", "parcel", "1", applicant)
            let loops = town.running.offers.flatMap(\.loops).filter { $0.name.hasPrefix("casework.outside") }
            #expect(loops.map(\.name).sorted() == ["casework.outside", "casework.outside.land", "casework.outside.taxes"])
            let hanging = Task { try await loops.first { $0.name == "casework.outside.land" }?.step() }
            let isAsked = try await eventually { hangs.asked.count == 8 }
            #expect(isAsked)
            try await loops.first { $0.name == "casework.outside.taxes" }?.step()
            #expect(try await town.casework.applicantView(id, applicant).stage == .decided)
            #expect(hangs.asked.count == 8 && answers.asked.count == 1)
            gate.signal()
            _ = try await hanging.value
            #expect(hangs.asked.count == 10)
        }
    }

    /// What was promised before polity.yaml lost a system has no lane of its own any more.
    @Test func callsOfASystemThatIsGoneAreNotForgotten() async throws {
        try await on(.sqlite, { _ in .json(200, "{}") }) { town, server, _ in
            let id = try await town.send("report", "parcel", "1", town.caller(town.person()))
            try await town.store.write("test.rename") { tx in
                try tx.write("UPDATE casework_calls SET system = 'gone'")
                try tx.write("UPDATE store_jobs SET kind = 'casework.call.gone' WHERE kind = 'casework.call.land'")
            }
            try await town.running.offers.flatMap(\.loops).first { $0.name == "casework.outside" }?.step()
            #expect(try await town.waiting(id) == [])
            #expect(server.asked.count == 1)
        }
    }

    @Test(arguments: TestStores.all) func whoHangsIsAskedAgain(_ kind: TestStore) async throws {
        try await on(kind, { $0 == 0 ? .silence : .json(201, "{\"owners\": 1}") }) { town, server, outside in
            let applicant = town.caller(town.person())
            let id = try await town.send("report", "parcel", "1", applicant)
            _ = try await outside.runner(["land"]).runDue()
            // The rest of the town goes on meanwhile and afterwards.
            try await town.work()
            #expect(try await town.casework.applicantView(id, applicant).stage == .inProgress)
            town.clock.advance(by: .seconds(10))
            _ = try await outside.runner(["land"]).runDue()
            #expect(try await town.casework.applicantView(id, applicant).stage == .decided)
            #expect(server.asked.count == 2 && server.asked[0] == server.asked[1])
        }
    }

    @Test(arguments: TestStores.all) func whoNeverAnswersIsAnIncident(_ kind: TestStore) async throws {
        try await on(kind, { $0 < 10 ? .json(500, "") : .json(200, "{\"owners\": 3}") }) { town, server, outside in
            let applicant = town.caller(town.person())
            let id = try await town.send("report", "parcel", "1", applicant)
            for _ in 0..<20 {
                _ = try await outside.runner(["land"]).runDue()
                town.clock.advance(by: .seconds(3_600))
            }
            #expect(server.asked.count == 10)
            let incident = try #require(try await town.casework.incidents(supervisor(town)).first)
            #expect(incident.element == "ask" && incident.reason == "land answered 500, and so it was 10 times")
            try await town.casework.retry(incident.ticket, of: id, supervisor(town))
            _ = try await outside.runner(["land"]).runDue()
            #expect(try await town.casework.applicantView(id, applicant).stage == .decided)
            // Whoever did what was asked the first time does not do it again.
            #expect(Set(server.asked.map { $0.header("idempotency-key") }).count == 1)
            try await town.replayEqualsLive(id)
        }
    }

    @Test(arguments: TestStores.all) func anOperatorMendsWhatIsRefused(_ kind: TestStore) async throws {
        try await on(kind, { $0 < 2 ? .json(422, "{}") : .json(200, "{\"owners\": 1}") }) { town, server, outside in
            let applicant = town.caller(town.person())
            let id = try await town.send("report", "parcel", "1", applicant)
            for values in ["", "{parcel: \"2\"}"] {
                _ = try await outside.runner(["land"]).runDue()
                let incident = try #require(try await town.casework.incidents(supervisor(town)).first)
                #expect(incident.reason == "land answered 422")
                try await town.casework.retry(incident.ticket, of: id, settingFEEL: values, supervisor(town))
            }
            _ = try await outside.runner(["land"]).runDue()
            #expect(try await town.casework.applicantView(id, applicant).stage == .decided)
            #expect(server.asked.map { $0.line.split(separator: " ")[1] } == ["/api/parcels/1", "/api/parcels/1", "/api/parcels/2"])
            let keys = server.asked.map { $0.header("idempotency-key") }
            #expect(keys[0] == keys[1] && keys[1] != keys[2])
        }
    }

    @Test(arguments: TestStores.all) func aRefusalCanBeCaught(_ kind: TestStore) async throws {
        try await on(kind, { _ in .json(404, "{}") }) { town, _, outside in
            let id = try await town.send("report", "parcel", "1", town.caller(town.person()))
            _ = try await outside.runner(["land"]).runDue()
            #expect(try await town.waiting(id) == ["look"])
            #expect(try await town.casework.incidents(supervisor(town)) == [])
            #expect(try await town.rows(in: "casework_calls") == 0)
        }
    }

    @Test func nobodyElseIsAskedAndNothingTooLongIsTaken() async throws {
        let other = try OutsideServer { _ in .json(200, "{\"owners\": 9}") }
        defer { other.stop() }
        let away = "HTTP/1.1 307 There\r\nLocation: \(other.address)\r\nContent-Length: 0\r\n\r\n"
        let long = "\"" + String(repeating: "x", count: 300 << 10) + "\""
        let answers: [OutsideServer.Answer] = [.raw(away), .json(200, long), .json(200, "no JSON")]
        try await on(.sqlite, { answers[min($0, 2)] }) { town, server, outside in
            for reason in ["land answered 307", "land: the answer is longer than 262144 bytes", "land answered with something that is not the JSON it says"] {
                let id = try await town.send("report", "parcel", "1", town.caller(town.person()))
                _ = try await outside.runner(["land"]).runDue()
                let incident = try await town.casework.incidents(supervisor(town)).first { $0.caseID == id }
                #expect(incident?.reason == reason)
            }
            #expect(server.asked.count == 3 && other.asked.isEmpty)
        }
    }

    /// A term on its border that gives no time is a fault of its own: the call is made once, and its answer is taken.
    @Test(arguments: TestStores.all) func aFaultOnTheBorderAsksNobodyTwice(_ kind: TestStore) async throws {
        let server = try OutsideServer { _ in .json(200, "{\"owners\": 1}") }
        defer { server.stop() }
        let late =
            "<boundaryEvent id=\"late\" attachedToRef=\"ask\"><timerEventDefinition><timeDuration>parcel</timeDuration></timerEventDefinition></boundaryEvent>"
        let process = OutsideTown.process.replacing("<endEvent id=\"end\"/>", with: "<endEvent id=\"end\"/>" + late + SmallTown.flows("late -> look"))
        try await TestGovernment.on(kind, with: OutsideTown.folder(at: server.address, process: process)) { town in
            let outside = OutsideCaller(
                casework: town.casework, sender: .live(), credentials: town.host.settings.keyDirectory + "/systems", timeoutSeconds: 2)
            let applicant = town.caller(town.person())
            let left = try await town.send("report", "parcel", "1", applicant)
            let mended = try await town.send("report", "parcel", "2", applicant)
            for _ in 0..<2 {
                let incident = try #require(try await town.casework.incidents(supervisor(town)).first { $0.caseID == mended })
                #expect(incident.element == "late" && incident.reason == "'late' gives no time")
                try await town.casework.retry(incident.ticket, of: mended, supervisor(town))
            }
            let incident = try #require(try await town.casework.incidents(supervisor(town)).first { $0.caseID == mended })
            try await town.casework.retry(incident.ticket, of: mended, settingFEEL: "{parcel: \"P1D\"}", supervisor(town))
            #expect(try await town.casework.incidents(supervisor(town)).map(\.caseID) == [left])
            #expect(try await town.rows(in: "casework_calls") == 2)
            #expect(try await CaseworkIntegrityTests.findings(town) == [])
            _ = try await outside.runner(["land"]).runDue()
            #expect(server.asked.count == 2)
            for id in [left, mended] {
                #expect(try await town.casework.applicantView(id, applicant).stage == .decided)
                try await town.replayEqualsLive(id)
            }
            #expect(try await town.casework.incidents(supervisor(town)) == [])
        }
    }

    /// What was done outside is not asked for again because the case cannot take the answer.
    @Test(arguments: TestStores.all) func anAnswerThatCannotBeTakenIsAnIncident(_ kind: TestStore) async throws {
        let server = try OutsideServer { _ in .json(200, "{\"owners\": 1}") }
        defer { server.stop() }
        let town = OutsideTown.folder(at: server.address, head: "legal_basis: town_act\nlook_up: {key: {registry: keys, record: parcel}}")
        // The outcome changes a record that there is not.
        let changing = "done: {title: It is done, change: [{registry: keys, record: key, set: {given_out: \"true\"}}]}"
        var files = Dictionary(uniqueKeysWithValues: town.files.map { ($0.path, String(decoding: $0.bytes, as: UTF8.self)) })
        files["services/report/examples.yaml"] = nil
        files["services/report/service.yaml"] = files["services/report/service.yaml"]?.replacing("done: {title: It is done}", with: changing)
        files["registries/keys.yaml"] = ExchangeTests.registry
        let government = files.removeValue(forKey: "polity.yaml") ?? ""
        try await TestGovernment.on(kind, with: SmallTown.folder(files, government: government)) { town in
            let outside = OutsideCaller(
                casework: town.casework, sender: .live(), credentials: town.host.settings.keyDirectory + "/systems", timeoutSeconds: 2)
            let id = try await town.send("report", "parcel", "1", town.caller(town.person()))
            for _ in 0..<3 {
                _ = try await outside.runner(["land"]).runDue()
                town.clock.advance(by: .seconds(600))
            }
            #expect(server.asked.count == 1)
            let incident = try #require(try await town.casework.incidents(supervisor(town)).first)
            #expect(incident.caseID == id && incident.element == "ask" && incident.reason == "land answered, and the case could not take it: CASE-500")
            try await town.replayEqualsLive(id)
        }
    }

    @Test(arguments: TestStores.all) func whatNobodyWaitsForAnyMoreIsNotAsked(_ kind: TestStore) async throws {
        try await on(kind, { _ in .json(200, "{}") }) { town, server, outside in
            let applicant = town.caller(town.person())
            let id = try await town.send("report", "parcel", "1", applicant)
            try await town.casework.withdraw(id, applicant)
            #expect(try await outside.runner(["land"]).runDue() == 0)
            #expect(server.asked.isEmpty)
            #expect(try await town.rows(in: "casework_calls") == 0)
        }
    }

    /// As it is served: by the loop that goes on beside all other jobs.
    @Test func theGovernmentsOwnLoopCalls() async throws {
        try await on(.sqlite, { _ in .json(200, "{\"owners\": 1}") }) { town, server, _ in
            let loop = try #require(town.running.offers.flatMap(\.loops).first { $0.name == "casework.outside.land" })
            try await loop.step()
            let applicant = town.caller(town.person())
            let id = try await town.send("report", "parcel", "1", applicant)
            try await town.work()
            #expect(server.asked.isEmpty, "a system that hangs would keep other jobs waiting")
            try await loop.step()
            #expect(try await town.casework.applicantView(id, applicant).stage == .decided)
            // The person sees that they were spoken of, to whom and by which law.
            let reads = try await town.store.read { try $0.rows("SELECT * FROM journal_reads").map { "\($0.values)" } }
            #expect(reads.contains { $0.contains("law:town_act") && $0.contains("machine:land") }, "\(reads)")
        }
    }

    /// A worker that died with a call under way: another takes it over, and says the same.
    @Test(arguments: TestStores.all) func aCallIsTakenOver(_ kind: TestStore) async throws {
        try await on(kind, { _ in .json(200, "{\"owners\": 1}") }) { town, server, outside in
            let applicant = town.caller(town.person())
            let id = try await town.send("report", "parcel", "1", applicant)
            #expect(try await town.store.claimJobs(kinds: [OutsideCaller.job(for: "land")], limit: 5, lease: .seconds(20)).count == 1)
            #expect(try await outside.runner(["land"]).runDue() == 0)
            town.clock.advance(by: .seconds(21))
            #expect(try await outside.runner(["land"]).runDue() == 1)
            #expect(try await town.casework.applicantView(id, applicant).stage == .decided && server.asked.count == 1)
        }
    }

    @Test(arguments: TestStores.all) func aCallThatWasTakenAwayByAnotherHandIsFound(_ kind: TestStore) async throws {
        try await on(kind, { _ in .json(200, "{}") }) { town, _, _ in
            _ = try await town.send("report", "parcel", "1", town.caller(town.person()))
            _ = try await town.store.write("test.change") { try $0.execute("DELETE FROM casework_calls") }
            #expect(try await CaseworkIntegrityTests.findings(town).contains { $0.hasSuffix("what it asks of other systems cannot be right.") })
        }
    }

    @Test func theOperatorsCredentialIsSent() async throws {
        try await on(.sqlite, { _ in .json(200, "{}") }) { town, server, outside in
            let path = outside.credentials + "/land"
            try FileManager.default.createDirectory(atPath: outside.credentials, withIntermediateDirectories: true)
            try Data("Bearer abc\n".utf8).write(to: URL(filePath: path))
            try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: path)
            _ = try await town.send("report", "parcel", "1", town.caller(town.person()))
            _ = try await outside.runner(["land"]).runDue()
            #expect(server.asked.isEmpty, "others may read it")
            try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: path)
            town.clock.advance(by: .seconds(10))
            _ = try await outside.runner(["land"]).runDue()
            #expect(server.asked.map { $0.header("authorization") } == ["Bearer abc"])
        }
    }

    @Test func workedCasesSayWhatIsAnswered() throws {
        let (edition, diagnostics) = TestGovernment.composition.edition(of: OutsideTown.folder(at: "https://land.example"))
        let found = try #require(edition, "\(diagnostics.sorted)")
        let service = try #require(found[CompiledServices.self].byID["report"])
        for example in found[CompiledExamples.self].byService["report"] ?? [] {
            #expect(ExampleRun(example, of: service, in: found.government).failures() == [], "\(example.id)")
        }
    }

    @Test(arguments: [
        ("POST land/", "POST lend/", "error: 'ask' calls 'lend', which is no system of polity.yaml"),
        ("POST land/", "POST https://evil.example/", "error: 'ask' calls 'POST https://evil.example/parcels/{parcel}', which is no call of an outside system"),
        ("land/parcels/{parcel}", "land/../{parcel}", "error: 'ask' calls 'POST land/../{parcel}', which is no call of an outside system"),
        ("{parcel}", "{plot}", "error: '{plot}' in the path of 'ask' is no input of the task"),
        ("POST land", "SEND land", "error: 'ask' names the service 'SEND land/parcels/{parcel}', which does not exist"),
        ("reply.body", "replie.body", "there is no name 'replie' here"),
    ])
    func whatIsWrongIsToldWithItsPlace(right: String, wrong: String, finding: String) {
        let told = SmallTown.findings(OutsideTown.folder(at: "https://land.example", process: OutsideTown.process.replacing(right, with: wrong)))
        #expect(told.contains { $0.hasPrefix("services/report/process.bpmn:") && $0.contains(finding) }, "\(told)")
    }

    @Test(arguments: [
        "http://land.example", "ftp://land.example", "https://u:p@land.example", "https://land.example?a=b", "land", "https://land.example/a/../b",
    ])
    func onlyAddressesThatCanBeCalledAreTaken(address: String) {
        let told = SmallTown.findings(OutsideTown.folder(at: address))
        #expect(told.contains { $0.hasPrefix("polity.yaml:") && $0.contains("error") }, "\(told)")
    }

    @Test func nothingIsToldWithoutALegalBasis() {
        let told = SmallTown.findings(OutsideTown.folder(at: "https://land.example", head: ""))
        #expect(told.contains { $0.contains("'ask' tells another system of the case without a legal basis") }, "\(told)")
    }
}
