public import Kernel

/// All routes, checked; what the server, the OpenAPI document and the completeness tests read.
public struct RouteTable: Sendable {
    public let routes: [Route]

    /// - Throws: `WEB-500` with every contradiction found.
    public init(_ routes: [Route]) throws(PolityError) {
        let faults = Self.contradictions(in: routes)
        guard faults.isEmpty else {
            throw PolityError(.broken, "WEB-500", "The table of routes contradicts itself.", context: faults.joined(separator: "; "))
        }
        self.routes = routes
    }

    public subscript(id: String) -> Route? { routes.first { $0.id == id } }

    static func contradictions(in routes: [Route]) -> [String] {
        var faults: [String] = []
        var ids: Set<String> = []
        var places: Set<String> = []
        for route in routes {
            if !ids.insert(route.id).inserted { faults.append("the id \(route.id) stands twice") }
            let shape = route.path.split(separator: "/").map { $0.hasPrefix("{") ? "{}" : String($0) }.joined(separator: "/")
            if !places.insert("\(route.method.rawValue) \(shape)").inserted { faults.append("\(route.method.rawValue) \(route.path) stands twice") }
            let inPath = Set(route.parameterNames)
            let declared = Set(route.input.filter { $0.place == .path }.map(\.name))
            for name in inPath.subtracting(declared).sorted() { faults.append("\(route.id): no path field \(name)") }
            for name in declared.subtracting(inPath).sorted() { faults.append("\(route.id): \(name) is not in \(route.path)") }
        }
        return faults
    }
}

extension Route {
    /// The names in braces, in order.
    static func parameterNames(in path: String) -> [String] {
        path.split(separator: "/").compactMap { part in
            guard part.hasPrefix("{"), part.hasSuffix("}") else { return nil }
            let name = part.dropFirst().dropLast()
            return String(name.hasSuffix("...") ? name.dropLast(3) : name)
        }
    }
}
