import Foundation
import Kernel

/// A file of random bytes that only this program may read; made at its first use.
struct SecretFile {
    let path: String

    init(_ path: String) { self.path = path }

    /// - Throws: `KEY-101` when the file is there but cannot be what it should.
    func bytes(_ count: Int, random: Random) throws -> [UInt8] {
        if let data = FileManager.default.contents(atPath: path) {
            guard data.count == count else {
                throw PolityError(
                    .broken, "KEY-101", "A key file has the wrong length.", hint: "Put the right file back from where keys are kept.", context: path)
            }
            return Array(data)
        }
        let fresh = random.bytes(count)
        let made = FileManager.default.createFile(atPath: path, contents: Data(fresh), attributes: [.posixPermissions: 0o600])
        guard made else { throw PolityError(.broken, "KEY-102", "A key file cannot be written.", context: path) }
        return fresh
    }
}
