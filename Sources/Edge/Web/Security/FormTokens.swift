import Crypto
import Kernel

/// Form tokens against forged requests: HMAC-SHA256 over what the browser is known by (OWASP: "signed double-submit,
/// bound to the session"). Nothing is stored; a token dies with its session or with the server's key.
struct FormTokens: Sendable {
    static let fieldName = "form_token"
    /// With the key taken in already, once for all tokens.
    private let keyed: HMAC<SHA256>

    init(key: [UInt8]) { keyed = HMAC(key: SymmetricKey(data: key)) }

    func token(for owner: String) -> String {
        var code = keyed
        var owner = owner
        owner.withUTF8 { code.update(data: UnsafeRawBufferPointer($0)) }
        return code.finalize().withUnsafeBytes { Hex.encode(Array($0.prefix(16))) }
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
