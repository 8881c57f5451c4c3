import ArgumentParser
import Foundation
import Kernel
import MerkleLog

/// What was kept elsewhere of the public log, to compare the stored one with.
struct KeptLog: ParsableArguments {
    @Option(help: ArgumentHelp("A checkpoint of this log that was kept elsewhere.", valueName: "file"), completion: .file())
    var checkpoint: String?

    @Option(help: ArgumentHelp("The log's public key as it was published (name+id+key); the stored one otherwise.", valueName: "key"))
    var key: String?

    /// - Throws: `VERIFY-102` for a file that cannot be read.
    func bytes() throws -> [UInt8]? {
        try checkpoint.map { path in
            guard let data = FileManager.default.contents(atPath: path) else {
                throw PolityError(.notFound, "VERIFY-102", "The checkpoint cannot be read.", context: path)
            }
            return [UInt8](data)
        }
    }

    func keys() throws -> [NoteKey] { try key.map { [try NoteKey($0)] } ?? [] }
}
