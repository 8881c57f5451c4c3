import Foundation
import Kernel

extension MailMessage {
    /// The message as it goes over the wire (RFC 5322 and RFC 2045), every line ended by CR LF.
    public var encoded: [UInt8] {
        var message = MessageWriter()
        message.header("Date", Self.format(date))
        message.header("From", Self.mailbox(from))
        message.header("To", Self.mailbox(to))
        if let replyTo { message.header("Reply-To", Self.mailbox(replyTo)) }
        message.header("Subject", EncodedWord.encode(subject))
        message.header("Message-ID", "<\(Self.atom(identifier))@\(from.address.split(separator: "@").last ?? "localhost")>")
        // Keeps automatic answers from answering it (RFC 3834, section 5).
        message.header("Auto-Submitted", "auto-generated")
        message.header("Content-Language", Self.atom(language))
        message.header("MIME-Version", "1.0")
        if attachments.isEmpty {
            message.textPart(text)
        } else {
            message.header("Content-Type", "multipart/mixed; boundary=\"\(MessageWriter.boundary)\"")
            message.endHeader()
            message.beginPart()
            message.textPart(text)
            for attachment in attachments {
                message.beginPart()
                message.filePart(attachment)
            }
            message.endParts()
        }
        return message.bytes
    }

    /// A display name is a quoted string or encoded words (RFC 5322, section 3.4; RFC 2047, section 5).
    private static func mailbox(_ mailbox: MailAddress) -> String {
        guard let name = mailbox.name.map(EncodedWord.cleaned), !name.isEmpty else { return "<\(mailbox.address)>" }
        if EncodedWord.isNeeded(for: name) { return EncodedWord.encode(name) + " <\(mailbox.address)>" }
        let quoted = name.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
        return "\"\(quoted)\" <\(mailbox.address)>"
    }

    private static func atom(_ text: String) -> String {
        String(decoding: text.utf8.prefix(120).filter { $0.isASCIILetterOrDigit || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: ".") }, as: UTF8.self)
    }

    /// `Sun, 22 Nov 2026 17:21:52 +0000` (RFC 5322, section 3.3).
    static func format(_ instant: Instant) -> String {
        let text = instant.description
        guard let day = CivilDate(text.prefix(10)) else { return text }
        let weekdays = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
        let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
        return "\(weekdays[day.weekday - 1]), \(day.day) \(months[day.month - 1]) \(day.year) \(text.dropFirst(11).prefix(8)) +0000"
    }
}

/// Writes headers and parts.
private struct MessageWriter {
    /// Neither quoted-printable nor base64 text can hold `=_`, so no part can end itself early (RFC 2045, section 6.7).
    static let boundary = "=_polity_part"
    private(set) var bytes: [UInt8] = []

    mutating func line(_ text: String) { bytes += Array(text.utf8) + [13, 10] }
    mutating func header(_ name: String, _ value: String) { line(HeaderFolding.fold("\(name): \(value)")) }
    mutating func endHeader() { line("") }

    mutating func textPart(_ text: String) {
        header("Content-Type", "text/plain; charset=utf-8")
        header("Content-Transfer-Encoding", "quoted-printable")
        endHeader()
        bytes += QuotedPrintable.encode(text)
    }

    mutating func filePart(_ attachment: MailMessage.Attachment) {
        header("Content-Type", MediaTypeToken.isValid(attachment.mediaType) ? attachment.mediaType : "application/octet-stream")
        header("Content-Disposition", "attachment; \(FileNameParameter.encode(attachment.name))")
        header("Content-Transfer-Encoding", "base64")
        endHeader()
        line(Data(attachment.bytes).base64EncodedString(options: [.lineLength76Characters, .endLineWithCarriageReturn, .endLineWithLineFeed]))
    }

    mutating func beginPart() { line("--\(Self.boundary)") }
    mutating func endParts() { line("--\(Self.boundary)--") }
}
