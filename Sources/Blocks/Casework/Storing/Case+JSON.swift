import FEEL
import Kernel
import Processes
import Rules

/// The stored form of a case: one JSON text, sealed for its subject. Version 1.
extension Case {
    func json(_ model: ProcessModel) -> JSON {
        var members: [JSON.Member] = [
            .init("v", 1), .init("process", process.json(in: model)), .init("tasks", .array(tasks.values.sorted { $0.ticket < $1.ticket }.map(\.json))),
        ]
        if !requests.isEmpty { members.append(.init("requests", .array(requests.map(\.json)))) }
        if !decisions.isEmpty { members.append(.init("decisions", .array(decisions.map(\.json)))) }
        if let proposal { members.append(.init("proposal", proposal.json)) }
        if !notes.isEmpty { members.append(.init("notes", .array(notes.map(\.json)))) }
        if let fee { members.append(.init("fee", .integer(fee.minorUnits))) }
        if !feeFindings.isEmpty { members.append(.init("fee_findings", .array(feeFindings.map(\.json)))) }
        if isPaid { members.append(.init("paid", true)) }
        if let appealText { members.append(.init("appeal", .string(appealText))) }
        if let deadline { members.append(.init("deadline", deadline.json)) }
        return .object(members)
    }

    /// Puts what `json` wrote into a case whose columns were read.
    mutating func restore(_ json: JSON, _ model: ProcessModel, currency: Currency) throws {
        guard json["v"]?.integer == 1, let process = json["process"] else { throw CaseFault.damaged("case \(id)") }
        self.process = try Instance(process, in: model)
        for task in json["tasks"]?.array ?? [] {
            guard let task = OfficeTask(task) else { throw CaseFault.damaged("task of case \(id)") }
            tasks[task.ticket] = task
        }
        requests = (json["requests"]?.array ?? []).compactMap(InformationRequest.init)
        decisions = (json["decisions"]?.array ?? []).compactMap(Decision.init)
        proposal = json["proposal"].flatMap(Decision.init)
        notes = (json["notes"]?.array ?? []).compactMap(Note.init)
        fee = json["fee"]?.integer.map { Money(minorUnits: Int64($0), currency: currency) }
        feeFindings = (json["fee_findings"]?.array ?? []).compactMap(RuleFinding.init)
        isPaid = json["paid"]?.bool ?? false
        appealText = json["appeal"]?.string
        deadline = json["deadline"].flatMap(CaseDeadline.init)
    }
}

extension OfficeTask {
    var json: JSON {
        var members: [JSON.Member] = [
            .init("t", .integer(ticket.number)), .init("step", .string(step)), .init("role", .string(role)), .init("org", .string(organisation)),
            .init("at", .integer(createdAt.microseconds)),
        ]
        if let assignee { members.append(.init("who", .string(assignee.text))) }
        if let due { members.append(.init("due", .integer(Int(due.daysSinceEpoch)))) }
        if let standIn { members.append(.init("stand_in", .string(standIn.text))) }
        if let team { members.append(.init("team", .string(team))) }
        if !skills.isEmpty { members.append(.init("skills", .array(skills.map(JSON.string)))) }
        return .object(members)
    }

    init?(_ json: JSON) {
        guard let number = json["t"]?.integer, let step = json["step"]?.string, let role = json["role"]?.string, let organisation = json["org"]?.string,
            let at = json["at"]?.integer
        else { return nil }
        self.init(
            ticket: Ticket(number), step: step, role: role, organisation: organisation, assignee: json["who"]?.string.flatMap { AccountID($0) },
            createdAt: Instant(microseconds: Int64(at)), due: json["due"]?.day, standIn: json["stand_in"]?.string.flatMap { AccountID($0) },
            team: json["team"]?.string, skills: (json["skills"]?.array ?? []).compactMap(\.string))
    }
}

extension InformationRequest {
    var json: JSON {
        var members: [JSON.Member] = [
            .init("n", .integer(number)), .init("text", .string(text)), .init("at", .integer(askedAt.microseconds)), .init("by", .string(askedBy)),
            .init("due", .integer(Int(due.daysSinceEpoch))), .init("step", .string(step)), .init("open", .bool(isOpen)),
        ]
        if let workingDaysLeft { members.append(.init("left", .integer(workingDaysLeft))) }
        if let assignee { members.append(.init("who", .string(assignee.text))) }
        if let role { members.append(.init("role", .string(role))) }
        if let organisation { members.append(.init("org", .string(organisation))) }
        if let team { members.append(.init("team", .string(team))) }
        if let timers { members.append(.init("timers", .array(timers.map(\.json)))) }
        if let answer { members.append(.init("answer", answer.json)) }
        return .object(members)
    }

    init?(_ json: JSON) {
        guard let number = json["n"]?.integer, let text = json["text"]?.string, let at = json["at"]?.integer, let by = json["by"]?.string,
            let due = json["due"]?.day,
            let step = json["step"]?.string
        else { return nil }
        self.init(
            number: number, text: text, askedAt: Instant(microseconds: Int64(at)), askedBy: by, due: due, workingDaysLeft: json["left"]?.integer, step: step,
            assignee: json["who"]?.string.flatMap { AccountID($0) }, isOpen: json["open"]?.bool ?? false, answer: json["answer"].flatMap(Answer.init),
            role: json["role"]?.string, organisation: json["org"]?.string, team: json["team"]?.string,
            timers: json["timers"]?.array?.compactMap(StoppedTimer.init))
    }
}

extension StoppedTimer {
    /// `[event, kind, how much]`, and how often it may still come.
    var json: JSON {
        let (kind, number): (String, Int) =
            switch left {
            case .anew: ("anew", 0)
            case .workingDays(let count): ("working_days", count)
            case .days(let count): ("days", count)
            case .time(let time): ("time", Int(time.wholeMicroseconds))
            case .until(let moment): ("until", Int(moment.microseconds))
            }
        return .array([.string(event), .string(kind), .integer(number)] + (repeats.map { [.integer($0)] } ?? []))
    }

    init?(_ json: JSON) {
        guard let parts = json.array, (3...4).contains(parts.count), let event = parts[0].string, let number = parts[2].integer else { return nil }
        switch parts[1].string {
        case "anew": self.init(event: event, left: .anew)
        case "working_days": self.init(event: event, left: .workingDays(number))
        case "days": self.init(event: event, left: .days(number))
        case "time": self.init(event: event, left: .time(.microseconds(number)))
        case "until": self.init(event: event, left: .until(Instant(microseconds: Int64(number))))
        default: return nil
        }
        if parts.count == 4 { repeats = parts[3].integer }
    }
}

extension InformationRequest.Answer {
    var json: JSON { ["text": .string(text), "files": .array(files.map(\.json)), "at": .integer(at.microseconds)] }

    init?(_ json: JSON) {
        guard let text = json["text"]?.string, let at = json["at"]?.integer else { return nil }
        self.init(text: text, files: (json["files"]?.array ?? []).compactMap(Application.AttachedFile.init), at: Instant(microseconds: Int64(at)))
    }
}

extension Application.AttachedFile {
    var json: JSON {
        ["id": .string(id), "question": .string(question), "name": .string(name), "type": .string(type), "bytes": .integer(bytes)]
    }

    init?(_ json: JSON) {
        guard let id = json["id"]?.string, let question = json["question"]?.string, let name = json["name"]?.string, let type = json["type"]?.string,
            let bytes = json["bytes"]?.integer
        else { return nil }
        self.init(id: id, question: question, name: name, type: type, bytes: bytes)
    }

    /// As an answer to a `files` question.
    var value: Value { .context(["id": .string(id), "name": .string(name), "type": .string(type), "bytes": .number(Decimal128(bytes))]) }
}

extension Decision {
    var json: JSON {
        var members: [JSON.Member] = [
            .init("n", .integer(number)), .init("outcome", .string(outcome)), .init("reasons", .array(reasons.map(\.json))),
            .init("conditions", .array(conditions.map(JSON.string))), .init("at", .integer(decidedAt.microseconds)),
        ]
        if !findings.isEmpty { members.append(.init("findings", .array(findings.map(\.json)))) }
        if case .officer(let account, let role) = by { members.append(.init("by", [.string(account.text), .string(role)])) }
        if let decidedFor { members.append(.init("for", .string(decidedFor.text))) }
        if let countersignedBy { members.append(.init("second", .string(countersignedBy.text))) }
        if let countersignedFor { members.append(.init("second_for", .string(countersignedFor.text))) }
        if let message { members.append(.init("message", .string(message))) }
        if isEdited { members.append(.init("edited", true)) }
        if let organisation { members.append(.init("org", .string(organisation))) }
        if !withoutSkills.isEmpty { members.append(.init("without_skills", .array(withoutSkills.map(JSON.string)))) }
        return .object(members)
    }

    init?(_ json: JSON) {
        guard let number = json["n"]?.integer, let outcome = json["outcome"]?.string, let at = json["at"]?.integer else { return nil }
        var by = Decider.rules
        if let pair = json["by"]?.array {
            guard pair.count == 2, let account = pair[0].string.flatMap({ AccountID($0) }), let role = pair[1].string else { return nil }
            by = .officer(account, role: role)
        }
        self.init(
            number: number, outcome: outcome, reasons: (json["reasons"]?.array ?? []).compactMap(Reason.init),
            conditions: (json["conditions"]?.array ?? []).compactMap(\.string), decidedAt: Instant(microseconds: Int64(at)), by: by,
            countersignedBy: json["second"]?.string.flatMap { AccountID($0) }, decidedFor: json["for"]?.string.flatMap { AccountID($0) },
            countersignedFor: json["second_for"]?.string.flatMap { AccountID($0) }, findings: (json["findings"]?.array ?? []).compactMap(RuleFinding.init),
            message: json["message"]?.string, isEdited: json["edited"]?.bool ?? false, organisation: json["org"]?.string,
            withoutSkills: (json["without_skills"]?.array ?? []).compactMap(\.string))
    }
}

extension Decision.Reason {
    var json: JSON { .object([.init("text", .string(text))] + (source.map { [.init("source", .string($0))] } ?? [])) }

    init?(_ json: JSON) {
        guard let text = json["text"]?.string else { return nil }
        self.init(text, source: json["source"]?.string)
    }
}

extension Note {
    var json: JSON {
        let told = mentions.isEmpty ? [] : [JSON.Member("told", .array(mentions.map { .string($0.text) }))]
        return .object([.init("text", .string(text)), .init("by", .string(by)), .init("at", .integer(at.microseconds))] + told)
    }

    init?(_ json: JSON) {
        guard let text = json["text"]?.string, let by = json["by"]?.string, let at = json["at"]?.integer else { return nil }
        self.init(
            text: text, by: by, at: Instant(microseconds: Int64(at)), mentions: (json["told"]?.array ?? []).compactMap { $0.string.flatMap { AccountID($0) } })
    }
}

extension JSON {
    /// A day, as its number since 1970-01-01.
    var day: CivilDate? { integer.flatMap { Int32(exactly: $0) }.map { CivilDate(daysSinceEpoch: $0) } }
}
