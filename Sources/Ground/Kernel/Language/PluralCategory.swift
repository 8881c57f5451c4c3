/// The plural categories of Unicode CLDR.
public enum PluralCategory: String, Sendable, CaseIterable { case zero, one, two, few, many, other }

extension Language {
    /// The category of a whole number, by CLDR's cardinal rules (Unicode TR 35, part 3, "Language Plural Rules").
    public func pluralCategory(of count: Int) -> PluralCategory {
        let n = count.magnitude
        let (ten, hundred) = (n % 10, n % 100)
        switch primary {
        case "ja", "ko", "zh", "vi", "th", "id", "ms": return .other
        case "fr", "pt": return n <= 1 ? .one : isWholeMillion(n) ? .many : .other
        case "es", "it", "ca": return n == 1 ? .one : isWholeMillion(n) ? .many : .other
        case "pl":
            if n == 1 { return .one }
            return (2...4).contains(ten) && !(12...14).contains(hundred) ? .few : .many
        case "ru", "uk":
            if ten == 1 && hundred != 11 { return .one }
            return (2...4).contains(ten) && !(12...14).contains(hundred) ? .few : .many
        case "cs", "sk": return n == 1 ? .one : (2...4).contains(n) ? .few : .other
        case "ar":
            switch n {
            case 0: return .zero
            case 1: return .one
            case 2: return .two
            default: return (3...10).contains(hundred) ? .few : (11...99).contains(hundred) ? .many : .other
            }
        default: return n == 1 ? .one : .other
        }
    }

    /// Those that some whole number of the language asks for, in CLDR's order. A hundred and two units, and a million, show every rule above.
    public var pluralCategories: [PluralCategory] {
        let found = Set((0...202).map { pluralCategory(of: $0) } + [pluralCategory(of: 1_000_000)])
        return PluralCategory.allCases.filter(found.contains)
    }

    private func isWholeMillion(_ n: UInt) -> Bool { n != 0 && n % 1_000_000 == 0 }
}
