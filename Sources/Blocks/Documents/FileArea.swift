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
            all.filter { !$0.hasPrefix("incoming/") }.compactMap { $0.split(separator: "/").last.map(String.init) },
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
