import Kernel
import Testing

@Suite("Languages")
struct LanguageTests {
    static let cases = Phrase(
        "test.cases", en: .plural(one: "{count} case", other: "{count} cases"),
        es: .plural(one: "{count} caso", many: "{count} de casos", other: "{count} casos"))

    @Test(
        "plurals",
        arguments: [
            (0, "0 cases", "0 casos"), (1, "1 case", "1 caso"), (2, "2 cases", "2 casos"), (12_345, "12,345 cases", "12.345 casos"),
            (1_000_000, "1,000,000 cases", "1.000.000 de casos"),
        ])
    func plurals(count: Int, english: String, spanish: String) {
        #expect(Language.english.say(Self.cases, ["count": .count(count)]) == english)
        #expect(Language.spanish.say(Self.cases, ["count": .count(count)]) == spanish)
    }

    @Test(
        "categories of CLDR",
        arguments: [
            ("ar", 0, PluralCategory.zero), ("ar", 2, .two), ("ar", 103, .few), ("ar", 111, .many), ("ar", 100, .other),
            ("pl", 1, .one), ("pl", 22, .few), ("pl", 12, .many), ("ru", 21, .one), ("ru", 11, .many), ("fr", 0, .one), ("ja", 1, .other),
        ])
    func categories(code: String, count: Int, category: PluralCategory) {
        #expect(Language(code: code, name: code).pluralCategory(of: count) == category)
    }

    @Test("dates, numbers, money and sizes")
    func formats() throws {
        let day = try #require(CivilDate("2026-11-02"))
        #expect(Language.english.format(day) == "2 November 2026")
        #expect(Language.spanish.format(day) == "2 de noviembre de 2026")
        #expect(Language(code: "ar", name: "العربية").format(day) == "2026-11-02")
        #expect(Language.english.format(-1_234) == "-1,234")
        #expect(Language.spanish.format(1_234) == "1234")
        #expect(Language.spanish.format(try #require(Decimal128("12345.678"))) == "12.345,678")
        let pounds = Money(minorUnits: -1_234_56, currency: try #require(Currency("GBP")))
        #expect(Language.english.format(pounds) == "-£1,234.56")
        #expect(Language.spanish.format(Money(minorUnits: 1_250, currency: try #require(Currency("EUR")))) == "12,50\u{A0}€")
        #expect(Language.english.format(Money(minorUnits: 1_250, currency: try #require(Currency("CHF")))) == "12.50\u{A0}CHF")
        #expect(Language.english.formatBytes(3_449_999) == "3.4 MB")
        #expect(Language.spanish.formatBytes(10_000_000) == "10 MB")
    }

    @Test("names sort as people expect")
    func collation() {
        let names = ["Zoë", "Ángel", "angela", "Nuñez", "Nuno", "Nuoz", "O'Brien", "Obrian", "Łukasz", "Lund"]
        let spanish = names.sorted { Language.spanish.sortKey($0) < Language.spanish.sortKey($1) }
        #expect(
            spanish == ["Ángel", "angela", "Łukasz", "Lund", "Nuno", "Nuoz", "Nuñez", "Obrian", "O'Brien", "Zoë"]
                || spanish == ["Ángel", "angela", "Łukasz", "Lund", "Nuno", "Nuñez", "Nuoz", "Obrian", "O'Brien", "Zoë"])
        #expect(Language.english.sortKey("resume") < Language.english.sortKey("résumé"))
        #expect(Language.english.sortKey("résumé") < Language.english.sortKey("resumes"))
    }

    @Test("a government's own translations, with English for what is missing")
    func translations() {
        let arabic = Language(code: "ar", name: "العربية", translations: ["test.cases": .plural(two: "حالتان", other: "{count} حالة")])
        #expect(arabic.isRightToLeft)
        #expect(arabic.say(Self.cases, ["count": 2]) == "حالتان")
        #expect(arabic.say(Phrase("test.other", en: "Hello", es: "Hola")) == "Hello")
    }
}
