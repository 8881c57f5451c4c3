import Casework
import Kernel
import Web

/// A deadline in words, with the colour that says the same: working days of the government, as the law counts them.
struct Deadline {
    let words: String
    let tone: TagTone

    /// - Parameter near: how many working days before it becomes pressing.
    init(_ due: CivilDate, on today: CivilDate, calendar: OfficeCalendar, near: Int = QueueQuery.soon, in language: Language) {
        if due < today {
            let late = max(calendar.workingDays(from: due, to: today), 1)
            (words, tone) = (language.say(.workingDaysLate, ["count": .count(late)]), .bad)
        } else if due == today {
            (words, tone) = (language.say(.dueToday), .waiting)
        } else {
            let left = calendar.workingDays(from: today, to: due)
            (words, tone) = (language.say(.workingDaysLeft, ["count": .count(left)]), left <= near ? .waiting : .neutral)
        }
    }
}

extension Desk {
    /// A deadline in a table.
    func due(_ due: CivilDate?, _ today: CivilDate, near: Int = QueueQuery.soon, _ language: Language) -> Cell {
        guard let due else { return .text(language.say(.noDeadline)) }
        let deadline = Deadline(due, on: today, calendar: casework.calendar, near: near, in: language)
        return .deadline(text: language.formatShort(due), datetime: due.description, tag: deadline.words, deadline.tone)
    }
}

extension Phrase {
    static let decideBy = Phrase("desk.decide_by", en: "To be decided by", es: "Por resolver antes del final del")
    static let decideStands = Phrase("desk.decide_stands", en: "Stands still", es: "Plazo detenido")
    static let dueToday = Phrase("desk.due_today", en: "Due today", es: "Vence hoy")
    static let workingDaysLeft = Phrase(
        "desk.working_days_left", en: .plural(one: "{count} working day left", other: "{count} working days left"),
        es: .plural(one: "Queda {count} día hábil", other: "Quedan {count} días hábiles"))
    static let workingDaysLate = Phrase(
        "desk.working_days_late", en: .plural(one: "{count} working day late", other: "{count} working days late"),
        es: .plural(one: "{count} día hábil de retraso", other: "{count} días hábiles de retraso"))
}
