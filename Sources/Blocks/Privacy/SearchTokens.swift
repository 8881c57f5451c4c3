import Crypto
import Foundation
import Kernel
import Store

/// Finds personal values without a clear-text index: what is stored are keyed hashes of the whole value and of the
/// beginnings of its words.
///
/// HMAC-SHA256 (RFC 2104) cut to 128 bits, with a key derived for each index (HKDF, RFC 5869) from a secret in the key
/// store, so a token says nothing outside its index and nothing to one who has the data alone. Equal beginnings do give
/// equal tokens: that is what makes the search work, and the reason why tokens go when the person goes.
public struct SearchTokens: Sendable {
    /// Shorter beginnings would name too few groups of people to be worth hiding, and cost the most rows.
    public static let shortestPrefix = 3
    public static let longestPrefix = 20
    /// Words of one value that are indexed; a name or an address has fewer.
    public static let mostWords = 32

    private let key: SymmetricKey

    /// - Parameter index: names what is searched: `registry.residents.family_name`. Tokens of two indexes never meet.
    public init(index: String, vault: PersonalVault) throws {
        key = try vault.searchKey(of: index)
    }

    /// One token for the whole value: for identifiers and for equality.
    public func whole(_ text: String) -> [UInt8] { token(.whole, TextFolding.fold(text)) }

    /// One token for exactly this text, for what must not be taken for anything near it: `josé@` is not `jose@`. Of text in small ASCII
    /// letters it is the same as `whole`.
    public func exact(_ text: String) -> [UInt8] { token(.whole, text) }

    /// Every token under which `text` is to be found by words.
    public func all(_ text: String) -> Set<[UInt8]> {
        TextFolding.words(text).prefix(Self.mostWords).reduce(into: [whole(text)]) { $0.formUnion(tokens(ofWord: $1)) }
    }

    /// Every token under which long texts are to be found by words, whole and by their beginnings. As a whole none is found.
    ///
    /// - Parameter most: no more tokens than this; the words that come later are left out.
    public func words(in texts: [String], most: Int) -> Set<[UInt8]> {
        var (tokens, known): (Set<[UInt8]>, Set<String>) = ([], [])
        for text in texts {
            for word in TextFolding.words(text) where known.insert(String(word)).inserted {
                let more = self.tokens(ofWord: word)
                guard tokens.count + more.count <= most else { return tokens }
                tokens.formUnion(more)
            }
        }
        return tokens
    }

    private func tokens(ofWord word: some StringProtocol) -> Set<[UInt8]> {
        var tokens: Set<[UInt8]> = [token(.word, word)]
        guard word.count >= Self.shortestPrefix else { return tokens }
        for length in Self.shortestPrefix...min(word.count, Self.longestPrefix) { tokens.insert(token(.prefix, word.prefix(length))) }
        return tokens
    }

    /// What to look for: a value matches when it has all of these. Words of fewer than three letters match only whole words.
    public func query(_ text: String) -> Set<[UInt8]> {
        Set(
            TextFolding.words(text).prefix(TokenIndex.searchLimit).map { word in
                word.count < Self.shortestPrefix ? token(.word, word) : token(.prefix, word.prefix(Self.longestPrefix))
            })
    }

    /// The words of a search as whole words: what has more of them is nearer to what was asked.
    public func wholeWords(of text: String) -> Set<[UInt8]> {
        Set(TextFolding.words(text).prefix(TokenIndex.searchLimit).map { token(.word, $0) })
    }

    private enum Kind: String { case whole = "v", word = "w", prefix = "p" }

    private func token(_ kind: Kind, _ text: some StringProtocol) -> [UInt8] {
        let code = HMAC<SHA256>.authenticationCode(for: Data("\(kind.rawValue):\(text)".utf8), using: key)
        return Array(code.prefix(16))
    }
}
