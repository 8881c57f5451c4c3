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

    /// CLDR 46, `en-GB` and `es`, "months, format, abbreviated" and "wide".
    @Test("months by their names, long and short")
    func months() throws {
        let english = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sept", "Oct", "Nov", "Dec"]
        let spanish = ["ene", "feb", "mar", "abr", "may", "jun", "jul", "ago", "sept", "oct", "nov", "dic"]
        let wide = [
            "enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "septiembre", "octubre", "noviembre", "diciembre",
        ]
        for month in 1...12 {
            let day = try #require(CivilDate(year: 2026, month: month, day: 5))
            #expect(Language.english.formatShort(day) == "5 \(english[month - 1]) 2026")
            #expect(Language.spanish.formatShort(day) == "5 \(spanish[month - 1]) 2026")
            #expect(Language.spanish.format(day) == "5 de \(wide[month - 1]) de 2026")
        }
    }

    @Test("names sort as people expect")
    func collation() {
        let names = ["Zoë", "Ángel", "angela", "Nuñez", "Nuno", "Nuzo", "Nun\u{303}ez", "Nuoz", "O'Brien", "Obrian", "Łukasz", "Lund"]
        func sorted(_ language: Language) -> [String] { names.sorted { (language.sortKey($0), $0) < (language.sortKey($1), $1) } }
        // In Spanish ñ is a letter of its own between n and o, however it is written; in English it is an n.
        #expect(
            sorted(.spanish) == [
                "Ángel", "angela", "Łukasz", "Lund", "Nuno", "Nun\u{303}ez", "Nuñez", "Nuoz", "Nuzo", "Obrian", "O'Brien", "Zoë",
            ])
        #expect(sorted(.english).prefix(8) == ["Ángel", "angela", "Łukasz", "Lund", "Nun\u{303}ez", "Nuñez", "Nuno", "Nuoz"])
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
