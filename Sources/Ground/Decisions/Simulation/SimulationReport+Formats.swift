import FEEL
import Kernel

extension SimulationReport {
    /// Everything, exactly.
    public var json: JSON {
        var members: [JSON.Member] = [
            .init("rulebook", .string(rulebook)), .init("as_of", .string(date.description)),
            .init("population", .object(counts.map { .init($0.entity, .integer($0.count)) })),
            .init("results", .object(results.map { .init($0.id, $0.json) })),
        ]
        if let measure { members.append(.init("measure", ["name": .string(measure.name), "is_burden": .bool(measure.isBurden)])) }
        if let caseload { members.append(.init("caseload", .string(caseload))) }
        if let everybody { members.append(.init("all", json(everybody))) }
        if !deciles.isEmpty { members.append(.init("deciles", .array(deciles.map(json)))) }
        if !groups.isEmpty { members.append(.init("groups", .array(groups.map(json)))) }
        if hasTooManyGroups { members.append(.init("too_many_groups", .bool(true))) }
        if !distribution.isEmpty {
            let points = distribution.map { point in
                JSON.object(
                    [.init("percent", .integer(point.percent)), .init("law", .number(point.law))] + (point.reform.map { [.init("reform", .number($0))] } ?? []))
            }
            members.append(.init("distribution", .array(points)))
        }
        return .object(members)
    }

    private func json(_ group: Group) -> JSON {
        var members: [JSON.Member] = [.init("name", .string(group.name)), .init("count", .integer(group.count))]
        if measure != nil {
            members += [.init("unknown", .integer(group.unknown)), .init("total", .number(group.before))]
            if let meanBefore = group.meanBefore { members.append(.init("mean_before", .number(meanBefore))) }
        }
        if measure != nil, hasReform {
            members += [
                .init("winners", .integer(group.winners)), .init("losers", .integer(group.losers)), .init("unchanged", .integer(group.unchanged)),
                .init("gain", .number(group.gain)),
            ]
            if let meanGain = group.meanGain { members.append(.init("mean_gain", .number(meanGain))) }
        }
        if caseload != nil {
            members.append(.init("claims", .integer(group.claims)))
            if hasReform {
                members += [
                    .init("claims_by_reform", .integer(group.claimsByReform)), .init("gained", .integer(group.change.gained)),
                    .init("lost", .integer(group.change.lost)),
                ]
            }
        }
        return .object(members)
    }

    /// The tables one after the other, each under a line of its columns' names.
    public var csv: String {
        tables.map { ([$0.columns] + $0.rows).map { $0.map(Self.quoted).joined(separator: ",") + "\n" }.joined() }.joined(separator: "\n")
    }

    private static func quoted(_ cell: String) -> String {
        cell.contains { "\",\n\r".contains($0) } ? "\"" + cell.replacing("\"", with: "\"\"") + "\"" : cell
    }

    /// Rows of text: numbers exactly as they are.
    public struct Table: Sendable {
        public var title: String
        public var columns: [String]
        public var rows: [[String]]
    }

    public var tables: [Table] {
        var tables = [totalsTable]
        if let measure, let everybody {
            let title = hasReform ? "Winners and losers" : "Who has what of \(measure.name)"
            tables.append(groupTable(title, "group", [everybody]))
            if !deciles.isEmpty { tables.append(groupTable("By tenths, from the least on", "decile", deciles)) }
            if !groups.isEmpty { tables.append(groupTable("By group", "group", groups)) }
        }
        if let caseload, let everybody {
            tables.append(claimTable("Who has \(caseload)", "group", [everybody]))
            if !deciles.isEmpty { tables.append(claimTable("Who has \(caseload), by tenths from the least on", "decile", deciles)) }
            if !groups.isEmpty { tables.append(claimTable("Who has \(caseload), by group", "group", groups)) }
        }
        if !distribution.isEmpty {
            tables.append(
                Table(
                    title: "Distribution of \(measure?.name ?? "")", columns: ["percent", "law"] + (hasReform ? ["reform"] : []),
                    rows: distribution.map { point in ["\(point.percent)", "\(point.law)"] + (point.reform.map { ["\($0)"] } ?? []) }))
        }
        return tables
    }

    private var totalsTable: Table {
        let byReform = ["concerned_by_reform", "unknown_by_reform", "gained", "lost", "total_by_reform", "change"]
        let columns = ["result", "count", "concerned", "unknown", "total"] + (hasReform ? byReform : [])
        let rows = results.map { result in
            var row = [result.id] + [result.law.count, result.law.concerned, result.law.unknown].map { "\($0)" } + [result.isNumber ? "\(result.law.sum)" : ""]
            guard let reform = result.reform else { return row }
            row += [reform.concerned, reform.unknown, result.change.gained, result.change.lost].map { "\($0)" }
            return row + (result.isNumber ? ["\(reform.sum)", "\(reform.sum - result.law.sum)"] : ["", ""])
        }
        return Table(title: "Totals", columns: columns, rows: rows)
    }

    private func claimTable(_ title: String, _ name: String, _ groups: [Group]) -> Table {
        Table(
            title: title, columns: [name, "count", "claims"] + (hasReform ? ["claims_by_reform", "gained", "lost"] : []),
            rows: groups.map { group in
                [group.name, "\(group.count)", "\(group.claims)"]
                    + (hasReform ? ["\(group.claimsByReform)", "\(group.change.gained)", "\(group.change.lost)"] : [])
            })
    }

    private func groupTable(_ title: String, _ name: String, _ groups: [Group]) -> Table {
        func mean(_ number: Decimal128?) -> String { number.map { "\($0.rounded(scale: 2))" } ?? "" }
        guard hasReform else {
            return Table(
                title: title, columns: [name, "count", "unknown", "mean", "total"],
                rows: groups.map { [$0.name, "\($0.count)", "\($0.unknown)", mean($0.meanBefore), "\($0.before)"] })
        }
        return Table(
            title: title, columns: [name, "count", "winners", "losers", "unchanged", "unknown", "mean_before", "mean_gain", "gain"],
            rows: groups.map { group in
                [group.name] + [group.count, group.winners, group.losers, group.unchanged, group.unknown].map { "\($0)" }
                    + [mean(group.meanBefore), mean(group.meanGain), "\(group.gain)"]
            })
    }
}

extension SimulationReport.Group {
    public var unchanged: Int { count - unknown - winners - losers }
}

extension SimulationReport.Result {
    fileprivate var json: JSON {
        var members: [JSON.Member] = [.init("law", law.json(isNumber))]
        if let reform {
            members += [.init("reform", reform.json(isNumber)), .init("gained", .integer(change.gained)), .init("lost", .integer(change.lost))]
            if isNumber { members.append(.init("change", .number(reform.sum - law.sum))) }
        }
        return .object(members)
    }
}

extension Total {
    fileprivate func json(_ isNumber: Bool) -> JSON {
        .object(
            [.init("count", .integer(count)), .init("unknown", .integer(unknown)), .init("concerned", .integer(concerned))]
                + (isNumber ? [.init("total", .number(sum))] : []))
    }
}
