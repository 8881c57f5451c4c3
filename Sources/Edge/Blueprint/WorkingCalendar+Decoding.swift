import Kernel

extension WorkingCalendar {
    init(_ file: Checked, _ diagnostics: inout Diagnostics) {
        var holidays: [Holiday] = []
        for holiday in file.list("holidays") {
            let text = holiday.text("date")
            guard let rule = HolidayRule(text) else {
                diagnostics.error(
                    holiday.location(of: "date"), "'date' must say when the holiday is, not '\(text.shortened)'",
                    mend: "Write 2026-05-04, 12-25, 'first monday of may', 'last monday of august', 'easter - 2' or 'orthodox easter + 1'.")
                continue
            }
            holidays.append(Holiday(name: holiday.localized("name"), rule: rule, isSubstituted: holiday.boolean("substitute")))
        }
        let days = file.texts("working_days").compactMap { Self.weekdayNames.firstIndex(of: $0) }.map { $0 + 1 }
        self.init(weekdays: days.isEmpty ? [1, 2, 3, 4, 5] : Set(days), holidays: holidays)
    }
}
