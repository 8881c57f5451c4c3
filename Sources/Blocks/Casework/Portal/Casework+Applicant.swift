import FEEL
import Forms
import Kernel

/// A case as its applicant sees it.
public struct ApplicantView: Sendable {
    public var caseID: Identifier<Case>
    public var application: Application
    public var reference: ReferenceNumber
    public var service: PublicService
    public var summary: [SummaryLine]
    public var stage: Case.Stage
    public var fee: Money?
    public var isPaid: Bool
    public var requests: [InformationRequest]
    public var decisions: [Decision]
    /// The day until which an appeal can be made; nil when none can.
    public var appealUntil: CivilDate?
    /// When a decision is due, where the service says.
    public var due: CivilDate?
    public var history: [HistoryLine]
}

/// One line of a case's history.
public struct HistoryLine: Sendable, Hashable {
    /// `submitted`, `paid`, `asked`, `answered`, `decided`, `appealed` …
    public var kind: String
    public var at: Instant
    /// For officers: who did it. Empty for the applicant's eyes.
    public var by: String
    /// The step, outcome or text it concerns.
    public var detail: String
}

/// A case as anyone may see it: the fields its service publishes, and nothing about a person.
public struct PublicView: Sendable {
    public var reference: ReferenceNumber
    public var service: PublicService
    public var stage: Case.Stage
    public var outcome: String?
    public var openedAt: Instant
    public var fields: [(question: Question, value: Value)]
}

extension Casework {
    /// - Throws: `CASE-404` when there is none or it is another person's.
    public func applicantView(_ id: Identifier<Case>, _ caller: Caller) async throws -> ApplicantView { throw CaseFault.unfinished }

    /// - Throws: `CASE-404` when the service publishes nothing.
    public func publicView(_ reference: ReferenceNumber) async throws -> PublicView { throw CaseFault.unfinished }

    /// The newest public cases of a service, for its public list and map.
    public func publicList(_ service: String, after: QueueQuery.Cursor?, limit: Int) async throws -> (rows: [PublicView], next: QueueQuery.Cursor?) {
        throw CaseFault.unfinished
    }

    /// Answers an officer's question.
    public func answerRequest(
        _ number: Int, of id: Identifier<Case>, text: String, files: [Application.AttachedFile], _ caller: Caller
    ) async throws { throw CaseFault.unfinished }

    public func appeal(_ id: Identifier<Case>, text: String, _ caller: Caller) async throws { throw CaseFault.unfinished }

    public func withdraw(_ id: Identifier<Case>, _ caller: Caller) async throws { throw CaseFault.unfinished }

    /// The fee has arrived; called by Payments in the transaction that books it. Paid twice is paid once.
    public func paid(_ id: Identifier<Case>, actor: Actor) async throws { throw CaseFault.unfinished }
}
