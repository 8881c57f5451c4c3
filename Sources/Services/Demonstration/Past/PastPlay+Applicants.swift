import Casework
import Forms
import Kernel

/// What applicants do: begin, answer, send, pay, reply, withdraw, appeal.
extension PastPlay {
    /// Applications with these numbers, all at once: their transactions share commits.
    func begin(_ numbers: Range<Int>) async throws -> [PastApplication] {
        try await withThrowingTaskGroup(of: PastApplication?.self) { group in
            for number in numbers { group.addTask { try await begin(number) } }
            return try await group.reduce(into: []) { if let sent = $1 { $0.append(sent) } }
        }
    }

    private func begin(_ number: Int) async throws -> PastApplication? {
        var fate = Fate(seed: Self.seed &+ UInt64(number) &* 7_919, languages: government.host.edition.government.languages)
        let lots = maker(fate.generator(1), .known(fate.language))
        guard let service = service(lots), let actor = try await applicant(service, number, lots) else { return nil }
        // Whoever tries the demonstration out as one of them reads one language.
        if people.named.contains(actor), let own = government.host.edition.government.languages.first { fate.language = own }
        let visitor = caller(actor, .known(fate.language))
        let (id, secret) = try await casework.start(service.id, visitor)
        let caller = caller(actor, .known(fate.language), secret: secret)
        guard try await fillIn(id, service, fate, lots, caller) else {
            if fate.isDiscarded { try await casework.discard(id, caller) }
            return nil
        }
        clock.advance(by: .seconds(30))
        let submission: Submission
        do {
            submission = try await casework.submit(id, caller)
        } catch let error as PolityError where error.kind == .invalid {
            // Not eligible after all: the draft stays where it is.
            return nil
        }
        let application = PastApplication(
            caseID: submission.caseID, service: service.id, actor: actor, secret: secret, language: .known(fate.language), fate: fate)
        if submission.fee != nil, fate.paysAfterDays == 0, !fate.isPaidByTransfer { try await allowing { try await pay(application) } }
        return application
    }

    private func service(_ lots: AnswerMaker) -> PublicService? {
        let usable = casework.services.offered(in: .english).filter { $0.access == .everyone || !(people.residents + people.named).isEmpty }
        let chosen = lots.weighted(usable.map { ($0.id, plan.service($0.id).share) })
        return usable.first { $0.id == chosen }
    }

    /// Somebody who may use the service. One of those whom visitors sign in as stands in for every twelfth, unless the
    /// service would change what is on record about them: that is left for the visitor to try.
    private func applicant(_ service: PublicService, _ number: Int, _ lots: AnswerMaker) async throws -> Actor? {
        if service.access == .everyone, people.residents.isEmpty || !lots.chance(30) { return .nobody }
        let isHarmless = service.outcomes.allSatisfy { $0.changes.allSatisfy { if case .create = $0.target { true } else { false } } }
        if isHarmless, !people.named.isEmpty, number % 12 == 0 { return people.named[number / 12 % people.named.count] }
        guard !people.residents.isEmpty else { return nil }
        // Steps of a prime lead each application of a round past other people.
        for attempt in 0..<(service.eligibility.isEmpty ? 1 : 40) {
            let actor = people.residents[(number &* 37 &+ attempt &* 401) % people.residents.count]
            if service.eligibility.isEmpty { return actor }
            if try await casework.eligibility(service.id, caller(actor)).isEmpty { return actor }
        }
        return nil
    }

    /// - Returns: whether the form is complete.
    private func fillIn(_ id: Identifier<Application>, _ service: PublicService, _ fate: Fate, _ lots: AnswerMaker, _ caller: Caller) async throws -> Bool {
        let recipes = plan.service(service.id).answers
        var lots = lots
        var draft = try await casework.draft(id, caller)
        var next = draft.progress.firstOpenPage
        var answered = 0, attempts = 0
        while let name = next {
            guard answered != fate.pagesBeforeLeaving, attempts < 5, let page = service.form.page(name) else { return false }
            clock.advance(by: .seconds(20 + lots.generator.next(below: 40)))
            let files = try await upload(for: page, to: id, lots, caller)
            if page.questions.contains(where: { $0.prefill != nil }) {
                draft = try await casework.draft(id, caller)
                lots.prefilled = service.form.prefilled(page, answers: draft.application.answers, context: draft.progress.context)
            }
            switch try await casework.answer(id, page: name, fields: lots.fields(page, recipes, files: files), caller) {
            case .saved(let following):
                next = following
                answered += 1
                attempts = 0
            case .wrong: attempts += 1
            }
        }
        return true
    }

    // MARK: - Later

    func followUp(_ open: [Identifier<Case>: PastApplication]) async throws {
        let now = clock.now
        try await withThrowingTaskGroup(of: Void.self) { group in
            for standing in try await casework.openCases() {
                guard let application = open[standing.caseID] else { continue }
                group.addTask { try await allowing { try await act(application, standing, now) } }
            }
            try await group.waitForAll()
        }
    }

    /// Whoever has waited longer than this has had an answer, and the time to appeal against it.
    private static let longestWait = Duration.seconds(150 * 86_400)

    private func act(_ application: PastApplication, _ standing: CaseStanding, _ now: Instant) async throws {
        func isTime(_ days: Int?, after moment: Instant?) -> Bool { days.flatMap { days in moment.map { now - $0 >= .seconds(days * 86_400) } } ?? false }
        let fate = application.fate
        switch standing.stage {
        case .awaitingPayment where !fate.isPaidByTransfer:
            if isTime(fate.paysAfterDays, after: standing.openedAt) { try await pay(application) }
        case .awaitingApplicant:
            guard fate.repliesAfterDays != nil else { return }
            let view = try await casework.applicantView(application.caseID, caller(application))
            guard let request = view.requests.last(where: \.isOpen), isTime(fate.repliesAfterDays, after: request.askedAt) else { return }
            let text = words(application, 3, \.replies, PastWords.replies)
            try await casework.answerRequest(request.number, of: application.caseID, text: text, files: [], caller(application))
        case .inProgress:
            if isTime(fate.withdrawsAfterDays, after: standing.openedAt) { try await casework.withdraw(application.caseID, caller(application)) }
        case .decided:
            guard let days = fate.appealsAfterDays, let outcome = standing.outcome, now - standing.openedAt < Self.longestWait,
                let service = casework.services.service(standing.service), service.appeal != nil, service.outcome(outcome)?.isPositive == false
            else { return }
            let view = try await casework.applicantView(application.caseID, caller(application))
            guard view.appealUntil != nil, isTime(days, after: view.decisions.last?.decidedAt) else { return }
            try await casework.appeal(application.caseID, text: words(application, 4, \.appeals, PastWords.appeals), caller(application))
        default: break
        }
    }

    private func words(_ application: PastApplication, _ purpose: UInt64, _ own: KeyPath<PastPlan.Service, PastPlan.Words>, _ other: PastPlan.Words) -> String {
        maker(application.fate.generator(purpose), application.language)
            .any(plan.service(application.service)[keyPath: own], application.language.code, or: other)
    }
}
