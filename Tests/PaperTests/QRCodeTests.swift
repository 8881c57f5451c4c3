import Testing

@testable import Paper

struct QRCodeTests {
    /// ISO/IEC 18004, section 6.3: three finder patterns, and the dark module that every code has beside the lower one.
    @Test(arguments: ["A", "https://arden.example/verify/DL-7Q4K-29XM-C", String(repeating: "é", count: 400)])
    func hasItsPatterns(payload: String) throws {
        let code = try QRCode(payload)
        #expect((code.size - 17) % 4 == 0)
        for (row, column) in [(0, 0), (0, code.size - 7), (code.size - 7, 0)] {
            #expect((0..<7).allSatisfy { code.isDark(row: row, column: column + $0) })
            #expect(!code.isDark(row: row + 1, column: column + 1))
            #expect(code.isDark(row: row + 3, column: column + 3))
        }
        #expect(code.isDark(row: code.size - 8, column: 8))
    }

    @Test func drawsItselfAsSVG() throws {
        let svg = try QRCode("A").svg(title: "To \"x\" <&>")
        #expect(svg.hasPrefix(#"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 29 29" role="img" aria-label="To &quot;x&quot; &lt;&amp;&gt;""#))
        #expect(svg.contains("M4 4h7v1h-7z"))
    }
}
