import Testing

@testable import Kernel

@Suite struct ReferenceNumberTests {
    @Test func whatIsReadAloudIsReadBack() throws {
        for seed in 0..<200 {
            let number = ReferenceNumber(random: .seeded(UInt64(seed)))
            #expect(number.description.count == 11)
            #expect(ReferenceNumber(number.description) == number)
            #expect(ReferenceNumber(number.plain.lowercased()) == number)
        }
    }

    /// Every single wrong character is found.
    @Test func aWrongCharacterIsFound() {
        let number = Array(ReferenceNumber(random: .seeded(7)).plain.utf8)
        for place in number.indices {
            for character in ReferenceNumber.alphabet where character != number[place] {
                var wrong = number
                wrong[place] = character
                #expect(ReferenceNumber(String(decoding: wrong, as: UTF8.self)) == nil)
            }
        }
    }

    @Test func termsEndWithTheirLastDay() throws {
        let calendar = OfficeCalendar(holidays: [try #require(CivilDate("2026-12-25"))])
        let day = try #require(CivilDate("2026-12-23"))
        #expect(Term("2 working days")?.end(from: day, in: calendar) == CivilDate("2026-12-28"))
        #expect(Term("P1M")?.end(from: day, in: calendar) == CivilDate("2027-01-23"))
        #expect(Term("1 day")?.description == "1 day" && Term("soon") == nil && Term("-3 days") == nil)
    }
}
