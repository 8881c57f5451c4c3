import Kernel

/// Reads a cron expression field by field (`CronSchedule`).
struct CronReader {
    static func isMeant(_ text: some StringProtocol) -> Bool {
        // FEEL's own literals behind this sign are in quotation marks.
        if text.hasPrefix("@") { return text.dropFirst().first?.isLetter == true }
        let fields = text.split(whereSeparator: \.isWhitespace)
        guard (5...7).contains(fields.count) else { return false }
        return fields.enumerated().allSatisfy { index, field in
            field.allSatisfy { "0123456789*/,-".contains($0) || index > 1 && ("?#".contains($0) || $0.isLetter) }
        }
    }

    private let text: String
    private var form: CronSchedule.Form?
    /// Something is another day in the other form.
    private var needsForm = false

    init(_ text: String, in form: CronSchedule.Form?) {
        self.text = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        self.form = form
    }

    mutating func schedule() throws(CronSchedule.Fault) -> CronSchedule {
        var schedule = CronSchedule(described: text)
        let fields = try fields()
        // Spring has no field of years.
        if fields.count == 7, form == nil { form = .quartz }
        schedule.seconds = try values(fields[0], .second)
        schedule.minutes = try values(fields[1], .minute)
        schedule.hours = try values(fields[2], .hour)
        schedule.days = try days(fields[3])
        schedule.months = try values(fields[4], .month)
        schedule.weekdays = try weekdays(fields[5])
        if needsForm { schedule.form = form }
        if fields.count == 7, fields[6] != "*" { schedule.years = try years(fields[6]) }
        return schedule
    }

    /// As Spring's documentation gives them.
    private static let macros = [
        "@yearly": "0 0 0 1 1 *", "@annually": "0 0 0 1 1 *", "@monthly": "0 0 0 1 * *", "@weekly": "0 0 0 * * SUN", "@daily": "0 0 0 * * *",
        "@midnight": "0 0 0 * * *", "@hourly": "0 0 * * * *",
    ]

    private func fields() throws(CronSchedule.Fault) -> [String] {
        guard let written = text.hasPrefix("@") ? Self.macros[text.lowercased()] : text else {
            throw CronSchedule.Fault(
                "has '\(text.prefix(60))' as its cron macro, which there is not",
                mend: "Write @yearly, @annually, @monthly, @weekly, @daily, @midnight or @hourly.")
        }
        let fields = written.uppercased().split(whereSeparator: \.isWhitespace).map(String.init)
        switch fields.count {
        case 6, 7: return fields
        case 5: throw CronSchedule.Fault("is a cron expression of five fields, as Unix has them", mend: "Put the seconds in front: 0 \(text.prefix(60)).")
        default:
            throw CronSchedule.Fault(
                "is a cron expression of \(fields.count) fields",
                mend: "Write six (second, minute, hour, day of the month, month, day of the week), or seven with the year: 0 0 9 ? * MON-FRI.")
        }
    }

    // MARK: - Values

    private struct Field {
        var name: String
        var range: ClosedRange<Int>
        /// From the first value on.
        var names: [String] = []
        /// What 0 stands for.
        var zero: Int?
        /// What may stand here.
        var what: String

        static let second = Field(name: "second", range: 0...59, what: "0 to 59"), minute = Field(name: "minute", range: 0...59, what: "0 to 59")
        static let hour = Field(name: "hour", range: 0...23, what: "0 to 23")
        static let day = Field(
            name: "day of the month", range: 1...31,
            what: "1 to 31, L for the last, L-3 for three days before it, 15W or LW for the weekday next to it")
        static let month = Field(
            name: "month", range: 1...12, names: ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"],
            what: "1 to 12 or JAN to DEC")
        static func weekday(_ form: CronSchedule.Form?) -> Field {
            let names = ["MON", "TUE", "WED", "THU", "FRI", "SAT", "SUN"]
            return Field(
                name: "day of the week", range: 1...7, names: form == .quartz ? names.suffix(1) + names.dropLast() : names, zero: form == .spring ? 7 : nil,
                what: "MON to SUN, FRIL for a month's last Friday or FRI#2 for its second")
        }
        /// Quartz's years.
        static let year = Field(name: "year", range: 1970...2099, what: "1970 to 2099")

        func value(_ text: some StringProtocol) -> Int? {
            if let index = names.firstIndex(where: { $0 == text }) { return range.lowerBound + index }
            guard text.utf8.allSatisfy({ (48...57).contains($0) }), let number = Int(text) else { return nil }
            return range.contains(number) ? number : number == 0 ? zero : nil
        }

        func fault(_ text: some StringProtocol) -> CronSchedule.Fault {
            CronSchedule.Fault(
                "has '\(text.prefix(60))' as its \(name)", mend: "Write \(what), a range with '-', a step with '/', or '*' for all.")
        }
    }

    /// Bit n: the value n.
    private func values(_ text: String, _ field: Field) throws(CronSchedule.Fault) -> UInt64 {
        var bits: UInt64 = 0
        for part in parts(text) { for value in try values(part: part, field) { bits |= 1 << UInt64(value) } }
        return bits
    }

    private func years(_ text: String) throws(CronSchedule.Fault) -> Set<Int> {
        var years: Set<Int> = []
        for part in parts(text) { years.formUnion(try values(part: part, .year)) }
        return years
    }

    private func parts(_ text: String) -> [Substring] { text.split(separator: ",", omittingEmptySubsequences: false) }

    /// `*`, `5`, `1-5`, `*/5`, `0/15`, `10-40/10`; a step from a value goes to the last one.
    private func values(part: Substring, _ field: Field) throws(CronSchedule.Fault) -> [Int] {
        let halves = part.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        let size = field.range.count
        var step: Int?
        if halves.count == 2 {
            guard halves[1].utf8.allSatisfy({ (48...57).contains($0) }), let written = Int(halves[1]), (1...size).contains(written) else {
                throw CronSchedule.Fault("has '\(part.prefix(60))' as its \(field.name), whose step is none", mend: "Write a step from 1 to \(size).")
            }
            step = written
        }
        var (first, last) = (field.range.lowerBound, field.range.upperBound)
        // Quartz lets a step stand without the first value.
        if halves[0] != "*", step == nil || !halves[0].isEmpty {
            let ends = halves[0].split(separator: "-", maxSplits: 1, omittingEmptySubsequences: false)
            guard let begin = field.value(ends[0]), let end = ends.count == 2 ? field.value(ends[1]) : begin else { throw field.fault(part) }
            first = begin
            if ends.count == 2 || step == nil { last = end } else if begin == field.zero, ends[0] == "0" { last = begin + size - 1 }
        }
        // Years do not begin anew.
        if last < first {
            guard size <= 60 else { throw field.fault(part) }
            last += size
        }
        return stride(from: first, through: last, by: step ?? 1).map { ($0 - field.range.lowerBound) % size + field.range.lowerBound }
    }

    // MARK: - Days

    /// Empty for `*` and `?`.
    private func days(_ text: String) throws(CronSchedule.Fault) -> [CronSchedule.Day] {
        text == "*" || text == "?" ? [] : try parts(text).map { part throws(CronSchedule.Fault) in try day(part) }
    }

    private func day(_ part: Substring) throws(CronSchedule.Fault) -> CronSchedule.Day {
        let isWeekday = part.hasSuffix("W")
        let rest = isWeekday ? part.dropLast() : part
        if rest.hasPrefix("L") {
            if rest == "L" { return .last(before: 0, isWeekday: isWeekday) }
            // The last day but 30 is the first of the longest months.
            guard rest.hasPrefix("L-"), let before = Field.day.value(rest.dropFirst(2)), before <= 30 else { throw Field.day.fault(part) }
            return .last(before: before, isWeekday: isWeekday)
        }
        if isWeekday {
            guard let day = Field.day.value(rest) else { throw Field.day.fault(part) }
            return .weekday(near: day)
        }
        var bits: UInt64 = 0
        for value in try values(part: part, .day) { bits |= 1 << UInt64(value) }
        return .numbered(bits)
    }

    /// Empty for `*` and `?`.
    private mutating func weekdays(_ text: String) throws(CronSchedule.Fault) -> [CronSchedule.Weekday] {
        var weekdays: [CronSchedule.Weekday] = []
        if text != "*", text != "?" { for part in parts(text) { weekdays.append(try weekday(part)) } }
        return weekdays
    }

    private mutating func weekday(_ part: Substring) throws(CronSchedule.Fault) -> CronSchedule.Weekday {
        let week = Field.weekday(form)
        let marks = part.split(separator: "#", maxSplits: 1, omittingEmptySubsequences: false)
        let isLast = part.count > 1 && marks.count == 1 && part.hasSuffix("L")
        let named = isLast ? part.dropLast() : marks[0]
        if let doubt = Self.doubt(named, in: part) {
            guard form != nil else { throw doubt }
            needsForm = true
        }
        // A week of Quartz's ends on Saturday, and this is its last day.
        if part == "L", form == .quartz { return .named(1 << UInt64(dayOfWeek(7))) }
        if marks.count == 2 {
            guard let value = week.value(named), let number = Int(marks[1]), (1...5).contains(number) else {
                throw CronSchedule.Fault(
                    "has '\(part.prefix(60))' as its day of the week", mend: "Write FRI#1 to FRI#5 for a month's first to fifth Friday.")
            }
            return .number(number, of: dayOfWeek(value))
        }
        if isLast {
            guard let value = week.value(named) else { throw week.fault(part) }
            return .last(dayOfWeek(value))
        }
        guard named != "*" else { throw week.fault(part) }
        var bits: UInt64 = 0
        for value in try values(part: part, week) { bits |= 1 << UInt64(dayOfWeek(value)) }
        return .named(bits)
    }

    /// The day that a number of the form stands for; 1 is Monday.
    private func dayOfWeek(_ number: Int) -> Int { form == .quartz ? (number + 5) % 7 + 1 : number }

    /// What is one day in Quartz, where 1 is Sunday, and another in Spring, where 1 is Monday.
    private static func doubt(_ named: Substring, in part: Substring) -> CronSchedule.Fault? {
        if part == "L" {
            return CronSchedule.Fault(
                "has 'L' as its day of the week, which is every Saturday in Quartz and nothing in Spring", mend: "Write SAT, or SATL for a month's last.")
        }
        if named.split(separator: "/", omittingEmptySubsequences: false)[0].utf8.contains(where: { (48...57).contains($0) }) {
            return CronSchedule.Fault(
                "has '\(part.prefix(60))' as its day of the week: a number is one day in Quartz, where 1 is Sunday, and another in Spring, where 1 is Monday",
                mend: "Write MON to SUN.")
        }
        if named.contains("/"), !named.contains("-") {
            return CronSchedule.Fault(
                "has '\(part.prefix(60))' as its day of the week: a week ends on Saturday in Quartz and on Sunday in Spring, so the step leads to other days",
                mend: "Write the days: MON,WED,FRI.")
        }
        return nil
    }
}
