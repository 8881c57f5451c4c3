import Foundation
import Kernel
import Logging

/// Log lines as JSON objects, one a line, on standard error: time, level, message and metadata.
///
/// No personal data is ever logged: callers log route ids, codes and counts, never paths, names or values.
struct StructuredLog: LogHandler {
    let label: String
    var metadata: Logger.Metadata = [:]
    var logLevel: Logger.Level = .info

    init(label: String) { self.label = label }

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(
        level: Logger.Level, message: Logger.Message, metadata extra: Logger.Metadata?, source: String, file: String, function: String, line: UInt
    ) {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(512)
        func write(_ name: String, _ value: String) {
            bytes.append(bytes.isEmpty ? UInt8(ascii: "{") : UInt8(ascii: ","))
            JSON.write(name, to: &bytes)
            bytes.append(UInt8(ascii: ":"))
            JSON.write(value, to: &bytes)
        }
        write("time", Clock.system.now().description)
        write("level", level.rawValue)
        write("logger", label)
        write("message", message.description)
        let all = metadata.isEmpty ? extra ?? [:] : metadata.merging(extra ?? [:], uniquingKeysWith: { $1 })
        for (key, value) in all.sorted(by: { $0.key < $1.key }) { write(key, value.description) }
        bytes.append(contentsOf: "}\n".utf8)
        // One call for one line, so that lines of several threads do not mix; a log that cannot be written stops nothing.
        _ = Foundation.write(STDERR_FILENO, bytes, bytes.count)
    }
}
