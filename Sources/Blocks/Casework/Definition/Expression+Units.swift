import Blueprint
import Decisions
import FEEL
import Kernel

extension Expression {
    /// An expression of a service. What counts different things is not added or compared in it, as far as that is known.
    ///
    /// - Parameters:
    ///   - units: what names count, and what functions give.
    ///   - unit: what its value has to count.
    init?(
        _ source: SourceText, names: Names, units: [String: Unit], expected: FEELType = .any, counting unit: Unit? = nil, _ diagnostics: inout Diagnostics
    ) {
        self.init(source.text, names: names, expected: expected, location: source.location, diagnostics: &diagnostics)
        checkUnits(of: units, counting: unit, at: source.location, &diagnostics)
    }

    func checkUnits(of units: [String: Unit], counting unit: Unit?, at location: SourceLocation, _ diagnostics: inout Diagnostics) {
        let given = checkUnits(of: units, at: location, diagnostics: &diagnostics).whole
        guard let unit, let given, given != unit else { return }
        diagnostics.tightened(
            location, "this gives \(given), \(unit) is needed here",
            mend: (unit / given).map { "Multiply it by a value of the law that counts \($0), or correct it." })
    }
}
