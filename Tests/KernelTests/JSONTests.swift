import Kernel
import Testing

@Suite("JSON")
struct JSONTests {
    @Test("canonical form sorts members and escapes least (RFC 8785)")
    func canonical() throws {
        let value = try JSON(parsing: #"{"b":[1,true,null,"\u0041\n"],"a":{"z":"é","y":""}}"#)
        #expect(String(decoding: value.canonicalBytes, as: UTF8.self) == #"{"a":{"y":"","z":"é"},"b":[1,true,null,"A\n"]}"#)
    }

    @Test("members sort by UTF-16 code units, not by scalars (RFC 8785, section 3.2.3)")
    func utf16Order() throws {
        let value = try JSON(parsing: "{\"\u{FB33}\":1,\"\u{1F600}\":2}")
        #expect(String(decoding: value.canonicalBytes, as: UTF8.self) == "{\"\u{1F600}\":2,\"\u{FB33}\":1}")
    }

    @Test("surrogate pairs become one character")
    func surrogates() throws { #expect(try JSON(parsing: #""\ud83d\ude00""#) == .string("😀")) }

    @Test(
        "what is not JSON is refused",
        arguments: [
            "", "{", "[1,]", "{\"a\":1,}", "01", "1.", "nul", "\"\\x\"", "\"\\ud800\"", "{\"a\":1,\"a\":2}", "1 2", "\"\u{1}\"", "{a:1}", "[1 2]", "+1", "'a'",
        ])
    func refused(text: String) { #expect(throws: PolityError.self) { try JSON(parsing: text) } }

    @Test("what is no number is null, and large counts keep their digits")
    func numbers() {
        #expect((["a": .number(.notANumber)] as JSON).text == #"{"a":null}"#)
        #expect(JSON.integer(UInt64.max).text == "18446744073709551615" && JSON.integer(Int64.min).text == "-9223372036854775808")
    }

    @Test("depth is limited")
    func depth() {
        let deep = String(repeating: "[", count: 100_000)
        #expect(throws: PolityError.self) { try JSON(parsing: deep) }
    }
}
