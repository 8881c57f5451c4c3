import Kernel

/// The OpenAPI 3.1 document of a table of routes.
struct OpenAPI {
    let table: RouteTable
    let site: Site

    init(_ table: RouteTable, site: Site) {
        self.table = table
        self.site = site
    }

    var document: JSON {
        let routes = table.routes.filter { $0.audience != .browsers }
        var paths: [JSON.Member] = []
        for route in routes {
            let path = route.path.replacing("...}", with: "}")
            let operation = JSON.Member(route.method.rawValue.lowercased(), self.operation(route))
            if let index = paths.firstIndex(where: { $0.name == path }) {
                paths[index].value = .object((paths[index].value.members ?? []) + [operation])
            } else {
                paths.append(.init(path, .object([operation])))
            }
        }
        var schemas = definitions(of: routes)
        schemas.append(.init("problem", Self.problem))
        return [
            "openapi": "3.1.0",
            "info": [
                "title": .string(site.name(in: site.languages[0])), "version": "1",
                "description": "Everything a page of this government can do, for programs.",
            ],
            "servers": [["url": .string(site.publicURL + "/api")]],
            "security": [[:], ["bearer": []]],
            "paths": .object(paths),
            "components": [
                "schemas": .object(schemas),
                "securitySchemes": [
                    "bearer": [
                        "type": "http", "scheme": "bearer",
                        "description":
                            "For a person, the token that POST /sign-in answers; for a system, one that an administrator gives (POST /admin/clients).",
                    ]
                ],
            ],
        ]
    }

    private func operation(_ route: Route) -> JSON {
        var members: [JSON.Member] = [
            .init("operationId", .string(route.id)), .init("summary", .string(route.summary)), .init("description", .string(Self.description(of: route))),
        ]
        if route.access != .everyone { members.append(.init("security", [["bearer": []]])) }
        let parameters: [JSON] = route.input.filter { $0.place != .body }.map { field in
            [
                "name": .string(field.name), "in": .string(field.place.rawValue), "required": .bool(field.isRequired),
                "description": .string(field.about), "schema": Self.component(field.schema.json),
            ]
        }
        if !parameters.isEmpty { members.append(.init("parameters", .array(parameters))) }
        if !route.method.isSafe, let body = body(of: route) { members.append(.init("requestBody", body)) }
        members.append(.init("responses", responses(of: route)))
        return .object(members)
    }

    private static func description(of route: Route) -> String {
        var text: String
        switch route.access {
        case .everyone: text = "Open to everyone."
        case .signedIn(let level): text = "Needs a signed-in caller, assurance level \(level.rawValue) or higher."
        case .permission(let permission, let level): text = "Needs the permission \(permission), assurance level \(level.rawValue) or higher."
        }
        switch route.purpose {
        case .none: break
        case .fixed(let purpose): text += " Reads personal data for the purpose \(purpose)."
        case .stated: text += " Reads personal data: state the purpose in the header Purpose-Of-Reading."
        }
        return text
    }

    private func body(of route: Route) -> JSON? {
        if case .bytes(let type, _) = route.body { return ["required": true, "content": .object([.init(type, ["schema": [:]])])] }
        let fields = route.input.filter { $0.place == .body }
        var schema: JSON
        if case .open(let open) = route.body {
            schema = Self.component(open.json)
            if !fields.isEmpty { schema = ["allOf": [schema, Self.object(fields)]] }
        } else {
            guard !fields.isEmpty || route.uploads != nil else { return nil }
            schema = Self.object(fields)
        }
        var content: [JSON.Member] = [.init("application/json", ["schema": schema])]
        if route.uploads != nil { content.append(.init("multipart/form-data", ["schema": schema])) }
        return ["required": true, "content": .object(content)]
    }

    private static func object(_ fields: [any InputField]) -> JSON {
        [
            "type": "object",
            "properties": .object(
                fields.map { field in
                    var members = component(field.schema.json).members ?? []
                    members.removeAll { $0.name == "description" }
                    members.append(.init("description", .string(field.about)))
                    return .init(field.name, .object(members))
                }),
            "required": .array(fields.filter(\.isRequired).map { .string($0.name) }),
        ]
    }

    private func responses(of route: Route) -> JSON {
        var members: [JSON.Member] = []
        if let output = route.output {
            members.append(.init("200", ["description": "Done.", "content": .object([.init(route.mediaType, ["schema": Self.component(output.json)])])]))
        } else {
            members.append(.init("200", ["description": "Done."]))
            members.append(.init("204", ["description": "Done; nothing to tell."]))
        }
        members.append(
            .init(
                "default",
                [
                    "description": "A problem (RFC 9457).", "content": ["application/problem+json": ["schema": ["$ref": "#/components/schemas/problem"]]],
                ]))
        return .object(members)
    }

    /// The schemas with names, under `components`.
    private func definitions(of routes: [Route]) -> [JSON.Member] {
        var members: [JSON.Member] = []
        for route in routes {
            var schemas = route.input.map(\.schema)
            if let output = route.output { schemas.append(output) }
            if case .open(let open) = route.body { schemas.append(open) }
            for schema in schemas {
                for definition in schema.document(id: "")["$defs"]?.members ?? [] where !members.contains(where: { $0.name == definition.name }) {
                    members.append(.init(definition.name, Self.component(definition.value)))
                }
            }
        }
        return members
    }

    /// The same schema with its references as OpenAPI writes them.
    private static func component(_ schema: JSON) -> JSON {
        switch schema {
        case .object(let members):
            return .object(
                members.map { member in
                    if member.name == "$ref", let target = member.value.string {
                        return .init("$ref", .string(target.replacing("#/$defs/", with: "#/components/schemas/")))
                    }
                    return .init(member.name, component(member.value))
                })
        case .array(let items): return .array(items.map(component))
        default: return schema
        }
    }

    private static let problem: JSON = [
        "type": "object", "description": "What went wrong (RFC 9457).",
        "properties": [
            "type": ["type": "string"], "title": ["type": "string"], "status": ["type": "integer"], "detail": ["type": "string"],
            "instance": ["type": "string"], "code": ["type": "string", "description": "Stable, for programs."],
            "errors": [
                "type": "array",
                "items": ["type": "object", "properties": ["field": ["type": "string"], "message": ["type": "string"], "code": ["type": "string"]]],
            ],
        ],
        "required": ["title", "status", "code"],
    ]
}
