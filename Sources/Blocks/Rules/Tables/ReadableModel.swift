import Decisions
import Kernel

/// A decision model as anybody may read it, and try it by itself.
struct ReadableModel: Sendable {
    enum Place: String, Sendable {
        /// `rules/NAME.dmn`
        case shared = "models"
        /// `services/NAME/rules.dmn`
        case service = "services"
    }

    let place: Place
    let id: String
    let model: DecisionModel
    /// What people read for its names and texts.
    private(set) var words: RuleWords

    init(place: Place, id: String, model: DecisionModel) {
        self.place = place
        self.id = id
        self.model = model
        words = RuleWords(labelsOf: model)
    }

    /// With the words of the service that decides by it.
    func adding(_ service: RuleWords?) -> ReadableModel {
        var told = self
        if let service { told.words = words.adding(service) }
        return told
    }

    /// What it is called. A model that is not translated has the title of its service, where that is.
    func title(in language: Language) -> String {
        let own = model.title
        return own[language.code] == own.text
            ? words.service.flatMap { $0[language.code] == $0.text ? nil : $0[language.code] } ?? own.text : own[language.code]
    }

    var path: String { "/rules/\(place.rawValue)/\(id)" }
}
