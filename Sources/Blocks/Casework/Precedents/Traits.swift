import FEEL
import Forms
import Geometry
import Kernel
import Registries

/// By what a case is found again when another is like it: filterable answers, which are nobody's, and the record or the place it is
/// about. They are written as keyed tokens only, so that nobody reads out of the store what was asked for where.
struct Traits {
    /// What the case is entered under.
    private(set) var own: [String] = []
    /// What cases like it are entered under, and what that means.
    private(set) var sought: [(text: String, likeness: SimilarCase.Likeness)] = []

    init(_ service: PublicService, _ answers: Answers) {
        for question in service.form.questions where question.privacy == nil {
            switch (question.kind, answers[question.id]) {
            case (.record, .string(let record)?):
                add("record/\(question.id)/\(record)", .sameRecord(question: question.id))
            case (.place, .context(let place)?):
                guard let square = Square(place) else { continue }
                own.append("place/\(question.id)/\(square.name)")
                for near in square.andAround { sought.append(("place/\(question.id)/\(near.name)", .nearby(question: question.id))) }
            case (_, .string(let answer)?) where question.isFilterable:
                add("answer/\(question.id)/\(answer)", .sameAnswer(question: question.id))
            default: continue
            }
        }
    }

    private mutating func add(_ text: String, _ likeness: SimilarCase.Likeness) {
        own.append(text)
        sought.append((text, likeness))
    }
}

/// A square of a fixed grid, some two hundred metres from south to north and no wider.
private struct Square {
    /// Ten-millionths of a degree.
    private static let side = 20_000

    let column: Int
    let row: Int

    /// nil for a place without a position.
    init?(_ place: Context) {
        guard let position = Position(place) else { return nil }
        (column, row) = (Self.index(position.longitudeUnits), Self.index(position.latitudeUnits))
    }

    private init(column: Int, row: Int) { (self.column, self.row) = (column, row) }

    private static func index(_ units: Int32) -> Int { (Int(units) + 180 * Int(Position.unitsPerDegree)) / side }

    var name: String { "\(column)/\(row)" }

    var andAround: [Square] { (-1...1).flatMap { x in (-1...1).map { y in Square(column: column + x, row: row + y) } } }
}
