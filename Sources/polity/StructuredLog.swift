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
        for (key, value) in metadata.merging(extra ?? [:], uniquingKeysWith: { $1 }).sorted(by: { $0.key < $1.key }) {
            members.append(.init(key, .string("\(value)")))
        }
        FileHandle.standardError.write(Data(JSON.object(members).bytes + [UInt8(ascii: "\n")]))
    }
}
