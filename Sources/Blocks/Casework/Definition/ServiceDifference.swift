import Blueprint
import Kernel

/// What a change of a service's own rules does, in words: its fee, who may use it, the values of the law that it calls, and by what its steps check and
/// decide. What else it says (its questions, its texts) decides nothing by itself.
public struct ServiceDifference: Sendable {
    /// In the order of the file.
    public private(set) var sentences: [String] = []
    private let language: Language
    private let title: Phrase.Argument

    public init(from old: ServiceFile, to new: ServiceFile, in language: Language = .english) {
        self.language = language
        title = .text("‹\(new.root.localized("title")[language.code])›")
        for (aspect, read, isOrdered) in Self.aspects { compare(read(old.root), read(new.root), language.say(aspect), isOrdered: isOrdered) }
    }

    /// Something that the service demands or computes.
    private struct Statement: Hashable {
        /// What it is known by in both files; empty where there is only one.
        var key: String
        var text: String
    }

    /// Of rules of which the first that holds counts, the order matters.
    private static let aspects: [(name: Phrase, read: @Sendable (Checked) -> [Statement], isOrdered: Bool)] = [
        (.serviceEligibility, { demands($0.list("eligibility")) }, false), (.serviceLaw, { law($0) }, false), (.serviceFee, { fee($0) }, false),
        (.serviceChecks, { file in steps(file).flatMap { demands($0.list("check")) } }, false),
        (.serviceRules, { file in steps(file).flatMap { rules($0.list("decide") + ($0["review"]?.list("advise") ?? [])) } }, true),
    ]

    private static func fee(_ file: Checked) -> [Statement] {
        guard let fee = file["fee"] else { return [] }
        return [Statement(key: "", text: onOneLine(fee.isMap ? fee.text("amount") : fee.text))]
    }

    private static func demands(_ nodes: [Checked]) -> [Statement] {
        nodes.map { Statement(key: "‹\($0.text("otherwise"))›", text: onOneLine($0.text("must"))) }
    }

    private static func law(_ file: Checked) -> [Statement] {
        file.dictionary("law").map { name, node in
            let given = node.dictionary("given").map { "\($0.key.value): \(onOneLine($0.value.text))" }
            return Statement(key: "‹\(name.value)›", text: node.text("value") + (given.isEmpty ? "" : " (\(given.joined(separator: ", ")))"))
        }
    }

    private static func steps(_ file: Checked) -> [Checked] { file.list("steps").filter(\.isMap) }

    private static func rules(_ nodes: [Checked]) -> [Statement] {
        nodes.map { Statement(key: "‹\($0.text("outcome")): \($0.text("because"))›", text: onOneLine($0.text("when", or: "true"))) }
    }

    private static func onOneLine(_ text: String) -> String { text.split(whereSeparator: \.isWhitespace).joined(separator: " ") }

    private mutating func compare(_ old: [Statement], _ new: [Statement], _ aspect: String, isOrdered: Bool) {
        var rest = old
        let count = sentences.count
        for statement in new {
            // Of several that are known by one name those that stayed as they are find each other first.
            let same = rest.firstIndex(of: statement) ?? rest.firstIndex { $0.key == statement.key && !new.contains($0) }
            let earlier = same.map { rest.remove(at: $0) }
            guard earlier != statement else { continue }
            say(earlier == nil ? .serviceHasNew : .serviceOtherwise, aspect, statement.key, old: earlier?.text ?? "", new: statement.text)
        }
        for statement in rest { say(.serviceHasNoMore, aspect, statement.key, old: statement.text) }
        if isOrdered, sentences.count == count, old != new { say(.serviceOrder, aspect, "") }
    }

    private mutating func say(_ phrase: Phrase, _ aspect: String, _ key: String, old: String = "", new: String = "") {
        let what = key.isEmpty ? aspect : "\(aspect) \(key)"
        sentences.append(language.say(phrase, ["title": title, "what": .text(what), "old": .text(old), "new": .text(new)]))
    }
}

extension Phrase {
    fileprivate static let serviceEligibility = Phrase("casework.change.eligibility", en: "condition of use", es: "condición de uso")
    fileprivate static let serviceLaw = Phrase("casework.change.law", en: "value of the law", es: "valor de la ley")
    fileprivate static let serviceFee = Phrase("casework.change.fee", en: "fee", es: "tasa")
    fileprivate static let serviceChecks = Phrase("casework.change.checks", en: "check", es: "comprobación")
    fileprivate static let serviceRules = Phrase("casework.change.rules", en: "rule", es: "regla")
    fileprivate static let serviceOtherwise = Phrase(
        "casework.change.otherwise", en: "{title}, {what}: «{new}» instead of «{old}».", es: "{title}, {what}: «{new}» en lugar de «{old}».")
    fileprivate static let serviceHasNew = Phrase("casework.change.new", en: "{title}, {what}, is new: «{new}».", es: "{title}, {what}, es nueva: «{new}».")
    fileprivate static let serviceHasNoMore = Phrase(
        "casework.change.gone", en: "{title}, {what}, is gone: «{old}».", es: "{title}, {what}, ya no existe: «{old}».")
    fileprivate static let serviceOrder = Phrase(
        "casework.change.order", en: "{title}: the order of its rules is another, and the first that holds counts.",
        es: "{title}: el orden de sus reglas es otro, y cuenta la primera que se cumple.")
}
