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
            // Sixty-four times eight pages, and as much again for what comes while one is under way; each row writes several.
            let length = try FileManager.default.attributesOfItem(atPath: path + "-wal")[.size] as? Int
            #expect(try #require(length) < 2 * 64 * 8 * (4_096 + 24))
            #expect(try await store.read { try $0.value("SELECT COUNT(*) FROM people", as: Int.self) } == 800)
            await store.close()
        }
    }

    @Test func theLogBeginsAnewWhenNobodyWrites() async throws {
        try await withFolder { folder in
            var settings = StoreSettings.forTests
            settings.checkpointPages = 8
            let path = folder + "/polity.sqlite"
            let store = try await Store.open(.sqlite(path: path), clock: TestClock().clock, logger: .silent, settings: settings)
            try await store.migrate([people])
            func write(_ count: Int, from start: Int) async throws {
                for index in start..<(start + count) {
                    try await store.write("test.insert") { tx in try tx.write("INSERT INTO people (id, photo) VALUES (\("\(index)"), \([1 as UInt8]))") }
                }
            }
            try await write(40, from: 0)
            let salt = try Self.salt(of: path)
            var next = 40
            // It takes a twentieth of a second without a writer; the log's beginning tells it with the next commit.
            let isNew = try await eventually {
                try await Task.sleep(for: .milliseconds(80))
                try await write(1, from: next)
                next += 1
                return try Self.salt(of: path) != salt
            }
            #expect(isNew)
            #expect(try await store.read { try $0.value("SELECT COUNT(*) FROM people", as: Int.self) } == next)
            await store.close()
        }
    }

    /// Another each time the log is written from its beginning (sqlite.org/fileformat2.html, section 4.1).
    private static func salt(of path: String) throws -> Data {
        let log = try FileHandle(forReadingFrom: URL(filePath: path + "-wal"))
        defer { try? log.close() }
        try log.seek(toOffset: 16)
        return try log.read(upToCount: 8) ?? Data()
    }
}
