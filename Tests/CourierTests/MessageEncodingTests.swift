import Foundation
import Kernel
import Testing

@testable import Courier

struct MessageEncodingTests {
    @Test func plainMessage() throws {
        let text = String(decoding: try Messages.message().encoded, as: UTF8.self)
        #expect(
            text == """
                Date: Sun, 22 Nov 2026 17:21:52 +0000\r
                From: "Licensing Agency" <no-reply@arden.example>\r
                To: <ada@example.org>\r
                Subject: Your licence\r
                Message-ID: <018f-1@arden.example>\r
                Auto-Submitted: auto-generated\r
                Content-Language: en\r
                MIME-Version: 1.0\r
                Content-Type: text/plain; charset=utf-8\r
                Content-Transfer-Encoding: quoted-printable\r
                \r
                Hello\r

                """)
    }

    /// No value adds a header, a recipient or a part, and no line is too long.
    @Test(arguments: [
        "x\r\nBcc: eve@example.org", "x\nSubject: other", "=?UTF-8?Q?trick?=", "Ünïcödé \(String(repeating: "漢字 ", count: 60))", "",
        String(repeating: "word ", count: 90), String(repeating: "x", count: 400), "\u{0}\u{7F}\u{85}", "\"quoted\\ <eve@example.org>", "a,b;c@d",
        "--=_polity_part--", ".\r\n.\r\nQUIT\r\n", "ends with space ", "= =3D \t", "🏳️‍🌈🏳️‍🌈🏳️‍🌈🏳️‍🌈🏳️‍🌈🏳️‍🌈",
    ])
    func valuesStayValues(value: String) throws {
        let attachment = MailMessage.Attachment(name: value, mediaType: value, bytes: Array(value.utf8))
        let message = try Messages.message(subject: value, text: value, toName: value, attachments: [attachment])
        let lines = String(decoding: message.encoded, as: UTF8.self).components(separatedBy: "\r\n")
        #expect(lines.allSatisfy { $0.utf8.count <= 998 && !$0.contains("\n") && !$0.contains("\r") })
        let header = lines.prefix { !$0.isEmpty }
        #expect(header.filter { !$0.hasPrefix(" ") }.count == 9)
        #expect(header.allSatisfy { $0.utf8.allSatisfy { (0x20...0x7E).contains($0) } })
        guard PythonMail.isHere else { return }
        let read = try #require(PythonMail.read(message.encoded))
        #expect(read.contains("headers 9\n"))
        #expect(read.contains("'ada@example.org')]"))
        #expect(!read.contains("eve@example.org')]"))
        #expect(read.contains("defects []"), "\(read)")
        #expect(value.isEmpty || read.contains(Hex.encode(value.utf8)))
    }

    @Test(
        .enabled(if: PythonMail.isHere, "needs python3"),
        arguments: [
            ("Permiso de construcción nº 7", "Señora:\nsu permiso — 漢字.\n"), ("a  b", "trailing \n.dot\n"), (String(repeating: "ß", count: 120), "x\n"),
        ])
    func readsBackAsWritten(subject: String, text: String) throws {
        let message = try Messages.message(
            subject: subject, text: text, toName: "Zoë, the \"first\"",
            attachments: [
                .init(name: "Bescheid für Zoë.pdf", mediaType: "application/pdf", bytes: Array(0...255))
            ])
        let read = try #require(PythonMail.read(message.encoded))
        #expect(read.contains("subject '\(subject)'"), "\(read)")
        #expect(read.contains("text '\(text.replacing("\n", with: "\\r\\n").dropLast(4))"), "\(read)")
        #expect(read.contains("'Zoë, the \"first\"', 'ada@example.org'"), "\(read)")
        #expect(read.contains("file 'Bescheid für Zoë.pdf' application/pdf 000102"), "\(read)")
    }

    @Test(arguments: [
        ("ada@example.org", true), ("a.b+c@mail.example.org", true), ("x@localhost", true), ("ada", false), ("@example.org", false), ("ada@", false),
        ("a b@example.org", false), ("ada@exa_mple.org", false), ("ada@example.org>", false), ("ada\r\n@example.org", false), ("ada@-x.org", false),
        ("ada@example..org", false), (".ada@example.org", false), ("a@b@c.org", false), ("ä@example.org", false),
        (String(repeating: "a", count: 65) + "@x.org", false),
        ("\"a b\"@example.org", false), ("ada@[127.0.0.1]", false),
    ])
    func addresses(text: String, isAddress: Bool) { #expect((MailAddress(text) != nil) == isAddress) }

    @Test func quotedPrintableKeepsLinesShort() {
        let encoded = String(decoding: QuotedPrintable.encode(String(repeating: "é=", count: 100) + " \n\tend\t"), as: UTF8.self)
        let lines = encoded.components(separatedBy: "\r\n")
        #expect(lines.allSatisfy { $0.count <= 76 })
        #expect(encoded.contains("=20\r\n"))
        #expect(encoded.hasSuffix("\tend=09\r\n"))
    }
}
