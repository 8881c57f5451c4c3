import Decisions
import HTML
import Kernel
import Web

/// Tables of tenths and groups, each row with its bar.
extension SimulationPage {
    func winners(_ html: inout HTML) {
        guard let measure = report.measure else { return }
        guard report.hasReform else { return shares(measure.name, &html) }
        html.h2(language.say(.simulationWinnersAndLosers))
        for (name, groups) in divisions {
            outcomes(caption: language.say(.simulationOutcomesBy, ["name": .text(name)]), groups, &html)
            gains(caption: language.say(.simulationGainBy, ["name": .text(name)]), measure.name, groups, &html)
        }
        html.ul(class: "legend") { html in
            for (style, phrase) in [("part-good", Phrase.simulationWinners), ("part-same", .simulationUnchanged), ("part-bad", .simulationLosers)] {
                html.li { html in
                    html.span("", class: "swatch " + style, [.ariaHidden])
                    html.text(language.say(phrase))
                }
            }
        }
    }

    /// Without a reform nobody wins or loses: what each group has.
    private func shares(_ measure: String, _ html: inout HTML) {
        guard !divisions.isEmpty else { return }
        html.h2(title(measure))
        for (name, groups) in divisions {
            let longest = max(Decimal128(1), groups.compactMap { $0.meanBefore?.magnitude }.max() ?? 1)
            let hasUnknown = groups.contains { $0.unknown > 0 }
            let titles = [Phrase.simulationMean, .simulationTotal] + (hasUnknown ? [.simulationUnknown] : [])
            barTable(
                caption: language.say(.simulationHasBy, ["name": .text(name)]), titles.map { language.say($0) },
                groups.map { group in
                    let mean = group.meanBefore ?? .zero
                    let width = Int(exactly: (mean.magnitude * 1_000 / longest).rounded(scale: 0)) ?? 0
                    let cells = [amount(mean, measure), amount(group.before, measure)] + (hasUnknown ? [language.format(group.unknown)] : [])
                    return BarRow(label: group.name, cells: cells, parts: [Part(0, width, mean < 0 ? "part-bad" : "part-law")])
                }, &html)
        }
    }

    func caseload(_ html: inout HTML) {
        guard let caseload = report.caseload, let all = report.everybody else { return }
        html.h2(language.say(.simulationCaseload, ["title": .text(title(caseload))]))
        let everybody = SimulationReport.Group.named(language.say(.simulationEverybody), all)
        for (name, groups) in [(language.say(.simulationEverybody), [everybody])] + divisions {
            claims(caption: language.say(.simulationClaimsBy, ["name": .text(name)]), groups, &html)
        }
    }

    /// Tenths and groups, as far as the report has them, by what they are made.
    private var divisions: [(name: String, groups: [SimulationReport.Group])] {
        var divisions: [(name: String, groups: [SimulationReport.Group])] = []
        if !report.deciles.isEmpty {
            divisions.append((language.say(.simulationTenths, ["name": .text(title(report.decilesBy ?? ""))]), report.deciles))
        }
        if !report.groups.isEmpty {
            divisions.append((title(report.groupedBy ?? ""), report.groups.map { .named(named($0.name), $0) }))
        }
        return divisions
    }

    /// A group's value in words.
    private func named(_ value: String) -> String {
        let subject = report.groupedBy.flatMap { law.subject($0) ?? reform?.subject($0) }
        if let subject, subject.choices.contains(value) { return subject.title(of: value)[language.code] }
        return switch value {
        case "true": language.say(.lawYes)
        case "false": language.say(.lawNo)
        case "unknown": language.say(.simulationUnknown)
        default: value.replacing("_", with: " ")
        }
    }

    private func outcomes(caption: String, _ groups: [SimulationReport.Group], _ html: inout HTML) {
        let hasUnknown = groups.contains { $0.unknown > 0 }
        let titles = [Phrase.simulationWinners, .simulationUnchanged, .simulationLosers] + (hasUnknown ? [.simulationUnknown] : [])
        barTable(
            caption: caption, titles.map { language.say($0) },
            groups.map { group in
                let counts = [group.winners, group.unchanged, group.losers]
                let widths = counts.map { group.count > 0 ? $0 * 1_000 / group.count : 0 }
                // Of whom it is unknown has no part of the bar.
                let parts = [
                    Part(0, widths[0], "part-good"), Part(widths[0], hasUnknown ? widths[1] : 1_000 - widths[0] - widths[2], "part-same"),
                    Part(hasUnknown ? widths[0] + widths[1] : 1_000 - widths[2], widths[2], "part-bad"),
                ]
                let cells = counts + (hasUnknown ? [group.unknown] : [])
                return BarRow(label: group.name, cells: cells.map { share($0, of: group.count) }, parts: parts)
            }, &html)
    }

    private func gains(caption: String, _ name: String, _ groups: [SimulationReport.Group], _ html: inout HTML) {
        let means = groups.map { $0.meanGain ?? .zero }
        let low = min(means.min() ?? .zero, .zero), high = max(means.max() ?? .zero, .zero)
        guard high > low else { return }
        func place(_ value: Decimal128) -> Int { Int(exactly: ((value - low) * 1_000 / (high - low)).rounded(scale: 0)) ?? 0 }
        let zero = place(.zero)
        barTable(
            caption: caption, [language.say(.simulationMeanGain), language.say(.simulationInAll)],
            zip(groups, means).map { group, mean in
                let end = place(mean)
                let part = Part(min(zero, end), abs(end - zero), mean < 0 ? "part-bad" : "part-good")
                return BarRow(
                    label: group.name, cells: [amount(mean, name), amount(group.gain, name)], parts: [part, Part(max(0, min(997, zero - 1)), 3, "part-axis")])
            }, &html)
    }

    private func claims(caption: String, _ groups: [SimulationReport.Group], _ html: inout HTML) {
        let longest = max(1, groups.map { max($0.claims, $0.claimsByReform) }.max() ?? 1)
        var titles = [language.say(.simulationClaims)]
        if report.hasReform { titles += [Phrase.simulationClaimsByReform, .simulationGained, .simulationLost].map { language.say($0) } }
        barTable(
            caption: caption, titles,
            groups.map { group in
                let (was, isNow) = (group.claims * 1_000 / longest, group.claimsByReform * 1_000 / longest)
                guard report.hasReform else { return BarRow(label: group.name, cells: [language.format(group.claims)], parts: [Part(0, was, "part-law")]) }
                let cells = [group.claims, group.claimsByReform, group.change.gained, group.change.lost].map { language.format($0) }
                return BarRow(label: group.name, cells: cells, parts: [Part(0, was, "part-law", half: 0), Part(0, isNow, "part-reform", half: 1)])
            }, &html)
    }
}

extension SimulationReport.Group {
    /// The same under a name for people.
    fileprivate static func named(_ name: String, _ group: Self) -> Self {
        var group = group
        group.name = name
        return group
    }
}
