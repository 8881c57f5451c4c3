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

    /// As a query: `q=a%20b&page=2` (application/x-www-form-urlencoded, with %20 for a space).
    public var encoded: String {
        entries.map { Self.encode($0.name) + "=" + Self.encode($0.value) }.joined(separator: "&")
    }

    /// Only unreserved characters stand as they are (RFC 3986, section 2.3).
    private static func encode(_ text: String) -> String {
        var encoded: [UInt8] = []
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"),
                UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "~"):
                encoded.append(byte)
            default:
                encoded.append(UInt8(ascii: "%"))
                encoded.append(contentsOf: Array(Hex.encode([byte]).utf8))
            }
        }
        return String(decoding: encoded, as: UTF8.self)
    }

    /// Reads a query as `encoded` writes it; nil for more than a hundred names, and for what is not UTF-8.
    public init?(query: String) {
        guard let read = try? FormValues(urlEncoded: query.utf8, maximum: 100) else { return nil }
        self = read
    }

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
