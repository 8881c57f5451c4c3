import Foundation
import Kernel
import StoreTesting
import Testing

@testable import Store

/// SQLite's write-ahead log, which a thread beside the writer puts in place.
@Suite struct LogLengthTests {
    @Test func theLogStaysShortWhileTheWriterGoesOn() async throws {
        try await withShortLog { store, path in
            try await Self.write(0..<800, in: store)
            // Sixty-four times eight pages, and as much again for what comes while one is under way; each row writes several.
            let length = try FileManager.default.attributesOfItem(atPath: path + "-wal")[.size] as? Int
            #expect(try #require(length) < 2 * 64 * 8 * (4_096 + 24))
            #expect(try await store.read { try $0.value("SELECT COUNT(*) FROM people", as: Int.self) } == 800)
        }
    }

    @Test func theLogBeginsAnewWhenNobodyWrites() async throws {
        try await withShortLog { store, path in
            try await Self.write(0..<40, in: store)
            let salt = try Self.salt(of: path)
            var next = 40
            // It takes a twentieth of a second without a writer; the log's beginning tells it with the next commit.
            let isNew = try await eventually {
                try await Task.sleep(for: .milliseconds(80))
                try await Self.write(next..<(next + 1), in: store)
                next += 1
                return try Self.salt(of: path) != salt
            }
            #expect(isNew)
            #expect(try await store.read { try $0.value("SELECT COUNT(*) FROM people", as: Int.self) } == next)
        }
    }

    /// As a backup reads: the log cannot begin anew meanwhile, and nobody waits for that. A second for each batch would be ten minutes.
    @Test(.timeLimit(.minutes(2))) func aLongReadHoldsUpNoWriter() async throws {
        try await withShortLog { store, _ in
            let isWritten = Signal()
            let (begun, begins) = AsyncStream<Void>.makeStream()
            async let before = store.read { connection in
                let count = try connection.value("SELECT COUNT(*) FROM people", as: Int.self)
                begins.finish()
                isWritten.wait()
                return count
            }
            for await _ in begun {}
            try await Self.write(0..<800, in: store)
            isWritten.set()
            #expect(try await before == 0)
            #expect(try await store.read { try $0.value("SELECT COUNT(*) FROM people", as: Int.self) } == 800)
        }
    }

    /// A store whose log is put in place every eight pages.
    private func withShortLog(_ body: (Store, _ path: String) async throws -> Void) async throws {
        try await withFolder { folder in
            var settings = StoreSettings.forTests
            settings.checkpointPages = 8
            let path = folder + "/polity.sqlite"
            let store = try await Store.open(.sqlite(path: path), clock: TestClock().clock, logger: .silent, settings: settings)
            try await store.migrate([people])
            try await body(store, path)
            await store.close()
        }
    }

    /// A transaction for each.
    private static func write(_ numbers: Range<Int>, in store: Store) async throws {
        for number in numbers {
            try await store.write("test.insert") { tx in
                try tx.write("INSERT INTO people (id, photo) VALUES (\("\(number)"), \([UInt8](repeating: 7, count: 3_000)))")
            }
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
