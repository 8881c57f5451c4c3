import Decisions
import FEEL
import HTML
import Kernel
import Web

/// A simulation's report as one file that stands alone: no script, nothing fetched, its drawings made here, each within or beside its table.
public struct SimulationPage: Sendable {
    let report: SimulationReport
    let law: Rulebook
    let reform: Rulebook?
    /// What the reform is called.
    let reformTitle: String?
    let language: Language

    public init(_ report: SimulationReport, of law: Rulebook, reform: Rulebook?, reformTitle: String?, language: Language) {
        self.report = report
        self.law = law
        self.reform = reform
        self.reformTitle = reformTitle
        self.language = language
    }

    var words: LawWords { LawWords(language: language) }

    public func draw() -> HTML {
        var html = HTML(language: language)
        html.raw(trusted: "<!doctype html>")
        html.element("html", [.lang(language.code), .dir(language.isRightToLeft ? "rtl" : "ltr")]) { html in
            html.element("head") { html in
                html.raw(trusted: "<meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">")
                html.element("title", heading)
                html.raw(trusted: "<style>" + Stylesheet.text(accent: "#1f5f8b") + Self.style + "</style>")
            }
            html.element("body") { html in
                html.div(class: "frame frame-wide") { html in
                    html.element("main", class: "main", id: "main") { html in content(&html) }
                }
            }
        }
        return html
    }

    private var heading: String { reformTitle ?? law.definition.title[language.code] }

    private func content(_ html: inout HTML) {
        html.h1(heading)
        let who = report.counts.map { "\(language.format($0.count)) \(title(ofEntity: $0.entity))" }.joined(separator: ", ")
        let lead: Phrase = reform == nil ? .simulationLead : .simulationReformLead
        html.p(
            language.say(lead, ["law": .text(law.definition.title[language.code]), "date": .date(report.date), "who": .text(who)]), class: "lead")
        html.figures(figures)
        changes(&html)
        totals(&html)
        winners(&html)
        distribution(&html)
        caseload(&html)
        html.h2(language.say(.simulationHow))
        html.p(language.say(.simulationExact))
    }

    private func title(ofEntity id: String) -> String {
        law.definition.entities.first { $0.id == id }?.title[language.code] ?? id
    }

    /// What people call a value.
    func title(_ name: String) -> String { (law.subject(name) ?? reform?.subject(name))?.title[language.code] ?? name }

    func unit(_ name: String) -> Unit? { law.subject(name)?.unit }

    /// Large amounts in whole units, small ones with two digits.
    func amount(_ number: Decimal128, _ name: String) -> String {
        guard number.magnitude >= 1_000 else { return words.number(number.rounded(scale: 2), unit: unit(name)) }
        let whole = number.rounded(scale: 0)
        guard let currency = unit(name).flatMap({ Currency($0.description) }) else { return words.number(whole, unit: unit(name)) }
        let (sign, digits) = (whole < 0 ? "-" : "", language.format(whole.magnitude))
        return language.code == "en" ? sign + language.symbol(of: currency) + digits : "\(sign)\(digits)\u{A0}\(language.symbol(of: currency))"
    }

    func share(_ part: Int, of whole: Int) -> String {
        guard whole > 0 else { return "" }
        return language.format((Decimal128(part) * 100 / Decimal128(whole)).rounded(scale: 1)) + "\u{A0}%"
    }

    private var figures: [Figure] {
        guard let all = report.everybody, report.hasReform else {
            return report.results.filter(\.isNumber).prefix(4).map { Figure(amount($0.law.sum, $0.id), title($0.id)) }
        }
        var figures: [Figure] = []
        if let measure = report.measure {
            figures.append(Figure(amount(all.gain.magnitude, measure.name), language.say(all.gain < 0 ? .simulationTheyLose : .simulationTheyGain)))
            for (count, phrase) in [(all.winners, Phrase.simulationWinners), (all.losers, .simulationLosers)] {
                figures.append(Figure(share(count, of: all.count), language.say(phrase), note: language.format(count)))
            }
            if let mean = all.meanGain { figures.append(Figure(amount(mean, measure.name), language.say(.simulationMeanGain))) }
        }
        if let caseload = report.caseload {
            let change = all.claimsByReform - all.claims
            figures.append(Figure((change > 0 ? "+" : "") + language.format(change), language.say(.simulationMoreClaims, ["title": .text(title(caseload))])))
        }
        return figures
    }

    private func changes(_ html: inout HTML) {
        guard let reform else { return }
        let sentences = RulebookDifference(from: law.definition, to: reform.definition, in: language).sentences
        guard !sentences.isEmpty else { return }
        html.h2(language.say(.simulationChanges))
        html.ul { html in for sentence in sentences { html.li(sentence) } }
    }

    private func totals(_ html: inout HTML) {
        html.h2(language.say(.simulationTotals))
        var columns = [Column(language.say(.simulationValue)), Column(language.say(.simulationConcerned), isNumeric: true)]
        columns.append(Column(language.say(.simulationTotal), isNumeric: true))
        if report.hasReform {
            columns += [.simulationConcernedByReform, .simulationTotalByReform, .simulationChange].map { Column(language.say($0), isNumeric: true) }
        }
        // How many of whom nothing could be said, where there are any: a total without them is not the whole.
        let hasUnknown = report.results.contains { $0.law.unknown > 0 || $0.reform?.unknown ?? 0 > 0 }
        if hasUnknown {
            columns.append(Column(language.say(.simulationUnknown), isNumeric: true))
            if report.hasReform { columns.append(Column(language.say(.simulationUnknownByReform), isNumeric: true)) }
        }
        let rows = report.results.map { result -> [Cell] in
            func total(_ sum: Decimal128) -> Cell { .text(result.isNumber ? amount(sum, result.id) : "–") }
            var row: [Cell] = [.text(title(result.id)), .text(language.format(result.law.concerned)), total(result.law.sum)]
            if let reform = result.reform {
                row += [.text(language.format(reform.concerned)), total(reform.sum), total(reform.sum - result.law.sum)]
            }
            if hasUnknown { row += [result.law.unknown, result.reform?.unknown].compactMap { $0 }.map { .text(language.format($0)) } }
            return row
        }
        html.dataTable(caption: language.say(.simulationTotals), showsCaption: false, columns, rows)
    }
}
