import Capability
import Crypto
import Foundation
import Kernel

/// A folder whose files are all listed with their hashes in `SHA256SUMS`, in the form that `sha256sum -c` reads.
///
/// The list is written last, so a folder without one was never finished.
struct SummedFolder {
    static let list = "SHA256SUMS"
    private static let pieceBytes = 1 << 20

    let path: String
    /// By name within the folder.
    private(set) var sums: [String: String] = [:]

    /// Begins a new one.
    ///
    /// - Throws: `BACKUP-101` when something is there already.
    init(making path: String) throws {
        self.path = path
        guard !Self.isOccupied(path) else {
            throw PolityError(.conflict, "BACKUP-101", "There is something in this place already.", hint: "Name a new or empty folder.", context: path)
        }
        try DurableFolder.make(path)
    }

    /// A folder that is filled by copies alone, without a list.
    init(filling path: String) { self.path = path }

    /// Whether anything is at a path but an empty folder.
    static func isOccupied(_ path: String) -> Bool {
        guard FileManager.default.fileExists(atPath: path) else { return false }
        return (try? FileManager.default.contentsOfDirectory(atPath: path).isEmpty) != true
    }

    func place(of name: String) -> String { path + "/" + name }

    // MARK: - Making one

    mutating func add(_ bytes: [UInt8], as name: String) throws {
        let file = try create(name)
        defer { try? file.close() }
        try file.write(contentsOf: bytes)
        try file.synchronize()
        sums[name] = Hex.encode(SHA256.hash(data: bytes))
    }

    /// Copies a file, and sums what was copied.
    ///
    /// - Returns: false when there is no such file any more.
    @discardableResult
    mutating func copy(_ source: String, as name: String) throws -> Bool {
        guard let input = FileHandle(forReadingAtPath: source) else {
            // Gone meanwhile, as files of drafts go; whatever else keeps it from being read would leave it out of the backup unseen.
            guard !FileManager.default.fileExists(atPath: source) else {
                throw PolityError(.unavailable, "BACKUP-105", "The file \(source) cannot be read.", hint: "Run the backup as who serves.")
            }
            return false
        }
        defer { try? input.close() }
        let output = try create(name)
        defer { try? output.close() }
        var digest = SHA256()
        while let piece = try input.read(upToCount: Self.pieceBytes), !piece.isEmpty {
            digest.update(data: piece)
            try output.write(contentsOf: piece)
        }
        try output.synchronize()
        sums[name] = Hex.encode(digest.finalize())
        return true
    }

    /// Takes in a file that was written here by another hand.
    mutating func add(_ name: String) throws { sums[name] = try Self.sum(place(of: name)) }

    /// Writes the list: from now on the folder is whole.
    func seal() throws {
        let text = sums.sorted { $0.key < $1.key }.map { "\($0.value)  \($0.key)\n" }.joined()
        let file = try create(Self.list)
        defer { try? file.close() }
        try file.write(contentsOf: Data(text.utf8))
        try file.synchronize()
    }

    private func create(_ name: String) throws -> FileHandle {
        // The list has a line for each.
        guard !name.utf8.contains(10) else {
            throw PolityError(.badInput, "BACKUP-110", "A file's name has a line feed in it.", hint: "Give it another name.", context: name)
        }
        let place = place(of: name)
        let folder = URL(filePath: place).deletingLastPathComponent().path
        try DurableFolder.make(folder)
        let descriptor = open(place, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            throw PolityError(.unavailable, "BACKUP-105", "A file of the backup cannot be written.", context: "\(place): \(String(cString: strerror(errno)))")
        }
        // Its name first, its bytes when they are written: both outlive a loss of power.
        try DurableFolder.synchronize(folder)
        return FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
    }

    // MARK: - Checking one

    /// Reads a finished one and compares every file with the list.
    ///
    /// - Throws: `BACKUP-102` when there is no whole list, `BACKUP-103` when a file is missing, was changed, or is not listed.
    init(checking path: String) throws {
        self.path = path
        guard let data = FileManager.default.contents(atPath: path + "/" + Self.list) else { throw Self.notWhole(path, "it has no \(Self.list)") }
        guard let text = String(validating: data, as: UTF8.self), text.hasSuffix("\n") else { throw Self.notWhole(path, "its list of files is damaged") }
        for line in text.split(separator: "\n") {
            let (hash, name) = (line.prefix(64), line.dropFirst(66))
            guard line.dropFirst(64).hasPrefix("  "), Hex.decode(hash) != nil, Self.isInside(name), sums.updateValue(String(hash), forKey: String(name)) == nil
            else { throw Self.notWhole(path, "its list of files is damaged") }
        }
        let found = try Self.files(below: path).filter { $0 != Self.list }
        if let stray = found.first(where: { sums[$0] == nil }) { throw Self.changed(stray, "is not in its list") }
        for (name, sum) in sums.sorted(by: { $0.key < $1.key }) where try Self.sum(place(of: name)) != sum { throw Self.changed(name, "was changed") }
    }

    /// The regular files below a folder, by their names within it, sorted. What vanishes meanwhile is left out.
    static func files(below folder: String) throws -> [String] {
        guard let all = FileManager.default.enumerator(atPath: folder) else { return [] }
        return all.compactMap { $0 as? String }.filter { name in
            let type = try? FileManager.default.attributesOfItem(atPath: folder + "/" + name)[.type] as? FileAttributeType
            return type != nil && type != .typeDirectory
        }.sorted()
    }

    /// A hostile list must not lead out of the folder.
    private static func isInside(_ name: Substring) -> Bool {
        !name.isEmpty && name.split(separator: "/", omittingEmptySubsequences: false).allSatisfy { !$0.isEmpty && $0 != "." && $0 != ".." }
    }

    private static func sum(_ path: String) throws -> String {
        guard let file = FileHandle(forReadingAtPath: path) else { throw changed(path, "is missing") }
        defer { try? file.close() }
        var digest = SHA256()
        while let piece = try file.read(upToCount: pieceBytes), !piece.isEmpty { digest.update(data: piece) }
        return Hex.encode(digest.finalize())
    }

    private static func notWhole(_ path: String, _ why: String) -> PolityError {
        PolityError(.badInput, "BACKUP-102", "This is not a whole backup: \(why).", hint: "Take another one.", context: path)
    }

    private static func changed(_ name: String, _ what: String) -> PolityError {
        PolityError(.badInput, "BACKUP-103", "The backup's file \(name) \(what).", hint: "Take another backup; nothing was restored.")
    }
}
