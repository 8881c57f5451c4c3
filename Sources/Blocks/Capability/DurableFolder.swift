import Foundation
import Kernel

/// Folders that outlive a loss of power.
public enum DurableFolder {
    /// Makes a folder, and those above it that are missing, for the server's user alone.
    ///
    /// A folder's name is sure to be there after a loss of power only once the folder that it stands in was synchronised
    /// (fsync(2)): without that, keys and files would go with the folder around them, each durable by itself.
    ///
    /// - Throws: `FOLDER-101` when it cannot be made.
    public static func make(_ path: String) throws {
        let whole = URL(filePath: path).standardizedFileURL
        let above = whole.deletingLastPathComponent()
        if !FileManager.default.fileExists(atPath: whole.path) {
            if above.path != whole.path { try make(above.path) }
            // Another program may make it at the same moment.
            guard mkdir(whole.path, 0o700) == 0 || errno == EEXIST else { throw fault(whole.path) }
            try synchronize(above.path)
        } else {
            // It may have been made by a program that was killed before it came to this. Others' folders need not be readable.
            try? synchronize(above.path)
        }
    }

    /// Makes the names in a folder durable.
    public static func synchronize(_ path: String) throws {
        let folder = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard folder >= 0 else { throw fault(path) }
        defer { close(folder) }
        guard fsync(folder) == 0 else { throw fault(path) }
    }

    /// Reads `errno`, so it is called right after what failed.
    private static func fault(_ path: String) -> PolityError {
        PolityError(
            .unavailable, "FOLDER-101", "A folder cannot be made.", hint: "Make it, and let the server's user write there.",
            context: "\(path): \(String(cString: strerror(errno)))")
    }
}
