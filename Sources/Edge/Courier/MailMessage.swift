import Kernel

/// An e-mail that a machine sends: plain text, one recipient, files beside it where need be.
///
/// Every text may come from outside. What cannot stand in a header is encoded or left out, so no value can add a header,
/// a recipient or a part.
public struct MailMessage: Sendable, Hashable {
    public struct Attachment: Sendable, Hashable {
        public var name: String
        /// `application/pdf`.
        public var mediaType: String
        public var bytes: [UInt8]

        public init(name: String, mediaType: String, bytes: [UInt8]) {
            self.name = name
            self.mediaType = mediaType
            self.bytes = bytes
        }
    }

    public var from: MailAddress
    public var to: MailAddress
    public var replyTo: MailAddress?
    public var subject: String
    public var text: String
    /// BCP 47.
    public var language: String
    /// Names this message for ever, so that a second delivery can be known: letters, digits, `-` and `.` (RFC 5322, section 3.6.4).
    public var identifier: String
    public var date: Instant
    public var attachments: [Attachment]

    public init(
        from: MailAddress, to: MailAddress, replyTo: MailAddress? = nil, subject: String, text: String, language: String, identifier: String,
        date: Instant, attachments: [Attachment] = []
    ) {
        self.from = from
        self.to = to
        self.replyTo = replyTo
        self.subject = subject
        self.text = text
        self.language = language
        self.identifier = identifier
        self.date = date
        self.attachments = attachments
    }
}
