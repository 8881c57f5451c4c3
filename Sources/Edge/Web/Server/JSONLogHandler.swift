import Glibc
public import Logging
import Kernel

/// Writes each log message as one line of JSON to standard error.
public struct JSONLogHandler: LogHandler {
    public var metadata: Logger.Metadata = [:]
    public var logLevel: Logger.Level
    private let label: String
    private let clock: Clock

    public init(label: String, level: Logger.Level = .info, clock: Clock) {
        self.label = label
        self.clock = clock
        logLevel = level
    }

    public subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    public func log(event: LogEvent) {
        var line = Self.line(at: clock.now(), event.level, label, event.message.description, metadata, event.metadata).bytes
        line.append(UInt8(ascii: "\n"))
        // One call a line: lines of several threads do not mix.
        line.withUnsafeBytes { _ = write(STDERR_FILENO, $0.baseAddress, $0.count) }
    }

    static func line(
        at now: Instant, _ level: Logger.Level, _ label: String, _ message: String, _ own: Logger.Metadata, _ more: Logger.Metadata?
    ) -> JSON {
        var members: [JSON.Member] = [
            .init("time", .string(now.description)), .init("level", .string(level.rawValue)), .init("label", .string(label)), .init("message", .string(message)),
        ]
        let all = own.merging(more ?? [:]) { _, new in new }
        for (key, value) in all.sorted(by: { $0.key < $1.key }) { members.append(.init(key, .string(value.description))) }
        return .object(members)
    }
}
