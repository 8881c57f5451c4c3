import FEEL
import Kernel
import Processes
import XML

/// Reads expressions as tools write them: FEEL as it stands, or behind Camunda 8's `=`; simple ones of JUEL and XPath by translation.
/// Others are named with their place and are never run.
struct ExpressionReader {
    let declared: Set<String>
    /// For names of several words, which only somebody who knows them can read.
    let names: Names
    private let language: String?
    private(set) var used: Set<String> = []
    private(set) var diagnostics = Diagnostics()

    init(declared: Set<String>, language: String?) {
        self.declared = declared
        names = Names(Dictionary(uniqueKeysWithValues: declared.map { ($0, FEELType.any) }))
        self.language = language
    }

    /// - Parameter element: an expression of the standard, which may name its language (section 8.4.6).
    mutating func formula(_ element: XMLElement, of what: String) -> Formula {
        formula(element.source, language: element["language"] ?? element["expressionLanguage"], of: what)
    }

    /// nil for an expression that is not there or empty.
    mutating func optional(_ element: XMLElement?, of what: String) -> Formula? {
        guard let element, !element.text.trimmed.isEmpty else { return nil }
        return formula(element, of: what)
    }

    /// A value of Camunda's: `= FEEL`, `${JUEL}`, or else a text that means itself.
    mutating func vendor(_ source: SourceText, of what: String) -> Formula {
        let text = source.text.trimmed
        if text.hasPrefix("=") || text.contains("${") || text.contains("#{") { return formula(source, language: nil, of: what) }
        return Formula(SourceText("\"" + text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\"", at: source.location))
    }

    /// A variable by its name, which may have several words.
    mutating func name(_ name: String, at location: SourceLocation) -> Formula {
        used.insert(name)
        return Formula(SourceText(name, at: location))
    }

    mutating func formula(_ source: SourceText, language: String?, of what: String) -> Formula {
        var source = SourceText(source.text.trimmed, at: source.location)
        if source.text.hasPrefix("=") {
            let rest = source.text.dropFirst()
            for character in rest.prefix(while: \.isWhitespace) {
                if character.isNewline {
                    source.location.position = SourcePosition(line: source.location.position.line + 1, column: 0)
                } else {
                    source.location.position.column += 1
                }
            }
            source.location.position.column += 1
            source.text = String(rest).trimmed
            return feel(source, of: what)
        }
        // The tool's default language says nothing about an expression that names none: most write XPath there and FEEL below.
        let named = language.flatMap(Self.dialect)
        if source.text.hasPrefix("${") || source.text.hasPrefix("#{") { return foreign(source, .juel, of: what) }
        switch named {
        case .feel: return feel(source, of: what)
        case .other(let name):
            refuse(source, "is in \(name)", of: what)
            return Formula(SourceText("null", at: source.location))
        case .xpath, .juel:
            return foreign(source, named ?? .xpath, of: what)
        case nil:
            if reads(source) { return feel(source, of: what) }
            if let translated = ForeignExpression.feel(source.text, .xpath) ?? ForeignExpression.feel(source.text, .juel) {
                return feel(SourceText(translated, at: source.location), of: what)
            }
            return feel(source, of: what)
        }
    }

    /// What stands in a context, when `source` is one: a script that sets several variables.
    static func entries(of source: SourceText, names: Names) -> [Assignment]? {
        var ignored = Diagnostics()
        let expression = Expression(source.text, names: names, location: source.location, mode: .lenient, diagnostics: &ignored)
        guard let expression, case .context(let entries) = expression.syntax.kind else { return nil }
        let bytes = Array(source.text.utf8)
        return entries.map { entry in
            let before = bytes[..<entry.value.span.lowerBound]
            let lines = before.count { $0 == 0x0A }
            let column = before.reversed().prefix { $0 != 0x0A }.count { $0 & 0xC0 != 0x80 } + (lines == 0 ? source.location.position.column : 1)
            let location = SourceLocation(file: source.location.file, line: source.location.position.line + lines, column: column)
            return (entry.key, Formula(SourceText(String(decoding: bytes[entry.value.span], as: UTF8.self), at: location)))
        }
    }

    // MARK: - Languages

    private mutating func foreign(_ source: SourceText, _ dialect: ForeignExpression.Dialect, of what: String) -> Formula {
        if let translated = ForeignExpression.feel(source.text, dialect) { return feel(SourceText(translated, at: source.location), of: what) }
        // Tools that know no FEEL still say XPath of it.
        if dialect == .xpath, reads(source) { return feel(source, of: what) }
        refuse(source, "is in \(dialect == .juel ? "JUEL" : "XPath")", of: what)
        return Formula(SourceText("null", at: source.location))
    }

    private mutating func refuse(_ source: SourceText, _ reason: String, of what: String) {
        let excerpt = source.text.split(whereSeparator: \.isNewline).first.map(String.init) ?? ""
        diagnostics.error(
            source.location, "\(what) \(reason), which does not run here: \(excerpt.prefix(60))\(excerpt.count > 60 ? "…" : "")",
            mend: "Write it in FEEL (language=\"\(Self.feelLanguage)\"), for example: amount > 1000 and not(approved).")
    }

    static let feelLanguage = "https://www.omg.org/spec/DMN/20191111/FEEL/"

    private static func dialect(_ language: String) -> ForeignExpression.Dialect? {
        let name = language.lowercased()
        if name.trimmed.isEmpty { return nil }
        if name.contains("feel") { return .feel }
        if name.contains("xpath") { return .xpath }
        if name.contains("juel") || name.hasSuffix("/el") || name == "el" { return .juel }
        if name.contains("javascript") || name.contains("ecmascript") { return .other("JavaScript") }
        for known in ["groovy", "python", "ruby", "java", "xquery", "mvel", "kotlin", "php"] where name.contains(known) {
            return .other(
                known == "xquery" ? "XQuery" : known == "mvel" || known == "php" ? known.uppercased() : known.prefix(1).uppercased() + known.dropFirst())
        }
        return .other("'\(language.prefix(60))'")
    }

    // MARK: - FEEL

    private func reads(_ source: SourceText) -> Bool { expression(source) != nil }

    /// Read without knowing what is around. Where that fails, words that stand side by side may be a name of several words.
    private func expression(_ source: SourceText) -> Expression? {
        var findings = Diagnostics()
        if let found = Expression(source.text, names: names, location: source.location, mode: .lenient, diagnostics: &findings) { return found }
        let phrases = Self.phrases(in: source.text).subtracting(declared)
        guard !phrases.isEmpty else { return nil }
        var names = names
        for phrase in phrases { names.declare(phrase, as: .any) }
        return Expression(source.text, names: names, location: source.location, mode: .lenient, diagnostics: &findings)
    }

    private static func phrases(in text: String) -> Set<String> {
        var (phrases, run): (Set<String>, [Substring]) = ([], [])
        var rest = text[...]
        func end() {
            if run.count > 1 { phrases.insert(run.joined(separator: " ")) }
            run = []
        }
        while let first = rest.first {
            if first == "\"" {
                rest = rest.dropFirst().drop { $0 != "\"" }.dropFirst()
                end()
            } else if first.isLetter || first == "_" {
                let word = rest.prefix { $0.isLetter || $0.isNumber || $0 == "_" }
                rest = rest.dropFirst(word.count)
                if Names.isKeyword(String(word)) { end() } else { run.append(word) }
            } else {
                if !first.isWhitespace { end() }
                rest.removeFirst()
            }
        }
        end()
        return phrases
    }

    /// Read once for the names it uses; the engine compiles it with those that there are.
    private mutating func feel(_ source: SourceText, of what: String) -> Formula {
        guard let expression = expression(source) else {
            var findings = Diagnostics()
            _ = Expression(source.text, names: names, location: source.location, mode: .lenient, diagnostics: &findings)
            for finding in findings.all where finding.severity == .error {
                diagnostics.error(
                    finding.location, "\(what) is no FEEL: \(finding.message)", mend: finding.mend ?? "Write it in FEEL, for example: amount > 1000.")
            }
            return Formula(SourceText("null", at: source.location))
        }
        collect(expression.syntax)
        return Formula(source)
    }

    private mutating func collect(_ syntax: Syntax) {
        switch syntax.kind {
        case .name(let name): used.insert(name)
        case .call(let function, let arguments):
            if !function.isName { collect(function) }
            for argument in arguments { collect(argument.value) }
        default: for child in syntax.kind.children { collect(child) }
        }
    }
}
