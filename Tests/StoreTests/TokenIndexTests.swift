import Kernel
import StoreTesting
import Testing

@testable import Store

@Suite struct TokenIndexTests {
    @Test(arguments: TestStores.all) func findsWhatHasAllTokens(_ kind: TestStore) async throws {
        // A model beside it: each subject's tokens in a dictionary.
        let generator = SeededGenerator(seed: 7)
        var model: [String: Set<[UInt8]>] = [:]
        for index in 0..<200 {
            let tokens = (0..<generator.next(below: 6)).map { _ in [UInt8(generator.next(below: 12)), 0xFF] }
            model["s\(index)"] = Set(tokens)
        }
        let subjects = model
        let index = TokenIndex("test")
        try await withStore(kind) { store in
            try await store.write("test.index") { tx in
                for (subject, tokens) in subjects {
                    try index.put(subject, tokens: [[1, 0xFF], [200]], in: tx); try index.put(subject, tokens: tokens, in: tx)
                }
                try TokenIndex("other").put("elsewhere", tokens: [[1, 0xFF]], in: tx)
            }
            for _ in 0..<60 {
                let wanted = Set((0...generator.next(below: 3)).map { _ in [UInt8(generator.next(below: 12)), 0xFF] })
                let expected = subjects.filter { wanted.isSubset(of: $0.value) }.keys.sorted()
                let found = try await store.read { try index.search(all: wanted, limit: 1_000, in: $0) }
                #expect(found == expected)
                var paged: [String] = []
                while true {
                    let last = paged.last
                    let page = try await store.read { try index.search(all: wanted, after: last, limit: 3, in: $0) }
                    paged += page
                    if page.count < 3 { break }
                }
                #expect(paged == expected)
            }
            try await store.write("test.remove") { try index.remove("s1", in: $0) }
            let left = try await store.read { try $0.value("SELECT COUNT(*) FROM store_tokens WHERE subject = 's1'", as: Int.self) }
            #expect(left == 0)
        }
    }

    @Test(arguments: TestStores.all) func manySubjectsGetTheirTokensTogether(_ kind: TestStore) async throws {
        let (index, generator) = (TokenIndex("test"), SeededGenerator(seed: 11))
        var given: [String: Set<[UInt8]>] = [:]
        for (subject, count) in [("none", 0), ("one", 1), ("few", 63), ("many", 130)] {
            var tokens: Set<[UInt8]> = []
            while tokens.count < count { tokens.insert([UInt8(generator.next(below: 256)), UInt8(generator.next(below: 8))]) }
            given[subject] = tokens
        }
        let tokens = given
        try await withStore(kind) { store in
            try await store.write("test.before") { tx in for subject in tokens.keys { try index.put(subject, tokens: [[9, 9, 9]], in: tx) } }
            try await store.write("test.together") { try index.put(tokens, in: $0) }
            for (subject, tokens) in tokens {
                #expect(try await store.read { try index.tokens(of: subject, in: $0) } == tokens, "\(subject)")
            }
        }
    }

    /// Of words that thousands say, the rarer leads, and none of those who say both is missed.
    @Test(arguments: TestStores.all) func commonTokensMissNobody(_ kind: TestStore) async throws {
        let index = TokenIndex("test")
        let (common, rarer): ([UInt8], [UInt8]) = ([1], [2])
        try await withStore(kind) { store in
            let rows: [[SQLValue]] = (0..<3_000).flatMap { number -> [[SQLValue]] in
                let subject = "s\(10_000 + number)".sqlValue
                let all: [[SQLValue]] = [["test".sqlValue, common.sqlValue, subject], ["test".sqlValue, rarer.sqlValue, subject]]
                return number % 2 == 0 ? all : [all[0]]
            }
            try await store.write("test.index") { try $0.executeAll(SQL.insertions(into: "store_tokens", "scope, token, subject", rows: rows)) }
            #expect(try await store.read { try index.rarestFirst([common, rarer], in: $0) } == [rarer, common])
            let found = try await store.read { try index.search(all: [common, rarer], limit: 5_000, in: $0) }
            #expect(found == (0..<1_500).map { "s\(10_000 + 2 * $0)" })
        }
    }

    @Test(arguments: TestStores.all) func nothingAskedFindsNothing(_ kind: TestStore) async throws {
        try await withStore(kind) { store in
            let none = try await store.read { try TokenIndex("test").search(all: [], limit: 5, in: $0) }
            #expect(none.isEmpty)
            let tooMany = Set((0..<17).map { [UInt8($0)] })
            let refused = try await store.read { try TokenIndex("test").search(all: tooMany, limit: 5, in: $0) }
            #expect(refused.isEmpty)
        }
    }

    @Test func wordsAreFolded() {
        #expect(TokenText.words(in: "Café de l'Île, 12-B  STRASSE Straße") == ["cafe", "de", "l", "ile", "12", "b", "strasse"])
        #expect(TokenText.words(in: "Łódź Ærø Ø Đorđe İstanbul") == ["lodz", "aero", "o", "dorde", "istanbul"])
        #expect(TokenText.prefixes(of: "lovelace", from: 3, to: 6) == ["lov", "love", "lovel", "lovela"])
        #expect(TokenText.prefixes(of: "ab", from: 3, to: 6).isEmpty)
    }
}
