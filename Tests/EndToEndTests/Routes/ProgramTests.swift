import Foundation
import Kernel
import StoreTesting
import Testing
import Web
import WebTesting

@testable import polity

/// A JSON API for everything that a page can do.
@Suite("Programs can do what pages do") struct ProgramTests {
    /// A form whose twin has another shape, and those of the demonstration's card company, which is no part of a government.
    static let twins = ["import_statement": "import_statement_file"]

    @Test("each form has its twin in the API's description")
    func twins() async throws {
        try await RouteTown.serve(.sqlite) { town in
            let document = try JSON(parsing: try await town.town.visitor().get("/api/openapi.json").body)
            let operations = Set(
                (document["paths"]?.members ?? []).flatMap { path in (path.value.members ?? []).compactMap { $0.value["operationId"]?.string } })
            #expect(operations.count > 50)
            for route in town.town.web.table.routes where !route.method.isSafe && !route.path.hasPrefix("/demo/") {
                let twin = Self.twins[route.id] ?? route.id
                #expect(operations.contains(twin), "the form \(route.id) has no twin for programs")
            }
            // A page that shows something gives the same as data; a page that only shows a form has nothing to give.
            let formsOnly: Set<String> = ["sign_in_form", "sign_in_link_form", "sign_in_link_sent", "sign_in_by_link_form", "password_form", "acting_form"]
            let pages = town.town.web.table.routes.filter { $0.method.isSafe && $0.audience == .browsers && !$0.path.hasPrefix("/demo/") }.map(\.id)
            let known = formsOnly.union(["erasure_form", "card_return", "components", "developers", "about", "security_contact", "change_password_address"])
            #expect(pages.filter { !known.contains($0) && !$0.hasSuffix("_form") } == [], "pages that programs cannot read")
        }
    }

    @Test("what everybody will read is told to programs too")
    func published() async throws {
        try await RouteTown.serve(.sqlite) { town in
            func questions(_ body: String, _ member: (JSON) -> [JSON]) throws -> [String: Bool] {
                let questions = member(try JSON(parsing: body))
                return Dictionary(questions.map { ($0["id"]?.string ?? "", $0["public"]?.bool ?? false) }, uniquingKeysWith: { first, _ in first })
            }
            let service = try await town.owner.call("GET", "/services/report_a_problem").body
            let all = try questions(service) { $0["pages"]?.array?.flatMap { $0["questions"]?.array ?? [] } ?? [] }
            #expect(all == ["category": true, "place": true, "photo": true, "details": false, "email": false], "\(service)")
            let draft = try await town.owner.call("GET", "/applications/\(town.values["application"] ?? "")/questions/category").body
            #expect(try questions(draft) { $0["questions"]?.array ?? [] } == ["category": true], "\(draft)")
        }
    }

    @Test("the description is an OpenAPI 3.1 document that agrees with itself")
    func document() async throws {
        try await RouteTown.serve(.sqlite) { town in
            let document = try JSON(parsing: try await town.town.visitor().get("/api/openapi.json").body)
            #expect(document["openapi"]?.string?.hasPrefix("3.1.") == true)
            #expect(document["info"]?["title"]?.string?.isEmpty == false && document["info"]?["version"]?.string != nil)
            let schemas = Set(document["components"]?["schemas"]?.members?.map(\.name) ?? [])
            var ids: Set<String> = []
            for path in document["paths"]?.members ?? [] {
                let inPath = Set(path.name.matches(of: /\{([a-z_]+)\}/).map { String($0.1) })
                #expect(path.name.hasPrefix("/"))
                for operation in path.value.members ?? [] {
                    let id = operation.value["operationId"]?.string ?? ""
                    #expect(ids.insert(id).inserted && !id.isEmpty, "\(operation.name) \(path.name)")
                    #expect(["get", "post", "put", "patch", "delete"].contains(operation.name))
                    let parameters = operation.value["parameters"]?.array ?? []
                    let named = Set(parameters.filter { $0["in"] == "path" }.compactMap { $0["name"]?.string })
                    #expect(named == inPath, "\(id): the path's parameters")
                    for parameter in parameters where parameter["in"] == "path" { #expect(parameter["required"] == true, "\(id)") }
                    #expect(operation.value["responses"]?.members?.isEmpty == false, "\(id)")
                    if operation.name == "get" { #expect(operation.value["requestBody"] == nil, "\(id)") }
                }
            }
            for reference in Self.references(in: document) {
                #expect(reference.hasPrefix("#/components/schemas/") && schemas.contains(String(reference.dropFirst(21))), "\(reference) leads nowhere")
            }
            for name in schemas { #expect(name.wholeMatch(of: /[A-Za-z0-9._-]+/) != nil, "\(name)") }
        }
    }

    private static func references(in json: JSON) -> [String] {
        switch json {
        case .object(let members): members.flatMap { $0.name == "$ref" ? [$0.value.string ?? ""] : references(in: $0.value) }
        case .array(let items): items.flatMap(references)
        default: []
        }
    }
}
