import Foundation

/// What a password must be (NIST SP 800-63B, section 5.1.1.2): long enough and not among the first that are tried. No
/// rules about digits and signs.
enum PasswordRule {
    static let shortest = 10

    static func accepts(_ password: String, email: String?) -> Bool {
        let folded = password.precomposedStringWithCanonicalMapping.lowercased()
        guard folded.count >= shortest, folded.utf8.count <= PasswordHasher.longestPassword, Set(folded).count >= 5 else { return false }
        if let name = email?.lowercased().split(separator: "@").first, name.count >= 4, folded.contains(name) { return false }
        return !common.contains { folded.contains($0) && folded.count < $0.count + 4 }
    }

    private static let common = [
        "password", "passwort", "contraseña", "qwertyuiop", "1234567890", "0123456789", "abcdefghij", "letmein", "iloveyou", "welcome", "administrator",
        "qwerty", "123456789", "changeme",
    ]
}
