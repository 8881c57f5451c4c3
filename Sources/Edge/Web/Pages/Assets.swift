import Crypto
import HTTPTypes
import HummingbirdCore
import Kernel
import NIOCore

/// The site's own files: made once when the server starts, served under the hash of their bytes and kept by browsers for ever.
struct Assets: Sendable {
    private struct Asset: Sendable {
        var body: ByteBuffer
        var headers: HTTPFields
    }

    private let byPath: [String: Asset]
    private let paths: [String: String]
    /// The links of every page's head.
    let headLinks: [UInt8]

    init(site: Site) {
        var byPath: [String: Asset] = [:]
        var paths: [String: String] = [:]
        func add(_ name: String, _ type: String, _ bytes: [UInt8]) {
            let hash = Hex.encode(SHA256.hash(data: bytes).prefix(6))
            let dot = name.lastIndex(of: ".") ?? name.endIndex
            let path = "/assets/\(name[..<dot])-\(hash)\(name[dot...])"
            paths[name] = path
            byPath[path] = Asset(body: ByteBuffer(bytes: bytes), headers: Self.headers(type))
        }
        add("site.css", "text/css; charset=utf-8", Array((Stylesheet.text(accent: site.accent) + site.styles.map { $0 + "\n" }.joined()).utf8))
        add("site.js", "text/javascript; charset=utf-8", Array(Script.site.utf8))
        add("shortcuts.js", "text/javascript; charset=utf-8", Array(ShortcutScript.text.utf8))
        add("shortcuts.css", "text/css; charset=utf-8", Array(ShortcutScript.style.utf8))
        add("preview.js", "text/javascript; charset=utf-8", Array(PreviewScript.text.utf8))
        add("preview.css", "text/css; charset=utf-8", Array(PreviewScript.style.utf8))
        add("icon.svg", "image/svg+xml", Array(Self.icon(site).utf8))
        MapAssets.add { name, type, bytes in
            add(name, type, bytes)
        } fixed: { path, type, bytes in
            byPath[path] = Asset(body: ByteBuffer(bytes: bytes), headers: Self.headers(type))
        }
        self.byPath = byPath
        self.paths = paths
        headLinks = Array(
            """
            <link rel="stylesheet" href="\(paths["site.css"] ?? "")"><link rel="icon" type="image/svg+xml" href="\(paths["icon.svg"] ?? "")">\
            <script src="\(paths["site.js"] ?? "")" defer></script>
            """.utf8)
    }

    /// Where an asset is served: `map.js`, or the same as `/assets/map.js`.
    func path(of name: String) -> String? { paths[name.hasPrefix("/assets/") ? String(name.dropFirst(8)) : name] }

    func answer(_ head: HTTPRequest) -> HTTPAnswer? {
        guard let path = head.path, path.hasPrefix("/assets/"), head.method == .get || head.method == .head, let asset = byPath[path] else { return nil }
        let answer = HTTPAnswer(status: .ok, headers: asset.headers, body: .init(byteBuffer: asset.body))
        return head.method == .head ? answer.createHeadResponse() : answer
    }

    private static func headers(_ type: String) -> HTTPFields {
        var headers = HTTPFields()
        headers.append(HTTPField(name: .contentType, value: type))
        headers.append(HTTPField(name: .cacheControl, value: "public, max-age=31536000, immutable"))
        headers.append(HTTPField(name: .xContentTypeOptions, value: "nosniff"))
        headers.append(HTTPField(name: .crossOriginResourcePolicy, value: "same-origin"))
        return headers
    }

    private static func icon(_ site: Site) -> String {
        let letter = String(String.UnicodeScalarView(site.markText.unicodeScalars.filter { $0.properties.isAlphabetic }))
        let look = Look(accent: site.accent)
        return """
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="8" fill="\(look.accent.hex)"/>\
            <text x="16" y="23" font-family="system-ui,sans-serif" font-size="20" font-weight="700" text-anchor="middle" fill="#fff">\(letter)</text></svg>
            """
    }
}
