public import Kernel

/// Names and values in the order they were sent (WHATWG URL standard, section 5, application/x-www-form-urlencoded).
public struct FormValues: Sendable, Hashable {
    public struct Entry: Sendable, Hashable {
        public var name: String
        public var value: String

        public init(_ name: String, _ value: String) {
            self.name = name
            self.value = value
        }
    }

    public var entries: [Entry]

    public init(_ entries: [Entry] = []) { self.entries = entries }

    public subscript(name: String) -> String? { entries.first { $0.name == name }?.value }

    public func all(_ name: String) -> [String] { entries.filter { $0.name == name }.map(\.value) }

    /// An object with a member for each name; a repeated name becomes a list.
    public var json: JSON {
        var members: [JSON.Member] = []
        var places: [String: Int] = [:]
        for entry in entries {
            if let place = places[entry.name] {
                let earlier = members[place].value
                members[place].value = .array((earlier.array ?? [earlier]) + [.string(entry.value)])
            } else {
                places[entry.name] = members.count
                members.append(.init(entry.name, .string(entry.value)))
            }
        }
        return .object(members)
    }
}
