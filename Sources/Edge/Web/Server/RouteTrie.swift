import Kernel

/// Finds the route of a path: one step for each segment. A literal segment goes before a parameter, and a parameter
/// before the rest of the path.
struct RouteTrie: Sendable {
    private struct Node {
        var literals: [String: Int] = [:]
        var parameter: Int?
        /// Routes that end here, by method.
        var ends: [Route.Method: Int] = [:]
        /// Routes that take all the rest from here.
        var rests: [Route.Method: Int] = [:]
    }

    enum Match: Equatable {
        case route(Int, parameters: [String])
        /// The path exists, but not for this method.
        case otherMethods([Route.Method])
        case none
    }

    private var nodes = [Node()]

    init(_ routes: [Route]) {
        for (index, route) in routes.enumerated() { insert(route, index) }
    }

    private mutating func insert(_ route: Route, _ index: Int) {
        var place = 0
        for part in route.path.split(separator: "/") {
            if part.hasPrefix("{"), part.hasSuffix("...}") {
                nodes[place].rests[route.method] = index
                return
            }
            let isParameter = part.hasPrefix("{")
            let next = isParameter ? nodes[place].parameter : nodes[place].literals[String(part)]
            if let next {
                place = next
                continue
            }
            nodes.append(Node())
            let made = nodes.count - 1
            if isParameter { nodes[place].parameter = made } else { nodes[place].literals[String(part)] = made }
            place = made
        }
        nodes[place].ends[route.method] = index
    }

    func match(_ segments: [String], _ method: Route.Method) -> Match {
        var parameters: [String] = []
        var others: [Route.Method] = []
        if let index = find(segments[...], 0, method, &parameters, &others) { return .route(index, parameters: parameters) }
        return others.isEmpty ? .none : .otherMethods(others)
    }

    private func find(
        _ segments: ArraySlice<String>, _ place: Int, _ method: Route.Method, _ parameters: inout [String], _ others: inout [Route.Method]
    ) -> Int? {
        guard let first = segments.first else {
            if let index = nodes[place].ends[method] { return index }
            others += nodes[place].ends.keys.sorted { $0.rawValue < $1.rawValue }
            return nil
        }
        if let next = nodes[place].literals[first], let index = find(segments.dropFirst(), next, method, &parameters, &others) { return index }
        if let next = nodes[place].parameter {
            parameters.append(first)
            if let index = find(segments.dropFirst(), next, method, &parameters, &others) { return index }
            parameters.removeLast()
        }
        if let index = nodes[place].rests[method] {
            parameters.append(segments.joined(separator: "/"))
            return index
        }
        return nil
    }
}
