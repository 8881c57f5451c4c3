import Foundation

/// A regular expression that a field's whole text matches. It is tried only on texts of a bounded length.
struct FieldPattern: Sendable {
    private let expression: NSRegularExpression

    init?(_ pattern: String) {
        guard let expression = try? NSRegularExpression(pattern: "\\A(?:\(pattern))\\z") else { return nil }
        self.expression = expression
    }

    func matches(_ text: String) -> Bool {
        guard text.utf8.count <= 1_000 else { return false }
        return expression.firstMatch(in: text, range: NSRange(text.startIndex..., in: text)) != nil
    }
}
