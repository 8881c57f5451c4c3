import Crypto
import Kernel

/// Form tokens against forged requests: HMAC-SHA256 over what the browser is known by (OWASP: "signed double-submit,
/// bound to the session"). Nothing is stored; a token dies with its session or with the server's key.
struct FormTokens: Sendable {
    static let fieldName = "form_token"
    private let key: SymmetricKey

    init(key: [UInt8]) { self.key = SymmetricKey(data: key) }

    func token(for owner: String) -> String {
        Hex.encode(HMAC<SHA256>.authenticationCode(for: Array(owner.utf8), using: key).prefix(16))
    }

    func isValid(_ token: String, for owner: String) -> Bool {
        let expected = Array(self.token(for: owner).utf8)
        let given = Array(token.utf8)
        guard given.count == expected.count else { return false }
        var difference: UInt8 = 0
        for index in expected.indices { difference |= expected[index] ^ given[index] }
        return difference == 0
    }
}
