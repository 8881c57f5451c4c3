import Foundation
import Kernel
import Testing
import WebTesting

@testable import Courier

struct SMTPTests {
    @Test func messageArrivesAsWritten() async throws {
        let log = SMTPLog()
        let server = try LoopbackServer.smtp(log: log)
        defer { server.stop() }
        let sender = MailSender.smtp(SMTPServer(host: "127.0.0.1", port: server.port, security: .none))
        let message = try Messages.message(text: "A line\n.\n..dots\n")
        try await sender.send(message)
        let mail = try #require(log.mails.first)
        #expect(mail.commands.contains("EHLO arden.example"))
        #expect(mail.commands.contains { $0.hasPrefix("MAIL FROM:<no-reply@arden.example>") })
        #expect(mail.commands.filter { $0.hasPrefix("RCPT TO:") } == ["RCPT TO:<ada@example.org>"])
        #expect(mail.content + "\r\n" == String(decoding: message.encoded, as: UTF8.self))
    }

    @Test func manyAtOnceAllArrive() async throws {
        let log = SMTPLog()
        let server = try LoopbackServer.smtp(log: log)
        defer { server.stop() }
        let sender = MailSender.smtp(SMTPServer(host: "127.0.0.1", port: server.port, security: .none))
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 0..<40 { group.addTask { try await sender.send(Messages.message(subject: "Number \(number)")) } }
            try await group.waitForAll()
        }
        #expect(Set(log.mails.map { $0.content.components(separatedBy: "\r\n").first { $0.hasPrefix("Subject") } }).count == 40)
    }

    @Test(arguments: [
        ("RCPT", "550 no such user ada@example.org", false), ("RCPT", "450 busy", true), ("MAIL", "421 later", true), ("DATA", "554 refused", false),
    ])
    func refusals(command: String, reply: String, isTemporary: Bool) async throws {
        let server = try LoopbackServer.smtp(log: SMTPLog()) { $0.uppercased().hasPrefix(command) ? reply : nil }
        defer { server.stop() }
        let sender = MailSender.smtp(SMTPServer(host: "127.0.0.1", port: server.port, security: .none))
        let failure = await #expect(throws: DeliveryFailure.self) { try await sender.send(Messages.message()) }
        #expect(failure?.isTemporary == isTemporary)
        #expect(failure?.reason.contains(reply.prefix(3)) == true)
        #expect(failure?.reason.contains("ada") == false)
    }

    /// A server that does not let us in says nothing about the message: a wrong password must not cost anybody a letter.
    @Test(arguments: [
        ("AUTH", "535 wrong password"), ("AUTH", "534 too weak"), ("MAIL", "530 authentication required"), ("EHLO", "554 not you"),
    ])
    func turnedAway(command: String, reply: String) async throws {
        let server = try LoopbackServer.smtp(log: SMTPLog()) { line in
            let line = line.uppercased()
            if line.hasPrefix(command) || (command == "EHLO" && line.hasPrefix("HELO")) { return reply }
            return line.hasPrefix("EHLO") ? "250-test\r\n250 AUTH PLAIN LOGIN" : nil
        }
        defer { server.stop() }
        let user = command == "AUTH" ? "u" : nil
        let sender = MailSender.smtp(SMTPServer(host: "127.0.0.1", port: server.port, security: .none, user: user, password: user))
        let failure = await #expect(throws: DeliveryFailure.self) { try await sender.send(Messages.message()) }
        #expect(failure?.isTemporary == true, "\(failure?.reason ?? "")")
        if command != "MAIL" { await #expect(throws: DeliveryFailure.self) { try await sender.check() } }
    }

    @Test func aCheckSendsNothing() async throws {
        let (log, commands) = (SMTPLog(), SMTPLog())
        let server = try LoopbackServer.smtp(log: log) { line in
            commands.add(SMTPLog.Mail(commands: [line], content: ""))
            return nil
        }
        let sender = MailSender.smtp(SMTPServer(host: "127.0.0.1", port: server.port, security: .none))
        try await sender.check()
        #expect(log.mails.isEmpty)
        #expect(commands.mails.flatMap(\.commands).prefix(2) == ["EHLO localhost", "NOOP"])
        try await sender.send(Messages.message())
        #expect(log.mails.count == 1)
        server.stop()
        await #expect(throws: DeliveryFailure.self) { try await MailSender.smtp(SMTPServer(host: "127.0.0.1", port: server.port, security: .none)).check() }
    }

    @Test func nobodyThereIsTemporary() async throws {
        let server = try LoopbackServer { _ in }
        let port = server.port
        server.stop()
        let sender = MailSender.smtp(SMTPServer(host: "127.0.0.1", port: port, security: .none))
        let failure = await #expect(throws: DeliveryFailure.self) { try await sender.send(Messages.message()) }
        #expect(failure?.isTemporary == true)
    }

    /// A server that offers no STARTTLS gets neither a password nor a message.
    @Test func encryptionIsDemanded() async throws {
        let log = SMTPLog()
        let server = try LoopbackServer.smtp(log: log)
        defer { server.stop() }
        let sender = MailSender.smtp(SMTPServer(host: "127.0.0.1", port: server.port, security: .startTLS, user: "u", password: "p"))
        await #expect(throws: DeliveryFailure.self) { try await sender.send(Messages.message()) }
        #expect(log.mails.isEmpty)
    }

    @Test(arguments: [
        ("smtp://mail.example.org", "mail.example.org:587 startTLS"), ("smtps://u:p%40@mail.example.org", "mail.example.org:465 implicitTLS u p@"),
        ("smtp://localhost:2525", "localhost:2525 none"), ("smtp://127.0.0.1:25/", "127.0.0.1:25 none"),
        ("http://mail.example.org", nil), ("mail.example.org", nil), ("smtp://", nil), ("smtp://mail.example.org/path", nil), ("smtp://a b:25", nil),
        ("smtp://x:99999", nil),
    ])
    func addressesOfServers(text: String, expected: String?) {
        let server = try? SMTPServer(address: text)
        #expect(server.map { (["\($0.host):\($0.port)", "\($0.security)"] + [$0.user, $0.password].compactMap(\.self)).joined(separator: " ") } == expected)
    }
}
