import Kernel

/// A letter, a certificate or any other paper, as its meaning and not as its look: what `Paper.render` makes a tagged PDF of.
///
/// The same document gives the same bytes (on the same libraries and fonts): the dates and the id in the file come from here.
public struct PaperDocument: Sendable, Hashable {
    public var title: String
    /// BCP 47 (`en`, `es-MX`, `ar`). It also says which way the page runs.
    public var language: String
    public var letterhead: Letterhead
    /// The certificate's or the case's number; stands at the head of later pages and in the footer.
    public var reference: String?
    /// Written into the file as its date of making.
    public var madeAt: Instant
    public var blocks: [Block]
    public var attachments: [Attachment]
    public var wording: Wording
    /// Bytes that the file keeps free for a signature over the rest of it; `Paper.sealSpace` finds them.
    public var sealSpace = 0

    public init(
        title: String, language: String, letterhead: Letterhead, reference: String? = nil, madeAt: Instant, blocks: [Block],
        attachments: [Attachment] = [], wording: Wording = Wording()
    ) {
        self.title = title
        self.language = language
        self.letterhead = letterhead
        self.reference = reference
        self.madeAt = madeAt
        self.blocks = blocks
        self.attachments = attachments
        self.wording = wording
    }

    /// Whether the page runs from right to left: the language's script decides.
    public var runsRightToLeft: Bool {
        let parts = language.lowercased().split(separator: "-")
        if parts.contains("arab") || parts.contains("hebr") { return true }
        if parts.contains("latn") || parts.contains("cyrl") { return false }
        return ["ar", "arc", "ckb", "dv", "fa", "he", "ks", "ps", "sd", "ug", "ur", "yi"].contains(parts.first.map(String.init) ?? "")
    }
}

extension PaperDocument {
    public enum Block: Sendable, Hashable {
        /// - Parameter level: 1 to 4. The title is a block like any other: the first heading of level 1.
        case heading(level: Int, RichText)
        case paragraph(RichText)
        /// The addressee's name and address, a line each.
        case address([RichText])
        /// Labels with their values, one a row.
        case facts([Fact])
        case table(Table)
        case list([RichText], ordered: Bool)
        /// A paragraph that must not be missed.
        case notice(RichText)
        case signature(Signature)
        case code(Code)
        case pageBreak
    }

    /// One labelled value: `Date of birth`, `2 March 1990`.
    public struct Fact: Sendable, Hashable {
        public var label: RichText
        public var value: RichText

        public init(_ label: RichText, _ value: RichText) {
            self.label = label
            self.value = value
        }
    }

    /// Rows under column headings. Rows shorter than the header are filled up, longer ones refused.
    public struct Table: Sendable, Hashable {
        public enum Alignment: Sendable, Hashable { case start, end }

        public var header: [RichText]
        /// A column each; a missing one is `start`. Numbers read best at the `end`.
        public var alignments: [Alignment]
        public var rows: [[RichText]]

        public init(header: [RichText], alignments: [Alignment] = [], rows: [[RichText]]) {
            self.header = header
            self.alignments = alignments
            self.rows = rows
        }
    }

    /// Who stands for the paper.
    public struct Signature: Sendable, Hashable {
        public var name: RichText
        public var office: RichText
        /// Place and date, or what makes the paper valid without a hand's signature.
        public var note: RichText
        /// Draws the round seal beside the name.
        public var sealed: Bool

        public init(name: RichText, office: RichText, note: RichText = "", sealed: Bool = true) {
            self.name = name
            self.office = office
            self.note = note
            self.sealed = sealed
        }
    }

    /// A QR code with its caption. `payload` is what a camera reads; an https address also becomes a link under the caption.
    public struct Code: Sendable, Hashable {
        public var payload: String
        public var heading: RichText
        public var caption: RichText
        /// Read out instead of the drawing.
        public var alternative: String

        public init(payload: String, heading: RichText, caption: RichText, alternative: String) {
            self.payload = payload
            self.heading = heading
            self.caption = caption
            self.alternative = alternative
        }
    }
}
