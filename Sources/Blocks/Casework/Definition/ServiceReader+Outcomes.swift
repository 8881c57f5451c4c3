import Blueprint
import FEEL
import Kernel

extension ServiceReader {
    /// The outcomes of the file, and the two that every service has.
    mutating func readOutcomes() -> [Outcome] {
        var outcomes = file.dictionary("outcomes").map { key, node in outcome(key.value, node) }
        for (id, title, spanish) in [
            ("granted", "Your application is granted", "Su solicitud se ha concedido"),
            ("refused", "Your application is refused", "Su solicitud se ha denegado"),
        ]
        where !outcomes.contains(where: { $0.id == id }) {
            outcomes.append(Outcome(id: id, title: LocalizedText(title, translations: ["en": title, "es": spanish]), changes: [], isPositive: id == "granted"))
        }
        return outcomes
    }

    private mutating func outcome(_ id: String, _ node: Checked) -> Outcome {
        checkPlaces(of: node["message"])
        return Outcome(
            id: id, title: node.localized("title"), message: node.optionalLocalized("message"), changes: node.list("change").compactMap { change($0) },
            certificate: node["certificate"].map { certificate($0) },
            letter: node["letter"].map { Outcome.Letter(title: $0.localized("title"), template: template($0, or: Self.letterTemplate)) },
            isPositive: node.boolean("positive", or: ["granted", "approved", "fixed", "registered"].contains(id)), isByRules: node.boolean("by_rules"))
    }

    private mutating func certificate(_ node: Checked) -> Outcome.Certificate {
        let fields = node.dictionary("fields").compactMap { key, value -> (label: LocalizedText, value: Expression)? in
            // The translation has the label where the value stands.
            expression(value.source).map { (LocalizedText(key.value, translations: value.localized.translations), $0) }
        }
        return Outcome.Certificate(
            title: node.localized("title"), validUntil: expression(node, "valid_until", .date), fields: fields,
            template: template(node, or: Self.certificateTemplate), replacesEarlier: node.boolean("replaces_earlier"))
    }
}
