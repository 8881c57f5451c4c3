import HTTPTypes
import HummingbirdCore
import Kernel
import NIOCore

extension WebServer {
    /// A download: never rendered as a page, whatever it holds.
    func file(_ download: Download, _ headers: HTTPFields) -> HTTPAnswer {
        var headers = headers
        headers.append(HTTPField(name: .contentDisposition, value: Self.disposition(download)))
        if download.isImmutable { headers[.cacheControl] = "public, max-age=31536000, immutable" }
        headers[.contentSecurityPolicy] = SecurityHeaders.filePolicy
        let type = download.mayBeInline || !download.contentType.hasPrefix("text/html") ? download.contentType : "application/octet-stream"
        switch download.content {
        case .bytes(let bytes): return respond(200, headers, type, bytes)
        case .pieces(let size, let piece):
            headers.append(HTTPField(name: .contentType, value: type))
            return HTTPAnswer(status: .ok, headers: headers, body: Self.stream(size, piece))
        }
    }

    /// RFC 6266: the plain name for old readers, the UTF-8 one for all others.
    private static func disposition(_ download: Download) -> String {
        let name = MultipartParser.PartHead.safe(download.fileName)
        let plain = String(
            decoding: name.utf8.map { $0 > 31 && $0 < 127 && $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: "\\") ? $0 : UInt8(ascii: "_") }, as: UTF8.self)
        return "\(download.mayBeInline ? "inline" : "attachment"); filename=\"\(plain)\"; filename*=UTF-8''\(encode(name))"
    }

    /// One piece is in memory at a time, however slowly it is taken.
    private static func stream(_ size: Int, _ piece: @escaping @Sendable (_ offset: Int) async throws -> [UInt8]) -> ResponseBody {
        ResponseBody(contentLength: size) { writer in
            var sent = 0
            while sent < size {
                let bytes = try await piece(sent)
                guard !bytes.isEmpty, sent + bytes.count <= size else {
                    throw PolityError(.broken, "WEB-501", Phrase.broken, context: "a file of another size than it was said to have")
                }
                sent += bytes.count
                try await writer.write(ByteBuffer(bytes: bytes))
            }
            try await writer.finish(nil)
        }
    }
}
