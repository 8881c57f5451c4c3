import Kernel
import Testing

@Suite("Diagnostics")
struct DiagnosticTests {
    private let finding = Diagnostic(.error, SourceLocation(file: "a.yaml", line: 2, column: 3), "unknown key 'titel'", mend: "Did you mean 'title'?")

    @Test("the plain form is one line, and the mend on another")
    func plain() { #expect(finding.description == "a.yaml:2:3: error: unknown key 'titel'\n    Did you mean 'title'?") }

    @Test("on a terminal the line is shown with a caret")
    func excerpt() {
        #expect(
            finding.rendered(source: Array("a: 1\n\t titel: x\r\nb: 2".utf8)) == """
                a.yaml:2:3: error: unknown key 'titel'
                    2 | \t titel: x
                      | \t ^
                    Did you mean 'title'?
                """)
    }

    @Test("a place that is not in the file shows no line", arguments: ["", "a", "a\n", "a\nb"])
    func outside(source: String) { #expect(finding.rendered(source: Array(source.utf8)) == finding.description) }

    @Test("control characters of a file do not reach the terminal")
    func control() { #expect(!finding.rendered(source: Array("a\n\u{1B}[2Jxx".utf8)).contains("\u{1B}")) }

    @Test("each is told once, in order")
    func sorted() {
        var all = Diagnostics()
        all.append(finding)
        all.warning(SourceLocation(file: "a.yaml", line: 1, column: 9), "first")
        all.append(finding)
        #expect(all.sorted.map(\.message) == ["first", "unknown key 'titel'"])
        #expect(all.count(of: .error) == 2)
    }
}
