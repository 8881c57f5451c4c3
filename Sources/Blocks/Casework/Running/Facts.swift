import FEEL
import Forms
import Kernel
import Privacy
import Store
import Web

/// The names of an application, put together: who applies, what is on record, what was answered.
struct Facts: Sendable {
    /// What is asked and what counts, with every name in its context.
    var progress: Form.Progress
    /// Ids of the records that were looked up, by look-up name.
    var records: [String: String]
    /// Registries that the reader may not read for this purpose, so that nothing of them is among the names.
    var withheld: [String] = []
    /// Variables of the process in which what was found in such a registry stands.
    var hidden: Set<String> = []

    var context: Context { progress.context }
}

extension Casework {
    /// - Parameters:
    ///   - actor: whose records and name they are: the applicant.
    ///   - lawDate: the day whose law holds: that of the submission; today's for a draft.
    ///   - reference: the case's, so that a look-up can find the record that the case made.
    ///   - isForOfficer: leaves out what this reader may not read, where the rules' own work would stop.
    ///   - connection: a transaction where looks have to be written down.
    func facts(
        _ service: PublicService, _ answers: Answers, of actor: Actor, purpose: ReadPurpose?, caller language: Language, lawDate: CivilDate? = nil,
        reference: ReferenceNumber? = nil, isForOfficer: Bool = false, _ connection: Connection
    ) throws -> Facts {
        let today = calendar.zone.date(of: connection.now)
        var names: Context = ["today": .date(today), "law_date": .date(lawDate ?? today)]
        if let reference { names["case"] = .context(["reference": .string(reference.description)]) }
        names["applicant"] = .context(try neighbours.applicant(actor, connection))
        var records: [String: String] = [:]
        var withheld: [String] = []
        func look(_ lookUp: PublicService.LookUp, _ key: RecordQuery.Key?) throws {
            names[lookUp.name] = .null
            guard let key, let purpose else { return }
            let query = RecordQuery(registry: lookUp.registry, key: key, asOf: today, purpose: purpose)
            let found: Context?
            do {
                found = try neighbours.record(query, connection)
            } catch let error as PolityError where isForOfficer && error.kind == .forbidden {
                if !withheld.contains(lookUp.registry) { withheld.append(lookUp.registry) }
                return
            }
            guard let record = found else { return }
            names[lookUp.name] = .context(record)
            if case .string(let id)? = record["id"] { records[lookUp.name] = id }
        }
        for lookUp in service.lookUps {
            guard case .applicant = lookUp.key else { continue }
            let person: RecordQuery.Key? = if case .person(let id)? = actor.party { .person(id) } else { nil }
            try look(lookUp, person)
        }
        var progress = service.form.progress(answers, facts: names)
        let byAnswer = service.lookUps.filter { if case .record = $0.key { true } else { false } }
        if !byAnswer.isEmpty {
            for lookUp in byAnswer {
                guard case .record(let expression) = lookUp.key else { continue }
                let key: RecordQuery.Key? =
                    switch expression.evaluate(progress.context) {
                    case .string(let text): .identifier(text)
                    case .number(let number): .identifier(number.description)
                    default: nil
                    }
                try look(lookUp, key)
            }
            progress = service.form.progress(answers, facts: names)
        }
        return Facts(progress: progress, records: records, withheld: withheld)
    }

    /// By which right the applicant's records are read for them: as their own, else by the service's law.
    func purpose(_ service: PublicService, _ caller: Caller, reference: ReferenceNumber? = nil) throws -> ReadPurpose? {
        guard !service.lookUps.isEmpty else { return nil }
        if caller.actor.party != nil { return try ReadPurpose(ownDataOf: caller.actor, request: caller.request, case: reference?.description) }
        return try rulesPurpose(service, caller.request, reference)
    }

    /// The rules' own look, when they decide or an outcome takes effect.
    func rulesPurpose(_ service: PublicService, _ request: RequestID, _ reference: ReferenceNumber?) throws -> ReadPurpose? {
        guard let basis = service.legalBasis, !service.lookUps.isEmpty else { return nil }
        return try ReadPurpose(law: basis, of: government, actor: Actor(.system("casework")), request: request, case: reference?.description)
    }

    func fee(_ service: PublicService, _ context: Context) -> Money? {
        guard let fee = service.fee, case .number(let amount) = fee.amount.evaluate(context), amount > 0 else { return nil }
        return Money(amount, currency: currency)
    }

    /// The fee of a finished form. An expression without an answer is a mistake in the folder and not a service for nothing:
    /// what costs nothing says 0.
    ///
    /// - Throws: `CASE-509`.
    func feeOwed(_ service: PublicService, _ context: Context) throws -> Money? {
        guard let fee = service.fee else { return nil }
        guard case .number = fee.amount.evaluate(context) else { throw CaseFault.feeUnknown(service.id) }
        return self.fee(service, context)
    }
}

extension PublicService {
    /// Requirements that do not hold. One that cannot be told yet (its answer is null) counts only when the form is complete.
    func unmet(_ context: Context, isComplete: Bool) -> [Requirement] {
        eligibility.filter { requirement in
            switch requirement.must.evaluate(context) {
            case .boolean(true): false
            case .boolean(false): true
            default: isComplete
            }
        }
    }
}
