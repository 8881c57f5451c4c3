import Crypto
import Foundation
import Kernel

/// How the master key wraps a key: one byte of form, eight of the master key's id, then AES-256-GCM (NIST SP 800-38D)
/// over the key, with the name of what it is for as associated data.
enum KeyWrapping {
    private static let form: UInt8 = 1

    static func wrap(_ key: [UInt8], named name: String, with master: MasterKey) throws -> [UInt8] {
        let header = [form] + master.id
        guard let box = try AES.GCM.seal(key, using: master.key, authenticating: header + Array(name.utf8)).combined else {
            throw PolityError(.broken, "PERSONAL-101", "A key could not be wrapped.")
        }
        return header + Array(box)
    }

    static func unwrap(_ wrapped: [UInt8], named name: String, with master: MasterKey) throws -> [UInt8] {
        let header = Array(wrapped.prefix(9))
        guard header.count == 9, header[0] == form else {
            throw PolityError(.broken, "PERSONAL-101", "A stored key has an unknown form.", context: name)
        }
        guard Array(header.dropFirst()) == master.id else {
            throw PolityError(
                .broken, "PERSONAL-106", "A stored key was wrapped with another master key.",
                hint: "Start the server with the master key that belongs to this key store; on PostgreSQL each government needs a database of its own.",
                context: name)
        }
        do {
            let box = try AES.GCM.SealedBox(combined: wrapped.dropFirst(9))
            return Array(try AES.GCM.open(box, using: master.key, authenticating: header + Array(name.utf8)))
        } catch is CryptoKitError {
            throw PolityError(.broken, "PERSONAL-101", "A stored key is damaged.", context: name)
        }
    }
}
