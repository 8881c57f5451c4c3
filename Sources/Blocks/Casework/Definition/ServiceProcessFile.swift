import BPMN
import Blueprint
import FEEL
import Kernel
import Processes

/// `services/NAME/process.bpmn`: the order of a service's steps, drawn. It is read once the service's names are known.
struct ServiceProcessFile: Sendable {
    let path: String
    let bytes: [UInt8]

    static let kind = FileKind<ServiceProcessFile>(
        id: "service_process", pattern: "services/*/process.bpmn",
        about: """
            The order of a service's steps as a BPMN 2.0 model, in place of the order in which `service.yaml` lists them: parallel work, timers, messages. \
            A user task has the id of a `review`, `inspect` or `task` step, which says who does it and what they fill in; a service task with \
            `polity:service="casework.check"`, `"casework.decide"` or `"casework.tell"` the id of such a step; `"casework.outcome"` carries the decision out. Messages that \
            arrive are `casework.paid`, `casework.answered` and `casework.appealed`. Expressions are FEEL with the service's names. docs/bpmn.md says what runs.
            """,
        translations: .none, schema: nil
    ) { file, _ in ServiceProcessFile(path: file.path, bytes: file.bytes) }
}

/// Lays a drawn process out with what the service's steps say.
struct DrawnProcessReader {
    let id: String
    let steps: [Step]
    let roles: Set<String>
    /// Who decides appeals, where there are any.
    let appealRole: String?
    var names: Names
    private(set) var document: BPMNDocument?
    private(set) var diagnostics = Diagnostics()

    init(id: String, steps: [Step], roles: Set<String>, appealRole: String?, names: Names) {
        self.id = id
        self.steps = steps
        self.roles = roles
        self.appealRole = appealRole
        self.names = names
    }

    mutating func read(_ file: ServiceProcessFile) -> ProcessModel? {
        guard let document = BPMNDocument(reading: file.bytes, file: file.path, diagnostics: &diagnostics) else { return nil }
        self.document = document
        let compiled = document.compile(&diagnostics)
        guard let process = compiled.count == 1 ? compiled.first : compiled.first(where: { $0.id == id }) else {
            diagnostics.error(
                SourceLocation(file: file.path, line: 1, column: 1), "the model has \(compiled.count) processes",
                mend: "Keep one process, or give one the id '\(id)'.")
            return nil
        }
        var elements: [Element] = []
        for element in process.elements { elements.append(fitted(element)) }
        checkUse(elements, of: process)
        for name in process.declared where names.types[name] == nil { names.types[name] = .any }
        let calls: Set<String> = [StepCompiler.Call.check, StepCompiler.Call.decide, StepCompiler.Call.tell, StepCompiler.Call.outcome]
        var later = Diagnostics()
        let model = ProcessModel(
            id: id, elements: elements, flows: process.flows, names: names,
            around: Surroundings(roles: roles, services: calls, decisions: [], processes: []), diagnostics: &later)
        diagnostics.append(contentsOf: later, unlessReported: diagnostics)
        return diagnostics.hasErrors ? nil : model
    }

    /// A task with what its step says of it: who does it, and by when.
    private mutating func fitted(_ element: Element) -> Element {
        var element = element
        let step = steps.first { $0.id == element.id }
        switch element.kind {
        case .task(.user(let role, let due)):
            if element.id == StepCompiler.ID.appeal, let appealRole {
                element.kind = .task(.user(role: role ?? appealRole, due: due))
                return element
            }
            guard let step, let work = step.work else {
                diagnostics.error(
                    element.location, "no step of service.yaml is called '\(element.id)', so nobody knows what is asked here",
                    mend: "Add a 'review', 'inspect' or 'task' step with 'id: \(element.id)'.")
                return element
            }
            element.kind = .task(.user(role: role ?? work.role, due: due ?? work.timer(at: step.location)))
        case .task(.service(StepCompiler.Call.check, _)):
            if case .check? = step?.kind { break }
            diagnostics.error(element.location, "no 'check' step of service.yaml is called '\(element.id)'", mend: "Add one with 'id: \(element.id)'.")
        case .task(.service(StepCompiler.Call.decide, _)):
            if case .decide? = step?.kind { break }
            diagnostics.error(element.location, "no 'decide' step of service.yaml is called '\(element.id)'", mend: "Add one with 'id: \(element.id)'.")
        case .task(.service(StepCompiler.Call.tell, _)):
            if case .tell? = step?.kind { break }
            diagnostics.error(element.location, "no 'tell' step of service.yaml is called '\(element.id)'", mend: "Add one with 'id: \(element.id)'.")
        default: break
        }
        return element
    }

    private mutating func checkUse(_ elements: [Element], of process: CompiledProcess) {
        let drawn = Set(elements.map(\.id))
        for step in steps where !drawn.contains(step.id) {
            diagnostics.warning(step.location, "the step '\(step.id)' is not in process.bpmn, so it never comes", mend: "Draw it there, or remove it.")
        }
        // A countersignature's is asked by its review as well.
        for step in steps where drawn.contains(step.id) && step.when != nil && !step.isCountersignature {
            diagnostics.error(
                step.location, "'when' of '\(step.id)' is not asked: process.bpmn says what comes when", mend: "Make it the condition of a flow there.")
        }
        let carriesOut = elements.contains { if case .task(.service(StepCompiler.Call.outcome, _)) = $0.kind { true } else { false } }
        if !carriesOut {
            diagnostics.error(
                process.location, "no task carries the decision out", mend: "Add a service task with polity:service=\"\(StepCompiler.Call.outcome)\".")
        }
    }
}

extension Step.Work {
    /// Until when it is due, as the engine takes it.
    func timer(at location: SourceLocation) -> Timer? {
        switch within {
        case .term(let term): .after(term)
        case .workingDays(let count): .workingDays(Formula(count, at: location))
        case nil: nil
        }
    }
}
