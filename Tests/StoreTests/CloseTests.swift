import Foundation
import Kernel
import StoreTesting
import Testing

@testable import Store

@Suite struct CloseTests {
    /// The write-ahead log is put in its place and removed before `close` returns: the file alone is then the whole store.
    @Test func aClosedFileIsWhole() async throws {
        try await withFolder { folder in
            let path = folder + "/polity.sqlite"
            for round in 0..<100 {
                let store = try await Store.open(.sqlite(path: path), clock: TestClock().clock, logger: .silent)
                try await store.migrate([people])
                try await store.write("test.insert") { try $0.execute("INSERT INTO people (id) VALUES (\("\(round)"))") }
                #expect(FileManager.default.fileExists(atPath: path + "-wal"))
                await store.close()
                #expect(!FileManager.default.fileExists(atPath: path + "-wal"), "round \(round)")
            }
        }
    }
}
