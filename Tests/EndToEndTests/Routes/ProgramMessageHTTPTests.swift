import Foundation
import Identity
import Kernel
import StoreTesting
import Testing
import Web
import WebTesting

@testable import polity

/// The lighting contractor's program tells Arden over HTTP what it has mended.
@Suite("A program tells a case something over HTTP") struct ProgramMessageHTTPTests {
    private static let path = "/services/report_a_problem/messages/lighting.mended"

    private func program(_ id: String, _ roles: [String], _ town: RouteTown) async throws -> String {
        let identity = town.town.identity
        return try await town.town.store.write("test.client") { tx in
            try identity.makeClient(
                id, name: id, roles: roles, organisation: "city_works", lifetime: .seconds(86_400), by: Actor(.system("tests")), in: tx)
        }
    }

    private func send(
        _ body: JSON, _ token: String?, key: String? = "\"8e03978e\"", language: String = "en", to path: String = Self.path, _ town: RouteTown
    ) async throws -> (status: Int, body: JSON) {
        var headers = ["Accept-Language: \(language)"]
        if let token { headers.append("Authorization: Bearer \(token)") }
        if let key { headers.append("Idempotency-Key: \(key)") }
        let answer = try await town.town.visitor().client.post("/api" + path, type: "application/json", body.bytes, headers)
        return (answer.status, try JSON(parsing: answer.bytes))
    }

    /// A street light that somebody has reported.
    private func lamp(_ town: RouteTown) async throws -> (id: String, reference: String) {
        let begun = try await town.owner.call("POST", "/services/report_a_problem/start")
        let draft = try #require(try JSON(parsing: begun.body)["application"]?.string, "\(begun.body)")
        let pages: [(String, JSON)] = [
            ("category", ["category": "street_light"]), ("place", ["place.description": "Mill Lane 4"]), ("details", [:]), ("photo", [:]), ("email", [:]),
        ]
        for (page, answers) in pages { _ = try await town.owner.call("POST", "/applications/\(draft)/questions/\(page)", answers) }
        let sent = try JSON(parsing: try await town.owner.call("POST", "/applications/\(draft)/submit").body)
        return (try #require(sent["case"]?.string, "\(sent)"), try #require(sent["reference"]?.string))
    }

    @Test("a lamp that is mended closes its report, once", arguments: TestStores.all)
    func mended(_ kind: TestStore) async throws {
        try await RouteTown.serve(kind) { town in
            let (id, reference) = try await lamp(town)
            let today = CivilZone.utc.date(of: town.town.clock.now)
            let body: JSON = ["case": .string(reference), "payload": ["mended_on": .string(today.description), "lamp": "LED 40 W"]]
            let token = try await program("arden_lights", ["lighting_contractor"], town)
            // Nobody, and a program with another role.
            #expect(try await send(body, nil, town).status == 401)
            #expect(try await send(body, "polity_" + String(repeating: "A", count: 43), town).status == 401)
            let other = try await program("crew_app", ["crew"], town)
            #expect(try await send(body, other, town).status == 403)
            // What is wrong is told field by field, in the caller's language.
            let noKey = try await send(body, token, key: nil, town)
            #expect(noKey.status == 422 && noKey.body["errors"]?.array?.first?["field"] == "Idempotency-Key", "\(noKey.body)")
            let tomorrow: JSON = ["case": .string(reference), "payload": ["mended_on": .string(today.adding(days: 2).description), "rating": 5]]
            let wrong = try await send(tomorrow, token, language: "es", town)
            #expect(wrong.status == 422)
            #expect(
                wrong.body["errors"]?.array?.map { [$0["field"]?.string, $0["message"]?.string] } == [
                    ["payload.mended_on", "Ese día aún no ha llegado"], ["payload.rating", "El servicio no conoce este dato."],
                ], "\(wrong.body)")
            let cases: [(JSON, String)] = [
                (["payload": body["payload"] ?? .null], "CASE-437"), (["case": .string(reference), "key": "7"], "CASE-437"),
                (["case": .string(reference), "payload": [1]], "CASE-439"), (["key": "7", "payload": body["payload"] ?? .null], "CASE-438"),
            ]
            for (unfit, code) in cases {
                let answer = try await send(unfit, token, town)
                #expect(answer.status == 422 && answer.body["code"]?.string == code, "\(answer.body)")
            }
            #expect(try await send(body, token, to: "/services/report_a_problem/messages/lighting.lost", town).status == 404)
            #expect(try await send(["case": "AAAA-AAAA-AAAA", "payload": [:]], token, town).status >= 400)

            let first = try await send(body, token, town)
            #expect(first.status == 200 && first.body["message"]?.string != nil && first.body["kept_until"]?.string != nil, "\(first.body)")
            // With and without quotation marks a key is the same.
            #expect(try await send(body, token, key: "8e03978e", town).body == first.body)
            let reused = try await send(["case": .string(reference), "payload": ["mended_on": .string(today.adding(days: -1).description)]], token, town)
            #expect(reused.status == 422 && reused.body["code"] == "CASE-435")
            for _ in 0..<3 { _ = try await town.town.running.jobRunner().runDue() }
            let seen = try JSON(parsing: try await town.owner.call("GET", "/cases/\(id)").body)
            #expect(seen["stage"] == "decided", "\(seen)")
            let closed = try await send(body, token, key: "another", town)
            #expect(closed.status == 409 && closed.body["code"] == "CASE-434", "\(closed.body)")
            for check in town.town.running.offers.flatMap(\.integrity) { #expect(try await check.findings().isEmpty) }
        }
    }

    @Test("the API's description tells of it")
    func description() async throws {
        try await RouteTown.serve(.sqlite) { town in
            let document = try JSON(parsing: try await town.town.visitor().get("/api/openapi.json").body)
            let operation = document["paths"]?["/services/{service}/messages/{name}"]?["post"]
            #expect(operation?["operationId"] == "send_message")
            let header = operation?["parameters"]?.array?.first { $0["in"] == "header" }
            #expect(header?["name"] == "Idempotency-Key" && header?["required"] == true)
            // There is no such page.
            #expect(try await town.town.visitor().post(Self.path).status == 404)
        }
    }
}
