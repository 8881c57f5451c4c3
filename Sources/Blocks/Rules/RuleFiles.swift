import Blueprint
import Kernel

/// `services/NAME/rules.dmn`: the decision tables of one service. It is read once the service's names are known.
struct ServiceRulesFile: Sendable {
    let path: String
    let bytes: [UInt8]

    static let kind = FileKind<ServiceRulesFile>(
        id: "service_rules", pattern: "services/*/rules.dmn",
        about: """
            The decision tables of a service, as a DMN model (1.1 to 1.6; OMG Decision Model and Notation). Its inputs are names of the service: questions, \
            look-ups, findings, `today`, `law_date`. Its decisions are names for the service's expressions, computed for the case's `law_date`, which is also \
            what `today()` gives. A table may have the annotation columns `reason`, `reason_es` (one for each further language) and `source`: what people are told \
            when a rule of it applied, and the law it follows. The model's `name` is the title of its page under `/rules`, in a further language `polity:name_es` \
            (`xmlns:polity="urn:polity:dmn"`). A `label` is what people read for a decision, `polity:label_es` in a further language. `polity:unit="m"` at an `itemDefinition` says what its numbers count. `polity check` tells the values to which no rule answers and rules that overlap; `polity test` \
            tells the rules that no example reaches.
            """,
        translations: .none, schema: nil
    ) { file, _ in ServiceRulesFile(path: file.path, bytes: file.bytes) }
}

/// `rules/NAME.dmn`: a model that services' models import by its namespace.
struct SharedRulesFile: Sendable {
    let path: String
    let bytes: [UInt8]

    static let kind = FileKind<SharedRulesFile>(
        id: "shared_rules", pattern: "rules/*.dmn",
        about: "A DMN model with what several services share. A service's rules.dmn imports it by its namespace.", translations: .none, schema: nil
    ) { file, _ in SharedRulesFile(path: file.path, bytes: file.bytes) }
}
