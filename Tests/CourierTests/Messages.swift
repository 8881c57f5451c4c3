import Foundation
import Kernel

@testable import Courier

enum Messages {
    static func mailbox(_ address: String, _ name: String? = nil) throws -> MailAddress {
        guard let mailbox = MailAddress(address, name: name) else { throw DeliveryFailure(isTemporary: false, reason: "a test's address") }
        return mailbox
    }

    static func message(subject: String = "Your licence", text: String = "Hello", toName: String? = nil, attachments: [MailMessage.Attachment] = []) throws
        -> MailMessage
    {
        MailMessage(
            from: try mailbox("no-reply@arden.example", "Licensing Agency"), to: try mailbox("ada@example.org", toName), subject: subject, text: text,
            language: "en", identifier: "018f-1", date: Instant(microseconds: 1_795_368_112_000_000), attachments: attachments)
    }
}

/// Python's e-mail parser as an independent reader of what is written.
enum PythonMail {
    static let isHere = run("print(1)", input: []) == "1\n"

    /// The message's subject, recipients, text and files as Python's parser sees them.
    static func read(_ bytes: [UInt8]) -> String? {
        run(
            """
            import sys, email, email.policy
            m = email.message_from_bytes(sys.stdin.buffer.read(), policy=email.policy.default)
            print('subject', repr(m['subject']))
            print('to', [(a.display_name, a.addr_spec) for a in m['to'].addresses])
            print('headers', len(m.keys()))
            print('text', repr(m.get_body().get_content()))
            for a in m.iter_attachments(): print('file', repr(a.get_filename()), a.get_content_type(), a.get_payload(decode=True).hex())
            print('defects', m.defects + [d for p in m.walk() for d in p.defects])
            """, input: bytes)
    }

    private static func run(_ program: String, input: [UInt8]) -> String? {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = ["python3", "-c", program]
        let (toProcess, fromProcess) = (Pipe(), Pipe())
        process.standardInput = toProcess
        process.standardOutput = fromProcess
        process.standardError = FileHandle.nullDevice
        guard (try? process.run()) != nil else { return nil }
        toProcess.fileHandleForWriting.write(Data(input))
        try? toProcess.fileHandleForWriting.close()
        let answer = fromProcess.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return String(decoding: answer, as: UTF8.self)
    }
}
