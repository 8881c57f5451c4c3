import Synchronization
import WebTesting

/// What an SMTP server was told.
final class SMTPLog: Sendable {
    struct Mail: Sendable { var commands: [String], content: String }
    private let content = Mutex<[Mail]>([])
    var mails: [Mail] { content.withLock { $0 } }
    func add(_ mail: Mail) { content.withLock { $0.append(mail) } }
}

extension LoopbackServer {
    /// A small SMTP server (RFC 5321). `answer` may refuse a command with a reply of its own.
    static func smtp(log: SMTPLog, answer: @escaping @Sendable (_ command: String) -> String? = { _ in nil }) throws -> LoopbackServer {
        try LoopbackServer { connection in
            connection.write("220 test ready\r\n")
            var commands: [String] = []
            while let command = connection.line() {
                commands.append(command)
                if let refusal = answer(command) {
                    connection.write(refusal + "\r\n")
                    continue
                }
                switch command.prefix(4).uppercased() {
                case "DATA":
                    connection.write("354 go on\r\n")
                    var lines: [String] = []
                    while let line = connection.line(), line != "." { lines.append(line.hasPrefix("..") ? String(line.dropFirst()) : line) }
                    log.add(SMTPLog.Mail(commands: commands, content: lines.joined(separator: "\r\n")))
                    commands = []
                    connection.write("250 taken\r\n")
                case "QUIT":
                    connection.write("221 bye\r\n")
                    return
                default: connection.write("250 fine\r\n")
                }
            }
        }
    }
}
