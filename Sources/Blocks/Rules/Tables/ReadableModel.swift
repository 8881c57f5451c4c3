import Decisions

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

    var path: String { "/rules/\(place.rawValue)/\(id)" }
}
