import FEEL
import Kernel
import Processes

/// Start, a person's task, an exclusive gateway, a script, an end: the same process as `approval.py` plays on SpiffWorkflow.
struct ApprovalProcess {
    let engine: ProcessEngine

    init() throws {
        let place = SourceLocation(file: "approval.bpmn", line: 1, column: 1)
        func formula(_ text: String) -> Formula { Formula(SourceText(text, at: place)) }
        let elements = [
            Element("start", .start(.none), at: place), Element("review", .task(.user(role: "officer", due: nil)), at: place),
            Element("approved", .gateway(.exclusive(otherwise: "no")), at: place),
            Element("grant", .task(.script([(name: "fee", value: formula("amount * 2"))])), at: place),
            Element("refuse", .task(.script([(name: "fee", value: formula("0"))])), at: place), Element("end", .end(.none), at: place),
        ]
        let flows = [
            Flow("a", from: "start", to: "review", at: place), Flow("b", from: "review", to: "approved", at: place),
            Flow("yes", from: "approved", to: "grant", when: formula("approve = true"), at: place), Flow("no", from: "approved", to: "refuse", at: place),
            Flow("c", from: "grant", to: "end", at: place), Flow("d", from: "refuse", to: "end", at: place),
        ]
        var diagnostics = Diagnostics()
        let names = Names(["approve": .boolean, "amount": .number])
        guard let model = ProcessModel(id: "approval", elements: elements, flows: flows, names: names, diagnostics: &diagnostics) else {
            throw BenchFault(diagnostics.sorted.map(\.description).joined(separator: "\n"))
        }
        engine = ProcessEngine(model: model, calendar: OfficeCalendar())
    }

    /// Runs one instance to its end, as a host does: what the start asks for is answered.
    ///
    /// - Returns: how many events it took.
    func run(_ number: Int) throws -> Int {
        let now = Instant(microseconds: 1_795_000_000_000_000)
        var instance = Instance()
        let begun = try engine.handle(.start(["amount": .number(Decimal128(number))]), advancing: &instance, now: now)
        guard case .createTask(let ticket, _, _, _)? = begun.effects.first else { throw BenchFault("the approval process asks for no task") }
        let done = try engine.handle(.complete(ticket, output: ["approve": .boolean(number % 2 == 0)]), advancing: &instance, now: now)
        guard instance.end(in: engine.model) == "end", instance.variables["fee"] == .number(Decimal128(number % 2 == 0 ? number * 2 : 0)) else {
            throw BenchFault("an instance of the approval process did not come to its end")
        }
        return begun.events.count + done.events.count
    }

    /// The bytes of an instance that waits for its person.
    func storedBytes() throws -> Int {
        var instance = Instance()
        let variables: Context = ["amount": .number(1_250), "applicant": .string("Ada Quill"), "received": .string("2026-11-22")]
        _ = try engine.handle(.start(variables), advancing: &instance, now: Instant(microseconds: 1_795_000_000_000_000))
        return instance.json(in: engine.model).bytes.count
    }
}
