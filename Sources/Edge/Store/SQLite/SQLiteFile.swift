import Foundation

/// The database's file as the system sees it.
enum SQLiteFile {
    /// It is for the server's user alone, and so are its log and its index, to which SQLite gives the rights of the file.
    ///
    /// A file that is there is not opened: to close it again would end the locks that another connection of this process has on it
    /// (SQLite documentation, "How To Corrupt An SQLite Database File", section 2.2). What fails here SQLite tells of.
    static func keepFromOthers(_ path: String) {
        let descriptor = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        if descriptor >= 0 { close(descriptor) }
        for name in [path, path + "-wal", path + "-shm"] { chmod(name, 0o600) }
    }
}
