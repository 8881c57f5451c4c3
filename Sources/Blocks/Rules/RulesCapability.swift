import Blueprint
import Capability
import Decisions
import Kernel
import Web

extension Capability {
    /// The law as decision models and as rulebooks. It provides the `DecisionBook` with which services are linked, and the
    /// `Rulebooks` that anyone may read and try under `/rules`, and the `RuleCases` that test both.
    public static let rules = Capability(
        id: "rules", kinds: [ServiceRulesFile.kind.erased, SharedRulesFile.kind.erased, RulebookFile.kind.erased, RuleCasesFile.kind.erased],
        link: { edition in
            edition.provide(DecisionBook(&edition))
            edition.provide(Rulebooks(&edition))
            edition.provide(RuleCases(&edition))
        },
        open: { host in
            var offer = Offer()
            let zone = host.edition.government.calendar.zone
            let today = { @Sendable in zone.date(of: host.clock.now()) }
            let words = host.edition.optional(ServiceRuleWords.self)?.byService ?? [:]
            let models = host.edition[DecisionBook.self].readable.map { $0.place == .service ? $0.adding(words[$0.id]) : $0 }
            let history = TableHistory(editions: host.editions, zone: zone)
            offer.routes = LawRoutes(books: host.edition[Rulebooks.self], models: models, today: today).all
            offer.routes += TableRoutes(models: models, history: history, today: today).all
            return offer
        })
}
