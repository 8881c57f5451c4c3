import Casework
import Identity
import Kernel
import Web

/// When an officer is away and who stands in for them: said by the officer, or by a supervisor for them.
extension Desk {
    private static var absenceID: Field<Identifier<Absence>> { .path("absence", "The absence's id.") }
    private static var account: Field<AccountID?> { .body("account", "Who is away; the caller when left out.") }
    private static var standIn: Field<AccountID?> { .body("stand_in", "The account that stands in.") }
    private static var firstDay: Field<CivilDate?> { .body("from", "The first day (ISO 8601).") }
    private static var lastDay: Field<CivilDate?> { .body("to", "The last day (ISO 8601).") }

    var absenceRoutes: [Route] { [absences, sayAway, endAbsence] }

    private var absences: Route {
        Route(
            "desk_absences", .get, "/desk/absences", "Lists who is away and who stands in: the caller's own, or all that a supervisor oversees.",
            output: DeskSchema.absences, access: Self.access
        ) { request in
            let drawing = try await absenceDrawing(request)
            return Reply(drawing.output) { drawing.page() }
        }
    }

    private var sayAway: Route {
        Route(
            "say_away", .post, "/desk/absences", "Says from when till when an officer is away and who stands in.",
            input: [Self.account, Self.standIn, Self.firstDay, Self.lastDay], output: DeskSchema.absence, access: Self.access, invalidInput: .handler
        ) { request in
            // A page sends each day in three boxes.
            let (from, to) = (try request[Self.firstDay] ?? request.form.date("from").date, try request[Self.lastDay] ?? request.form.date("to").date)
            let standIn = try request[Self.standIn]
            var faults = request.faults
            func missing(_ field: String, _ phrase: Phrase) { faults.append(Fault(field: field, message: request.say(phrase))) }
            if from == nil { missing("from", .absenceDay) }
            if to == nil { missing("to", .absenceDay) }
            if standIn == nil { missing("stand_in", .absenceNobody) }
            guard faults.isEmpty, let from, let to, let standIn else { return try await absencesAgain(faults, request) }
            guard let account = try request[Self.account] ?? request.actor.account else { return try await absencesAgain([], request) }
            do {
                let absence = try await host.store.write("desk.say_away") { tx in
                    try host[Identity.self].sayAway(
                        account, from: from, to: to, standIn: standIn, by: request.actor, overseeing: .superviseCases, in: tx)
                }
                return .redirect(to: "/desk/absences", output: absence.json)
            } catch let error as PolityError where error.field != nil && !request.isProgram {
                let words = [error.message(in: request.language), error.hint(in: request.language)].compactMap { $0 }.joined(separator: " ")
                return try await absencesAgain([Fault(field: error.field ?? "", message: words, code: error.code)], request)
            }
        }
    }

    private var endAbsence: Route {
        Route(
            "end_absence", .post, "/desk/absences/{absence}/end", "Ends an absence: whoever is back takes their work up at once.",
            input: [Self.absenceID], output: DeskSchema.ended, access: Self.access
        ) { request in
            let id = try request[Self.absenceID]
            try await host.store.write("desk.end_absence") { tx in
                try host[Identity.self].endAbsence(id, by: request.actor, overseeing: .superviseCases, in: tx)
            }
            return .redirect(to: "/desk/absences", output: ["absence": .string(id.text)])
        }
    }

    /// Absences of today that concern the reader: their own, and those in which they stand in.
    func ownAbsences(_ request: Request) async throws -> [Absence] {
        guard let account = request.actor.account else { return [] }
        return try await host.store.read { try host[Identity.self].absences(today: account, in: $0) }
    }

    private func absencesAgain(_ faults: [Fault], _ request: Request) async throws -> Reply {
        var drawing = try await absenceDrawing(request)
        drawing.faults = faults
        return .invalid(faults) { [drawing] in drawing.page() }
    }

    private func absenceDrawing(_ request: Request) async throws -> AbsencePage {
        let identity = host[Identity.self]
        let (actor, government) = (request.actor, host.edition.government)
        let overseen = government.roles.filter { $0.permissions.contains(Permission.workCases.name) && actor.may(.superviseCases, in: $0.organisation) }
        let (absences, officers, standIns) = try await host.store.read { connection in
            var officers: [AccountID: Account] = [:]
            for holder in try identity.holders(ofAny: overseen.map(\.id), in: connection) { officers[holder.id] = holder }
            // A supervisor chooses among all of them; whether one can stand in for the other is told when it is sent.
            let own = try actor.account.map { try identity.standIns(possibleFor: $0, in: connection) } ?? []
            let standIns = overseen.isEmpty ? own : Array((officers.merging(own.map { ($0.id, $0) }) { first, _ in first }).values)
            return (try identity.absences(for: actor, overseeing: .superviseCases, in: connection), Array(officers.values), standIns)
        }
        let named = try await colleagues(Set(absences.flatMap { [$0.account, $0.standIn] }), for: request)
        return AbsencePage(desk: self, absences: absences, officers: officers, standIns: standIns, colleagues: named, request: request)
    }
}

extension Absence {
    var json: JSON {
        [
            "absence": .string(id.text), "account": .string(account.text), "stand_in": .string(standIn.text), "from": .string(from.description),
            "to": .string(to.description),
        ]
    }
}

extension DeskSchema {
    static let absence = object(
        "Absence", "An officer is away, and a colleague stands in.",
        [
            .required("absence", .text(), "Its id."), .required("account", .text(), "Who is away."),
            .required("stand_in", .text(), "Who works on what is theirs meanwhile."), .required("from", .date, "The first day."),
            .required("to", .date, "The last day; with it the stand-in's right ends."),
        ])

    static let absences = object(
        "Absences", "Absences that are not over, the next first.", [.required("absences", .list(of: absence, maximum: 500), "The absences.")])

    static let ended = object("Ended absence", "It is over.", [.required("absence", .text(), "Its id.")])
}
