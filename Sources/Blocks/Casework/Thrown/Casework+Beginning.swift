import FEEL
import Forms
import Kernel
import Store

/// Cases that begin with a message of another service's case, for the same applicant. Whose case it is nothing in the message can say.
extension Casework {
    /// The service whose case a message begins, as the folder is now.
    func beginning(with message: String) -> (service: PublicService, element: String)? {
        for service in (services.version(services.current()) ?? [:]).values {
            if let found = service.beginnings.first(where: { $0.message == message }) { return (service, found.element.id) }
        }
        return nil
    }

    /// Begins the case, which ends the message: one transaction. Where the service does not take what the message says, nothing begins, and
    /// those who supervise the sender are told at once.
    func begin(_ id: Identifier<ThrownEvent>, from sender: Identifier<Case>, _ service: PublicService, at element: String, _ job: Job) async throws {
        try await prepare(sender)
        do {
            try await store.write("casework.begin") { tx in
                try tx.complete(job)
                guard let event = try thrown.find(id, tx), event.until != nil else { return }
                let dossier = try dossier(sender, tx)
                // Nobody can read any more what an erased person's case said.
                guard let content = event.content, !dossier.theCase.isErased else { return try thrown.remove(id, tx) }
                try begin(content.payload, service, at: element, from: dossier, tx)
                try unscheduleKept(event, tx)
                try thrown.remove(id, tx)
            }
        } catch let fault as PolityError where fault.isTheCasesOwn && !fault.isDuplicate(of: "reference", in: "casework_cases") {
            try await store.write("casework.begin_refused") { tx in
                try tx.complete(job)
                guard let event = try thrown.row(id, tx), event.until != nil else { return }
                try unscheduleKept(event, tx)
                try reportKept(event, because: fault.code, tx)
            }
        }
    }

    /// The answers are read and held against the service's rules as those of a person are.
    private func begin(_ payload: Context, _ service: PublicService, at element: String, from dossier: Dossier, _ tx: Transaction) throws {
        let (sender, rules) = (dossier.theCase, machine("messages"))
        var caller = rules
        caller.language = government.language(sender.language)
        let read = FormReader(currencyDigits: currency.digits).read(service.form, from: RawFields(json: Value.context(payload).json))
        var application = Application(
            id: identifiers.next(), service: service.id, folder: services.current(), owner: dossier.application.owner, subject: sender.subject,
            answers: read.answers, files: [], state: .draft, startedAt: tx.now, updatedAt: tx.now, version: 1)
        let facts = try facts(
            service, read.answers, of: sender.knownApplicant, purpose: rulesPurpose(service, rules.request, nil), caller: caller.language, tx)
        let asked = Set(facts.progress.pages.flatMap(\.questions).map(\.id))
        let wrong = read.errors.filter { error in asked.contains(String(error.question.prefix { $0 != "." })) }
        let missing = try facts.progress.pages.flatMap { try missingRecords($0, read.answers, service, rules, tx) }
        guard facts.progress.isComplete, wrong.isEmpty, missing.isEmpty else { throw CaseFault.incomplete }
        guard service.unmet(facts.context, isComplete: true).isEmpty else { throw CaseFault.ineligible }
        application.answers = facts.progress.answers
        try applications.insert(application, tx)
        _ = try open(&application, service, facts, caller, beginning: .message(at: element, of: sender.reference), tx)
    }
}

extension Case {
    /// Who applied, as far as that is known: an agent acts for the party.
    var knownApplicant: Actor {
        var actor = Actor(account.map { .account($0) } ?? .nobody)
        if case .person(let person)? = applicant { actor.person = person }
        return actor
    }
}
