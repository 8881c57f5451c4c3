import FEEL
import Kernel

/// What a service task asks of a system of polity.yaml, as `polity:service` writes it: `POST land_registry/parcels/{parcel}`.
///
/// `{name}` in the path stands for an input of the task. The other inputs become the query of a GET or DELETE, and the JSON body of the
/// other methods.
struct OutsideCall: Sendable, Hashable {
    enum Method: String, Sendable, CaseIterable {
        case get = "GET", post = "POST", put = "PUT", patch = "PATCH", delete = "DELETE"

        var hasBody: Bool { self != .get && self != .delete }
    }

    /// The name of what came back: `{status, body}`.
    static let reply = "reply"

    var method: Method
    var system: String
    /// Begins with a slash; empty for the system's own address.
    var path: String

    /// Whether a service's name begins as a call of an outside system does.
    static func isMeant(by name: String) -> Bool { Method(rawValue: String(name.prefix { $0 != " " })) != nil && name.contains(" ") }

    init?(_ name: String) {
        let parts = name.split(separator: " ", omittingEmptySubsequences: false)
        guard parts.count == 2, let method = Method(rawValue: String(parts[0])) else { return nil }
        let slash = parts[1].firstIndex(of: "/") ?? parts[1].endIndex
        let (system, path) = (parts[1][..<slash], parts[1][slash...])
        guard !system.isEmpty, system.utf8.allSatisfy(\.isUnreserved), Self.isPath(path) else { return nil }
        (self.method, self.system, self.path) = (method, String(system), String(path))
    }

    /// RFC 3986, section 3.3, with names in braces, and without a way up.
    private static func isPath(_ path: Substring) -> Bool {
        var isInside = false
        for byte in path.utf8 {
            switch byte {
            case UInt8(ascii: "{"): if isInside { return false } else { isInside = true }
            case UInt8(ascii: "}"): if isInside { isInside = false } else { return false }
            default: guard byte.isUnreserved || "!$&'()*+,;=:@/%".utf8.contains(byte) else { return false }
            }
        }
        return !isInside && !path.split(separator: "/").contains("..")
    }

    /// The names in braces, in their order.
    var places: [String] {
        var places: [String] = []
        var rest = path[...]
        while let open = rest.firstIndex(of: "{"), let close = rest[open...].firstIndex(of: "}") {
            places.append(String(rest[rest.index(after: open)..<close]))
            rest = rest[rest.index(after: close)...]
        }
        return places
    }
}

/// A call with its inputs: what the outbox keeps.
struct OutsideRequest: Sendable, Hashable {
    var method: OutsideCall.Method
    var system: String
    /// Path and query, behind the system's address.
    var target: String
    var body: [UInt8]

    /// Why a call cannot be made; quotes nothing of the case.
    struct Unsendable: Error, Sendable { var reason: String }
    /// More than anybody sends by hand, and less than anybody's gateway refuses.
    static let longestTarget = 4_000, longestBody = 256 << 10
}

extension OutsideCall {
    func request(_ input: Context) throws(OutsideRequest.Unsendable) -> OutsideRequest {
        var (target, inPath) = (path, Set<String>())
        for place in places {
            guard let text = input[place]?.plain, !text.isEmpty, text != ".", text != ".." else {
                throw OutsideRequest.Unsendable(reason: "the input '\(place)' has no value that could stand in the path")
            }
            target = target.replacing("{\(place)}", with: Self.encoded(text))
            inPath.insert(place)
        }
        let others = input.entries.filter { !inPath.contains($0.name) }
        var body: [UInt8] = []
        if method.hasBody {
            body = JSON.object(others.map { .init($0.name, $0.value.json) }).bytes
        } else {
            let query = others.compactMap { entry in entry.value.plain.map { "\(Self.encoded(entry.name))=\(Self.encoded($0))" } }
            if !query.isEmpty { target += "?" + query.joined(separator: "&") }
        }
        guard target.utf8.count <= OutsideRequest.longestTarget, body.count <= OutsideRequest.longestBody else {
            throw OutsideRequest.Unsendable(reason: "what is to be sent is too long")
        }
        return OutsideRequest(method: method, system: system, target: target, body: body)
    }

    /// All but RFC 3986's unreserved characters as `%XX`.
    private static func encoded(_ text: String) -> String {
        var result = ""
        for byte in text.utf8 {
            if byte.isUnreserved {
                result.unicodeScalars.append(Unicode.Scalar(byte))
            } else {
                result += "%" + Hex.encode([byte]).uppercased()
            }
        }
        return result
    }
}

extension UInt8 {
    /// RFC 3986, section 2.3.
    fileprivate var isUnreserved: Bool {
        switch self {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"): true
        default: "-._~".utf8.contains(self)
        }
    }
}

extension Value {
    /// As it stands in an address; nil for null, lists and contexts.
    fileprivate var plain: String? {
        switch self {
        case .null, .list, .context: nil
        default: json.string ?? json.text
        }
    }
}
