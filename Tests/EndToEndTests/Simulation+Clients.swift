import Documents
import Forms
import Kernel
import Payments
import Processes
import Store

@testable import Casework

/// What clients were told, to be held against what is stored.
struct Told {
    struct Sent {
        var actor: Actor
        var secret: [UInt8]?
        var draft: Identifier<Application>
        var submission: Submission?
        var isWithdrawn = false
        var isAppealed = false
        var decisions = 0
        var replies = 0
        /// The files that were attached, with their bytes.
        var files: [String: [UInt8]] = [:]
        var isComplete = false
    }

    var sent: [Sent] = []
}

extension Simulation {
    func caller(_ actor: Actor, secret: [UInt8]? = nil) -> Caller { Caller(actor, request: running.host.identifiers.next(), secret: secret) }

    private func caller(_ sent: Told.Sent) -> Caller { caller(sent.actor, secret: sent.secret) }

    /// - Returns: nil where the client was told of a failure. Whatever it is, it is a known one: never a broken program.
    @discardableResult
    private func attempt<Answer>(_ what: String, _ body: () async throws -> Answer) async throws -> Answer? {
        do {
            let answer = try await body()
            note(what)
            return answer
        } catch let error as PolityError {
            note("\(what): \(Self.code(error))")
            if error.kind == .broken { throw error }
            return nil
        }
    }

    func act() async throws {
        let open = told.sent.indices.filter { told.sent[$0].submission != nil }
        switch generator.next(below: 10) {
        case 0, 1: try await begin()
        case 2, 3:
            if let index = any(told.sent.indices.filter { told.sent[$0].submission == nil }) { try await finishDraft(index) }
        case 4, 5: if let index = any(open) { try await pay(index) }
        case 6: if let index = any(open) { try await changeMind(index) }
        default: try await office()
        }
    }

    private func any(_ places: [Int]) -> Int? { places.isEmpty ? nil : places[generator.next(below: places.count)] }

    // MARK: - Applicants

    private func begin() async throws {
        let services = ["renew_driving_licence", "building_permit", "report_a_problem"]
        let service = services[generator.next(below: 3)]
        let actor = service == "report_a_problem" ? .nobody : residents[generator.next(below: residents.count)]
        guard let (id, secret) = try await attempt("start \(service)", { try await casework.start(service, caller(actor)) }) else { return }
        told.sent.append(Told.Sent(actor: actor, secret: secret, draft: id))
        try await finishDraft(told.sent.count - 1)
    }

    /// Answers what is open, and sends: with a double click now and then.
    private func finishDraft(_ index: Int) async throws {
        let (sent, casework) = (told.sent[index], self.casework)
        for _ in 0..<12 where !told.sent[index].isComplete {
            guard let view = try await attempt("open draft", { try await casework.draft(sent.draft, caller(sent)) }) else { return }
            guard let page = view.progress.firstOpenPage else {
                told.sent[index].isComplete = true
                break
            }
            var fields = Self.answers[page] ?? [:]
            if page == "health", chance(40) { fields = ["health": ["heart"]] }
            if page == "drawings" {
                guard let file = try await upload(index, "drawings") else { return }
                fields = ["drawings": [file]]
            }
            guard try await attempt("answer \(page)", { try await casework.answer(sent.draft, page: page, fields: RawFields(fields), caller(sent)) }) != nil
            else { return }
        }
        guard told.sent[index].isComplete else { return }
        let visitors = (0..<(chance(30) ? 3 : 1)).map { _ in caller(sent) }
        let answers = await withTaskGroup(of: Result<Submission, any Error>.self) { group in
            for visitor in visitors {
                group.addTask { do { return .success(try await casework.submit(sent.draft, visitor)) } catch { return .failure(error) } }
            }
            return await group.reduce(into: []) { $0.append($1) }
        }
        for answer in answers {
            switch answer {
            case .success(let submission):
                note("submitted \(submission.reference)")
                if let earlier = told.sent[index].submission, earlier.caseID != submission.caseID {
                    throw Violation("a draft became two applications: \(earlier.reference) and \(submission.reference)")
                }
                told.sent[index].submission = submission
            case .failure(let error as PolityError) where error.kind != .broken: note("submit: \(Self.code(error))")
            case .failure(let error): throw error
            }
        }
    }

    private static let answers: [String: [String: [String]]] = [
        "address_is_right": ["address_is_right": ["yes"]], "wears_glasses": ["wears_glasses": ["no"]], "health": ["health": ["none"]],
        "parcel": ["parcel": ["1001-17"]], "work": ["work": ["extension"]], "description": ["description": ["A room."]],
        "size": ["floor_area": ["40"], "height": ["6"]], "cost": ["cost": ["20000"]], "builders": [:], "category": ["category": ["pothole"]],
        "place": ["place.description": ["Mill Lane"]], "details": ["details": [""]], "photo": [:], "email": ["email": ["reporter@mail.example"]],
    ]

    private func upload(_ index: Int, _ question: String) async throws -> String? {
        let sent = told.sent[index]
        let bytes = Array("%PDF-1.4\n".utf8) + generator.bytes(200 + generator.next(below: 3_000))
        guard let subject = sent.actor.person.flatMap({ Identifier<DataSubject>($0.text) }) else { return nil }
        let documents = running.host[Documents.self]
        let id = try await attempt("upload") { try await documents.make(bytes, fileName: "plan.pdf", type: .pdf, for: subject) }
        guard let id else { return nil }
        let file = Application.AttachedFile(id: id.text, question: question, name: "plan.pdf", type: "application/pdf", bytes: bytes.count)
        guard try await attempt("attach", { try await casework.attach(file, to: sent.draft, caller(sent)) }) != nil else { return nil }
        told.sent[index].files[id.text] = bytes
        return id.text
    }

    private func pay(_ index: Int) async throws {
        let sent = told.sent[index]
        guard let submission = sent.submission, submission.fee != nil else { return }
        let payments = running.host[Payments.self]
        let invoice = try await attempt("look at invoice") {
            try await store.read { try payments.invoices(ofCase: submission.caseID.text, connection: $0).last { $0.state == .open } }
        }
        guard case .some(.some(let invoice)) = invoice else { return }
        let begun = try await attempt("begin to pay") {
            try await payments.payByCard(invoice.reference, with: cards.processor, returningTo: { "/pay/\($0)" })
        }
        guard let charge = begun.flatMap({ Identifier<CardCharge>($0) }) else { return }
        cards.choose(chance(85) ? .paid : .declined, charge)
        // Some payers never come back, and some come back twice.
        for _ in 0..<generator.next(below: 3) {
            try await attempt("settle") { try await payments.settleCharge(charge, of: invoice.reference, with: cards.processor) }
        }
    }

    private func changeMind(_ index: Int) async throws {
        let sent = told.sent[index]
        guard let submission = sent.submission else { return }
        let id = submission.caseID
        guard let view = try await attempt("look at \(submission.reference)", { try await casework.applicantView(id, caller(sent)) }) else { return }
        if let request = view.requests.last(where: \.isOpen) {
            let done: Void? = try await attempt("reply") {
                try await casework.answerRequest(request.number, of: id, text: "Here it is.", files: [], caller(sent))
            }
            if done != nil { told.sent[index].replies += 1 }
        } else if view.appealUntil != nil, chance(60) {
            let done: Void? = try await attempt("appeal") { try await casework.appeal(id, text: "Look again.", caller(sent)) }
            if done != nil { told.sent[index].isAppealed = true }
        } else if view.decisions.isEmpty, chance(15) {
            let done: Void? = try await attempt("withdraw \(submission.reference)") { try await casework.withdraw(id, caller(sent)) }
            if done != nil { told.sent[index].isWithdrawn = true }
        }
    }

    // MARK: - Officers

    private static let desks = [
        ("medical_officer", "transport_agency"), ("planning_officer", "planning_office"), ("building_inspector", "planning_office"),
        ("fire_officer", "fire_service"), ("heritage_officer", "heritage_office"), ("crew", "city_works"), ("appeals_officer", "tribunal"),
    ]

    /// What officers find, by step.
    private var findings: [String: [String: [String]]] {
        [
            "task": ["result": [chance(70) ? "fixed" : "not_found"], "remark": ["Seen."]],
            "fire": ["fire_opinion": ["agrees"]], "heritage": ["heritage_opinion": ["agrees"]], "hearing": ["objections": ["none"]],
            "appointment": ["visit_on": ["\(running.host[Casework.self].calendar.zone.date(of: clock.now))"], "visit_at": ["10:30"]],
            "inspect": ["finding": ["Sound."], "safe": ["yes"]],
        ]
    }

    private func officer(_ role: String, _ organisation: String) -> Caller {
        caller(
            Actor(
                .account(running.host.identifiers.next()), person: running.host.identifiers.next(), assurance: .substantial, actingFor: .office(role),
                organisation: organisation, grants: [Grant(role: role, organisations: [organisation], permissions: [.workCases])]))
    }

    private func office() async throws {
        let casework = self.casework
        let (role, organisation) = Self.desks[generator.next(below: Self.desks.count)]
        let officers = [officer(role, organisation), officer(role, organisation)]
        guard let rows = try await attempt("\(role) looks", { try await casework.queue(QueueQuery(), officers[0]).rows }), !rows.isEmpty else { return }
        let row = rows[generator.next(below: rows.count)]
        let ticket = Ticket(row.ticket)
        if let fields = findings[row.step] {
            try await attempt("finish \(row.reference)") { try await casework.finish(ticket, of: row.caseID, fields: RawFields(fields), officers[0]) }
            return
        }
        if row.step == "review_countersign" {
            let signed = try await attempt("countersign \(row.reference)") { try await casework.countersign(ticket, of: row.caseID, officers[0]) }
            if signed != nil, let index = told.sent.firstIndex(where: { $0.submission?.caseID == row.caseID }) { told.sent[index].decisions += 1 }
            return
        }
        if row.role != "appeals_officer", chance(25) {
            try await attempt("ask \(row.reference)") { try await casework.ask(ticket, of: row.caseID, text: "What is missing?", officers[0]) }
            return
        }
        let input = DecisionInput(outcome: chance(60) ? "granted" : "refused", reasons: [.init("So it is.")])
        // Two officers at once: one of them is too late.
        let deciding = chance(30) ? officers : [officers[0]]
        let decided = await withTaskGroup(of: Result<Bool, any Error>.self) { group in
            for officer in deciding {
                group.addTask { do { return .success(try await casework.decide(ticket, of: row.caseID, input, officer)) } catch { return .failure(error) } }
            }
            return await group.reduce(into: [Result<Bool, any Error>]()) { $0.append($1) }
        }
        let won = decided.count { if case .success = $0 { true } else { false } }
        note("decide \(row.reference): \(won) of \(deciding.count)")
        if won > 1 { throw Violation("two officers decided \(row.reference)") }
        for case .failure(let error) in decided { if (error as? PolityError)?.kind == .broken { throw error } }
        // What waits for a second officer is not decided yet.
        let isProposed = decided.contains { (try? $0.get()) == true }
        guard won == 1, !isProposed, let index = told.sent.firstIndex(where: { $0.submission?.caseID == row.caseID }) else { return }
        told.sent[index].decisions += 1
    }
}

/// A promise that was not kept.
struct Violation: Error, CustomStringConvertible {
    var description: String

    init(_ description: String) { self.description = description }
}
