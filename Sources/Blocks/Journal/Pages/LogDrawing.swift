import HTML
import Kernel

/// How the log holds together, drawn: eight entries, the hashes above them, the signed root. What leads from one entry to
/// the root is marked, and what a proof has to give for it (RFC 9162, section 2.1.3).
struct LogDrawing: Sendable {
    private static let (width, height) = (640, 300)
    /// The vertical middle of each level, leaves last.
    private static let rows = [46, 110, 174, 238]
    /// The entry that the drawing follows, counted from the left.
    private static let followed = 2

    func draw(_ html: inout HTML) {
        html.element("figure", class: "drawing") { html in
            html.raw(trusted: "<svg viewBox=\"0 0 \(Self.width) \(Self.height)\" role=\"img\" aria-labelledby=\"log-drawing-title\" direction=\"ltr\">")
            html.raw(trusted: "<title id=\"log-drawing-title\">")
            html.say(.drawingTitle)
            html.raw(trusted: "</title>")
            for level in 1..<4 { for index in 0..<(1 << level) { edge(level, index, &html) } }
            for level in 0..<4 { for index in 0..<(1 << level) { node(level, index, &html) } }
            words(.drawingRoot, x: Self.width / 2, y: 18, &html)
            words(.drawingEntry, x: Self.x(3, Self.followed), y: 278, &html)
            html.raw(trusted: "</svg>")
            html.element("figcaption", html.language.say(.drawingCaption))
        }
    }

    private static func x(_ level: Int, _ index: Int) -> Int { width * (2 * index + 1) / (2 << level) }

    private static func isOnPath(_ level: Int, _ index: Int) -> Bool { followed >> (3 - level) == index }

    /// The other child of a node on the path: its hash is in the proof.
    private static func isInProof(_ level: Int, _ index: Int) -> Bool { level > 0 && isOnPath(level, index ^ 1) }

    private func edge(_ level: Int, _ index: Int, _ html: inout HTML) {
        let style = Self.isOnPath(level, index) ? "drawing-line drawing-path" : "drawing-line"
        html.raw(
            trusted:
                "<path class=\"\(style)\" d=\"M\(Self.x(level, index)) \(Self.rows[level])L\(Self.x(level - 1, index / 2)) \(Self.rows[level - 1])\"/>")
    }

    private func node(_ level: Int, _ index: Int, _ html: inout HTML) {
        let style = Self.isOnPath(level, index) ? "drawing-node drawing-path" : Self.isInProof(level, index) ? "drawing-node drawing-proof" : "drawing-node"
        let (x, y) = (Self.x(level, index), Self.rows[level])
        if level == 3 {
            html.raw(trusted: "<rect class=\"\(style)\" x=\"\(x - 22)\" y=\"\(y - 14)\" width=\"44\" height=\"28\" rx=\"6\"/>")
        } else {
            html.raw(trusted: "<circle class=\"\(style)\" cx=\"\(x)\" cy=\"\(y)\" r=\"14\"/>")
        }
    }

    private func words(_ phrase: Phrase, x: Int, y: Int, _ html: inout HTML) {
        html.raw(trusted: "<text class=\"drawing-words\" x=\"\(x)\" y=\"\(y)\" text-anchor=\"middle\">")
        html.say(phrase)
        html.raw(trusted: "</text>")
    }
}

extension Phrase {
    static let drawingTitle = Phrase(
        "journal.drawing_title", en: "A tree of hashes: from one entry at the foot, three steps lead to the signed root at the top.",
        es: "Un árbol de hashes: desde un asiento al pie, tres pasos llevan a la raíz firmada en lo alto.")
    static let drawingRoot = Phrase("journal.drawing_root", en: "Signed root", es: "Raíz firmada")
    static let drawingEntry = Phrase("journal.drawing_entry", en: "One act", es: "Un acto")
    static let drawingCaption = Phrase(
        "journal.drawing_caption",
        en:
            "Each circle is computed from the two below it. Whoever has one act and the three ringed hashes can compute the root, and compare it with the signed one.",
        es:
            "Cada círculo se calcula a partir de los dos de abajo. Quien tiene un acto y los tres hashes señalados puede calcular la raíz y compararla con la firmada."
    )
}
