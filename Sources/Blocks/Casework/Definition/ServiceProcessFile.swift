import BPMN
import Blueprint
import Capability
import Decisions
import FEEL
import Kernel
import Processes
import Registries

/// `services/NAME/process.bpmn`: the order of a service's steps, drawn. It is read once the service's names are known.
struct ServiceProcessFile: Sendable {
    let path: String
    let bytes: [UInt8]

    static let kind = FileKind<ServiceProcessFile>(
        id: "service_process", pattern: "services/*/process.bpmn",
        about: """
            The order of a service's steps as a BPMN 2.0 model, in place of the order in which `service.yaml` lists them: parallel work, timers, messages. \
            A user task has the id of a `review`, `inspect` or `task` step, which says who does it and what they fill in; `polity:skills` adds to the skills it asks for; that of a second officer has the \
            id of the review with `_countersign` behind it, and `countersigned` says whether they agreed; a service task with \
            `polity:service="casework.check"`, `"casework.decide"` or `"casework.tell"` the id of such a step; `"casework.outcome"` carries the decision out. A business \
            rule task names a decision of the service's rules; `polity:service="GET land_registry/parcels/{parcel}"` calls a system of polity.yaml. Messages that \
            arrive are `casework.paid`, `casework.answered` and `casework.appealed`. Expressions are FEEL with the service's names. docs/bpmn.md says what runs.
            """,
        translations: .none, schema: nil
    ) { file, _ in ServiceProcessFile(path: file.path, bytes: file.bytes) }
}

/// A drawn process as it stands in its file, before the service's steps are laid out in it.
struct DrawnProcess: Sendable {
    let document: BPMNDocument?
    /// All of the file.
    let compiled: [CompiledProcess]
    /// That of the cases.
    let process: CompiledProcess?
    let diagnostics: Diagnostics

    init(_ file: ServiceProcessFile, of service: String, servedIn: FolderDialect?) {
        var diagnostics = Diagnostics(isOfServed: servedIn != nil)
        let document = BPMNDocument(reading: file.bytes, file: file.path, diagnostics: &diagnostics)
        let compiled = document?.compile(&diagnostics, dialect: servedIn ?? .newest) ?? []
        let outermost = compiled.filter { !$0.isCalled }
        let process = outermost.count == 1 ? outermost.first : compiled.first { $0.id == service }
        if let process {
            for other in outermost where other.id != process.id {
                diagnostics.warning(
                    other.location, "the process '\(other.id)' never runs: cases run '\(process.id)', which does not call it",
                    mend: "Call it from there with a call activity, or remove it.")
            }
        } else if document != nil {
            diagnostics.error(
                SourceLocation(file: file.path, line: 1, column: 1), "the model has \(compiled.count) processes",
                mend: "Keep one process, or give one the id '\(service)'.")
        }
        (self.document, self.compiled, self.process, self.diagnostics) = (document, compiled, process, diagnostics)
    }

    /// Variables that a case has from the process, and that its steps, outcomes and letters know.
    var variables: Set<String> {
        guard let process else { return [] }
        var names = process.elements.variablesSet
        for element in process.elements where element.output.isEmpty {
            guard case .task(.service(let name, _)) = element.kind, OutsideCall.isMeant(by: name) || CapabilityCaller.isMeant(by: name) else { continue }
            names.insert(OutsideCall.reply)
        }
        return names
    }
}

/// Lays a drawn process out with what the service's steps say.
struct DrawnProcessReader {
    let id: String
    private var steps: [Step]
    let roles: Set<String>
    /// Who decides appeals, where there are any.
    let appealRole: String?
    /// Within which time they do, where the service promises that.
    let appealWithin: Term?
    /// What a business rule task may ask for: decisions of the service's rules, and values of the law that it calls.
    let decisions: Set<String>
    /// What a service task may call outside, and by which law.
    let systems: Set<String>
    let legalBasis: String?
    /// What a service task may ask of the capabilities.
    var serviceTasks: [ServiceTaskDeclaration] = []
    /// What names count, and what an amount of money does.
    var (units, currency): ([String: Unit], Unit?) = ([:], nil)
    /// A registry by its id; nil for one that is not known.
    var registry: (String) -> Registry? = { _ in nil }
    var names: Names
    /// Steps that are done in a called process: each call has its own, named by the call and the step.
    private(set) var called: [CalledStep] = []
    var diagnostics: Diagnostics

    init(
        id: String, steps: [Step], roles: Set<String>, appealRole: String?, appealWithin: Term?, decisions: Set<String>, systems: Set<String>,
        legalBasis: String?, names: Names, servedIn: FolderDialect?
    ) {
        self.id = id
        self.steps = steps
        self.roles = roles
        self.appealRole = appealRole
        self.appealWithin = appealWithin
        self.decisions = decisions
        self.systems = systems
        self.legalBasis = legalBasis
        self.names = names
        diagnostics = Diagnostics(isOfServed: servedIn != nil)
    }

    mutating func read(_ drawn: DrawnProcess) -> ProcessModel? {
        diagnostics.append(contentsOf: drawn.diagnostics)
        guard let process = drawn.process else { return nil }
        readCalled(process)
        var elements: [Element] = []
        for element in process.elements { elements.append(fitted(element)) }
        checkUse(elements, of: process)
        declareAnswers(of: elements)
        checkKinds(of: elements)
        checkExchange(of: elements)
        let outside = checkCalls(of: elements)
        let offered = checkServiceTasks(of: elements, besides: !outside.isEmpty)
        for name in process.declared where names.types[name] == nil { names.types[name] = .any }
        let calls: Set<String> = [StepCompiler.Call.check, StepCompiler.Call.decide, StepCompiler.Call.tell, StepCompiler.Call.outcome]
        var later = Diagnostics(isOfServed: diagnostics.isOfServed)
        let model = ProcessModel(
            id: id, elements: elements, flows: process.flows, names: names,
            around: Surroundings(
                roles: roles, services: calls.union(outside).union(offered), decisions: decisions, processes: Set(drawn.compiled.map(\.id)),
                standing: StandingStart.names),
            diagnostics: &later)
        diagnostics.append(contentsOf: later, unlessReported: diagnostics)
        checkWrittenInputs(of: model?.elements ?? [])
        for formula in model?.formulas ?? [] {
            formula.expression?.checkUnits(of: units, counting: nil, at: formula.source.location, &diagnostics)
        }
        // Behind a gateway or as a receive task, an event begins an instance without a start event (section 13.2).
        for listener in model?.listeners ?? [] {
            guard let element = model?.element(listener.element) else { continue }
            if case .start = element.kind { continue }
            diagnostics.error(
                element.location, "nothing leads to '\(element.id)', so that it would begin a case, which only start events do",
                mend: "Draw a start event without a trigger before it.")
        }
        return diagnostics.hasErrors ? nil : model
    }

    /// The steps whose tasks, and whose choices of what is done next, stand in called processes.
    private mutating func readCalled(_ process: CompiledProcess) {
        for element in process.elements {
            switch element.kind {
            case .task, .subProcess(.adHoc): break
            default: continue
            }
            guard let origin = process.origins[element.id], steps.contains(where: { $0.id == origin }), !steps.contains(where: { $0.id == element.id })
            else { continue }
            called.append(CalledStep(id: element.id, step: origin, call: String(element.id.dropLast(origin.count + 1))))
        }
        steps += called.steps(of: steps)
    }

    /// A task with what its step says of it: who does it, and by when.
    private mutating func fitted(_ element: Element) -> Element {
        var element = element
        let step = steps.first { $0.id == element.id }
        switch element.kind {
        case .task(.user(let role, let due)):
            if element.id == StepCompiler.ID.appeal, let appealRole {
                element.kind = .task(.user(role: role ?? appealRole, due: due ?? appealWithin.map(Timer.after)))
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

    /// - Returns: the calls of outside systems, as their tasks name them. What is wrong with one is told here.
    private mutating func checkCalls(of elements: [Element]) -> Set<String> {
        var found: Set<String> = []
        for element in elements {
            guard case .task(.service(let name, let input)) = element.kind, OutsideCall.isMeant(by: name) else { continue }
            found.insert(name)
            guard let call = OutsideCall(name) else {
                diagnostics.error(
                    element.location, "'\(element.id)' calls '\(name)', which is no call of an outside system",
                    mend: "Write the method, a system of polity.yaml and a path: polity:service=\"POST land_registry/parcels/{parcel}\".")
                continue
            }
            check(call, of: element, input.map(\.name))
        }
        guard !found.isEmpty else { return found }
        if names.types[OutsideCall.reply] == nil {
            names.types[OutsideCall.reply] = .context(["status": .number, "body": .any])
        } else if let first = elements.first(where: { if case .task(.service(let name, _)) = $0.kind { found.contains(name) } else { false } }) {
            diagnostics.error(
                first.location, "'\(OutsideCall.reply)' already means something in the service, and what '\(first.id)' is answered is called so",
                mend: "Give the question or decision '\(OutsideCall.reply)' another name.")
        }
        return found
    }

    private mutating func check(_ call: OutsideCall, of element: Element, _ inputs: [String]) {
        if !systems.contains(call.system) {
            let near = Spelling.nearest(to: call.system, among: systems).map { "Did you mean '\($0)'?" }
            diagnostics.error(
                element.location, "'\(element.id)' calls '\(call.system)', which is no system of polity.yaml",
                mend: near ?? "Name it there under 'systems', with its address.")
        }
        for place in call.places where !inputs.contains(place) {
            diagnostics.error(
                element.location, "'{\(place)}' in the path of '\(element.id)' is no input of the task",
                mend: "Add <polity:input name=\"\(place)\" value=\"…\"/> to its extensionElements.")
        }
        if !inputs.isEmpty, legalBasis == nil {
            diagnostics.error(
                element.location, "'\(element.id)' tells another system of the case without a legal basis",
                mend: "Add 'legal_basis: …' to service.yaml, one of 'legal_bases' in polity.yaml.")
        }
    }

    /// What the engine runs and nothing around a case begins or ends.
    private mutating func checkKinds(of elements: [Element]) {
        let starts = elements.filter { if $0.parent == nil, case .start = $0.kind { true } else { false } }
        let isMessageAlone = starts.allSatisfy { if case .start(.message, _) = $0.kind { true } else { false } }
        if let first = starts.first, isMessageAlone {
            diagnostics.error(
                first.location, "nothing begins the process when somebody applies", mend: "Draw a start event without a trigger beside '\(first.id)'.")
        }
        for element in elements {
            if element.parent == nil, case .start(let trigger, _) = element.kind { checkStart(element, trigger) }
            if case .subProcess(.adHoc) = element.kind { checkChoice(element) }
        }
    }

    /// Who chooses what is done next says a step of its own.
    private mutating func checkChoice(_ element: Element) {
        guard let step = steps.first(where: { $0.id == element.id }), case .task(let work) = step.kind else {
            diagnostics.error(
                element.location, "no 'task' step of service.yaml is called '\(element.id)', so nobody chooses what is done in the ad-hoc sub-process",
                mend: "Add a 'task' step with 'id: \(element.id)': whoever has its role chooses.")
            return
        }
        if !work.form.questions.isEmpty {
            diagnostics.error(
                step.location, "'\(step.id)' is to choose what is done next, and asks nothing itself", mend: "Put its questions into the tasks that are chosen."
            )
        }
    }

    /// A case begins with an application, with a message of a case of another service, or is opened by the government itself.
    private mutating func checkStart(_ element: Element, _ trigger: Trigger) {
        switch trigger {
        case .none: break
        case .message(let message):
            if message.key != nil || !element.output.isEmpty {
                diagnostics.error(
                    element.location, "what the message of '\(element.id)' says are the answers of the case that it begins",
                    mend: "Remove polity:key and polity:output there.")
            }
        case .parallelMultiple:
            diagnostics.error(
                element.location, "'\(element.id)' begins a case when several events have come, and nobody would know which of them belong together",
                mend: "Begin with one of them, and wait for the others behind it.")
        case .multiple(let parts):
            if parts.contains(where: { if case .message = $0 { true } else { false } }) {
                diagnostics.error(
                    element.location, "'\(element.id)' begins a case with a message as well as without anybody",
                    mend: "Draw a start event of its own for the message.")
            }
            checkNothingComes(element)
        case .timer, .signal, .conditional: checkNothingComes(element)
        // The engine tells what cannot begin a process.
        case .error, .escalation, .link, .cancel, .compensation: break
        }
    }

    private mutating func checkNothingComes(_ element: Element) {
        guard !element.output.isEmpty else { return }
        diagnostics.error(
            element.location, "nothing comes with what begins a case at '\(element.id)': what a signal says stays with the case that gave it",
            mend: "Remove polity:output there.")
    }

    /// Whose messages are casework's own.
    private mutating func checkExchange(of elements: [Element]) {
        let exchange = ProcessExchange(of: elements)
        for line in exchange.messagesSent where StepCompiler.MessageName.isOwn(line.name) {
            diagnostics.error(
                line.location, "'\(line.element)' sends '\(line.name)', and messages called casework.… come from casework alone",
                mend: "Give the message another name.")
        }
        for line in exchange.messagesAwaited where StepCompiler.MessageName.isOwn(line.name) && !StepCompiler.MessageName.all.contains(line.name) {
            let nearest = Spelling.nearest(to: line.name, among: StepCompiler.MessageName.all).map { "Did you mean '\($0)'?" }
            diagnostics.error(
                line.location, "'\(line.element)' waits for '\(line.name)', which casework does not send",
                mend: nearest ?? "Its messages are \(StepCompiler.MessageName.all.joined(separator: ", ")).")
        }
    }

    /// The answer of a business rule task has the type of its decision.
    private mutating func declareAnswers(of elements: [Element]) {
        let taken = names.types
        for element in elements {
            guard case .task(.rules(let decision, let result)) = element.kind, result != decision, decisions.contains(decision) else { continue }
            if taken[result] != nil {
                diagnostics.error(
                    element.location, "the answer of '\(element.id)' is called '\(result)', which already means something in the service",
                    mend: "Choose another polity:result.")
            } else {
                names.types[result] = names.types[decision]
            }
        }
    }

    private mutating func checkUse(_ elements: [Element], of process: CompiledProcess) {
        let drawn = Set(elements.map(\.id)).union(called.map(\.step))
        for step in steps where !drawn.contains(step.id) {
            guard !step.isCountersignature else {
                diagnostics.error(
                    step.location, "process.bpmn has no user task '\(step.id)', so nobody would countersign",
                    mend: "Draw it behind its review, or remove 'countersign'.")
                continue
            }
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

/// A step that is done in a process that a call activity calls.
struct CalledStep: Sendable {
    /// Of its task: `fire_hear` where `fire` calls what `hear` stands in.
    var id: String
    /// Of the step that says who does it and what is asked.
    var step: String
    var call: String
}

extension [CalledStep] {
    /// Each as a step of its own.
    func steps(of steps: [Step]) -> [Step] {
        compactMap { called in
            guard var step = steps.first(where: { $0.id == called.step }) else { return nil }
            step.id = called.id
            if case .countersign(let work, let review) = step.kind { step.kind = .countersign(work, of: called.call + "_" + review) }
            return step
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
