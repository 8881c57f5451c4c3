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
        var members: [JSON.Member] = [
            .init("time", .string(Clock.system.now().description)), .init("level", .string(level.rawValue)), .init("logger", .string(label)),
            .init("message", .string(message.description)),
        ]
        let all = metadata.isEmpty ? extra ?? [:] : metadata.merging(extra ?? [:], uniquingKeysWith: { $1 })
        for (key, value) in all.sorted(by: { $0.key < $1.key }) { members.append(.init(key, .string(value.description))) }
        var bytes = JSON.object(members).bytes
        bytes.append(UInt8(ascii: "\n"))
        // One call for one line, so that lines of several threads do not mix; a log that cannot be written stops nothing.
        _ = write(STDERR_FILENO, bytes, bytes.count)
    }
}
