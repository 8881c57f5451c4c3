import Blueprint
import Capability
import Decisions
import Kernel

extension Capability {
    /// The law as decision models. It provides the `DecisionBook` with which services are linked.
    public static let rules = Capability(
        id: "rules", kinds: [ServiceRulesFile.kind.erased, SharedRulesFile.kind.erased],
        link: { edition in edition.provide(DecisionBook(&edition)) })
}
