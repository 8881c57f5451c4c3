import Glibc

/// As whom a client's address is counted.
public enum ClientNetwork {
    /// An IPv4 address itself; of an IPv6 address the first half, because whoever has one has all of that half's
    /// (RFC 6177; RFC 4291, section 2.5.4). However the address is written, the same half gives the same text.
    public static func of(_ client: String) -> String {
        var address = in6_addr()
        guard client.contains(":"), inet_pton(AF_INET6, client, &address) == 1 else { return client }
        let bytes = withUnsafeBytes(of: &address) { Array($0) }
        // An IPv4 address in IPv6's clothes (RFC 4291, section 2.5.5.2).
        if bytes[..<10].allSatisfy({ $0 == 0 }), bytes[10] == 0xFF, bytes[11] == 0xFF {
            return bytes[12...].map { String($0) }.joined(separator: ".")
        }
        let groups = stride(from: 0, to: 8, by: 2).map { String(Int(bytes[$0]) << 8 | Int(bytes[$0 + 1]), radix: 16) }
        return groups.joined(separator: ":") + "::/64"
    }
}
