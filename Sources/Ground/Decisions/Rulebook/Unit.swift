/// What a number counts: `GBP`, `m2`, `GBP/m2`, `years`; a rate counts nothing.
///
/// Only equal units are added and compared; units of factors multiply. There are no conversions: metres and feet are two units.
public struct Unit: Sendable, Hashable, CustomStringConvertible {
    /// By base unit its power; none is zero.
    public let powers: [String: Int]
    /// As it is written: `GBP/m2`; `rate` for what counts nothing.
    public let description: String

    public static let one = Unit(powers: [:])
    static let plain: Set<String> = ["rate", "ratio", "number", "1"]

    private init(powers: [String: Int]) {
        self.powers = powers.filter { $0.value != 0 }
        description = Self.text(self.powers)
    }

    public static func == (a: Unit, b: Unit) -> Bool { a.powers == b.powers }
    public func hash(into hasher: inout Hasher) { hasher.combine(powers) }

    /// Reads `GBP/m2`: base units with an optional power behind the name, joined by `*` and `/`. nil where it is none.
    public init?(_ text: String) {
        var powers: [String: Int] = [:]
        for (index, part) in text.split(separator: "/", omittingEmptySubsequences: false).enumerated() {
            for factor in part.split(separator: "*", omittingEmptySubsequences: false) {
                let word = factor.drop { $0 == " " }.prefix { $0 != " " }
                if Self.plain.contains(String(word)) { continue }
                let name = word.prefix { $0.isLetter || $0 == "_" }
                let digits = word.dropFirst(name.count)
                guard !name.isEmpty, word.utf8.count <= 40, digits.isEmpty || (Int(digits).map { (1...9).contains($0) } ?? false) else { return nil }
                powers[String(name), default: 0] += (index == 0 ? 1 : -1) * (Int(digits) ?? 1)
            }
        }
        self.init(powers: powers)
    }

    /// nil for a power that nothing is counted in: beyond 99.
    static func * (a: Unit, b: Unit) -> Unit? { Unit(a.powers.merging(b.powers, uniquingKeysWith: +)) }
    public static func / (a: Unit, b: Unit) -> Unit? { Unit(a.powers.merging(b.powers.mapValues { -$0 }, uniquingKeysWith: +)) }

    private init?(_ powers: [String: Int]) {
        guard powers.values.allSatisfy({ (-99...99).contains($0) }) else { return nil }
        self.init(powers: powers)
    }

    private static func text(_ powers: [String: Int]) -> String {
        func side(_ wanted: (Int) -> Bool) -> [String] {
            powers.sorted { $0.key < $1.key }.filter { wanted($0.value) }.map { $0.key + (abs($0.value) == 1 ? "" : "\(abs($0.value))") }
        }
        let (above, below) = (side { $0 > 0 }, side { $0 < 0 })
        if above.isEmpty, below.isEmpty { return "rate" }
        return ([above.isEmpty ? "1" : above.joined(separator: "*")] + below).joined(separator: "/")
    }
}
