import Blueprint
import Forms
import Kernel

/// Which keys say something about which type of question. One that says nothing is a designer's mistake: it would be passed over in silence.
enum QuestionKeys {
    private static let common: Set<String> = ["ask", "hint", "type", "optional", "when", "prefill", "show", "valid", "message", "personal"]
    private static let ofPage: Set<String> = ["page", "questions", "when"]

    /// The types that each of the other keys is for.
    private static let types: [(key: String, types: [String])] = [
        ("choices", ["choose_one", "choose_many"]), ("min", ["number", "money", "date"]),
        ("max", ["text", "long_text", "number", "money", "date", "files", "group"]), ("pattern", ["text"]), ("accept", ["files"]),
        ("registry", ["record"]), ("one", ["group"]), ("questions", ["group"]), ("filterable", ["choose_one"]),
    ]

    static func check(_ question: Checked, type: String, _ diagnostics: inout Diagnostics) {
        for (key, _) in question.dictionary where !common.contains(key.value) {
            guard let known = types.first(where: { $0.key == key.value }), !known.types.contains(type) else { continue }
            diagnostics.tightened(
                key.location, "'\(key.value)' says nothing about a question of type '\(type)'", mend: "Remove it; it is for \(list(known.types)).")
        }
        if question.has("page") {
            diagnostics.tightened(
                question.keyLocation(of: "page"), "'page' says nothing about a question", mend: "A page holds its questions under 'questions'.")
        }
    }

    static func check(page: Checked, _ diagnostics: inout Diagnostics) {
        for (key, _) in page.dictionary where !ofPage.contains(key.value) && (common.contains(key.value) || types.contains { $0.key == key.value }) {
            diagnostics.tightened(
                key.location, "'\(key.value)' says nothing about a page with several questions", mend: "Move it to one of its questions, or remove it.")
        }
    }

    private static func list(_ types: [String]) -> String {
        let quoted = types.map { "'\($0)'" }
        return quoted.count == 1 ? quoted[0] : quoted.dropLast().joined(separator: ", ") + " and " + quoted[quoted.count - 1]
    }
}

extension QuestionKind {
    /// Limits that no answer can keep.
    func checkLimits(_ node: Checked, _ diagnostics: inout Diagnostics) {
        let isEmpty =
            switch self {
            case .number(let least?, let most?), .money(let least?, let most?): least > most
            case .date(let first?, let last?): first > last
            default: false
            }
        guard isEmpty else { return }
        diagnostics.error(
            node.location(of: "max"), "'max' is \(node.text("max")), which is less than 'min' (\(node.text("min"))): no answer can be right",
            mend: "Exchange them, or remove one.")
    }
}
