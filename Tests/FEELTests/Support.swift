import FEEL
import Kernel
import Testing

let place = SourceLocation(file: "rules.yaml", line: 1, column: 1)

/// The value of an expression without names; nil where it cannot be read.
func value(_ source: String, _ values: Context = Context(), types: [String: FEELType] = [:]) -> Value? {
    var diagnostics = Diagnostics()
    return Expression(source, names: Names(types), location: place, mode: .lenient, diagnostics: &diagnostics)?.evaluate(values, now: noon)
}

/// What a strict reading reports, a line for each finding.
func findings(_ source: String, types: [String: FEELType] = [:], expected: FEELType = .any) -> [String] {
    var diagnostics = Diagnostics()
    _ = Expression(source, names: Names(types), expected: expected, location: place, diagnostics: &diagnostics)
    return diagnostics.sorted.map(\.description)
}

let noon = DateAndTime(Instant(microseconds: 1_795_348_800_000_000))
