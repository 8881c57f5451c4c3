/// What a folder's files mean, where a version of the program gave a meaning to what earlier ones passed over.
///
/// A folder keeps the dialect that it was first served in, so that its cases go on as they began. A new or changed one is read in the newest.
public enum FolderDialect: Int, Sendable {
    /// What a drawn process says in data associations, or in `camunda:in` and `camunda:out`, is passed over.
    case first = 1
    /// How many tokens begin an activity of a drawn process, and how many leave it, is passed over.
    case second = 2
    case third = 3

    public static let newest = FolderDialect.third

    public var readsDataAssociations: Bool { self != .first }
    public var countsTokens: Bool { rawValue >= FolderDialect.third.rawValue }
}
