import Capability
import FEEL
import Kernel
import Processes

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

    private mutating func check(_ task: ServiceTaskDeclaration, of element: Element, _ given: [String]) {
        for input in task.inputs where !input.isOptional && !given.contains(input.name) {
            diagnostics.error(
                element.location, "'\(element.id)' does not say '\(input.name)', which \(task.name) needs",
                mend: "Add <polity:input name=\"\(input.name)\" value=\"…\"/> to its extensionElements.")
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
