/// A set of characters: `[a-z-[aeiou]]`, `\d`, `\p{Lu}`.
indirect enum CharacterClass: Sendable {
    case range(ClosedRange<UInt32>)
    case category(String)
    case space, digit, word, nameStart, nameCharacter
    case union([CharacterClass])
    case not(CharacterClass)
    case without(CharacterClass, CharacterClass)

    func contains(_ scalar: Unicode.Scalar, ignoringCase: Bool) -> Bool { holds(scalar, or: ignoringCase ? scalar.caseVariants : []) }

    /// `variants`: the letter's other cases, found once for all parts.
    private func holds(_ scalar: Unicode.Scalar, or variants: [Unicode.Scalar]) -> Bool {
        switch self {
        case .union(let parts): return parts.contains { $0.holds(scalar, or: variants) }
        case .not(let other): return !other.holds(scalar, or: variants)
        case .without(let all, let less): return all.holds(scalar, or: variants) && !less.holds(scalar, or: variants)
        case .range(let range):
            if range.contains(scalar.value) { return true }
            return variants.contains { range.contains($0.value) }
        case .category(let name): return scalar.properties.generalCategory.abbreviation.hasPrefix(name)
        case .space: return [9, 10, 13, 32].contains(scalar.value)
        case .digit: return scalar.properties.generalCategory == .decimalNumber
        // Not punctuation, not a separator, nothing "other".
        case .word: return !"PZC".contains(scalar.properties.generalCategory.abbreviation.first ?? "C")
        case .nameStart: return scalar.isNameStart
        case .nameCharacter:
            return scalar.isNameStart || scalar.value == 0x2D || scalar.value == 0x2E || (0x30...0x39).contains(scalar.value) || scalar.value == 0xB7
                || (0x300...0x36F).contains(scalar.value) || (0x203F...0x2040).contains(scalar.value)
        }
    }

    /// `\p{…}`: a category of one or two letters, or a block `IsBasicLatin`. nil for an unknown one.
    static func property(_ name: String) -> CharacterClass? {
        if name.hasPrefix("Is") {
            let wanted = name.dropFirst(2).filter { $0 != "-" && $0 != "_" && $0 != " " }.lowercased()
            return blocks[wanted].map(CharacterClass.range)
        }
        return categories.contains(name) ? .category(name) : nil
    }

    private static let categories: Set<String> = [
        "L", "Lu", "Ll", "Lt", "Lm", "Lo", "M", "Mn", "Mc", "Me", "N", "Nd", "Nl", "No", "P", "Pc", "Pd", "Ps", "Pe", "Pi", "Pf", "Po", "Z", "Zs", "Zl", "Zp",
        "S", "Sm", "Sc", "Sk", "So", "C", "Cc", "Cf", "Co", "Cn",
    ]

    /// The blocks that scripts in use have; names without signs, in lower case.
    private static let blocks: [String: ClosedRange<UInt32>] = [
        "basiclatin": 0x0...0x7F, "latin1supplement": 0x80...0xFF, "latinextendeda": 0x100...0x17F, "latinextendedb": 0x180...0x24F,
        "ipaextensions": 0x250...0x2AF, "spacingmodifierletters": 0x2B0...0x2FF, "combiningdiacriticalmarks": 0x300...0x36F, "greek": 0x370...0x3FF,
        "greekandcoptic": 0x370...0x3FF, "cyrillic": 0x400...0x4FF, "cyrillicsupplement": 0x500...0x52F, "armenian": 0x530...0x58F, "hebrew": 0x590...0x5FF,
        "arabic": 0x600...0x6FF, "syriac": 0x700...0x74F, "thaana": 0x780...0x7BF, "devanagari": 0x900...0x97F, "bengali": 0x980...0x9FF,
        "gurmukhi": 0xA00...0xA7F, "gujarati": 0xA80...0xAFF, "oriya": 0xB00...0xB7F, "tamil": 0xB80...0xBFF, "telugu": 0xC00...0xC7F, "kannada": 0xC80...0xCFF,
        "malayalam": 0xD00...0xD7F, "sinhala": 0xD80...0xDFF, "thai": 0xE00...0xE7F, "lao": 0xE80...0xEFF, "tibetan": 0xF00...0xFFF, "myanmar": 0x1000...0x109F,
        "georgian": 0x10A0...0x10FF, "hanguljamo": 0x1100...0x11FF, "ethiopic": 0x1200...0x137F, "cherokee": 0x13A0...0x13FF, "khmer": 0x1780...0x17FF,
        "mongolian": 0x1800...0x18AF, "latinextendedadditional": 0x1E00...0x1EFF, "greekextended": 0x1F00...0x1FFF, "generalpunctuation": 0x2000...0x206F,
        "superscriptsandsubscripts": 0x2070...0x209F, "currencysymbols": 0x20A0...0x20CF, "letterlikesymbols": 0x2100...0x214F, "numberforms": 0x2150...0x218F,
        "arrows": 0x2190...0x21FF, "mathematicaloperators": 0x2200...0x22FF, "boxdrawing": 0x2500...0x257F, "geometricshapes": 0x25A0...0x25FF,
        "miscellaneoussymbols": 0x2600...0x26FF, "dingbats": 0x2700...0x27BF, "hiragana": 0x3040...0x309F, "katakana": 0x30A0...0x30FF,
        "bopomofo": 0x3100...0x312F,
        "cjkunifiedideographs": 0x4E00...0x9FFF, "hangulsyllables": 0xAC00...0xD7A3, "privateuse": 0xE000...0xF8FF,
        "cjkcompatibilityideographs": 0xF900...0xFAFF,
        "arabicpresentationformsa": 0xFB50...0xFDFF, "halfwidthandfullwidthforms": 0xFF00...0xFFEF,
    ]
}

extension Unicode.Scalar {
    /// The other cases of a letter, where each is one code point.
    var caseVariants: [Unicode.Scalar] {
        let lower = Self.single(properties.lowercaseMapping)
        let upper = Self.single(properties.uppercaseMapping)
        let back = lower.flatMap { Self.single($0.properties.uppercaseMapping) }
        return [lower, upper, back].compactMap { $0 }
    }

    func isSameLetter(as other: Unicode.Scalar) -> Bool {
        if self == other { return true }
        // Two letters of ASCII differ in one bit.
        if isASCII, other.isASCII { return value ^ other.value == 0x20 && properties.isAlphabetic }
        return caseVariants.contains(other) || other.caseVariants.contains(self)
    }

    private static func single(_ text: String) -> Unicode.Scalar? {
        let scalars = text.unicodeScalars
        return scalars.count == 1 ? scalars.first : nil
    }

    /// NameStartChar of XML 1.0.
    fileprivate var isNameStart: Bool {
        switch value {
        case 0x3A, 0x41...0x5A, 0x5F, 0x61...0x7A, 0xC0...0xD6, 0xD8...0xF6, 0xF8...0x2FF, 0x370...0x37D, 0x37F...0x1FFF, 0x200C...0x200D, 0x2070...0x218F,
            0x2C00...0x2FEF, 0x3001...0xD7FF, 0xF900...0xFDCF, 0xFDF0...0xFFFD, 0x10000...0xEFFFF:
            true
        default: false
        }
    }
}

extension Unicode.GeneralCategory {
    /// Unicode's two letters.
    fileprivate var abbreviation: String {
        switch self {
        case .uppercaseLetter: "Lu"
        case .lowercaseLetter: "Ll"
        case .titlecaseLetter: "Lt"
        case .modifierLetter: "Lm"
        case .otherLetter: "Lo"
        case .nonspacingMark: "Mn"
        case .spacingMark: "Mc"
        case .enclosingMark: "Me"
        case .decimalNumber: "Nd"
        case .letterNumber: "Nl"
        case .otherNumber: "No"
        case .connectorPunctuation: "Pc"
        case .dashPunctuation: "Pd"
        case .openPunctuation: "Ps"
        case .closePunctuation: "Pe"
        case .initialPunctuation: "Pi"
        case .finalPunctuation: "Pf"
        case .otherPunctuation: "Po"
        case .mathSymbol: "Sm"
        case .currencySymbol: "Sc"
        case .modifierSymbol: "Sk"
        case .otherSymbol: "So"
        case .spaceSeparator: "Zs"
        case .lineSeparator: "Zl"
        case .paragraphSeparator: "Zp"
        case .control: "Cc"
        case .format: "Cf"
        case .surrogate: "Cs"
        case .privateUse: "Co"
        case .unassigned: "Cn"
        @unknown default: "Cn"
        }
    }
}
