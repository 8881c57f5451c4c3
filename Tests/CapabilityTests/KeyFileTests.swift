import Capability
import Foundation
import Kernel
import StoreTesting
import Testing

@Suite struct KeyFileTests {
    private func code(_ body: () throws -> [UInt8]) -> String {
        do {
            _ = try body()
            return "none"
        } catch { return (error as? PolityError)?.code ?? "\(error)" }
    }

    @Test func isMadeOnceAndKeptPrivate() async throws {
        try await withFolder { folder in
            let file = KeyFile(for: "the tests", at: folder + "/keys/test.key")
            #expect(code { try file.bytes(random: .seeded(1), mayBeMade: false) } == "KEY-101")
            #expect(!FileManager.default.fileExists(atPath: folder + "/keys"))
            let made = try file.bytes(random: .seeded(2))
            #expect(made.count == 32)
            #expect(try file.bytes(random: .seeded(3), mayBeMade: false) == made)
            #expect(try FileManager.default.attributesOfItem(atPath: file.path)[.posixPermissions] as? NSNumber == 0o600)
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder + "/keys") == ["test.key"])
        }
    }

    @Test func anUnfitFileIsRefusedAndLeftAlone() async throws {
        try await withFolder { folder in
            let file = KeyFile(for: "the tests", at: folder + "/test.key")
            let made = try file.bytes(random: .system)
            for mode in [0o640, 0o604, 0o660] {
                try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: file.path)
                #expect(code { try file.bytes(random: .system) } == "KEY-102")
            }
            try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: file.path)
            for other in [[], Array(made.dropLast()), made + [0]] {
                try Data(other).write(to: URL(fileURLWithPath: file.path))
                #expect(code { try file.bytes(random: .system) } == "KEY-103")
                #expect(FileManager.default.contents(atPath: file.path) == Data(other))
            }
            #expect(code { try KeyFile(for: "the tests", at: folder).bytes(random: .system) } == "KEY-104")
        }
    }

    @Test func serversThatStartAtOnceShareOneKey() async throws {
        try await withFolder { folder in
            let file = KeyFile(for: "the tests", at: folder + "/test.key")
            let keys = await withTaskGroup(of: [UInt8]?.self) { group in
                for _ in 0..<16 { group.addTask { try? file.bytes(random: .system) } }
                return await group.reduce(into: Set<[UInt8]?>()) { $0.insert($1) }
            }
            #expect(keys.count == 1 && keys.first??.count == 32)
        }
    }
}
