import FEEL
import Kernel
import Testing
import Web

@testable import Registries

/// What is typed into a record's form, and what programs send in its place.
@Suite struct TypedRecordTests {
    static let book: RegistryBook? = {
        var files = TestTown.files
        files["parcels"] = files["parcels"]?.replacingOccurrences(
            of: "  note: {title: Note, type: text}",
            with:
                "  note: {title: Note, type: text}\n  note_code: {title: Code, type: text}\n  names: {title: Names, type: list}\n  sold: {title: Sold, type: date}\n  built: {title: Built, type: boolean}"
        )
        return TestTown.edition(files).0?[RegistryBook.self]
    }()

    static func field(_ id: String) throws -> RegistryField { try #require(book?["parcels"]?.field(id)) }

    static func number(_ text: String) throws -> Value { .number(try #require(Decimal128(text))) }

    @Test(
        arguments: [
            ("12.5", "en", "12.5"), ("12,5", "es", "12.5"), ("12.5", "es", nil), ("12,5", "en", nil), ("1,234.5", "en", "1234.5"), ("1.234,5", "es", "1234.5"),
            ("1.234", "es", "1234"), ("1,23,4", "en", nil), ("1e3", "en", nil), ("-3", "en", "-3"), ("", "en", "null"),
        ] as [(String, String, String?)])
    func numbersAreReadAsTheyAreWritten(_ text: String, _ language: String, _ expected: String?) throws {
        let typed = TypedRecord(form: FormValues([.init("value.height", text)]), sent: [])
        let value = typed.value(of: try Self.field("height"), in: .known(language), currency: try #require(Self.book).currency)
        #expect(try value == expected.map { try $0 == "null" ? Value.null : Self.number($0) })
    }

    /// Values come by their JSON type, whatever language the answer is wanted in.
    @Test(arguments: ["en", "es"]) func programsSendValuesByTheirType(_ language: String) throws {
        let currency = try #require(Self.book).currency
        func read(_ json: String, _ field: String) throws -> Value? {
            let typed = TypedRecord(form: FormValues(), sent: try #require(JSON(parsing: json).members))
            return typed.value(of: try Self.field(field), in: .known(language), currency: currency)
        }
        #expect(try read(#"{"value.height": 12.5}"#, "height") == Self.number("12.5"))
        #expect(try read(#"{"value.height": "12.5"}"#, "height") == Self.number("12.5"))
        #expect(try read(#"{"value.height": "1,234.5"}"#, "height") == nil)
        #expect(try read(#"{"value.height": null}"#, "height") == .null)
        #expect(try read(#"{"value.note": null}"#, "note") == .null)
        #expect(try read(#"{"value.note": "null"}"#, "note") == .string("null"))
        #expect(try read(#"{"value.note": 7}"#, "note") == nil)
        #expect(try read(#"{"value.names": ["a", "b\nc"]}"#, "names") == .list([.string("a"), .string("b\nc")]))
        #expect(try read(#"{"value.names": ["a", 1]}"#, "names") == nil)
        #expect(try read(#"{"value.built": true}"#, "built") == .boolean(true))
        #expect(try read(#"{"value.sold": "2026-03-27"}"#, "sold") == .date(try #require(CivilDate("2026-03-27"))))
        #expect(try read(#"{"value.sold": "2026-13-27"}"#, "sold") == nil)
        #expect(try read(#"{"value.sold": null}"#, "sold") == .null)
    }

    @Test func onesNameIsNotAnothersBeginning() throws {
        let typed = TypedRecord(form: FormValues(), sent: [.init("value.note_code", .string("x"))])
        let (code, note) = (try Self.field("note_code"), try Self.field("note"))
        #expect(typed.isSent(code) && !typed.isSent(note))
    }

    @Test func theFileNamesWhoReadsWhatIsNobodys() throws {
        var files = TestTown.files
        #expect(try #require(TestTown.edition(files).0?[RegistryBook.self]["parcels"]).isOpen(to: ["gardener"]))
        files["parcels"] = files["parcels"].map { $0 + "\nreaders:\n  - {role: clerk, legal_bases: [register_act]}" }
        let parcels = try #require(TestTown.edition(files).0?[RegistryBook.self]["parcels"])
        #expect(parcels.isOpen(to: ["clerk", "gardener"]) && !parcels.isOpen(to: ["gardener"]))
    }
}
