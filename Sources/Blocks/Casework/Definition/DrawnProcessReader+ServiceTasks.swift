import Capability
import FEEL
import Kernel
import Processes
import Registries

extension DrawnProcessReader {
    /// - Parameter isReplyKnown: whether another task is answered under the same name already.
    /// - Returns: what the process asks of capabilities, by name. What is wrong with it is told here.
    mutating func checkServiceTasks(of elements: [Element], besides isReplyKnown: Bool) -> Set<String> {
        var first: Element?
        for element in elements {
            guard case .task(.service(let name, let input)) = element.kind, CapabilityCaller.isMeant(by: name) else { continue }
            first = first ?? element
            if let declared = serviceTasks.first(where: { $0.name == name }) { check(declared, of: element, input.map(\.name)) }
        }
        guard let first else { return [] }
        if names.types[OutsideCall.reply] == nil || isReplyKnown {
            names.types[OutsideCall.reply] = .any
        } else {
            diagnostics.error(
                first.location, "'\(OutsideCall.reply)' already means something in the service, and what '\(first.id)' is answered is called so",
                mend: "Give the question or decision '\(OutsideCall.reply)' another name.")
        }
        return Set(serviceTasks.map(\.name))
    }

    /// Inputs that are written out and not computed: a registry that there is, and fields of it. Of what is computed, that an amount counts money.
    ///
    /// - Parameter elements: those of the checked model.
    mutating func checkWrittenInputs(of elements: [Element]) {
        for element in elements {
            guard case .task(.service(let name, let given)) = element.kind, let declared = serviceTasks.first(where: { $0.name == name }) else { continue }
            for input in declared.inputs {
                guard let line = given.first(where: { $0.name == input.name }) else { continue }
                switch input.kind {
                case .computed, .impersonal: break
                case .money: line.value.expression?.checkUnits(of: units, counting: currency, at: line.value.source.location, &diagnostics)
                case .registry: checkRegistry(line)
                case .fields(let place): checkFields(line, of: given.first { $0.name == place }?.value.writtenText.flatMap(registry))
                }
            }
        }
    }

    private mutating func checkRegistry(_ line: Assignment) {
        guard let id = line.value.writtenText else {
            return diagnostics.tightened(
                line.value.source.location, "'\(line.name)' is computed, so nobody can check what is read", mend: "Write the registry's id in quotes.")
        }
        if registry(id) == nil {
            diagnostics.tightened(line.value.source.location, "there is no registry '\(id)'", mend: "Name one of the folder's registries.")
        }
    }

    private mutating func checkFields(_ line: Assignment, of registry: Registry?) {
        let location = line.value.source.location
        guard let names = line.value.writtenTexts else {
            return diagnostics.tightened(
                location, "'\(line.name)' is no list of fields that is written out", mend: "Write their ids in quotes, between brackets: [\"number\"].")
        }
        guard let registry else { return }
        let known = registry.fields.map(\.id)
        for name in names where !known.contains(name) {
            diagnostics.tightened(
                location, "the registry '\(registry.id)' has no field '\(name)'",
                mend: Spelling.nearest(to: name, among: known).map { "Did you mean '\($0)'?" } ?? "It has \(known.joined(separator: ", ")).")
        }
    }

    private mutating func check(_ task: ServiceTaskDeclaration, of element: Element, _ given: [String]) {
        for input in task.inputs where !input.isOptional && !given.contains(input.name) {
            let (words, mend) = (
                "'\(element.id)' does not say '\(input.name)', which \(task.name) needs",
                "Add <polity:input name=\"\(input.name)\" value=\"…\"/> to its extensionElements."
            )
            // Tasks did not have to name fields once.
            if case .fields = input.kind {
                diagnostics.tightened(element.location, words, mend: mend)
            } else {
                diagnostics.error(element.location, words, mend: mend)
            }
        }
        let known = task.inputs.map(\.name)
        for name in given where !known.contains(name) {
            let near = Spelling.nearest(to: name, among: known).map { "Did you mean '\($0)'?" }
            diagnostics.error(
                element.location, "'\(element.id)' says '\(name)', of which \(task.name) knows nothing",
                mend: near ?? "It takes \(known.joined(separator: ", ")).")
        }
        if task.needsLegalBasis, legalBasis == nil {
            diagnostics.error(
                element.location, "'\(element.id)' asks for what is about a person without a legal basis",
                mend: "Add 'legal_basis: …' to service.yaml, one of 'legal_bases' in polity.yaml.")
        }
    }
}
