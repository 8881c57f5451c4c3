import FEEL
import Forms
import Kernel
import Rules

/// A case as an officer sees it.
public struct OfficerView: Sendable {
    public var theCase: Case
    public var service: PublicService
    public var application: Application
    public var summary: [SummaryLine]
    /// Who applies, as far as it is known: `{id, name, email}`.
    public var applicant: Context
    /// What was looked up, by look-up name, as it is now.
    public var facts: Context
    /// Registries that the service looks up and this officer may not read. What rests on them is left out: advice from half
    /// of the facts would be wrong.
    public var withheld: [String]
    public var history: [CaseHistoryEntry]
    public var stage: Case.Stage
    /// The open tasks this actor may work on.
    public var tasks: [OfficeTask]
    /// What the rules suggest for the open review, with reasons.
    public var advice: [Step.Rule]
    /// Every rule that was asked for that advice, in order, and what it found.
    public var readings: [RuleReading]
    /// Certificates and letters, the oldest first.
    public var papers: [CasePaper]
    /// What the decision tables say now, on which the advice rests; empty where nothing is to be decided.
    public var findings: [RuleFinding]
    /// What officers found in earlier steps.
    public var seen: [SummaryLine]

    /// Decided cases of the service that are like it, as far as the officer may see them.
    public var similar: [SimilarCase]

    /// Every file somebody sent for the case: with the application, or in answer to a question.
    public var files: [Application.AttachedFile] { application.evidence + theCase.requests.flatMap { $0.answer?.files ?? [] } }
}

/// One thing that happened in a case, for officers' eyes: who did it, and every event it led to.
public struct CaseHistoryEntry: Sendable, Hashable {
    /// `submitted`, `taken`, `handed_over`, `decided` …
    public var kind: String
    public var at: Instant
    /// An account's or machine's id, or the name of the government's own work.
    public var by: String
    /// Without the moves of the process itself.
    public var events: [CaseEvent]
}

/// What a rule found, and in what: the explanation of advice.
public struct RuleReading: Sendable {
    public var rule: Step.Rule
    /// nil when it could not be told, because something it names is not known.
    public var holds: Bool?
    /// The values it looked at, by the words of the expression: `site.height_limit`.
    public var values: [(name: String, value: Value)]

    init(_ rule: Step.Rule, _ names: Context) {
        self.rule = rule
        guard let when = rule.when else {
            (holds, values) = (true, [])
            return
        }
        var trace = Trace(span: 0..<0, value: .null)
        holds = if case .boolean(let holds) = when.evaluate(names, recording: &trace) { holds } else { nil }
        var values: [(name: String, value: Value)] = []
        Self.names(in: trace, Array(when.source.utf8), &values)
        self.values = values
    }

    /// The widest parts that are a name or a path of names; literals explain themselves.
    private static func names(in trace: Trace, _ source: [UInt8], _ found: inout [(name: String, value: Value)]) {
        if trace.span.lowerBound >= 0, trace.span.upperBound <= source.count, !trace.span.isEmpty {
            let text = String(decoding: source[trace.span], as: UTF8.self)
            if text.wholeMatch(of: /[A-Za-z_][A-Za-z0-9_]*(\.[A-Za-z_][A-Za-z0-9_]*)*/) != nil, !["true", "false", "null"].contains(text) {
                if !found.contains(where: { $0.name == text }), found.count < 12 { found.append((text, trace.value)) }
                return
            }
        }
        for part in trace.parts { names(in: part, source, &found) }
    }
}
