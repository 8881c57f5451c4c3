import CPostgres
import CSQLite
import Foundation
import Kernel

/// Open tasks by the million, straight into the product's own table and its indexes.
struct TaskWriter {
    let count: Int

    /// A task in the order of the table's columns; due days lie from forty days ago on, so that a tenth is overdue.
    private func row(_ index: Int, _ references: Random) -> [String] {
        let now = Int64(Date().timeIntervalSince1970)
        let (service, step, role, organisation) = Self.work[index % Self.work.count]
        let made = (now - Int64(count - index)) * 1_000_000
        let due = now / 86_400 - 40 + Int64(index * 400 / count)
        let id = "018f0000-0000-7000-8000-" + Self.padded(Int64(index), 12)
        return [
            id, "1", ReferenceNumber(random: references).plain, service, step, role, organisation, String(made), String(due),
            // As casework's sort keys are written.
            "\(Self.padded(due + 1_000_000, 7)):\(Self.padded(made, 17)):\(id):1", "\(Self.padded(90_000_000_000_000_000 - made, 17)):\(id):1",
        ]
    }

    private static let columns = "case_id, ticket, reference, service, step, role, organisation, created_at, due, due_key, new_key"

    /// Of ten tasks four are a planning officer's.
    private static let work: [(service: String, step: String, role: String, organisation: String)] =
        Array(repeating: ("building_permit", "review", "planning_officer", "planning_office"), count: 4)
        + Array(repeating: ("building_permit", "inspect", "building_inspector", "planning_office"), count: 2)
        + Array(repeating: ("report_a_problem", "task", "crew", "city_works"), count: 3)
        + [("renew_driving_licence", "review", "medical_officer", "transport_agency")]

    private static func padded(_ value: Int64, _ width: Int) -> String {
        let text = String(value)
        return String(repeating: "0", count: max(0, width - text.count)) + text
    }

    func write(to place: Workshop.Place) throws {
        switch place.kind {
        case .sqlite: try writeSQLite(place.database)
        case .postgres: try writePostgres(place.database)
        }
    }

    /// No journal and no sync: this is not what is measured.
    private func writeSQLite(_ path: String) throws {
        let database = try BareSQLite.open(path, pragmas: "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -400000; BEGIN")
        defer { sqlite3_close(database) }
        let places = Array(repeating: "?", count: 11).joined(separator: ", ")
        let statement = try BareSQLite.prepare("INSERT INTO casework_tasks (\(Self.columns)) VALUES (\(places))", database)
        defer { sqlite3_finalize(statement) }
        let references = Random.seeded(1)
        for index in 0..<count {
            for (place, value) in row(index, references).enumerated() {
                // The columns' affinity makes integers of what is one.
                BareSQLite.bind(.text(value), at: place + 1, to: statement)
            }
            guard sqlite3_step(statement) == SQLITE_DONE else { throw BenchFault(String(cString: sqlite3_errmsg(database))) }
            sqlite3_reset(statement)
        }
        guard sqlite3_exec(database, "COMMIT", nil, nil, nil) == SQLITE_OK else { throw BenchFault(String(cString: sqlite3_errmsg(database))) }
    }

    private func writePostgres(_ url: String) throws {
        let connection = try BarePostgres.connect(url)
        defer { PQfinish(connection) }
        func run(_ statement: String, expecting status: ExecStatusType) throws {
            let result = PQexec(connection, statement)
            defer { PQclear(result) }
            guard PQresultStatus(result) == status else { throw BenchFault(String(cString: PQerrorMessage(connection))) }
        }
        try run("COPY casework_tasks (\(Self.columns)) FROM STDIN", expecting: PGRES_COPY_IN)
        let references = Random.seeded(1)
        var lines: [UInt8] = []
        for index in 0..<count {
            lines.append(contentsOf: row(index, references).joined(separator: "\t").utf8)
            lines.append(10)
            guard lines.count > 60_000 || index == count - 1 else { continue }
            let sent = lines.withUnsafeBytes { PQputCopyData(connection, $0.baseAddress?.assumingMemoryBound(to: CChar.self), Int32($0.count)) }
            guard sent == 1 else { throw BenchFault(String(cString: PQerrorMessage(connection))) }
            lines.removeAll(keepingCapacity: true)
        }
        PQputCopyEnd(connection, nil)
        while let result = PQgetResult(connection) {
            defer { PQclear(result) }
            guard PQresultStatus(result) == PGRES_COMMAND_OK else { throw BenchFault(String(cString: PQresultErrorMessage(result))) }
        }
        // As the server's own housekeeping would have done by the time a million tasks had come.
        try run("VACUUM ANALYZE casework_tasks", expecting: PGRES_COMMAND_OK)
    }
}
