import Testing

@testable import Kernel

/// The ways by which columns of whole numbers go in and out of decimals; each must give what the general arithmetic gives.
@Suite struct ScaledDecimalTests {
    @Test("a quotient by a small number is the general division's, to the last digit")
    func quotients() {
        let random = SeededGenerator(seed: 5)
        var rounded = 0
        for round in 0..<20_000 {
            let digits = 1 + random.next(below: 19)
            var value = Int64(bitPattern: random.next() >> 1) % Int64(truncatingIfNeeded: power10(min(digits, 18)))
            if round % 3 == 0 { value = -value }
            let divisor = round % 50 == 0 ? UInt32(random.next(below: 3)) : UInt32(1 + random.next(below: 12_000))
            let scale = random.next(below: 19)
            let expected = Decimal128(value, scale: scale) / Decimal128(Int64(divisor))
            #expect(Decimal128.quotient(value, scale: scale, by: divisor) == expected, "\(value) / \(divisor)")
            if expected.isFinite, expected * Decimal128(Int64(divisor)) != Decimal128(value, scale: scale) { rounded += 1 }
        }
        #expect(rounded > 1_000)
    }

    @Test(
        arguments: [
            ("12.50", 125, 1), ("-0.001", -1, 3), ("4E+3", 4_000, 0), ("0", 0, 0), ("9223372036854775807", Int64.max, 0), ("1E-18", 1, 18),
        ])
    func whole(_ text: String, _ value: Int64, _ scale: Int) throws {
        let number = try #require(Decimal128(text))
        let scaled = try #require(number.scaled)
        #expect(scaled.value == value && scaled.scale == scale)
        #expect(number.count(scale: scale) == value && Decimal128(counts: Int128(value), scale: scale) == number)
        if scale > 0 { #expect(number.count(scale: scale - 1) == nil) }
    }

    @Test(arguments: ["9223372036854775808", "1E-19", "1E+19", "0.1234567890123456789"]) func noRoom(_ text: String) throws {
        #expect(try #require(Decimal128(text)).scaled == nil)
        #expect(Decimal128.notANumber.scaled == nil && Decimal128.notANumber.count(scale: 2) == nil)
    }

    @Test("dividing 128 bits by a word loses nothing")
    func words() {
        let random = SeededGenerator(seed: 9)
        for _ in 0..<5_000 {
            let value = UInt128(random.next()) << UInt128(random.next(below: 65)) | UInt128(random.next())
            let divisor = max(1, random.next() >> UInt64(random.next(below: 64)))
            let (quotient, remainder) = value.divided(by: divisor)
            #expect(quotient * UInt128(divisor) + UInt128(remainder) == value && remainder < divisor)
        }
    }
}
