import Foundation

/// Leaflet as Debian ships it (libjs-leaflet), with our own few lines about it. Where it is missing, pages do without.
enum MapAssets {
    private static let folders = ["/usr/share/javascript/leaflet", "/usr/share/nodejs/leaflet/dist"]

    /// - Parameters:
    ///   - named: takes a file that pages name: `map.js` (which holds Leaflet too) and `map.css`.
    ///   - fixed: takes the pictures that Leaflet finds beside its stylesheet.
    static func add(named: (String, String, [UInt8]) -> Void, fixed: (String, String, [UInt8]) -> Void) {
        for folder in folders {
            guard let script = bytes(folder + "/leaflet.js"), let style = bytes(folder + "/leaflet.css") else { continue }
            named("map.js", "text/javascript; charset=utf-8", script + Array("\n;\n".utf8) + Array(Script.map.utf8))
            named("map.css", "text/css; charset=utf-8", style)
            for picture in ["marker-icon.png", "marker-icon-2x.png", "marker-shadow.png", "layers.png", "layers-2x.png"] {
                if let bytes = bytes("\(folder)/images/\(picture)") { fixed("/assets/images/\(picture)", "image/png", bytes) }
            }
            return
        }
    }

    private static func bytes(_ path: String) -> [UInt8]? { FileManager.default.contents(atPath: path).map(Array.init) }
}
