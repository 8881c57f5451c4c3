import Kernel

extension ProcessModel {
    /// An element with its place in the graph. Shared by all who look at it, so that a step of a token copies nothing.
    final class Node: Sendable {
        let element: Element
        let draft: Draft

        var scope: Int { draft.scope }
        var incoming: [Int] { draft.incoming }
        var outgoing: [Int] { draft.outgoing }
        var boundaries: [Int] { draft.boundaries }
        var otherwise: Int? { draft.otherwise }

        init(_ draft: Draft) {
            element = draft.element
            self.draft = draft
        }
    }

    /// A node while the model is put together.
    struct Draft: Sendable {
        var element: Element
        /// Index of the sub-process it stands in; -1: the process.
        var scope: Int
        var incoming: [Int] = []
        var outgoing: [Int] = []
        var boundaries: [Int] = []
        var otherwise: Int?
        /// The activity that undoes this one.
        var handler: Int?
        /// Whether its completion is kept because something may undo it.
        var isCompensable = false
        /// It is a user task, or holds one.
        var isForPeople = false
        /// Where a link leads to.
        var target: Int?
    }

    /// What a scope (a sub-process, or the process as -1) holds beside its flow.
    struct Content: Sendable {
        /// Where a token begins when the scope is opened: start events without a trigger, else what no flow leads to.
        var starts: [Int] = []
        var eventSubProcesses: [EventSubProcess] = []
    }

    struct EventSubProcess: Sendable {
        var node: Int
        var start: Int
        /// As it was drawn: what it catches. What it evaluates stands compiled with its start event.
        var trigger: Trigger
        var interrupts: Bool
    }

    struct CompiledFlow: Sendable {
        var id: String
        var countName: String
        var from: Int
        var to: Int
        var condition: Formula?
    }
}

extension Element {
    var isActivity: Bool {
        switch kind {
        case .task, .callActivity: true
        case .subProcess(.event): false
        case .subProcess: true
        default: false
        }
    }

    /// Whether tokens wait before it until there are enough to begin it.
    var isGathering: Bool { isActivity && quantity.start > 1 }
    var isScope: Bool { if case .subProcess = kind { true } else { false } }
    var isEventSubProcess: Bool { if case .subProcess(.event) = kind { true } else { false } }
    var isLooped: Bool { if case .once = loop { false } else { true } }
    var adHoc: AdHoc? { if case .subProcess(.adHoc(let adHoc)) = kind { adHoc } else { nil } }
    var call: Call? { if case .subProcess(.call(let call)) = kind { call } else { nil } }
    var boundaryTrigger: Trigger? { if case .boundary(let trigger, _, _) = kind { trigger } else { nil } }
}

extension Trigger {
    /// Its parts: itself unless it is a multiple one.
    var parts: [Trigger] {
        switch self {
        case .multiple(let triggers), .parallelMultiple(let triggers): triggers.flatMap(\.parts)
        default: [self]
        }
    }

    func catches(error code: String) -> Bool {
        parts.contains { if case .error(let wanted) = $0 { wanted == nil || wanted == code } else { false } }
    }

    func names(error code: String) -> Bool { parts.contains { if case .error(code) = $0 { true } else { false } } }
    func names(escalation code: String) -> Bool { parts.contains { if case .escalation(code) = $0 { true } else { false } } }

    func catches(escalation code: String) -> Bool {
        parts.contains { if case .escalation(let wanted) = $0 { wanted == nil || wanted == code } else { false } }
    }

    var isCancel: Bool { parts.contains { if case .cancel = $0 { true } else { false } } }
    var isCompensation: Bool { if case .compensation = self { true } else { false } }
    /// Whether something is waited for; errors, escalations, cancellation and compensation come to the event by themselves.
    var isListening: Bool {
        switch self {
        case .timer, .message, .signal, .conditional, .multiple, .parallelMultiple: true
        case .none, .error, .escalation, .link, .cancel, .compensation: false
        }
    }
}

extension EventResult {
    var parts: [EventResult] { if case .multiple(let results) = self { results.flatMap(\.parts) } else { [self] } }
    var isCancel: Bool { parts.contains { if case .cancel = $0 { true } else { false } } }
    var isCompensation: Bool { if case .compensation = self { true } else { false } }
}
