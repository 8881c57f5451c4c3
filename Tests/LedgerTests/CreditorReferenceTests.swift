import Kernel
import Testing

@testable import Ledger

struct CreditorReferenceTests {
    /// The first is the example that ISO 11649's guides give.
    @Test(arguments: [
        ("RF18539007547034", "RF18539007547034"), ("RF18 5390 0754 7034", "RF18539007547034"), ("rf18 5390 0754 7034", "RF18539007547034"),
        ("RF712348231", "RF712348231"), ("RF19539007547034", nil), ("RF18539007547043", nil), ("RF18", nil), ("", nil), ("RF1853900754703É", nil),
        ("XX18539007547034", nil), ("RFA8539007547034", nil), ("RF18-5390", nil), ("RF" + String(repeating: "1", count: 24), nil),
    ])
    func reads(text: String, expected: String?) { #expect(CreditorReference(text)?.text == expected) }

    @Test(arguments: [("539007547034", "RF18539007547034"), ("2348231", "RF712348231"), ("", nil), ("a b", nil), (String(repeating: "1", count: 22), nil)])
    func makes(body: String, expected: String?) { #expect(CreditorReference(body: body)?.text == expected) }

    @Test func printsInGroupsOfFour() { #expect(CreditorReference("RF18539007547034")?.description == "RF18 5390 0754 7034") }

    /// Whatever is made reads back; one wrong character, or two neighbours exchanged, does not.
    @Test(arguments: 0..<100)
    func catchesSlips(seed: UInt64) throws {
        let alphabet = Array("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ")
        let bytes = Random.seeded(seed).bytes(24)
        let body = String(bytes.prefix(1 + Int(bytes[0]) % 21).map { alphabet[Int($0) % 36] })
        let reference = try #require(CreditorReference(body: body))
        #expect(CreditorReference(reference.text) == reference)
        #expect(CreditorReference(reference.description) == reference)
        var wrong = Array(reference.text)
        let place = 2 + Int(bytes[22]) % (wrong.count - 2)
        wrong[place] = alphabet.first { $0 != wrong[place] && $0.isNumber == wrong[place].isNumber } ?? "0"
        #expect(CreditorReference(String(wrong)) == nil)
    }
}
