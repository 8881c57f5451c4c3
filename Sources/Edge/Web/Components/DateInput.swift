public import HTML
public import Kernel

/// A date as it was typed, whole or not; drawn again as it was when something is wrong.
public struct DateAnswer: Sendable, Hashable {
    public var day: String
    public var month: String
    public var year: String

    public init(day: String = "", month: String = "", year: String = "") {
        self.day = day
        self.month = month
        self.year = year
    }

    public init(_ date: CivilDate?) {
        self.init(day: date.map { String($0.day) } ?? "", month: date.map { String($0.month) } ?? "", year: date.map { String($0.year) } ?? "")
    }

    public var isEmpty: Bool { day.isEmpty && month.isEmpty && year.isEmpty }

    /// nil when there is no such day.
    public var date: CivilDate? {
        guard let day = Int(day), let month = Int(month), let year = Int(year), (1...9999).contains(year) else { return nil }
        return CivilDate(year: year, month: month, day: day)
    }
}

extension FormValues {
    /// The three boxes of a `dateInput`, trimmed.
    public func date(_ name: String) -> DateAnswer {
        func part(_ suffix: String) -> String { (self[name + suffix] ?? "").filter { !$0.isWhitespace } }
        return DateAnswer(day: part(".day"), month: part(".month"), year: part(".year"))
    }
}

extension HTML {
    /// A date in three boxes, which people type faster and with fewer mistakes than they pick one from a calendar. It sends
    /// `name.day`, `name.month` and `name.year`; read them with `request.form.date(name)`.
    public mutating func dateInput(_ control: Control, _ answer: DateAnswer = DateAnswer(), isBirthday: Bool = false) {
        fieldGroup(control) { html in
            html.div(class: "date-parts") { html in
                html.datePart(control, ".day", .day, answer.day, id: control.id, autocomplete: isBirthday ? "bday-day" : nil)
                html.datePart(control, ".month", .month, answer.month, id: control.id + ".month", autocomplete: isBirthday ? "bday-month" : nil)
                html.datePart(control, ".year", .year, answer.year, id: control.id + ".year", autocomplete: isBirthday ? "bday-year" : nil)
            }
        }
    }

    private mutating func datePart(
        _ control: Control, _ suffix: String, _ label: Phrase, _ value: String, id: String, autocomplete: String?
    ) {
        div(class: suffix == ".year" ? "date-part date-year" : "date-part") { html in
            html.label(for: id) { html in html.say(label) }
            html.input(
                type: "text", name: control.name + suffix, value: value, class: "input", id: id,
                [
                    .inputmode("numeric"), .autocomplete(autocomplete),  // Some people write the month's name.
                    .maxlength(suffix == ".year" ? 4 : suffix == ".month" ? 12 : 2), .ariaInvalid(control.fault != nil),
                ])
        }
    }
}
