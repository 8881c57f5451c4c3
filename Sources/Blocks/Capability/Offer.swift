import HTML
import Kernel
import Store
import Web

/// What a capability adds to the running system.
public struct Offer: Sendable {
    public var routes: [Route] = []
    public var jobs: [JobRunner.Kind] = []
    public var loops: [BackgroundLoop] = []
    public var reactions: [Reaction] = []
    public var panels: [Panel] = []
    public var accountPages: [AccountPage] = []
    public var searches: [SearchProvider] = []
    public var figures: [Figure] = []
    public var personalData: [PersonalDataHolder] = []
    public var checks: [@Sendable () async -> HealthCheck] = []
    public var integrity: [IntegrityCheck] = []
    /// What it does for the service tasks that it declares, by their names.
    public var serviceTasks: [String: ServiceTaskHandler] = [:]
    /// Made-up data for a demonstration, made in the order of the capabilities.
    public var sample: (@Sendable (_ progress: @Sendable (String) -> Void) async throws -> Void)?

    public init() {}
}

/// Work that goes on as long as the system runs, step by step. A simulation calls `step` itself.
public struct BackgroundLoop: Sendable {
    public var name: String
    public var interval: Duration
    /// One step; whatever it throws is logged, and the next step comes after the interval.
    public var step: @Sendable () async throws -> Void

    public init(_ name: String, every interval: Duration, step: @escaping @Sendable () async throws -> Void) {
        self.name = name
        self.interval = interval
        self.step = step
    }
}

/// A part of a page that belongs to everybody: a capability's corner of the portal's or the desk's front page.
public struct Panel: Sendable {
    public enum Place: Sendable, Hashable { case portalHome, portalAccount, deskHome, deskCase }

    public var place: Place
    /// Panels of one place stand in the order of their ranks.
    public var rank: Int
    /// Writes the panel for this request; nothing where it has nothing to say to this reader.
    public var content: @Sendable (_ request: PanelRequest) async throws -> (@Sendable (inout HTML) -> Void)?

    public init(_ place: Place, rank: Int = 100, content: @escaping @Sendable (_ request: PanelRequest) async throws -> (@Sendable (inout HTML) -> Void)?) {
        self.place = place
        self.rank = rank
        self.content = content
    }
}

/// A page about a person's own matters, listed in their account.
public struct AccountPage: Sendable {
    public var title: Phrase
    /// One sentence on what is found there.
    public var about: Phrase
    public var path: String

    public init(_ title: Phrase, about: Phrase, path: String) {
        self.title = title
        self.about = about
        self.path = path
    }
}

/// For whom a panel is drawn, and about what.
public struct PanelRequest: Sendable {
    public var request: Request
    /// The case, on `deskCase`.
    public var caseReference: String?
    public var caseID: String?

    public init(_ request: Request, caseReference: String? = nil, caseID: String? = nil) {
        self.request = request
        self.caseReference = caseReference
        self.caseID = caseID
    }
}

/// One of the sources of a search over everything.
public struct SearchProvider: Sendable {
    public struct Hit: Sendable, Hashable {
        public var title: String
        public var summary: String
        public var link: String

        public init(title: String, summary: String, link: String) {
            self.title = title
            self.summary = summary
            self.link = link
        }
    }

    public var id: String
    public var search: @Sendable (_ query: String, _ limit: Int, _ request: Request) async throws -> [Hit]

    public init(id: String, search: @escaping @Sendable (_ query: String, _ limit: Int, _ request: Request) async throws -> [Hit]) {
        self.id = id
        self.search = search
    }
}

/// Compares what is stored with itself, for `polity verify`: files with their hashes, the books with their balance.
public struct IntegrityCheck: Sendable {
    /// `ledger.balance`.
    public var id: String
    /// What does not fit, a sentence each, at most a hundred. They name ids and hold no personal value.
    public var findings: @Sendable () async throws -> [String]

    public init(_ id: String, findings: @escaping @Sendable () async throws -> [String]) {
        self.id = id
        self.findings = findings
    }
}

/// A number that tells how the government does, with what it counts.
public struct Figure: Sendable {
    public var id: String
    public var about: Phrase
    public var value: @Sendable () async throws -> Int

    public init(id: String, about: Phrase, value: @escaping @Sendable () async throws -> Int) {
        self.id = id
        self.about = about
        self.value = value
    }
}
