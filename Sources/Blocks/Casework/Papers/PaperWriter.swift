import Blueprint
import FEEL
import Kernel

/// Writes what the papers of an outcome say, in the words and values of their day.
struct PaperWriter {
    let government: Government

    /// - Parameters:
    ///   - names: what expressions see, `valid_until` among them.
    ///   - number: gives each paper its number; a preview gives any.
    func papers(
        _ decision: Decision, _ outcome: Outcome, _ names: Context, _ theCase: Case, _ decider: CaseDecider, number: () throws -> ReferenceNumber
    ) throws -> [PaperRequest] {
        let (service, language) = (decider.service, government.language(theCase.language))
        let validUntil: CivilDate? = if case .date(let date)? = names["valid_until"] { date } else { nil }
        let message = decision.words(outcome, names, language)

        func paper(_ kind: PaperRequest.Kind, _ title: LocalizedText, _ template: String?) throws -> PaperRequest {
            PaperRequest(
                kind: kind, number: try number(), decision: decision.number, caseID: theCase.id, reference: theCase.reference, service: theCase.service,
                folder: theCase.folder, organisation: theCase.organisation, subject: theCase.subject, language: language.code, title: title,
                template: template, lines: [], paragraphs: [], values: .object([]), issuedOn: decider.today,
                validUntil: kind == .certificate ? validUntil : nil,
                replacesEarlier: kind == .certificate && outcome.certificate?.replacesEarlier == true)
        }

        func fill(_ paper: inout PaperRequest) {
            guard let name = paper.template, let template = service.templates.template(name, language: language.code) else { return }
            var all = service.adding(to: names)
            for (name, value) in words(paper, outcome, message, language) where all[name] == nil { all[name] = value }
            paper.values = TemplateValues(service: service, names: all, language: language, currency: government.currency).json(for: template.template.names)
        }

        var papers: [PaperRequest] = []
        if let certificate = outcome.certificate {
            var paper = try paper(.certificate, certificate.title, certificate.template)
            paper.lines = certificate.fields.map { field in
                (label: field.label[language.code], value: service.reading(of: field.value, names, language))
            }.filter { !$0.value.isEmpty }
            fill(&paper)
            papers.append(paper)
        }
        if let letter = outcome.letter {
            var paper = try paper(.letter, letter.title, letter.template)
            paper.paragraphs =
                [outcome.title[language.code]] + decision.reasons.map(\.text) + decision.conditions + [message].filter { !$0.isEmpty }
            fill(&paper)
            papers.append(paper)
        }
        return papers
    }

    /// What a template may name besides the service's names; `TemplateCheck.extras` has their types.
    private func words(_ paper: PaperRequest, _ outcome: Outcome, _ message: String, _ language: Language) -> [(String, Value)] {
        let fields = paper.lines.map { line in
            Value.context(["label": .string(line.label), "value": .string(line.value)])
        }
        let organisation = government.organisation(paper.organisation)?.title[language.code] ?? government.name[language.code]
        return [
            ("title", .string(paper.title[language.code])), ("outcome", .string(outcome.title[language.code])), ("message", .string(message)),
            ("reference", .string(paper.reference.description)), ("organisation", .string(organisation)),
            ("government", .string(government.name[language.code])), ("issued_on", .date(paper.issuedOn)), ("fields", .list(fields)),
        ]
    }
}
