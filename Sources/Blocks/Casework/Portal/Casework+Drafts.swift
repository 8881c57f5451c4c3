import FEEL
import Forms
import Kernel

/// A draft as a page needs it.
public struct DraftView: Sendable {
    public var application: Application
    public var service: PublicService
    public var progress: Form.Progress
    /// Requirements of the service that do not hold for this person, as far as can be told yet.
    public var unmet: [PublicService.Requirement]
    /// The fee as far as it can be told.
    public var fee: Money?
    /// Questions whose answers were dropped because the service changed since the last visit.
    public var changed: [String]
}

/// What became of one page's fields.
public enum AnswerOutcome: Sendable {
    /// `next` is nil when all pages behind it are answered: the answers are checked next.
    case saved(next: String?)
    /// Nothing is lost: `typed` has every field as it was.
    case wrong([FieldError], typed: RawFields)
}

/// A submitted application. A second submission of the same draft gives the same.
public struct Submission: Sendable, Hashable {
    public var caseID: Identifier<Case>
    public var reference: ReferenceNumber
    /// To be paid now, where there is a fee.
    public var fee: Money?
}

extension Casework {
    /// Whether this person may begin, and which requirements do not hold already.
    public func eligibility(_ service: String, _ caller: Caller) async throws -> [PublicService.Requirement] { throw CaseFault.unfinished }

    /// A new draft. For a visitor without an account the secret that opens it again is made here, and shown once.
    public func start(_ service: String, _ caller: Caller) async throws -> (application: Identifier<Application>, secret: [UInt8]?) {
        throw CaseFault.unfinished
    }

    /// - Throws: `CASE-404` when there is none or it is another person's.
    public func draft(_ id: Identifier<Application>, _ caller: Caller) async throws -> DraftView { throw CaseFault.unfinished }

    /// The drafts and cases of a signed-in person, newest first.
    public func overview(_ caller: Caller) async throws -> [OverviewLine] { throw CaseFault.unfinished }

    /// Reads one page's fields and keeps what could be read.
    public func answer(_ id: Identifier<Application>, page: String, fields: RawFields, _ caller: Caller) async throws -> AnswerOutcome {
        throw CaseFault.unfinished
    }

    /// A file that Documents has stored becomes part of the draft.
    public func attach(_ file: Application.AttachedFile, to id: Identifier<Application>, _ caller: Caller) async throws { throw CaseFault.unfinished }

    public func detach(file: String, from id: Identifier<Application>, _ caller: Caller) async throws { throw CaseFault.unfinished }

    public func discard(_ id: Identifier<Application>, _ caller: Caller) async throws { throw CaseFault.unfinished }

    /// Makes the application of a draft: a case, its first tasks, its invoice, the act. A double submission is one application.
    public func submit(_ id: Identifier<Application>, _ caller: Caller) async throws -> Submission { throw CaseFault.unfinished }
}

public struct OverviewLine: Sendable {
    public var application: Identifier<Application>
    public var service: String
    public var updatedAt: Instant
    /// nil for a draft.
    public var submitted: (caseID: Identifier<Case>, reference: ReferenceNumber, stage: Case.Stage, outcome: String?)?
}
