import Glibc
import HTTPTypes
import HummingbirdCore
import Kernel
import NIOCore
import NIOPosix

extension WebServer {
    /// A download: never rendered as a page, whatever it holds.
    func file(_ download: Download, _ headers: HTTPFields) -> HTTPAnswer {
        var headers = headers
        headers.append(HTTPField(name: .contentDisposition, value: Self.disposition(download)))
        if download.isImmutable { headers[.cacheControl] = "public, max-age=31536000, immutable" }
        // A viewer of its own may need styles inside the document; the sandbox keeps it from everything else.
        headers[.contentSecurityPolicy] = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
        let type = download.mayBeInline || !download.contentType.hasPrefix("text/html") ? download.contentType : "application/octet-stream"
        switch download.content {
        case .bytes(let bytes): return respond(200, headers, type, bytes)
        case .path(let path):
            guard let size = Self.size(of: path) else { return respond(404, headers, "text/plain; charset=utf-8", []) }
            headers.append(HTTPField(name: .contentType, value: type))
            return HTTPAnswer(status: .ok, headers: headers, body: Self.stream(path, size: size))
        }
    }

    /// RFC 6266: the plain name for old readers, the UTF-8 one for all others.
    private static func disposition(_ download: Download) -> String {
        let name = MultipartParser.PartHead.safe(download.fileName)
        let plain = String(
            decoding: name.utf8.map { $0 > 31 && $0 < 127 && $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: "\\") ? $0 : UInt8(ascii: "_") }, as: UTF8.self)
        return "\(download.mayBeInline ? "inline" : "attachment"); filename=\"\(plain)\"; filename*=UTF-8''\(encode(name))"
    }

    private static func size(of path: String) -> Int? {
        var status = stat()
        guard stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
        return Int(status.st_size)
    }

    /// Reads on the file threads, a piece at a time, so that no request thread waits for the disk.
    private static func stream(_ path: String, size: Int) -> ResponseBody {
        ResponseBody(contentLength: size) { writer in
            let descriptor = try await NIOThreadPool.singleton.runIfActive { open(path, O_RDONLY | O_CLOEXEC) }
            guard descriptor >= 0 else { throw PolityError(.broken, "WEB-501", Phrase.broken, context: "a file that cannot be opened") }
            defer { close(descriptor) }
            var sent = 0
            while sent < size {
                let wanted = min(262_144, size - sent)
                let piece = try await NIOThreadPool.singleton.runIfActive {
                    [UInt8](unsafeUninitializedCapacity: wanted) { buffer, count in count = max(0, read(descriptor, buffer.baseAddress, wanted)) }
                }
                guard !piece.isEmpty else { throw PolityError(.broken, "WEB-501", Phrase.broken, context: "a file that shrank while it was sent") }
                sent += piece.count
                try await writer.write(ByteBuffer(bytes: piece))
            }
            try await writer.finish(nil)
        }
    }
}
