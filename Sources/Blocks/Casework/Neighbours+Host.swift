import Blueprint
import Capability
import Courier
import Documents
import FEEL
import Identity
import Journal
import Kernel
import Messages
import Payments
import Privacy
import Registries
import Store

extension Neighbours {
    /// The blocks of the running system.
    init(_ host: Host) throws {
        let (identity, registries, journal) = (host[Identity.self], host[Registries.self], host[Journal.self])
        let (messages, payments, documents) = (host[Messages.self], host[Payments.self], host[Documents.self])
        let names = try SearchTokens(index: "casework.applicant", vault: host[PersonalVault.self])
        let words = try SearchTokens(index: "casework.words", vault: host[PersonalVault.self])
        let keys = try SearchTokens(index: "casework.message", vault: host[PersonalVault.self])
        let traits = try SearchTokens(index: "casework.precedents", vault: host[PersonalVault.self])
        self.init(
            applicant: { actor, connection in try Self.applicant(actor, identity, connection) },
            record: { query, connection in try Self.record(query, registries, connection)?.values },
            change: { change, tx in try Self.change(change, registries, tx) },
            invoice: { request, tx in
                _ = try payments.issue(
                    InvoiceOrder(
                        key: "case/\(request.caseID)", organisation: request.organisation, subject: request.subject, service: request.service,
                        caseID: request.caseID.text,
                        title: request.title, amount: request.amount, dueDay: request.dueDay), in: tx)
            },
            giveUpFee: { id, isPaidBack, tx in try payments.giveUp(caseID: id.text, payingBack: isPaidBack, in: tx) },
            act: { act, tx in
                let author: Act.Author =
                    switch (act.role, act.actor.principal) {
                    case (let role?, _): .office(role)
                    case (nil, .system), (nil, .machine): Act.Author(act.actor)
                    case (nil, .account), (nil, .nobody): .applicant
                    }
                return try journal.record(
                    Act(
                        act.kind, organisation: act.organisation, reference: act.reference?.plain, by: author, purpose: act.legalBasis, at: act.at,
                        content: act.content),
                    about: act.subject, in: tx
                ).text
            },
            keepFile: { file, owner, subject, tx in
                guard let id = Identifier<Document>(file) else { throw CaseFault.notFound }
                try documents.attach(id, to: owner, subject: subject, in: tx)
            },
            dropFile: { file, owner, tx in
                if let id = Identifier<Document>(file) { try documents.remove(id, of: owner, in: tx) }
            },
            message: { request, tx in try Self.send(request, messages, identity, host.edition.government, tx) },
            recordRead: { purpose, subjects, tx in try journal.recordRead(purpose, of: subjects, in: tx) },
            grants: { account, connection in
                guard let found = try identity.account(account, in: connection), !found.isSuspended else { return [] }
                return identity.authority.grants(of: found.roles)
            },
            supervisors: { organisation, connection in try Self.supervisors(of: organisation, identity, connection) },
            skills: { account, connection in try identity.skills(of: account, in: connection) },
            tokens: { text, isQuery in isQuery ? names.query(text) : names.all(text) },
            words: { words.words(in: $0, most: Casework.mostTokens) }, wordQuery: { (words.query($0), words.wholeWords(of: $0)) },
            keyToken: { keys.whole($0) },
            trait: { traits.whole($0) }, isOpen: { registries.isOpen($0, for: $1) }, noteAttempt: { identity.security.note(.notTheirs) })
    }

    private static func supervisors(of organisation: String, _ identity: Identity, _ connection: Connection) throws -> [AccountID] {
        let roles = identity.authority.government.roles.filter { $0.permissions.contains(Permission.superviseCases.name) }.map(\.id)
        return try identity.holders(ofAny: roles, in: connection).filter { account in
            !account.isSuspended
                && identity.authority.grants(of: account.roles).contains {
                    $0.permissions.contains(.superviseCases) && $0.organisations.contains(organisation)
                }
        }.map(\.id)
    }

    /// Under a mandate, the person who gave it.
    private static func applicant(_ actor: Actor, _ identity: Identity, _ connection: Connection) throws -> Context {
        var found = try actor.account.flatMap { try identity.account($0, in: connection) }
        if case .person(let person)? = actor.party, person != found?.person { found = try identity.accounts(of: person, in: connection).first }
        guard let account = found else { return [:] }
        return ["id": .string(account.person.text), "name": account.name.map(Value.string) ?? .null, "email": account.email.map(Value.string) ?? .null]
    }

    /// By the record's id, else by the number people know it by.
    private static func record(_ query: RecordQuery, _ registries: Registries, _ connection: Connection) throws -> Record? {
        func find(_ reader: RecordReader) throws -> Record? {
            switch query.key {
            case .person(let person): try reader.records(of: person, in: query.registry, on: query.asOf).last
            case .identifier(let text):
                if let id = RecordID(text), let record = try reader.record(id, on: query.asOf) {
                    record
                } else {
                    try reader.record(in: query.registry, called: text, on: query.asOf)
                }
            }
        }
        if !query.purpose.isRecorded { return try registries.readOwn(query.purpose, in: connection, find) }
        guard let tx = connection as? Transaction else { throw CaseFault.incident("a look at a record must be written down, so it needs a transaction") }
        return try registries.read(query.purpose, in: tx, find)
    }

    private static func change(_ change: RecordChange, _ registries: Registries, _ tx: Transaction) throws -> String {
        // An applicant asks; what follows is done by the rules, or by the office that decided.
        let author: Act.Author =
            switch Act.Author(change.actor) {
            case .applicant: .system("casework")
            case let author: author
            }
        let note = ChangeNote(
            by: change.actor, reason: change.reason, case: change.reference.description, author: author, legalBasis: change.legalBasis)
        guard let record = change.record else {
            return try registries.create(change.registry, change.fields, organisation: change.organisation, from: change.validFrom, note: note, in: tx).text
        }
        guard let id = RecordID(record) else { throw CaseFault.incident("there is no record to change") }
        try registries.update(id, change.fields, from: change.validFrom, note: note, in: tx)
        return record
    }

    /// Whoever sent it in, as long as they act for the applicant; else the applicant.
    private static func reader(of request: MessageRequest, _ identity: Identity, _ tx: Transaction) throws -> Account? {
        guard let sender = try request.account.flatMap({ try identity.account($0, in: tx) }) else { return nil }
        guard let applicant = request.applicant, applicant != .person(sender.person) else { return sender }
        if try identity.acts(sender.person, for: applicant, in: request.service, tx) { return sender }
        guard case .person(let person) = applicant else { return nil }
        return try identity.accounts(of: person, in: tx).first { $0.email != nil && !$0.isSuspended }
    }

    private static func send(_ request: MessageRequest, _ messages: Messages, _ identity: Identity, _ government: Government, _ tx: Transaction)
        throws
    {
        let known = try reader(of: request, identity, tx)?.email
        let language = government.language(request.language)
        let title = language.say(request.kind.title, ["title": .text(request.title)])
        let amount = request.fee.map { language.format($0) }
        var text = request.text
        if text.isEmpty {
            text = language.say(
                request.kind.text,
                [
                    "reference": .text(request.reference.description), "amount": .text(amount ?? ""),
                    "date": .text(request.due.map { language.format($0) } ?? ""),
                ])
        }
        if request.kind == .questionAsked, let due = request.due { text += "\n\n" + language.say(.mailAnswerBy, ["date": .date(due)]) }
        if request.account == nil, request.link.hasPrefix("/cases/") { text += "\n\n" + language.say(.mailOpensWithAddress) }
        try messages.enqueue(
            MessageOrder(
                to: request.subject, address: (request.email ?? known).flatMap { MailAddress($0) }, language: request.language,
                kind: "case_" + request.kind.rawValue,
                title: title, text: text, organisation: request.organisation, caseReference: request.reference.description, service: request.service,
                link: request.link,
                values: ["amount": amount.map(JSON.string) ?? .null, "due": request.due.map { .string(language.format($0)) } ?? .null]),
            in: tx)
    }
}
