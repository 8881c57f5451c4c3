import Foundation
import Kernel
import Store

/// One SQLite file is served by one process: its writer, its sequencer and its limits know of no other.
enum ServingLock {
    /// Holds the file's lock until this process ends, however it ends: the system gives the lock back (flock(2)), so that none is ever stale.
    /// The lock is on a file beside the database, because SQLite has locks of its own on that.
    ///
    /// - Throws: `SERVE-103` while another process serves it.
    static func take(_ location: StoreLocation) throws {
        guard case .sqlite(let path) = location else { return }
        // However the path is written, one file has one lock.
        let place = URL(filePath: path).resolvingSymlinksInPath().path + ".serving"
        let file = open(place, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard file >= 0 else {
            throw PolityError(.unavailable, "SERVE-104", "This data cannot be locked.", context: "\(place): \(String(cString: strerror(errno)))")
        }
        guard flock(file, LOCK_EX | LOCK_NB) == 0 else {
            let holder = (try? String(contentsOfFile: place, encoding: .utf8)).flatMap { Int($0) }
            close(file)
            throw PolityError(
                .conflict, "SERVE-103", "Another polity serve is serving this data.",
                hint: "Stop it first. Several can serve one government on PostgreSQL.",
                context: [holder.map { "process \($0)" }, path].compactMap(\.self).joined(separator: ", "))
        }
        // For whoever looks for the holder; the lock itself needs no content.
        let name = Array(String(getpid()).utf8)
        if ftruncate(file, 0) == 0 { _ = write(file, name, name.count) }
    }
}
