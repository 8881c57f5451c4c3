import Kernel

/// The statements of several plans as one piece. Where plans do the same things in the same order (all applications for one
/// service do), an insertion that stands at the same place in each of them becomes one of many rows, which costs the server much
/// less than many insertions.
///
/// Plans that wait together do not know of each other, so their statements may be mixed; within a plan their order stays.
struct PlanBatch {
    private(set) var statements: [SQL] = []
    /// The plan whose version the statement of the same index is bound to.
    private var plans: [Int?] = []

    init(_ plans: [Plan]) {
        var forms: [[Int]] = []
        var formOfTexts: [[String]: Int] = [:]
        for (index, plan) in plans.enumerated() {
            let texts = plan.steps.map(\.sql.text)
            if let form = formOfTexts[texts] {
                forms[form].append(index)
            } else {
                formOfTexts[texts] = forms.count
                forms.append([index])
            }
        }
        for form in forms {
            for position in plans[form[0]].steps.indices { append(form.map { ($0, plans[$0].steps[position]) }) }
        }
    }

    /// Steps with one text, one of each plan.
    private mutating func append(_ steps: [(plan: Int, step: Plan.Step)]) {
        guard steps.count > 1, !steps.contains(where: \.step.isVersioned), let insertion = Insertion(steps[0].step.sql.text) else {
            for (plan, step) in steps {
                statements.append(step.sql)
                plans.append(step.isVersioned ? plan : nil)
            }
            return
        }
        // What the server prepares goes by the kinds of the values too: rows with nulls at the same places go together, or there
        // would be a statement for every mixture of them.
        for rows in Dictionary(grouping: steps.map(\.step.sql.values), by: { $0.map(\.postgresType) }).values {
            statements += SQL.insertions(into: insertion.table, insertion.columns, rows: rows)
        }
        plans += repeatElement(nil, count: statements.count - plans.count)
    }

    /// - Parameter answers: as far as there are any, in the order of the statements.
    /// - Returns: the plans whose version is gone.
    func stale(_ answers: ArraySlice<PostgresAnswer>) -> Set<Int> {
        Set(zip(plans, answers).compactMap { plan, answer in answer.changed == 1 ? nil : plan })
    }
}

/// `INSERT INTO table (columns) VALUES (?, ?)` and nothing behind it.
private struct Insertion {
    var table: String
    var columns: String

    init?(_ text: String) {
        guard text.hasPrefix("INSERT INTO "), let open = text.utf8.firstIndex(of: UInt8(ascii: "(")),
            let close = text.utf8[open...].firstIndex(of: UInt8(ascii: ")"))
        else { return nil }
        let tail = text[text.utf8.index(after: close)...].utf8.filter { $0 != UInt8(ascii: " ") && $0 != UInt8(ascii: "\n") }
        let places = tail.dropFirst(7).dropLast()
        guard tail.starts(with: "VALUES(".utf8), tail.last == UInt8(ascii: ")"),
            places.allSatisfy({ $0 == UInt8(ascii: "?") || $0 == UInt8(ascii: ",") })
        else { return nil }
        table = text[..<open].dropFirst(12).filter { $0 != " " && $0 != "\n" }
        columns = String(text[text.utf8.index(after: open)..<close])
    }
}
