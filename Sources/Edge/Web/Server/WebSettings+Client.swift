import HTTPTypes

extension WebSettings {
    /// The client's address: the socket's, or behind a trusted proxy the last one in `X-Forwarded-For` that is no such proxy.
    func client(of socket: String, _ headers: HTTPFields) -> String {
        guard trustedProxies.contains(socket), let forwarded = headers[.forwardedFor] else { return socket }
        for address in forwarded.split(separator: ",").reversed() {
            let address = address.filter { $0 != " " }
            guard address.utf8.count <= 45, address.utf8.allSatisfy(Self.isOfAddress) else { return socket }
            if !trustedProxies.contains(address) { return address }
        }
        return socket
    }

    private static func isOfAddress(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "f"), UInt8(ascii: "A")...UInt8(ascii: "F"),
            UInt8(ascii: "."), UInt8(ascii: ":"):
            true
        default: false
        }
    }
}
