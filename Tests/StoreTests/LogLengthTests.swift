import Foundation
import Kernel
import StoreTesting
import Testing

@testable import Store

/// SQLite's write-ahead log, which a thread beside the writer puts in place.
@Suite struct LogLengthTests {
    @Test func theLogStaysShortWhileTheWriterGoesOn() async throws {
        try await withFolder { folder in
            var settings = StoreSettings.forTests
            settings.checkpointPages = 8
            let path = folder + "/polity.sqlite"
            let store = try await Store.open(.sqlite(path: path), clock: TestClock().clock, logger: .silent, settings: settings)
            try await store.migrate([people])
            for index in 0..<800 {
                try await store.write("test.insert") { tx in
                    try tx.write("INSERT INTO people (id, photo) VALUES (\("\(index)"), \([UInt8](repeating: 7, count: 3_000)))")
                }
            }
            // Sixteen times eight pages, and as much again for what comes while one is under way; 800 rows alone are as many pages.
            let length = try FileManager.default.attributesOfItem(atPath: path + "-wal")[.size] as? Int
            #expect(try #require(length) < 2 * 16 * 8 * (4_096 + 24))
            #expect(try await store.read { try $0.value("SELECT COUNT(*) FROM people", as: Int.self) } == 800)
            await store.close()
        }
    }
}
