import Foundation
import Testing

@testable import Kernel

@Suite struct Decimal128Tests {
    /// 3,000 operations with the answers of another implementation of IEEE 754 decimal128 (Python's `decimal`, 34 digits).
    @Test func agreesWithTheGoldenTable() throws {
        let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appending(path: "Golden/decimal128.txt")
        let lines = try String(contentsOf: file, encoding: .utf8).split(separator: "\n")
        #expect(lines.count > 2_500)
        for line in lines {
            let parts = line.split(separator: " ").map(String.init)
            let a = try #require(Decimal128(parts[1]), "\(line)")
            let answer = answer(parts[0], a, parts[2])
            if parts[3] == "NaN" { #expect(!answer.isFinite, "\(line): \(answer)") } else { #expect(answer == Decimal128(parts[3]), "\(line): \(answer)") }
        }
    }

    private func answer(_ operation: String, _ a: Decimal128, _ second: String) -> Decimal128 {
        let b = Decimal128(second) ?? .zero
        switch operation {
        case "+": return a + b
        case "-": return a - b
        case "*": return a * b
        case "/": return a / b
        case "%": return a % b
        case "^": return a.power(b)
        case "sqrt": return a.squareRoot()
        case "exp": return a.exponential()
        case "ln": return a.naturalLogarithm()
        default: return a.rounded(scale: Int(second) ?? 0, RoundingMode(rawValue: operation) ?? .halfEven)
        }
    }

    @Test(arguments: [
        ("0", "0"), ("-0", "0"), ("1.50", "1.5"), ("100", "100"), (".5", "0.5"), ("5.", "5"), ("1e3", "1000"), ("-12.5e-1", "-1.25"),
        ("1E-6176", "1E-6176"), ("1e-30", "0.000000000000000000000000000001"), ("+7", "7"),
        ("9999999999999999999999999999999999", "9999999999999999999999999999999999"),
        ("99999999999999999999999999999999995", "100000000000000000000000000000000000"),
    ])
    func readsAndWrites(_ text: String, _ description: String) throws {
        #expect(try #require(Decimal128(text)).description == description)
    }

    @Test(arguments: ["", "-", ".", "1e", "1e+", "e5", "0x10", " 1", "1 ", "1,5", "NaN", "Infinity", "--1", "1.2.3", "1e9999", "١"])
    func refuses(_ text: String) { #expect(Decimal128(text) == nil) }

    @Test func trailingZerosDoNotMatter() throws {
        let forms = ["1", "1.0", "1.00", "0.1e1", "10e-1", "1.000000000000000000000000000000000"].compactMap { Decimal128($0) }
        #expect(forms.count == 6)
        #expect(Set(forms).count == 1)
        #expect(Decimal128("-0.0") == .zero)
        #expect(Set([Decimal128.zero, try #require(Decimal128("-0e7"))]).count == 1)
    }

    @Test func theOneValueThatIsNoNumber() throws {
        let none = Decimal128(1) / 0
        #expect(!none.isFinite)
        #expect(none == Decimal128(-1).squareRoot())
        let largest = try #require(Decimal128("9e6144"))
        #expect(none > largest)
        #expect(!(none + 1).isFinite)
        #expect(none.description == "NaN")
        #expect(Int(exactly: none) == nil)
    }

    @Test func wholeNumbers() throws {
        #expect(Int(exactly: try #require(Decimal128("12.00"))) == 12)
        #expect(Int(exactly: try #require(Decimal128("12.01"))) == nil)
        #expect(Int64(exactly: Decimal128(Int64.min)) == .min)
        #expect(Int64(exactly: Decimal128(Int64.max) + 1) == nil)
        #expect(UInt8(exactly: Decimal128(-1)) == nil)
        #expect(Int(exactly: try #require(Decimal128("1e40"))) == nil)
    }

    @Test func moneyGoesThereAndBack() throws {
        let pound = try #require(Currency("GBP"))
        #expect(Money(minorUnits: 1_250, currency: pound).amount.description == "12.5")
        #expect(Money(try #require(Decimal128("12.345")), currency: pound)?.minorUnits == 1_234)
        #expect(Money(try #require(Decimal128("12.345")), currency: pound, rounding: .halfUp)?.minorUnits == 1_235)
        #expect(Money(try #require(Decimal128("1e30")), currency: pound) == nil)
    }

    @Test func fitsSixteenBytes() { #expect(MemoryLayout<Decimal128>.size == 16) }

    @Test(arguments: 0..<20)
    func laws(_ seed: Int) throws {
        let generator = SeededGenerator(seed: UInt64(seed))
        for _ in 0..<500 {
            let (a, b) = (Decimal128.random(generator), Decimal128.random(generator))
            #expect(a + b == b + a)
            #expect(a * b == b * a)
            #expect(a - b == -(b - a))
            #expect((a < b) == (b > a))
            #expect(a < b || a == b || b < a)
            #expect(Decimal128(a.description) == a)
            #expect((a == b) == (a - b == .zero))
            if a == b { #expect(a.hashValue == b.hashValue) }
            if !b.isZero { #expect((a % b).magnitude < b.magnitude) }
            #expect(a.rounded(scale: 3, .floor) <= a && a <= a.rounded(scale: 3, .ceiling))
        }
    }
}

extension Decimal128 {
    /// Of one to 34 digits with an exponent near zero, where sums and products meet every branch.
    static func random(_ generator: SeededGenerator) -> Decimal128 {
        let digits = (0..<(generator.next(below: 34) + 1)).map { _ in String(generator.next(below: 10)) }.joined()
        let sign = generator.next(below: 2) == 0 ? "" : "-"
        return Decimal128("\(sign)\(digits)e\(generator.next(below: 60) - 40)") ?? .zero
    }
}
