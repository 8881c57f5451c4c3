import Blueprint
import Decisions
import Kernel

/// `rules/*.yaml`: the law on one matter as dated values and formulas.
public struct RulebookFile: Sendable {
    public let definition: RulebookDefinition

    public static let kind = FileKind<RulebookFile>(
        id: "rulebook", pattern: "rules/*.yaml",
        about: "The law on one matter: amounts, rates and scales with the day from which each holds and its source, and the formulas that use them.",
        declares: "rulebook", translations: .central, schema: RulebookSchema.rulebook
    ) { file, reading in
        var reader = RulebookReader(file.root)
        let definition = reader.read(id: file.id)
        reading.diagnostics.append(contentsOf: reader.diagnostics)
        return RulebookFile(definition: definition)
    }
}
