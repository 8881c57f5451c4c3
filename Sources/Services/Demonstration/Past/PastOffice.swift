import Casework
import Forms
import Kernel
import Processes

/// What officers do: look through their queue, take, finish, ask, decide. What a task waits for is drawn from its case, so
/// that it is the same whenever it is looked at.
struct PastOffice: Sendable {
    private let play: PastPlay
    private let cases: [Identifier<Case>: PastApplication]
    private var casework: Casework { play.casework }

    init(_ play: PastPlay, cases: [Identifier<Case>: PastApplication]) {
        self.play = play
        self.cases = cases
    }

    func work() async throws {
        let now = play.clock.now
        for (role, actor) in play.people.officers {
            let rows = try await casework.queue(QueueQuery(role: role, limit: 200), play.caller(actor)).rows
            try await withThrowingTaskGroup(of: Void.self) { group in
                for row in rows { group.addTask { try await play.allowing { try await look(row, actor, now) } } }
                try await group.waitForAll()
            }
        }
    }

    private func seed(_ row: QueueRow) -> UInt64 {
        let own = cases[row.caseID]?.fate.seed ?? Fate.seed(of: row.caseID.text)
        return own &+ UInt64(row.ticket) &* 104_729
    }

    /// Most work is done within days, some lies for weeks.
    private func look(_ row: QueueRow, _ officer: Actor, _ now: Instant) async throws {
        let generator = SeededGenerator(seed: seed(row))
        let days = generator.next(below: 100) < 78 ? 1 + generator.next(below: 11) : 16 + generator.next(below: 40)
        let waited = now - row.createdAt
        let caller = play.caller(officer)
        if waited >= .seconds(days * 86_400) {
            try await act(row, caller, play.maker(generator, cases[row.caseID]?.language ?? .english))
        } else if row.assignee == nil, generator.next(below: 100) < 35, waited >= .seconds(days * 43_200) {
            try await casework.take(Ticket(row.ticket), of: row.caseID, caller)
        }
    }

    private func act(_ row: QueueRow, _ caller: Caller, _ lots: AnswerMaker) async throws {
        play.clock.advance(by: .seconds(60 + lots.generator.next(below: 240)))
        let view = try await casework.officerView(row.caseID, caller)
        if lots.chance(20) { try await casework.note(lots.any(PastWords.notes), on: row.caseID, caller) }
        switch view.service.step(row.step)?.kind {
        case .task(let work): try await finish(row, work, view, caller, lots)
        case .review where view.theCase.requests.isEmpty && lots.chance(18):
            let text = lots.any(plan(view).requests, view.theCase.language, or: PastWords.requests)
            try await casework.ask(Ticket(row.ticket), of: row.caseID, text: text, caller)
        case .countersign: try await countersign(row, caller, lots)
        default: try await decide(row, view, caller, lots)
        }
    }

    private func plan(_ view: OfficerView) -> PastPlan.Service { play.plan.service(view.service.id) }

    private func finish(_ row: QueueRow, _ work: Step.Work, _ view: OfficerView, _ caller: Caller, _ lots: AnswerMaker) async throws {
        // What officers find they write in the language of their house; what they decide, in the applicant's.
        var own = play.maker(lots.generator, .known(play.government.host.edition.government.languages.first ?? "en"))
        for line in view.summary { if case .string(let text) = line.value { own.known[line.question.id] = text } }
        for _ in 0..<4 {
            var fields: [String: [String]] = [:]
            for page in work.form.pages { fields.merge(own.fields(page, plan(view).findings).values) { first, _ in first } }
            if case .saved = try await casework.finish(Ticket(row.ticket), of: row.caseID, fields: RawFields(fields), caller) { return }
        }
    }

    /// Mostly a colleague agrees.
    private func countersign(_ row: QueueRow, _ caller: Caller, _ lots: AnswerMaker) async throws {
        if lots.chance(12) {
            try await casework.giveBack(Ticket(row.ticket), of: row.caseID, note: lots.any(PastWords.objections), caller)
        } else {
            try await casework.countersign(Ticket(row.ticket), of: row.caseID, caller)
        }
    }

    /// Mostly what the rules suggest; on an appeal mostly what was decided before.
    private func decide(_ row: QueueRow, _ view: OfficerView, _ caller: Caller, _ lots: AnswerMaker) async throws {
        let language = view.theCase.language
        let before = view.theCase.decisions.last?.outcome
        let advice = view.advice.first
        let outcome: String
        if let before, lots.chance(65) {
            outcome = before
        } else if let advice, before == nil, lots.chance(80) {
            outcome = advice.outcome
        } else if let drawn = lots.weighted(plan(view).decisions.filter { $0.value != before }), !drawn.isEmpty {
            outcome = drawn
        } else {
            let isPositive = before != nil || lots.chance(75)
            guard let other = view.service.outcomes.first(where: { $0.isPositive == isPositive && $0.id != before }) ?? view.service.outcomes.first else {
                return
            }
            outcome = other.id
        }
        let isPositive = view.service.outcome(outcome)?.isPositive ?? true
        let reason: Decision.Reason
        if let advice, advice.outcome == outcome {
            reason = Decision.Reason(advice.because[language], source: advice.source)
        } else {
            let own = outcome == before ? PastWords.upheld : isPositive ? PastWords.granted : PastWords.refused
            reason = Decision.Reason(lots.any(plan(view).reasons[outcome] ?? [:], language, or: own))
        }
        var conditions = advice?.outcome == outcome ? advice?.conditions(in: language) ?? [] : []
        if isPositive, !plan(view).conditions.isEmpty, lots.chance(40) { conditions.append(lots.any(plan(view).conditions, language)) }
        try await casework.decide(
            Ticket(row.ticket), of: row.caseID, DecisionInput(outcome: outcome, reasons: [reason], conditions: conditions), caller)
    }
}
