import Glibc
import HTTPTypes

extension WebSettings {
    /// The client's address: the socket's, or behind a trusted proxy the last one in `X-Forwarded-For` that is no such proxy.
    func client(of socket: String, _ headers: HTTPFields) -> String {
        guard trustedProxies.contains(socket), let forwarded = headers[.forwardedFor] else { return socket }
        for address in forwarded.split(separator: ",").reversed() {
            guard let address = Self.address(address.filter { $0 != " " }) else { return socket }
            if !trustedProxies.contains(address) { return address }
        }
        return socket
    }

    /// An IP address; some proxies write the connection's port behind it, of which every connection has another. nil for all else.
    private static func address(_ text: String) -> String? {
        if isAddress(text) { return text }
        guard let colon = text.lastIndex(of: ":"), UInt16(text[text.index(after: colon)...]) != nil else { return bare(text) }
        return bare(String(text[..<colon]))
    }

    /// An IPv6 address stands in brackets before a port (RFC 3986, section 3.2.2).
    private static func bare(_ text: String) -> String? {
        let inner = text.hasPrefix("[") && text.hasSuffix("]") ? String(text.dropFirst().dropLast()) : text
        return isAddress(inner) ? inner : nil
    }

    private static func isAddress(_ text: String) -> Bool {
        var (four, six) = (in_addr(), in6_addr())
        return text.utf8.count <= 45 && (inet_pton(AF_INET, text, &four) == 1 || inet_pton(AF_INET6, text, &six) == 1)
    }
}
