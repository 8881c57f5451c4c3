import Courier
import Kernel

/// What was said to a person: it stays in their inbox, and goes by mail where there is an address.
public struct Message: Sendable, Hashable {
    public enum MailState: String, Sendable, CaseIterable {
        /// There is no address to send it to.
        case none
        case waiting
        case sent
        /// The mail server will not have it; it stands in the inbox all the same.
        case refused
    }

    public let id: Identifier<Message>
    public let subject: Identifier<DataSubject>
    public let kind: String
    public let language: String
    public let caseReference: String?
    public let title: String
    public let text: String
    public let madeAt: Instant
    public let readAt: Instant?
    public let mailState: MailState
}

/// A message as a block asks for it.
public struct MessageOrder: Sendable, Hashable {
    /// Whom it is to and about.
    public var subject: Identifier<DataSubject>
    /// nil where there is none: then it stands in the inbox only.
    public var address: MailAddress?
    /// BCP 47.
    public var language: String
    /// Names the template: `messages/<kind>.mustache`. Without one in the folder, `title` and `text` are the message.
    public var kind: String
    public var title: String
    public var text: String
    /// The organisation of the folder that says it.
    public var organisation: String?
    public var caseReference: String?
    /// The service it is about; nil where it is about none.
    public var service: String?
    /// Where the portal goes on, as a path: `/applications/…`.
    public var link: String?
    /// More that the template may use, beside `title`, `text`, `reference`, `link`, `organisation` and `government`.
    public var values: JSON

    public init(
        to subject: Identifier<DataSubject>, address: MailAddress?, language: String, kind: String, title: String, text: String,
        organisation: String? = nil, caseReference: String? = nil, service: String? = nil, link: String? = nil, values: JSON = .object([])
    ) {
        self.subject = subject
        self.address = address
        self.language = language
        self.kind = kind
        self.title = title
        self.text = text
        self.organisation = organisation
        self.caseReference = caseReference
        self.service = service
        self.link = link
        self.values = values
    }
}
