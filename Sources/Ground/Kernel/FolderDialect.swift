/// What a folder's files mean, where a version of the program gave a meaning to what earlier ones passed over.
///
/// A folder keeps the dialect that it was first served in, so that its cases go on as they began. A new or changed one is read in the newest.
public enum FolderDialect: Int, Sendable {
    /// What a drawn process says in data associations, or in `camunda:in` and `camunda:out`, is passed over.
    case first = 1
    case second = 2

    public static let newest = FolderDialect.second

    public var readsDataAssociations: Bool { self != .first }
}
