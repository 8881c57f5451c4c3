import FEEL
import Processes
import Registries

extension PublicService {
    /// The registries in which service tasks of its process look records up, each with the variables that hold what was found or are set from it.
    var found: [(registry: String, variables: Set<String>)] {
        process.elements.compactMap { element in
            guard case .task(.service(Registries.findTask.name, let input)) = element.kind,
                let registry = input.first(where: { $0.name == "registry" })?.value.writtenText
            else { return nil }
            let set = element.output.isEmpty ? [OutsideCall.reply] : Set(element.output.map(\.name))
            return (registry, process.variables(madeOf: set))
        }
    }
}

extension Formula {
    /// The text that it is, where it is written out and not computed.
    var writtenText: String? { if case .string(let text)? = constant { text } else { nil } }

    /// The texts of which it is a list.
    var writtenTexts: [String]? {
        guard case .list(let items)? = constant else { return nil }
        let texts = items.compactMap { if case .string(let text) = $0 { text } else { nil } }
        return texts.count == items.count ? texts : nil
    }
}
