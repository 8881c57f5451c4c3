import Kernel

/// What becomes of one application as far as its applicant has a say, drawn from one seed.
struct Fate: Sendable {
    var seed: UInt64
    var language: String
    /// The draft is left after so many pages.
    var pagesBeforeLeaving: Int?
    var isDiscarded: Bool
    /// nil: never.
    var paysAfterDays: Int?
    /// By bank transfer, which arrives some days later than a card would.
    var isPaidByTransfer: Bool
    /// The card is declined the first time.
    var isDeclinedFirst: Bool
    var withdrawsAfterDays: Int?
    var repliesAfterDays: Int?
    var appealsAfterDays: Int?

    init(seed: UInt64, languages: [String]) {
        self.seed = seed
        let generator = SeededGenerator(seed: seed)
        func percent(_ chance: Int) -> Bool { generator.next(below: 100) < chance }
        language = languages.count > 1 && percent(25) ? languages[1 + generator.next(below: languages.count - 1)] : languages.first ?? "en"
        pagesBeforeLeaving = percent(8) ? generator.next(below: 4) : nil
        isDiscarded = percent(20)
        paysAfterDays = percent(95) ? (percent(80) ? 0 : 1 + generator.next(below: 9)) : nil
        isDeclinedFirst = percent(6)
        withdrawsAfterDays = percent(6) ? 1 + generator.next(below: 10) : nil
        repliesAfterDays = percent(80) ? 3 + generator.next(below: 24) : nil
        appealsAfterDays = percent(45) ? 3 + generator.next(below: 20) : nil
        isPaidByTransfer = percent(25)
    }

    /// Another generator from the same seed, for another purpose.
    func generator(_ purpose: UInt64) -> SeededGenerator { SeededGenerator(seed: seed &+ purpose &* 0x9E37_79B9_7F4A_7C15) }

    /// FNV-1a, for cases of which nothing but their id is known.
    static func seed(of text: String) -> UInt64 {
        text.utf8.reduce(UInt64(14_695_981_039_346_656_037)) { ($0 ^ UInt64($1)) &* 1_099_511_628_211 }
    }
}
