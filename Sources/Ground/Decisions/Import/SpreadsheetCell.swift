import FEEL
import Kernel

/// A cell as people type it, made into FEEL: words become texts, days become dates, and what already is FEEL stays.
enum SpreadsheetCell {
    /// A condition (DMN 1.5, section 8.3.3): empty is any.
    static func test(_ text: String, _ type: FEELType, _ names: Names, _ location: SourceLocation, _ diagnostics: inout Diagnostics) -> String {
        if text.isEmpty || text == "-" { return "-" }
        let test = isFEEL(text) ? withDates(text) : parts(text).map(literal).joined(separator: ", ")
        var found = Diagnostics()
        _ = UnaryTests(test, subject: type, names: names, location: location, diagnostics: &found)
        // What is wrong within the cell is told at the cell: a sheet has no finer place.
        for finding in found.all where finding.severity == .error { diagnostics.error(location, "'\(text)': \(finding.message)", mend: finding.mend) }
        return test
    }

    /// A result: a formula over the columns where it is one, else the text as it stands.
    static func result(_ text: String, _ names: Names, _ location: SourceLocation, _ diagnostics: inout Diagnostics) -> String {
        guard !text.isEmpty else {
            diagnostics.error(location, "the rule decides nothing here", mend: "Write what is decided; null where nothing is.")
            return "null"
        }
        let plain = literal(text)
        guard plain.hasPrefix("\""), !text.hasPrefix("\"") else { return plain }
        var tried = Diagnostics()
        let formula = withDates(text)
        if let expression = Expression(formula, names: names, location: location, diagnostics: &tried), !expression.references.isEmpty || text == "null" {
            return formula
        }
        return plain
    }

    /// The types of the plain values in a cell; nothing for a condition whose type is not seen in it.
    static func plainTypes(_ text: String) -> [FEELType] {
        if text.isEmpty || text == "-" { return [] }
        let values = isFEEL(text) ? text.split { "<>=[](), ".contains($0) }.flatMap { $0.split(separator: "..") }.map(String.init) : parts(text)
        return values.filter { $0 != "not" && $0 != "null" }.map { value in
            if number(value) != nil { return .number }
            if value == "true" || value == "false" { return .boolean }
            return CivilDate(value) != nil || value.hasPrefix("date") ? .date : .string
        }
    }

    /// Comparisons, intervals, negations and quoted texts are FEEL already.
    private static func isFEEL(_ text: String) -> Bool {
        "<>=[]\"?".contains { text.contains($0) } || text.hasPrefix("(") || text.hasPrefix("not(") || text.contains("..")
    }

    private static func parts(_ text: String) -> [String] {
        text.split(separator: ",").map { part in String(part.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed()) }
    }

    /// A number as people type one. `007` is a code, and `1E5` may be a postcode: they stay what they are.
    private static func number(_ text: String) -> Decimal128? {
        let digits = text.drop { $0 == "-" || $0 == "+" }
        guard !text.contains(where: { $0 == "e" || $0 == "E" }), !(digits.first == "0" && digits.dropFirst().first?.isNumber ?? false) else { return nil }
        return Decimal128(text)
    }

    private static func literal(_ text: String) -> String {
        if let number = number(text) { return number.description }
        if ["true", "false", "null"].contains(text) || text.hasPrefix("\"") { return text }
        if CivilDate(text) != nil { return "date(\"\(text)\")" }
        return "\"" + text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\""
    }

    /// `>= 2024-01-01` would subtract: a day outside quotes becomes a date.
    private static func withDates(_ text: String) -> String {
        var result = ""
        var rest = text[...]
        var isQuoted = false
        while let character = rest.first {
            if !isQuoted, result.last.map({ !($0.isNumber || $0.isLetter) }) ?? true, CivilDate(String(rest.prefix(10))) != nil {
                result += "date(\"\(rest.prefix(10))\")"
                rest = rest.dropFirst(10)
                continue
            }
            if character == "\"" { isQuoted.toggle() }
            result.append(character)
            rest = rest.dropFirst()
        }
        return result
    }
}
