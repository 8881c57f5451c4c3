import Kernel

/// Whole numbers, each divided by the same one: most such quotients end with the 34th digit, not by themselves.
///
/// They are left undivided until something is done with them, because a few of them mostly stand for all rows: then each is worked out once.
struct Quotients: Sendable {
    let column: IntegerColumn
    let divisor: UInt32

    /// - Parameter divisor: not zero.
    init(_ column: IntegerColumn, by divisor: UInt32) {
        self.column = column
        self.divisor = divisor
    }

    @inline(__always) func decimal(_ row: Int) -> Decimal128 { Decimal128.quotient(column.counts[row], scale: column.scale, by: divisor) }

    /// Each divided by itself.
    var decimals: [Decimal128] {
        let (scale, divisor) = (column.scale, divisor)
        return column.counts.mapped { Decimal128.quotient($0, scale: scale, by: divisor) }
    }
}

extension Column {
    /// Quotients as decimals; everything else as it is.
    func settled(by tables: LawTables?) -> Column {
        guard case .quotients(let quotients) = self else { return self }
        return .decimals(tables?.decimals(quotients) ?? quotients.decimals)
    }
}

extension LawTables {
    func decimals(_ quotients: Quotients) -> [Decimal128] { known(quotients) ?? quotients.decimals }

    /// `counts` and the quotients, or `counts` less the quotients, as FEEL's `+` and `-` give them.
    func sums(_ counts: IntegerColumn, _ quotients: Quotients, isSubtracted: Bool) -> [Decimal128] {
        let dividends = quotients.column
        let bounds = dividends.low...dividends.high
        let known = withSums(of: quotients, scale: counts.scale, isSubtracted: isSubtracted) { sums in
            if case .narrow(let x) = counts.counts, case .narrow(let y) = dividends.counts { return sums.sums(x, y, within: bounds) }
            return sums.sums(counts.counts.widened, dividends.counts.widened, within: bounds)
        }
        if let known { return known }
        let scale = counts.scale
        return counts.counts.widened.zipped(with: decimals(quotients)) { Decimal128.sum($0, scale: scale, isSubtracted ? -$1 : $1) }
    }
}
