import FEEL
import Forms
import Kernel
import Payments
import Processes
import Store

/// The rest of a command's transaction: timers, registers, papers, letters, acts.
extension Casework {
    static let timerJob = "casework.timer"

    func follow(_ change: CaseChange, _ decider: CaseDecider, _ facts: Facts?, _ caller: Caller, _ tx: Transaction) throws {
        let theCase = change.theCase
        for consequence in change.consequences {
            switch consequence {
            case .schedule(let ticket, let at): try tx.scheduleOrMove(Self.timer(ticket, of: theCase.id, at: at))
            case .unschedule(let ticket): try tx.unschedule(Self.timerJob, key: "\(theCase.id)/\(ticket)")
            case .takeEffect(let decision, let outcome): try takeEffect(decision, outcome, theCase, decider, facts, caller, tx)
            case .tell(let kind, let text):
                try tell(kind, theCase, decider.service, title: decider.service.title[theCase.language], text: text, facts, tx)
            case .notify(let title, let text): try tell(.notice, theCase, decider.service, title: title, text: text, facts, tx)
            case .giveUpFee(let isPaidBack): try neighbours.giveUpFee(theCase.id, isPaidBack, tx)
            case .sendMessage(let name, let content, let keep): try promise(message: name, content, keep: keep, of: theCase, tx)
            case .throwSignal(let name, let payload): try promise(signal: name, payload, of: theCase, tx)
            case .escalated(let code, let element):
                try NoticeStore().insert(.escalation, identifiers.next(), of: theCase, element: element, name: code, tx)
            case .call(let ticket, let request): try promise(request, at: ticket, of: theCase, decider.service, tx)
            case .takeBack(let ticket): try takeBack(at: ticket, of: theCase, tx)
            case .scheduleWarning(let subject, let at): try scheduleWarning(subject, at: at, of: theCase, tx)
            case .unscheduleWarning(let subject): try unscheduleWarning(subject, of: theCase, tx)
            case .withdrawWarning: try MentionStore(identifiers: identifiers).withdrawWarnings(of: theCase.id, tx)
            case .warn(let due): try warn(due, of: theCase, tx)
            case .act(let kind, let content):
                _ = try neighbours.act(act(kind, theCase, caller.actor, role: nil, decider.service, content, tx.now), tx)
            }
        }
    }

    /// The job that fires a timer of a case.
    static func timer(_ ticket: Ticket, of id: Identifier<Case>, at moment: Instant) -> JobRequest {
        let payload: JSON = ["case": .string(id.text), "ticket": .integer(ticket.number)]
        return JobRequest(timerJob, key: "\(id)/\(ticket)", payload: payload.text, at: moment)
    }

    func act(_ kind: String, _ theCase: Case, _ actor: Actor, role: String?, _ service: PublicService, _ content: JSON, _ now: Instant) -> OfficialAct {
        OfficialAct(
            kind: kind, reference: theCase.reference, organisation: theCase.organisation, subject: theCase.subject, actor: actor, role: role,
            legalBasis: service.legalBasis, content: content, at: now)
    }

    private func takeEffect(
        _ decision: Decision, _ outcome: Outcome, _ theCase: Case, _ decider: CaseDecider, _ facts: Facts?, _ caller: Caller, _ tx: Transaction
    ) throws {
        let consequences = Consequences(decision, outcome, theCase, decider)
        let names = consequences.names
        let role: String? = if case .officer(_, let role) = decision.by { role } else { nil }
        let papers = try papers(decision, outcome, names, theCase, decider) { try freeNumber(tx) }
        var content = decision.actContent
        if !papers.isEmpty, case .object(let members) = content {
            content = .object(members + [.init(PaperCommitment.member, .string(PaperCommitment.text(papers.map(\.json))))])
        }
        let act = try neighbours.act(act("decision_made", theCase, caller.actor, role: role, decider.service, content, tx.now), tx)
        for change in outcome.changes where change.when.map({ $0.evaluate(names) == .boolean(true) }) ?? true {
            try apply(change, names, theCase, decider, facts, tx)
        }
        if decision.number > 1 { try supersedePapers(of: theCase.id, tx) }
        for paper in papers { try promise(paper, act: act, tx) }
        try tell(.decided, theCase, decider.service, title: outcome.title[theCase.language], text: consequences.letter, facts, tx)
    }

    private func apply(_ change: Outcome.Change, _ names: Context, _ theCase: Case, _ decider: CaseDecider, _ facts: Facts?, _ tx: Transaction) throws {
        var fields = Context()
        for field in change.fields { fields[field.name] = field.value.evaluate(names) }
        var record: String?
        if case .update(let lookUp) = change.target {
            guard let found = facts?.records[lookUp] else { throw CaseFault.incident("case \(theCase.reference): there is no record '\(lookUp)' to change") }
            record = found
        }
        _ = try neighbours.change(
            RecordChange(
                registry: change.registry, record: record, fields: fields, subject: theCase.subject, organisation: theCase.organisation,
                validFrom: decider.today,
                actor: decider.actor, reason: decider.service.title.text, legalBasis: decider.service.legalBasis, reference: theCase.reference), tx)
    }

    private func tell(_ kind: MessageRequest.Kind, _ theCase: Case, _ service: PublicService, title: String, text: String, _ facts: Facts?, _ tx: Transaction)
        throws
    {
        // Without an account and an address there is nobody to tell.
        let email = theCase.account == nil ? facts.flatMap { service.address(leftIn: $0.context) } : nil
        guard theCase.account != nil || email != nil else { return }
        let due: CivilDate? =
            switch kind {
            case .paymentDue: Self.payBy(theCase, calendar)
            case .questionAsked: theCase.requests.last(where: \.isOpen)?.due
            default: nil
            }
        // A case without an account opens in the browser that sent it and for whoever signs in with the address; its public page opens for
        // everybody, and is enough where nothing is to be done.
        let isPublic = theCase.account == nil && !service.publicFields.isEmpty && kind != .questionAsked && kind != .paymentDue
        try neighbours.message(
            MessageRequest(
                kind: kind, caseID: theCase.id, reference: theCase.reference, service: theCase.service, organisation: theCase.organisation,
                subject: theCase.subject,
                account: theCase.account, applicant: theCase.applicant, email: email,
                language: theCase.language, title: title, text: text, fee: theCase.fee, due: due,
                link: isPublic ? "/public/\(theCase.reference)" : "/cases/\(theCase.id)"), tx)
    }
}

extension Casework {
    /// The process has made an invoice beside the fee, in this transaction: whoever owes it is told, and led to where it is paid.
    func invoiced(_ id: Identifier<Case>, _ invoice: Invoice, in tx: Transaction) throws {
        let dossier = try dossier(id, tx)
        let (theCase, service) = (dossier.theCase, dossier.service)
        let email = theCase.account == nil ? service.address(leftIn: dossier.application.answers.values) : nil
        guard theCase.account != nil || email != nil else { return }
        try neighbours.message(
            MessageRequest(
                kind: .invoiced, caseID: theCase.id, reference: theCase.reference, service: theCase.service, organisation: theCase.organisation,
                subject: theCase.subject, account: theCase.account, applicant: theCase.applicant, email: email, language: theCase.language,
                title: invoice.title, text: "", fee: invoice.amount, due: invoice.dueDay, link: "/pay/\(invoice.reference.text)"), tx)
    }
}

extension PublicService {
    /// The first e-mail address among the answers: where nobody signed in, letters go there.
    func address(leftIn answers: Context) -> String? {
        for question in form.questions {
            if case .email = question.kind, case .string(let address)? = answers[question.id] { return address }
        }
        return nil
    }

    /// A value as its paper says it: a choice by its words where the expression is only a question's name.
    func reading(of expression: Expression, _ names: Context, _ language: Language) -> String {
        let value = expression.evaluate(names)
        let name = expression.source.filter { !$0.isWhitespace }
        let kind = form.question(name)?.kind ?? steps.lazy.compactMap { $0.work?.form.question(name)?.kind }.first
        return kind.map { Self.reading(value, $0, language) } ?? Wording.text(value, language)
    }

    /// An answer as people read it.
    public static func reading(_ value: Value, _ kind: QuestionKind, _ language: Language) -> String {
        switch (kind, value) {
        // Alone beside its label, not in a sentence.
        case (.yesNo, .boolean): value.plainText(in: language) ?? ""
        case (.chooseOne(let choices), .string(let id)): choices.first { $0.id == id }?.label[language.code] ?? id
        case (.chooseMany(let choices), .list(let ids)):
            ids.map { id in choices.first { Value.string($0.id) == id }?.label[language.code] ?? Wording.text(id, language) }.joined(separator: ", ")
        default: Wording.text(value, language)
        }
    }
}
