import FEEL
import Forms
import Kernel
import Processes

/// A case as an officer sees it.
public struct OfficerView: Sendable {
    public var theCase: Case
    public var service: PublicService
    public var application: Application
    public var summary: [SummaryLine]
    /// What was looked up, by look-up name, as it is now.
    public var facts: Context
    public var history: [HistoryLine]
    public var stage: Case.Stage
    /// The open tasks this actor may work on.
    public var tasks: [OfficeTask]
    /// What the rules suggest for the open review, with reasons.
    public var advice: [Step.Rule]
}

/// What an officer decides.
public struct DecisionInput: Sendable, Hashable {
    public var outcome: String
    public var reasons: [Decision.Reason]
    public var conditions: [String]

    public init(outcome: String, reasons: [Decision.Reason], conditions: [String] = []) {
        self.outcome = outcome
        self.reasons = reasons
        self.conditions = conditions
    }
}

extension Permission {
    public static let workCases: Permission = "casework.work"
    public static let assignCases: Permission = "casework.assign"
    public static let superviseCases: Permission = "casework.supervise"
}

extension Casework {
    /// Open tasks that the actor's roles and organisations reach.
    ///
    /// - Complexity: one index range a role, whatever the number of tasks.
    public func queue(_ query: QueueQuery, _ caller: Caller) async throws -> QueuePage { throw CaseFault.unfinished }

    /// Open tasks by role, overdue and mine, up to 1,000 each.
    public func queueCounts(_ caller: Caller) async throws -> QueueCounts { throw CaseFault.unfinished }

    /// - Throws: `CASE-404` when there is none, or none within the actor's organisations.
    public func officerView(_ id: Identifier<Case>, _ caller: Caller) async throws -> OfficerView { throw CaseFault.unfinished }

    public func take(_ ticket: Ticket, of id: Identifier<Case>, _ caller: Caller) async throws { throw CaseFault.unfinished }
    public func release(_ ticket: Ticket, of id: Identifier<Case>, _ caller: Caller) async throws { throw CaseFault.unfinished }

    /// Gives a task to a colleague, another role or another organisation.
    public func handOver(
        _ ticket: Ticket, of id: Identifier<Case>, to account: AccountID?, role: String?, organisation: String?, note: String, _ caller: Caller
    ) async throws { throw CaseFault.unfinished }

    /// Ends a task that gives findings.
    public func finish(_ ticket: Ticket, of id: Identifier<Case>, fields: RawFields, _ caller: Caller) async throws -> AnswerOutcome {
        throw CaseFault.unfinished
    }

    /// - Throws: `CASE-409` when a colleague decided first.
    public func decide(_ ticket: Ticket, of id: Identifier<Case>, _ decision: DecisionInput, _ caller: Caller) async throws { throw CaseFault.unfinished }

    /// Asks the applicant for what is missing; the clock of this task stops.
    public func ask(_ ticket: Ticket, of id: Identifier<Case>, text: String, _ caller: Caller) async throws { throw CaseFault.unfinished }

    public func note(_ text: String, on id: Identifier<Case>, _ caller: Caller) async throws { throw CaseFault.unfinished }
}

public struct QueueCounts: Sendable, Hashable {
    public var byRole: [String: Int]
    public var overdue: Int
    public var mine: Int
}
