import Foundation
import Kernel

/// What the operator lets the government say of itself to an outside system: the value of the Authorization header (RFC 9110, section
/// 11.6.2), in a file of one line that only the server's user may read. The folder holds no secret.
struct SystemCredential: Sendable {
    let path: String
    private static let longest = 8_192

    /// - Parameter folder: `systems` among the operator's keys; the file is called as the system.
    init(of system: String, in folder: String) { path = "\(folder)/\(system)" }

    /// nil where there is no such file: then the system is asked without.
    ///
    /// - Throws: `CASE-513` for a file that others may read, or that is no header.
    func value() throws -> String? {
        var status = stat()
        guard stat(path, &status) == 0 else { return nil }
        guard status.st_mode & 0o077 == 0, status.st_size <= Self.longest, let data = FileManager.default.contents(atPath: path),
            let text = String(data: data, encoding: .utf8)?.trimmingCharacters(in: .whitespacesAndNewlines), !text.isEmpty,
            text.utf8.allSatisfy({ (0x20...0x7E).contains($0) })
        else {
            throw PolityError(
                .broken, "CASE-513", "The credential of an outside system cannot be used.", hint: "It is one line of ASCII. Run: chmod 600 \(path)",
                context: path)
        }
        return text
    }
}
