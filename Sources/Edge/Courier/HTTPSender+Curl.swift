import CCurl
import Foundation
import Kernel

extension HTTPSender {
    /// Sends through libcurl, TLS certificates verified against the system's roots.
    public static func live() -> HTTPSender {
        let machines = CurlMachines(lanesEach: 8)
        return HTTPSender { request in
            let machine = try checkedMachine(of: request)
            return try await machines[machine].run { curl in try exchange(request, with: curl) }
        }
    }

    /// Nothing in the request may end a header line or reach a scheme but HTTP's.
    ///
    /// - Returns: the machine that it goes to, as `host:port`.
    private static func checkedMachine(of request: OutboundRequest) throws(DeliveryFailure) -> String {
        guard let parts = URLComponents(string: request.url), let host = parts.host, !host.isEmpty, parts.user == nil, parts.password == nil else {
            throw DeliveryFailure(isTemporary: false, reason: "not a web address")
        }
        let isLocal = ["localhost", "127.0.0.1", "::1", "[::1]"].contains(host)
        guard parts.scheme == "https" || (parts.scheme == "http" && (isLocal || request.allowsPlainText)) else {
            throw DeliveryFailure(isTemporary: false, reason: "only https is spoken with other machines")
        }
        let names = request.headers.map(\.name) + [request.method]
        guard names.allSatisfy({ !$0.isEmpty && $0.utf8.allSatisfy { $0.isASCIILetterOrDigit || "!#$%&'*+-.^_`|~".utf8.contains($0) } }),
            request.headers.allSatisfy({ $0.value.utf8.allSatisfy { $0 == 9 || ($0 >= 0x20 && $0 != 0x7F) } })
        else { throw DeliveryFailure(isTemporary: false, reason: "a header cannot be sent") }
        return "\(host.lowercased()):\(parts.port ?? (parts.scheme == "https" ? 443 : 80))"
    }

    private static func exchange(_ request: OutboundRequest, with curl: CurlHandle) throws(DeliveryFailure) -> OutboundReply {
        curl.set(CURLOPT_URL, request.url)
        let plain = request.url.lowercased().hasPrefix("http:")
        curl.set(CURLOPT_PROTOCOLS_STR, plain ? "http,https" : "https")
        // A redirect never leaves encryption.
        curl.set(CURLOPT_REDIR_PROTOCOLS_STR, request.allowsPlainText ? "http,https" : "https")
        curl.set(CURLOPT_FOLLOWLOCATION, request.maximumRedirects > 0 ? 1 : 0)
        curl.set(CURLOPT_MAXREDIRS, request.maximumRedirects)
        curl.set(CURLOPT_CONNECTTIMEOUT, min(10, request.timeoutSeconds))
        curl.set(CURLOPT_TIMEOUT, request.timeoutSeconds)
        // curl would ask for a go-ahead before larger bodies, and many servers never answer that.
        curl.setList(CURLOPT_HTTPHEADER, ["Expect:"] + request.headers.map { $0.value.isEmpty ? "\($0.name);" : "\($0.name): \($0.value)" })
        if !request.body.isEmpty { curl.upload(request.body) }
        if request.method == "HEAD" { curl.set(CURLOPT_NOBODY, 1) }
        curl.set(CURLOPT_CUSTOMREQUEST, request.method)
        curl.receive(upTo: request.maximumReplyBytes)
        let code = curl.perform()
        if curl.overflowed { throw DeliveryFailure(isTemporary: false, reason: "the answer is longer than \(request.maximumReplyBytes) bytes") }
        guard code == CURLE_OK else {
            throw DeliveryFailure(isTemporary: isTemporary(code), reason: String(cString: curl_easy_strerror(code)))
        }
        return OutboundReply(status: curl.long(CURLINFO_RESPONSE_CODE), headers: lastHeaders(curl.headerLines), body: curl.received)
    }

    private static func isTemporary(_ code: CURLcode) -> Bool {
        ![CURLE_URL_MALFORMAT, CURLE_UNSUPPORTED_PROTOCOL, CURLE_TOO_MANY_REDIRECTS, CURLE_PEER_FAILED_VERIFICATION].contains(code)
    }

    /// libcurl hands over the header lines of every answer on the way; a status line begins each.
    private static func lastHeaders(_ lines: [String]) -> [(name: String, value: String)] {
        let start = lines.lastIndex { $0.hasPrefix("HTTP/") } ?? 0
        return lines[start...].compactMap { line in
            guard let colon = line.firstIndex(of: ":") else { return nil }
            return (line[..<colon].lowercased(), line[line.index(after: colon)...].trimmingCharacters(in: .whitespacesAndNewlines))
        }
    }
}
