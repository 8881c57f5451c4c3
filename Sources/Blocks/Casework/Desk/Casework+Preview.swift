import FEEL
import Kernel
import Processes
import Store

/// What the applicant would get if the case were decided so: nothing of it is written.
public struct DecisionPreview: Sendable {
    public var outcome: Outcome
    public var language: Language
    /// The letter that goes out at once.
    public var message: String
    /// What the outcome says in it, as it was drafted from the rules; empty where it says nothing of its own.
    public var draft: String
    public var papers: [Paper]
    /// Registries that would change.
    public var registries: [String]
    /// Registries whose values the officer may not read: they are blank here, and stand in the papers themselves.
    public var withheld: [String] = []

    public struct Paper: Sendable {
        public var kind: PaperRequest.Kind
        public var title: String
        public var lines: [(label: String, value: String)]
        public var paragraphs: [String]
        public var validUntil: CivilDate?
    }
}

extension Casework {
    /// Decides without keeping anything, to show what would follow.
    ///
    /// - Throws: what `decide` would.
    public func preview(_ ticket: Ticket, of id: Identifier<Case>, _ decision: DecisionInput, _ caller: Caller) async throws -> DecisionPreview {
        try await prepare(id)
        return try await store.write("casework.preview") { tx in
            let dossier = try reachable(id, caller, tx)
            guard let task = dossier.theCase.tasks[ticket] else { throw CaseFault.tooLate }
            guard caller.actor.mayWork(on: task) else { throw CaseFault.notYours }
            try recordLook(dossier, caller, tx)
            let facts = try officerFacts(dossier, caller, tx)
            let decider = CaseDecider(
                service: dossier.service, calendar: calendar, facts: facts.context, now: tx.now, actor: caller.actor, hidden: facts.hidden)
            let change = try decider.decide(.decide(ticket, decision), on: dossier.theCase)
            guard let made = change.theCase.proposal ?? change.theCase.decisions.last, let outcome = dossier.service.outcome(made.outcome) else {
                throw CaseFault.unknownOutcome
            }
            // As it is drafted when the decision is recorded, so that an untouched draft is known as one.
            let draft = decider.draft(of: made, outcome, CaseChange(theCase: dossier.theCase))
            var preview = try preview(made, outcome, draft, change.theCase, decider)
            preview.withheld = facts.withheld
            return preview
        }
    }

    private func preview(
        _ decision: Decision, _ outcome: Outcome, _ draft: String, _ theCase: Case, _ decider: CaseDecider
    ) throws -> DecisionPreview {
        let consequences = Consequences(decision, outcome, theCase, decider)
        let papers = try papers(decision, outcome, consequences.names, theCase, decider) { ReferenceNumber(random: random) }.map { paper in
            DecisionPreview.Paper(
                kind: paper.kind, title: paper.title[theCase.language], lines: paper.lines, paragraphs: paper.paragraphs, validUntil: paper.validUntil)
        }
        let changes = outcome.changes.filter { $0.when.map { $0.evaluate(consequences.names) == .boolean(true) } ?? true }
        return DecisionPreview(
            outcome: outcome, language: government.language(theCase.language), message: consequences.letter, draft: draft,
            papers: papers, registries: changes.map(\.registry))
    }
}

extension Decision {
    /// What the outcome says to the applicant: the officer's own words where they wrote some, else what the service drafts.
    func words(_ outcome: Outcome, _ names: Context, _ language: Language) -> String {
        if isEdited, let message { return message }
        return outcome.message.map { Wording.fill($0[language.code], names, language) } ?? ""
    }
}

/// What a decision's papers and letters are written from.
struct Consequences {
    let names: Context
    let validUntil: CivilDate?
    /// The words of the letter: the outcome's message, the reasons, the conditions.
    let letter: String

    init(_ decision: Decision, _ outcome: Outcome, _ theCase: Case, _ decider: CaseDecider) {
        var names = decider.context(theCase)
        validUntil = if case .date(let date)? = outcome.certificate?.validUntil?.evaluate(names) { date } else { nil }
        names["valid_until"] = validUntil.map(Value.date) ?? .null
        self.names = names
        let words = decision.words(outcome, names, decider.service.government.language(theCase.language))
        letter = ([words] + decision.reasons.map(\.text) + decision.conditions).filter { !$0.isEmpty }.joined(separator: "\n\n")
    }
}
