import Kernel

/// A decided case of the same service that is like the one an officer looks at. Nothing of it is about a person: what it says
/// of anybody is seen in the case itself, and looked at there.
public struct SimilarCase: Sendable, Hashable {
    public var id: Identifier<Case>
    public var reference: ReferenceNumber
    /// The outcome that stands.
    public var outcome: String
    public var decidedAt: Instant
    /// What the two have in common, the closest first.
    public var likenesses: [Likeness]

    /// What two cases have in common.
    public enum Likeness: Sendable, Hashable {
        /// They are about the same record: a parcel.
        case sameRecord(question: String)
        /// They are about places a few hundred metres from each other.
        case nearby(question: String)
        /// A filterable question has the same answer.
        case sameAnswer(question: String)

        /// The same place tells more than the same kind of thing elsewhere.
        var weight: Int {
            switch self {
            case .sameRecord: 8
            case .nearby: 4
            case .sameAnswer: 1
            }
        }
    }

    /// How many are shown.
    static let most = 5
}
