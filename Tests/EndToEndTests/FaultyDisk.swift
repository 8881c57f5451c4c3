import Foundation
import Kernel

/// A disk beneath the whole program that loses its power, or runs full, when a test says so: `Data/faulty_disk.c`, which
/// is loaded before the C library and sees every write and every promise of durability.
struct FaultyDisk {
    /// Built once; nil where there is no C compiler.
    static let library: String? = {
        let made = NSTemporaryDirectory() + "polity-faulty-disk-\(ProcessInfo.processInfo.processIdentifier).so"
        for compiler in ["clang", "cc"] {
            let process = Process()
            process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
            process.arguments = [
                compiler, "-shared", "-fPIC", "-O1", "-o", made, PolityCommand.root + "/Tests/EndToEndTests/Data/faulty_disk.c", "-ldl", "-lpthread",
            ]
            process.standardError = FileHandle.nullDevice
            guard (try? process.run()) != nil else { continue }
            process.waitUntilExit()
            if process.terminationStatus == 0 { return made }
        }
        return nil
    }()

    /// Beside the data, not in it.
    private let folder = NSTemporaryDirectory() + "polity-disk-" + UUID().uuidString
    private var undo: String { folder + "/undo" }
    private var full: String { folder + "/full" }

    init() throws { try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true) }

    func environment(data: String) -> [String: String] {
        ["LD_PRELOAD": Self.library ?? "", "FAULTY_DISK_ROOT": data, "FAULTY_DISK_UNDO": undo, "FAULTY_DISK_FULL": full]
    }

    /// Of a database's server: while the disk is full its files cannot grow.
    var serversEnvironment: [String: String] {
        ["LD_PRELOAD": Self.library ?? "", "FAULTY_DISK_ROOT": NSTemporaryDirectory(), "FAULTY_DISK_FULL": full, "FAULTY_DISK_ROOM": "1"]
    }

    func remove() { try? FileManager.default.removeItem(atPath: folder) }

    /// While it is full nothing can be written; what is there can be read.
    func setFull(_ isFull: Bool) {
        if isFull { FileManager.default.createFile(atPath: full, contents: nil) } else { try? FileManager.default.removeItem(atPath: full) }
    }

    /// What a loss of power would have left of a dead program's files: everything that was not synced is taken back. With a
    /// generator some of it reached the disk all the same, in any combination.
    ///
    /// - Returns: how many changes were lost.
    @discardableResult
    func losePower(_ generator: SeededGenerator? = nil) throws -> Int {
        let records = Self.records(FileManager.default.contents(atPath: undo).map { [UInt8]($0) } ?? [])
        var lost = 0
        for (index, record) in records.enumerated().reversed() where record.kind != "s" {
            let later = records[(index + 1)...]
            if Self.isPromised(record, later) { continue }
            if let generator, generator.next(below: 2) == 0 { continue }
            try Self.takeBack(record, later)
            lost += 1
        }
        for name in try FileManager.default.contentsOfDirectory(atPath: folder) { try FileManager.default.removeItem(atPath: folder + "/" + name) }
        return lost
    }

    private struct Record {
        var kind: Character
        var path: String
        var other: String
        var offset: Int
        var size: Int
        var bytes: [UInt8]

        /// The folder whose entry changed, with a slash at its end; where a file was moved, the one it was moved to.
        var folder: String {
            let entry = kind == "r" ? other : path
            return String(entry.prefix(through: entry.lastIndex(of: "/") ?? entry.startIndex))
        }
    }

    /// The last record may be cut off: then its change was never made.
    private static func records(_ bytes: [UInt8]) -> [Record] {
        var records: [Record] = []
        var at = 0
        func number(_ start: Int, _ width: Int) -> Int { bytes[start..<(start + width)].reversed().reduce(0) { $0 << 8 | Int($1) } }
        while at + 29 <= bytes.count {
            let lengths = [number(at + 1, 4), number(at + 5, 4), number(at + 9, 4)]
            let end = at + 29 + lengths.reduce(0, +)
            guard end <= bytes.count else { break }
            let (path, other) = (at + 29 + lengths[0], at + 29 + lengths[0] + lengths[1])
            records.append(
                Record(
                    kind: Character(UnicodeScalar(bytes[at])), path: String(decoding: bytes[(at + 29)..<path], as: UTF8.self),
                    other: String(decoding: bytes[path..<other], as: UTF8.self), offset: number(at + 13, 8), size: number(at + 21, 8),
                    bytes: Array(bytes[other..<end])))
            at = end
        }
        return records
    }

    /// A file's content is promised by its own fsync, a name in a folder by the folder's (POSIX; fsync(2)).
    private static func isPromised(_ record: Record, _ later: ArraySlice<Record>) -> Bool {
        var path = record.path
        for next in later {
            if record.kind == "w", next.kind == "r", next.path == path { path = next.other }
            if next.kind == "s", next.path == (record.kind == "w" ? path : record.folder) { return true }
        }
        return false
    }

    private static func takeBack(_ record: Record, _ later: ArraySlice<Record>) throws {
        switch record.kind {
        case "w":
            // Renames that were lost have been taken back already, those that were not have moved the file.
            let path = later.reduce(record.path) { path, next in
                next.kind == "r" && next.path == path && !FileManager.default.fileExists(atPath: path) ? next.other : path
            }
            let file = open(path, O_WRONLY | O_CLOEXEC)
            guard file >= 0 else { return }
            defer { close(file) }
            _ = record.bytes.withUnsafeBytes { pwrite(file, $0.baseAddress, $0.count, off_t(record.offset)) }
            guard ftruncate(file, off_t(record.size)) == 0 else { throw POSIXError(.EIO) }
        case "c": unlink(record.path)
        // What lies in a folder is lost with the folder's name, however durable it is by itself.
        case "m": try? FileManager.default.removeItem(atPath: record.path)
        case "u": if !record.other.isEmpty { link(record.other, record.path) }
        case "r": rename(record.other, record.path)
        default: break
        }
    }
}
