import Forms
import Kernel
import Store
import StoreTesting
import Testing

@testable import Casework
@testable import Desk

/// A supervisor finds what nothing took up, sends a message again, and says what is dealt with.
@Suite struct NoticePageTests {
    /// Tells of an escalation that nothing catches, and sends a message that nobody waits for.
    private static let files = LostAndFound.files(
        root: "<message id=\"m\" name=\"crew.found\"/><escalation id=\"e\" escalationCode=\"late\"/>",
        """
        <intermediateThrowEvent id="warn"><escalationEventDefinition escalationRef="e"/></intermediateThrowEvent>
        <intermediateThrowEvent id="tell" polity:keep="2 days"><messageEventDefinition messageRef="m"/></intermediateThrowEvent>
        <sequenceFlow id="f1" sourceRef="start" targetRef="warn"/>
        <sequenceFlow id="f2" sourceRef="warn" targetRef="tell"/>
        <sequenceFlow id="f3" sourceRef="tell" targetRef="decide"/>
        """)

    /// A program's message that named a key belongs to no case.
    @Test(arguments: TestStores.all) func whatAProgramSentIsShownWithoutACase(_ kind: TestStore) async throws {
        try await TestDesk.on(kind, adding: Self.files) { town in
            _ = try await LostAndFound.send(town, town.caller("citizen"))
            let id = town.host.identifiers.next(CaseNotice.self)
            try await town.host.store.write("test.message") { tx in
                try tx.write(
                    """
                    INSERT INTO casework_notices (id, kind, case_id, reference, service, organisation, element, name, since)
                    SELECT \(id), 'message', '', '', service, organisation, '', 'lamp.mended', \(tx.now) FROM casework_cases LIMIT 1
                    """)
                try tx.write(
                    """
                    INSERT INTO casework_thrown
                        (id, kind, name, key_hash, case_id, reference, service, organisation, subject, content, thrown_at, keep, sender)
                    SELECT \(id), 'message', 'lamp.mended', '', '', '', service, organisation, subject, state, \(tx.now), '30 days', 'lamps_ltd'
                    FROM casework_cases LIMIT 1
                    """)
            }
            #expect(try await town.get("/desk/incidents", as: "supervisor").body.contains(">lamps_ltd</a>"))
            for (language, words) in [("en", "Nothing took up what the program lamps_ltd sent"), ("es", "Nada atendió lo que envió el programa lamps_ltd")] {
                let page = try await town.get("/desk/notices/\(id)", as: "supervisor", language: language)
                #expect(page.status == 200 && page.words.contains(words) && page.body.contains("name=\"again\"") && !page.body.contains("/desk/cases/"))
            }
            let told = try await town.get("/api/desk/notices/\(id)", as: "supervisor", json: true).json
            #expect(told?["case"] == .null && told?["reference"] == .null && told?["sender"] == "lamps_ltd" && told?["can_be_sent_again"] == true)
            #expect(try await town.post("/desk/notices/\(id)/close", [], as: "supervisor").status == 303)
            #expect(try await town.get("/desk/notices/\(id)", as: "supervisor").status == 404)
        }
    }

    @Test(arguments: TestStores.all) func whatNothingTookUpIsDealtWith(_ kind: TestStore) async throws {
        try await TestDesk.on(kind, adding: Self.files) { town in
            let citizen = town.caller("citizen")
            _ = try await LostAndFound.send(town, citizen)
            #expect(try await town.get("/desk/overview", as: "supervisor").body.contains("href=\"/desk/incidents\""))
            town.clock.advance(by: .seconds(3 * 86_400))
            _ = try await town.running.jobRunner().runDue()

            let list = try await town.get("/desk/incidents", as: "supervisor")
            #expect(list.words.contains("Escalation: late") && list.words.contains("Message: crew.found") && list.words.contains("No case has stopped"))
            let told = try await town.get("/api/desk/incidents", as: "supervisor", json: true).json?["notices"]?.array ?? []
            #expect(told.map { $0["kind"]?.string } == ["escalation", "message"] && told.map { $0["name"]?.string } == ["late", "crew.found"])
            let paths = told.compactMap { $0["notice"]?.string.map { "/desk/notices/\($0)" } }
            #expect(paths.count == 2)
            for (path, words) in zip(paths, [["Escalation: late", "Escalado: late"], ["Message: crew.found", "Mensaje: crew.found"]]) {
                #expect(list.body.contains("href=\"\(path)\""))
                for (language, text) in zip(["en", "es"], words) {
                    let page = try await town.get(path, as: "supervisor", language: language)
                    #expect(page.status == 200 && page.words.contains(text), "\(page.words.prefix(300))")
                }
                for reader in ["crew", "citizen"] {
                    #expect(try await town.get(path, as: reader).status == 403)
                    #expect(try await town.post(path + "/close", [], as: reader).status == 403)
                }
            }
            // A signal that a case could not take is told in words of its own.
            let signal = town.host.identifiers.next(CaseNotice.self)
            try await town.host.store.write("test.signal") { tx in
                let id = try #require(try tx.value("SELECT id FROM casework_cases LIMIT 1", as: Identifier<Case>.self))
                try NoticeStore().insert(.signal, signal, refusing: "town.flood", of: id, tx)
            }
            for (language, words) in [("en", "could not take a signal"), ("es", "no pudo atender una señal")] {
                let page = try await town.get("/desk/notices/\(signal)", as: "supervisor", language: language)
                #expect(page.status == 200 && page.words.contains(words) && page.words.contains("town.flood") && !page.body.contains("name=\"again\""))
            }
            #expect(try await town.post("/desk/notices/\(signal)/close", [], as: "supervisor").status == 303)
            let again = try await town.post(paths[1] + "/close", [("again", "yes")], as: "supervisor")
            #expect(again.status == 303 && again.headers["location"] == "/desk/incidents", "\(again.status): \(again.words.prefix(300))")
            #expect(try await town.post(paths[0] + "/close", [], as: "supervisor").status == 303)
            #expect(try await town.get(paths[0], as: "supervisor").status == 404)
            #expect(try await town.get("/api/desk/incidents", as: "supervisor", json: true).json?["notices"] == [])
            // It was kept once more, and nobody waited again.
            town.clock.advance(by: .seconds(3 * 86_400))
            _ = try await town.running.jobRunner().runDue()
            #expect(try await town.get("/desk/incidents", as: "supervisor").words.contains("Message: crew.found"))
        }
    }

    /// What could not be carried out when its time had come is tried again from its page.
    @Test(arguments: TestStores.all) func aTimerThatWasRefusedIsShown(_ kind: TestStore) async throws {
        try await TestDesk.on(kind, adding: Self.files) { town in
            let id = try await LostAndFound.send(town, town.caller("citizen"))
            let (timer, payment) = (town.host.identifiers.next(CaseNotice.self), town.host.identifiers.next(CaseNotice.self))
            try await town.host.store.write("test.refused") { tx in
                try NoticeStore().insert(.timer, timer, refusing: "CASE-500: there is no record", of: id, element: "last_day_over", tx)
                try NoticeStore().insert(.payment, payment, refusing: "", of: id, tx)
            }
            for (language, words) in [
                ("en", ["could not go on", "A time has come: last_day_over", "CASE-500: there is no record", "Try again"]),
                ("es", ["no pudo continuar", "Ha llegado el momento: last_day_over", "Intentar de nuevo"]),
            ] {
                let page = try await town.get("/desk/notices/\(timer)", as: "supervisor", language: language)
                #expect(page.status == 200 && words.allSatisfy(page.words.contains), "\(page.words)")
            }
            #expect(try await town.get("/desk/notices/\(payment)", as: "supervisor").words.contains("The fee was paid"))
            #expect(try await town.get("/api/desk/notices/\(timer)", as: "supervisor", json: true).json?["kind"] == "timer")
            // The case waits for no such timer any more.
            #expect(try await town.post("/desk/notices/\(timer)/close", [("again", "yes")], as: "supervisor").status == 409)
            #expect(try await town.post("/desk/notices/\(timer)/close", [], as: "supervisor").status == 303)
        }
    }

    @Test(arguments: TestStores.all) func workThatWasGivenUpIsShownAndTriedAgain(_ kind: TestStore) async throws {
        try await TestDesk.on(kind) { town in
            try await town.host.store.write("test.dead") { tx in
                try tx.schedule(JobRequest("casework.print", key: "a paper", at: tx.now))
                try tx.execute("UPDATE store_jobs SET state = 2, attempts = 130, reason = 'CASE-502', ended_at = \(tx.now) WHERE key = 'a paper'")
            }
            #expect(try await town.get("/desk/overview", as: "supervisor").body.contains("href=\"/desk/incidents\""))
            for (language, words) in [("en", "Work that was given up"), ("es", "Trabajos abandonados")] {
                let page = try await town.get("/desk/incidents", as: "supervisor", language: language)
                #expect(page.words.contains(words) && page.words.contains("casework.print") && page.words.contains("CASE-502"))
            }
            #expect(try await town.get("/api/desk/incidents", as: "supervisor", json: true).json?["jobs"]?.array?.first?["attempts"] == 130)
            for reader in ["crew", "citizen"] {
                #expect(try await town.post("/desk/jobs/retry", [("kind", "casework.print"), ("key", "a paper")], as: reader).status == 403)
            }
            let again = try await town.post("/desk/jobs/retry", [("kind", "casework.print"), ("key", "a paper")], as: "supervisor")
            #expect(again.status == 303 && again.headers["location"] == "/desk/incidents")
            #expect(try await town.post("/desk/jobs/retry", [("kind", "casework.print"), ("key", "a paper")], as: "supervisor").status == 404)
            #expect(try await town.host.store.jobBacklog().dead == 0)
        }
    }
}
