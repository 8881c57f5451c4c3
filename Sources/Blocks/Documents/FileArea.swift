import Capability
import Crypto
import Dispatch
import Foundation
import Kernel
import Synchronization

/// The folder that stored files lie in, under names that say nothing. Its work is done on threads of its own.
struct FileArea: Sendable {
    let directory: String
    private let threads = DispatchQueue(label: "polity.documents", attributes: .concurrent)
    private let durable = DurableFolders()

    /// - Throws: `DOCUMENTS-130` when the folder cannot be made.
    init(directory: String) throws {
        self.directory = directory
        do {
            try DurableFolder.make(directory + "/incoming")
            try DurableFolder.make(directory)
        } catch let error as PolityError {
            throw PolityError(.unavailable, "DOCUMENTS-130", .disk, context: error.context)
        }
    }

    func run<Answer: Sendable>(_ work: @escaping @Sendable () throws -> Answer) async throws -> Answer {
        try await withCheckedThrowingContinuation { continuation in
            threads.async { continuation.resume(with: Result(catching: work)) }
        }
    }

    func incomingPath(_ name: String) -> String { "\(directory)/incoming/\(name)" }
    func path(_ name: String) -> String { "\(directory)/\(name.prefix(2))/\(name)" }

    /// The store lies on the same disk more often than not: what people upload leaves it room to go on.
    ///
    /// - Throws: `DOCUMENTS-131` while too little of the disk is free.
    func requireRoom() throws {
        var disk = statvfs()
        guard statvfs(directory, &disk) == 0 else { return }
        let block = Double(disk.f_frsize)
        guard Self.hasRoom(free: Double(disk.f_bavail) * block, of: Double(disk.f_blocks) * block) else {
            throw PolityError(.unavailable, "DOCUMENTS-131", Phrase.diskFull, context: "less of the disk is free than uploads leave to the store")
        }
    }

    /// 256 MB, or on a small disk a twentieth of it.
    static func hasRoom(free bytes: Double, of size: Double) -> Bool { bytes >= min(256 * 1_048_576, size / 20) }

    /// Begins a file that nobody else can be writing.
    func create(_ name: String) throws -> Int32 {
        let file = open(incomingPath(name), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard file >= 0 else { throw Self.fault("creating a file") }
        return file
    }

    /// - Throws: `DOCUMENTS-131` when the disk is full.
    func append(_ bytes: [UInt8], to file: Int32) throws {
        var written = 0
        while written < bytes.count {
            let count = bytes[written...].withUnsafeBytes { Foundation.write(file, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw Self.fault("writing") }
            written += count
        }
    }

    /// Makes the file durable under its name: its bytes first, then the name (POSIX fsync and rename). A file that cannot be is removed.
    func keep(_ name: String, _ file: Int32) throws {
        let folder = "\(directory)/\(name.prefix(2))"
        do {
            guard mkdir(folder, 0o700) == 0 || errno == EEXIST else { throw Self.fault("making a folder") }
            // One that is there may be another upload's of this moment, or of a program that was killed: nobody may have synchronised it.
            try durable.once(folder) { try synchronize(directory) }
            guard fsync(file) == 0 else { throw Self.fault("making a file durable") }
            guard rename(incomingPath(name), path(name)) == 0 else { throw Self.fault("naming a file") }
            try synchronize(folder)
        } catch {
            abandon(name, file)
            unlink(path(name))
            throw error
        }
        close(file)
    }

    func abandon(_ name: String, _ file: Int32) {
        close(file)
        unlink(incomingPath(name))
    }

    /// - Throws: `DOCUMENTS-120` when there is no such file.
    func read(_ name: String) throws -> [UInt8] {
        guard let data = FileManager.default.contents(atPath: path(name)) else { throw SealedFile.damaged("a file is missing") }
        return Array(data)
    }

    /// Some of a file's bytes; fewer where it ends before.
    ///
    /// - Throws: `DOCUMENTS-120` when there is no such file.
    func read(_ name: String, from offset: Int, count: Int) throws -> [UInt8] {
        let file = open(path(name), O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { throw SealedFile.damaged("a file is missing") }
        defer { close(file) }
        return try [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
            while filled < count {
                let got = pread(file, buffer.baseAddress.map { $0 + filled }, count - filled, off_t(offset + filled))
                if got < 0, errno == EINTR { continue }
                guard got >= 0 else { throw Self.fault("reading") }
                guard got > 0 else { return }
                filled += got
            }
        }
    }

    /// - Throws: `DOCUMENTS-120` when there is no such file.
    func size(of name: String) throws -> Int {
        var status = stat()
        guard stat(path(name), &status) == 0 else { throw SealedFile.damaged("a file is missing") }
        return Int(status.st_size)
    }

    /// The SHA-256 of a file's bytes, of which only a piece is in memory.
    ///
    /// - Throws: `DOCUMENTS-120` when there is no such file.
    func hash(_ name: String) throws -> [UInt8] {
        var (hash, offset) = (SHA256(), 0)
        while true {
            let piece = try read(name, from: offset, count: 256 << 10)
            guard !piece.isEmpty else { return Array(hash.finalize()) }
            hash.update(data: piece)
            offset += piece.count
        }
    }

    func remove(_ name: String) throws {
        guard unlink(path(name)) == 0 || errno == ENOENT else { throw Self.fault("removing a file") }
    }

    /// The text that says whose folder this is; nil where none was written.
    func mark() throws -> String? {
        guard let data = FileManager.default.contents(atPath: markPath) else {
            guard !FileManager.default.fileExists(atPath: markPath) else { throw Self.fault("reading whose folder it is") }
            return nil
        }
        return String(decoding: data.prefix(200), as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
    }

    /// Writes it durably: whole or not at all.
    func setMark(_ text: String) throws {
        let name = "STORE-\(UUID().uuidString)"
        let file = try create(name)
        do {
            try append(Array((text + "\n").utf8), to: file)
            guard fsync(file) == 0 else { throw Self.fault("making a file durable") }
            guard rename(incomingPath(name), markPath) == 0 else { throw Self.fault("naming a file") }
            try synchronize(directory)
        } catch {
            abandon(name, file)
            throw error
        }
        close(file)
    }

    var markPath: String { directory + "/STORE" }

    /// Some names of files that are kept here.
    func names(atMost limit: Int) -> [String] {
        var names: [String] = []
        guard let all = FileManager.default.enumerator(atPath: directory) else { return names }
        while names.count < limit, let path = all.nextObject() as? String {
            if let name = Self.keptName(path) { names.append(name) }
        }
        return names
    }

    /// Kept files lie in a folder of their names' first two letters.
    private static func keptName(_ path: String) -> String? {
        let parts = path.split(separator: "/")
        return parts.count == 2 && parts[0].utf8.count == 2 ? String(parts[1]) : nil
    }

    /// The names of kept files, and of those begun, that were last written before `moment`.
    func names(before moment: Date) throws -> (kept: [String], incoming: [String]) {
        func old(in folder: String) -> [String] {
            (FileManager.default.enumerator(atPath: folder)?.compactMap { $0 as? String } ?? []).filter { name in
                let attributes = try? FileManager.default.attributesOfItem(atPath: "\(folder)/\(name)")
                return attributes?[.type] as? FileAttributeType == .typeRegular && (attributes?[.modificationDate] as? Date).map { $0 < moment } == true
            }
        }
        let all = old(in: directory)
        return (
            all.compactMap(Self.keptName),
            all.filter { $0.hasPrefix("incoming/") }.map { String($0.dropFirst("incoming/".count)) }
        )
    }

    func removeIncoming(_ name: String) { unlink(incomingPath(name)) }

    private func synchronize(_ folder: String) throws {
        let file = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard file >= 0 else { throw Self.fault("opening a folder") }
        defer { close(file) }
        guard fsync(file) == 0 else { throw Self.fault("making a folder durable") }
    }

    /// Which folders this program knows to outlive a loss of power.
    private final class DurableFolders: Sendable {
        private let known = Mutex<Set<String>>([])

        func once(_ folder: String, _ makeDurable: () throws -> Void) rethrows {
            if known.withLock({ $0.contains(folder) }) { return }
            try makeDurable()
            known.withLock { _ = $0.insert(folder) }
        }
    }

    /// Reads `errno`, so it is called right after what failed.
    private static func fault(_ what: String) -> PolityError {
        let isFull = errno == ENOSPC || errno == EDQUOT
        return PolityError(
            .unavailable, isFull ? "DOCUMENTS-131" : "DOCUMENTS-130", isFull ? Phrase.diskFull : .disk,
            context: "\(what): \(String(cString: strerror(errno)))")
    }
}
