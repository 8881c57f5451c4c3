import Foundation
import Kernel

extension Store {
    /// Writes one consistent snapshot of all tables to a file, while the store goes on serving.
    ///
    /// The file appears under its name only when it is whole and on the disk. Either driver can read it.
    ///
    /// - Returns: the number of rows.
    @discardableResult
    public func backup(to path: String) async throws -> Int {
        try await read("store.backup") { connection in
            connection.session.liftTimeLimit()
            let part = path + ".part"
            guard FileManager.default.createFile(atPath: part, contents: nil, attributes: [.posixPermissions: 0o600]),
                let file = FileHandle(forWritingAtPath: part)
            else { throw StoreFault.cannotWriteDump("its place cannot be written") }
            defer { try? file.close() }
            do {
                let count = try Self.dump(connection, to: file)
                guard rename(part, path) == 0 else { throw StoreFault.cannotWriteDump("it cannot be given its name") }
                return count
            } catch {
                try? FileManager.default.removeItem(atPath: part)
                throw error is PolityError ? error : StoreFault.cannotWriteDump("its place cannot be written")
            }
        }
    }

    private static func dump(_ connection: Connection, to file: FileHandle) throws -> Int {
        var writer = DumpWriter(file: file)
        for row in try connection.rows("SELECT capability, number, hash FROM store_migrations ORDER BY capability, number") {
            try writer.migration(capability: try row.text(0), number: try row.integer(1), hash: try row.text(2))
        }
        for table in try TableList(connection).tables {
            try writer.table(table.name, columns: table.columns)
            try connection.session.forEach(table.everything) { try writer.row($0.values) }
        }
        try writer.end()
        return writer.rowCount
    }

    /// Fills this store, which has been migrated and is empty, with a backup made by a store of the same schema on either
    /// driver. All of it or nothing.
    ///
    /// - Throws: `STORE-130` for a damaged file (found before anything is written), `STORE-131` for another schema,
    ///   `STORE-132` when a table has rows.
    /// - Returns: the number of rows.
    @discardableResult
    public func restore(from path: String) async throws -> Int {
        _ = try Self.withDump(path) { reader in
            while true { if case .end = try reader.next() { return } }
        }
        return try await engine.write("store.restore", alone: true) { tx in
            try tx.execute(tx.session.dialect == .sqlite ? "PRAGMA defer_foreign_keys = ON" : "SET CONSTRAINTS ALL DEFERRED")
            return try Self.withDump(path) { try Self.restore(&$0, in: tx) }
        }
    }

    private static func withDump<Answer>(_ path: String, _ body: (inout DumpReader) throws -> Answer) throws -> Answer {
        guard let file = FileHandle(forReadingAtPath: path) else { throw StoreFault.badDump("the file cannot be read") }
        defer { try? file.close() }
        var reader = try DumpReader(file: file)
        return try body(&reader)
    }

    private static func restore(_ reader: inout DumpReader, in tx: Transaction) throws -> Int {
        var missing = try Migrator.applied(in: tx)
        let own = Dictionary(uniqueKeysWithValues: try TableList(tx).tables.map { ($0.name, $0) })
        for table in own.values.sorted(by: { $0.name < $1.name }) {
            guard try tx.row("SELECT 1 FROM \"\(raw: table.name)\" LIMIT 1") == nil else { throw StoreFault.notEmpty(table.name) }
        }
        var table: TableList.Table?
        var portion: [SQL] = []
        while true {
            switch try reader.next() {
            case .migration(let name, let hash):
                guard missing.removeValue(forKey: name) == hash else { throw StoreFault.otherSchema("migration \(name) differs") }
            case .table(let name, let columns):
                guard let known = own[name], known.columns == columns else { throw StoreFault.otherSchema("table \(name) differs") }
                table = known
            case .row(let values):
                guard let table else { throw StoreFault.badDump("a row before any table") }
                portion.append(table.insertion(values))
            case .end(let count):
                guard missing.isEmpty else { throw StoreFault.otherSchema("it lacks \(missing.keys.sorted().joined(separator: ", "))") }
                try tx.executeAll(portion)
                return count
            }
            if portion.count >= 500 {
                try tx.executeAll(portion)
                portion.removeAll(keepingCapacity: true)
            }
        }
    }
}
