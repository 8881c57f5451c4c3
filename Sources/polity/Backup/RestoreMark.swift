import Capability
import Foundation
import Kernel

/// A file in the data folder that stands there while a backup is restored into it. Where it is left, the restore was cut off: the store may be
/// whole already, and people's files are not.
struct RestoreMark {
    private static let name = "RESTORING"
    private let folder: String

    init(in folder: String) { self.folder = folder }

    private var path: String { folder + "/" + Self.name }

    /// Makes it durable, before anything else is written.
    func set() throws {
        var mark = SummedFolder(filling: folder)
        try mark.add(Array("A backup is being restored here.\n".utf8), as: Self.name)
    }

    /// Takes it away, once everything else is durable.
    func remove() throws {
        try FileManager.default.removeItem(atPath: path)
        try DurableFolder.synchronize(folder)
    }

    /// - Throws: `BACKUP-107` where it stands.
    func requireNone() throws {
        guard FileManager.default.fileExists(atPath: path) else { return }
        throw PolityError(
            .conflict, "BACKUP-107", "A restore into this data folder was not finished.",
            hint: "Empty the folders of data and keys, and the database, and restore once more.", context: folder)
    }
}
