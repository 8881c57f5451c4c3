/// The cookies of one request (RFC 6265, section 4.2). Looked through when asked: there are few.
public struct Cookies: Sendable {
    let header: String?

    public subscript(name: String) -> String? {
        guard let header else { return nil }
        for pair in header.utf8.split(separator: UInt8(ascii: ";")) {
            let trimmed = pair.drop { $0 == UInt8(ascii: " ") }
            guard trimmed.count > name.utf8.count, trimmed.starts(with: name.utf8) else { continue }
            let rest = trimmed.dropFirst(name.utf8.count)
            if rest.first == UInt8(ascii: "=") { return String(rest.dropFirst()) }
        }
        return nil
    }
}
