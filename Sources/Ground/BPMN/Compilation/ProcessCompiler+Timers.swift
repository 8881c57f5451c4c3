import FEEL
import Kernel
import Processes
import XML

/// Section 10.5.5, timer events; ISO 8601 as the standard asks, Polity's terms (`10 working days`), and the cron expressions of Camunda and its kin.
extension ProcessCompiler {
    enum TimerKind { case date, duration, cycle }

    mutating func timer(_ element: XMLElement, _ node: FlowNode) -> Timer {
        if let count = element.attribute("workingDays", in: Vocabulary.polity) {
            return .workingDays(expressions.formula(SourceText(count, at: element.location), language: "feel", of: "the working days of '\(title(node))'"))
        }
        for (name, kind) in [("timeDuration", TimerKind.duration), ("timeCycle", .cycle), ("timeDate", .date)] {
            guard let time = element.first(name), !time.text.trimmed.isEmpty else { continue }
            return timer(time.source.text, kind: kind, of: node, at: time.source.location, language: time["language"])
        }
        missing(node, "no time, so it waits until an operator moves it", "timeDuration, timeDate or timeCycle (ISO 8601, or FEEL)")
        return .at(Formula(SourceText("null", at: element.location)))
    }

    mutating func timer(_ text: String, kind: TimerKind, of node: FlowNode, at location: SourceLocation, language: String? = nil) -> Timer {
        let text = text.trimmed
        // A literal is the same in every language.
        if kind == .cycle, let expression = Self.cron(text) { return cron(expression, of: node, at: location) }
        if kind != .date, let term = Term(text) { return kind == .cycle ? .every(term, times: nil) : .after(term) }
        let isLiteral = text.first.map { "PR0123456789".contains($0) } ?? false
        let formula: Formula
        if isLiteral, !text.contains("("), !text.contains("${"), text.allSatisfy({ Self.isOfTime($0) || kind == .date && $0 == " " }) {
            formula = Formula(SourceText("\"\(text)\"", at: location))
            if !Self.isTime(text, kind) {
                diagnostics.error(
                    location, "'\(text)' is no \(kind == .date ? "date" : kind == .duration ? "duration" : "repeating interval") of ISO 8601",
                    mend: "Write, for example, \(kind == .date ? "2026-11-22T09:00:00Z" : kind == .duration ? "P14D or PT4H" : "R3/P7D").")
            }
        } else {
            formula = expressions.formula(SourceText(text, at: location), language: language, of: "the time of '\(title(node))'")
        }
        switch kind {
        case .date: return .at(formula)
        case .duration: return .duration(formula)
        case .cycle: return .cycle(formula, cron: definitions.cronForm)
        }
    }

    private mutating func cron(_ text: String, of node: FlowNode, at location: SourceLocation) -> Timer {
        do {
            let schedule = try CronSchedule(text, in: definitions.cronForm)
            if let now, schedule.next(after: now, in: .utc) == nil {
                diagnostics.warning(
                    location, "the cycle of '\(title(node))' never comes again: the last of its years is over",
                    mend: "Write another year, or leave the seventh field out.")
            }
            return .cron(schedule)
        } catch {
            diagnostics.error(location, "the cycle of '\(title(node))' \(error.message)", mend: error.mend)
            return .at(Formula(SourceText("null", at: location)))
        }
    }

    private static func isOfTime(_ character: Character) -> Bool { character.isLetter || character.isNumber || "/:.+-".contains(character) }

    private static func isTime(_ text: String, _ kind: TimerKind) -> Bool {
        func isDuration(_ text: some StringProtocol) -> Bool {
            let value = JSON.string(String(text))
            return Term(text) != nil || Value(value, as: .daysAndTimeDuration) != nil || Value(value, as: .yearsAndMonthsDuration) != nil
        }
        func isMoment(_ text: some StringProtocol) -> Bool {
            let value = JSON.string(String(text))
            return Value(value, as: .dateAndTime) != nil || Value(value, as: .date) != nil
        }
        switch kind {
        case .duration: return isDuration(text)
        case .date: return isMoment(text)
        case .cycle:
            let parts = text.split(separator: "/", omittingEmptySubsequences: false)
            guard let last = parts.last, isDuration(last), parts.count <= 3 else { return false }
            return parts.dropLast().allSatisfy { part in part.hasPrefix("R") ? part.dropFirst().allSatisfy { $0.isNumber || $0 == "-" } : isMoment(part) }
        }
    }

    /// A text that is meant as a cron expression, as it stands or as a text of FEEL (`="0 0 9 * * MON-FRI"`).
    private static func cron(_ text: String) -> String? {
        var text = text[...]
        if text.hasPrefix("=") { text = text.dropFirst().drop(while: \.isWhitespace) }
        if text.utf8.count > 2, text.first == "\"", text.last == "\"", !text.dropFirst().dropLast().contains("\"") { text = text.dropFirst().dropLast() }
        return CronSchedule.isMeant(text) ? String(text) : nil
    }
}

extension Definitions {
    /// Whose cron expressions it has, as the namespaces say that it declares: Camunda 7 and its kin run Quartz's, Camunda 8 Spring's. A file that has the
    /// namespaces of both was moved from one to the other, and Camunda's Modeler says which it is for.
    fileprivate var cronForm: CronSchedule.Form? {
        let declared = Set(root.attributes.filter { $0.declaredPrefix != nil }.map(\.value))
        switch (Vocabulary.camundas.contains(where: declared.contains), declared.contains(Vocabulary.zeebe)) {
        case (true, false): return .quartz
        case (false, true): return .spring
        case (false, false): return nil
        case (true, true):
            let platform = root.attribute("executionPlatform", in: Vocabulary.modeler)
            return platform == "Camunda Cloud" ? .spring : platform == "Camunda Platform" ? .quartz : nil
        }
    }
}
