import FEEL
import Kernel

/// Plays the token game of BPMN 2.0 (section 13): a state and a command give events and effects, or a rejection. It reads no clock and
/// touches nothing outside; whatever it needs to know is in its values.
public struct ProcessEngine: Sendable {
    public let model: ProcessModel
    let calendar: OfficeCalendar
    let decide: @Sendable (_ decision: String, _ context: Context) -> Value?
    let budget: Int
    let taskLimit: Int
    /// No one waits for more instances of an activity; a generated list beyond it stops with an incident.
    public static let instanceLimit = 100_000

    /// - Parameters:
    ///   - budget: the work that one expression may take, in items visited and functions called. One that takes more stops its token
    ///     with an incident.
    ///   - taskLimit: how many instances at once an activity may have in which people have something to do.
    ///   - decide: evaluates a decision of the folder for rule tasks; nil when there is no such decision.
    public init(
        model: ProcessModel, calendar: OfficeCalendar, budget: Int = Evaluation.defaultBudget, taskLimit: Int = Self.instanceLimit,
        decide: @escaping @Sendable (_ decision: String, _ context: Context) -> Value? = { _, _ in nil }
    ) {
        self.model = model
        self.calendar = calendar
        self.budget = budget
        self.taskLimit = taskLimit
        self.decide = decide
    }

    /// What a command leads to.
    public struct Outcome: Sendable {
        public var events: [ProcessEvent] = []
        public var effects: [Effect] = []
        /// The state after the events.
        public var instance: Instance
    }

    /// - Parameter facts: names for expressions that are not the process's own: answers, records. They lie below its variables.
    /// - Complexity: O(tokens), because the instance is copied; `handle(_:advancing:)` copies nothing.
    public func handle(_ command: Command, on instance: Instance, now: Instant, facts: Context = [:]) throws(Rejection) -> Outcome {
        var run = Run(engine: self, instance: instance, now: now, facts: facts)
        try run.handle(command)
        return run.outcome
    }

    /// The same on an instance that nobody else holds, so that nothing of it is copied: with many tokens at rest a command
    /// costs what moves, and not what waits.
    ///
    /// - Complexity: O(tokens that move), whatever the number of those that rest.
    /// - Throws: a rejection, after which the instance is as it was; but for `.endless`, after which it must be thrown away.
    public func handle(
        _ command: Command, advancing instance: inout Instance, now: Instant, facts: Context = [:]
    ) throws(Rejection) -> (events: [ProcessEvent], effects: [Effect]) {
        var run = Run(engine: self, instance: Self.take(&instance), now: now, facts: facts)
        do {
            try run.handle(command)
        } catch {
            instance = run.outcome.instance
            throw error
        }
        instance = run.outcome.instance
        return (run.outcome.events, run.outcome.effects)
    }

    private static func take(_ instance: inout Instance) -> Instance {
        var taken = Instance()
        swap(&taken, &instance)
        return taken
    }
}
