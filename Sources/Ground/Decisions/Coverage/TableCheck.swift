import FEEL
import Kernel

/// Looks for values to which no rule of a table answers, and for rules of a unique table that hold together (DMN 1.5, section 8.2.8).
///
/// It tries every combination of the columns' pieces, so what it finds is certain for inputs that vary freely. A table whose pieces
/// cannot be told, or that has too many combinations, is passed over.
struct TableCheck {
    /// Combinations that are tried for one table.
    static let most = 50_000
    /// Columns of a table that is looked at: combinations are visited column by column, each in the one before.
    static let mostColumns = 64
    /// Findings of a kind that are told for one table.
    static let told = 3

    let table: DecisionTable
    let columns: [TableColumn]
    private var gaps: [String] = []
    private var gapCount = 0
    private var overlaps: [[Int]: String] = [:]

    init?(_ table: DecisionTable, domain: (DecisionTable.Input) -> InputDomain) {
        guard !table.rules.isEmpty, table.inputs.count <= Self.mostColumns, table.policy.answersOnce else { return nil }
        var columns: [TableColumn] = []
        for (index, input) in table.inputs.enumerated() {
            guard let column = TableColumn(input, table.rules.map { $0.tests[index] }, domain: domain(input)) else { return nil }
            columns.append(column)
        }
        guard columns.reduce(1, { min($0 * $1.samples.count, Self.most + 1) }) <= Self.most else { return nil }
        self.table = table
        self.columns = columns
    }

    mutating func report(_ name: String, at location: SourceLocation, _ diagnostics: inout Diagnostics) {
        visit(0, [UInt64](repeating: .max, count: (table.rules.count + 63) / 64), [])
        if let first = gaps.first {
            let more = gapCount > 1 ? " (and in \(gapCount - 1) more case\(gapCount == 2 ? "" : "s"))" : ""
            diagnostics.warning(
                location, "no rule of '\(name)' holds\(first)\(more)",
                mend: "Add a rule for it, or a default output; until then the decision is null there.")
        }
        for (rules, example) in overlaps.sorted(by: { $0.key.lexicographicallyPrecedes($1.key) }).prefix(Self.told) {
            let numbers = rules.map { String($0 + 1) }.joined(separator: " and ")
            diagnostics.warning(
                table.rules[rules[rules.count - 1]].location, "rules \(numbers) of '\(name)' both hold\(example)",
                mend: "Only one may (hit policy UNIQUE): make their conditions exclude each other, or use FIRST.")
        }
    }

    private mutating func visit(_ column: Int, _ left: [UInt64], _ chosen: [Int]) {
        guard column < columns.count else { return judge(left, chosen) }
        for (sample, mask) in columns[column].masks.enumerated() {
            visit(column + 1, zip(left, mask).map { $0 & $1 }, chosen + [sample])
        }
    }

    private mutating func judge(_ left: [UInt64], _ chosen: [Int]) {
        let rules = table.rules.indices.filter { left[$0 / 64] & (1 << UInt64($0 % 64)) != 0 }
        if rules.isEmpty, !table.outputs.contains(where: { $0.standard != nil }) {
            gapCount += 1
            if gaps.count < Self.told { gaps.append(words(chosen)) }
        }
        if rules.count > 1, table.policy == .unique {
            let pair = Array(rules.prefix(2))
            if overlaps[pair] == nil { overlaps[pair] = words(chosen) }
        }
    }

    /// ` when work is "new" and cost is above 100`
    private func words(_ chosen: [Int]) -> String {
        let parts = zip(columns, chosen).compactMap { column, sample in
            column.samples[sample].words.isEmpty ? nil : "\(column.source) is \(column.samples[sample].words)"
        }
        return parts.isEmpty ? "" : " when " + parts.joined(separator: " and ")
    }
}

extension HitPolicy {
    /// Whether one rule at most gives the answer, so that having none leaves it open.
    fileprivate var answersOnce: Bool {
        switch self {
        case .unique, .any, .first, .priority: true
        case .ruleOrder, .outputOrder, .collect: false
        }
    }
}

extension DecisionModel {
    /// Reports, as warnings, what the tables of this model leave open and where rules of a unique table overlap.
    ///
    /// - Parameter domains: what values inputs can have, by name.
    public func checkTables(domains: [String: InputDomain] = [:], diagnostics: inout Diagnostics) {
        for node in nodes.values.sorted(by: { $0.location < $1.location }) {
            guard let table = node.table else { continue }
            let domain: (DecisionTable.Input) -> InputDomain = { input in input.expression?.nameAlone.flatMap { domains[$0] } ?? .anything }
            guard var check = TableCheck(table, domain: domain) else { continue }
            check.report(node.name, at: node.location, &diagnostics)
        }
    }

    /// Texts in conditions that a column's input can never have, with the places of their rules: most often a slip of spelling.
    public func checkTexts(domains: [String: InputDomain], diagnostics: inout Diagnostics) {
        for node in nodes.values.sorted(by: { $0.location < $1.location }) {
            guard let table = node.table else { continue }
            for (index, input) in table.inputs.enumerated() {
                guard let name = input.expression?.nameAlone, case .texts(let known)? = domains[name] else { continue }
                for rule in table.rules {
                    guard case .tests(let tests) = rule.tests[index], let used = tests.landmarks?.strings else { continue }
                    for text in used.subtracting(known).sorted() {
                        diagnostics.error(
                            rule.location, "'\(name)' is never \"\(text)\"",
                            mend: Spelling.nearest(to: text, among: known).map { "Did you mean \"\($0)\"?" }
                                ?? "Its values are \(known.map { "\"\($0)\"" }.joined(separator: ", ")).")
                    }
                }
            }
        }
    }
}

extension Node {
    /// The table that is this decision's or this knowledge's whole logic.
    var table: DecisionTable? {
        switch content {
        case .decision(.table(let table)): table
        case .knowledge(let function?): if case .table(let table) = function.body { table } else { nil }
        default: nil
        }
    }
}
