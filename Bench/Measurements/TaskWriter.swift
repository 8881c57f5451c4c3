import CPostgres
import CSQLite
import Foundation
import Kernel

/// Open tasks by the million, straight into the product's own tables and their indexes; those of the crew with the category that the
/// service declares filterable.
struct TaskWriter {
    let count: Int

    private struct Table {
        var name: String
        var columns: [String]
        var row: (Int, Random) -> [String]?
    }

    private var tables: [Table] {
        [
            Table(
                name: "casework_tasks",
                columns: ["case_id", "ticket", "reference", "service", "step", "role", "organisation", "created_at", "due", "due_key", "new_key", "queue"],
                row: row),
            Table(name: "casework_filters", columns: ["name", "value", "organisation", "queue", "due_key", "new_key", "case_id", "ticket"]) { index, _ in
                filter(index)
            },
        ]
    }

    /// A task in the order of the table's columns.
    private func row(_ index: Int, _ references: Random) -> [String] {
        let (service, step, role, organisation) = Self.work[index % Self.work.count]
        return [
            id(index), "1", ReferenceNumber(random: references).plain, service, step, role, organisation, String(made(index)), String(due(index)),
            dueKey(index), newKey(index), queue(index),
        ]
    }

    /// Half of the crew's tasks are its two teams', and half of the planning officers' ask for a skill, a thousand at a time.
    private func queue(_ index: Int) -> String {
        let role = Self.work[index % Self.work.count].role
        switch (role, index / 1_000 % 4) {
        case ("crew", 1): return "crew@west_crew"
        case ("crew", 3): return "crew@east_crew"
        case ("planning_officer", 1), ("planning_officer", 3): return "planning_officer+structures"
        default: return role
        }
    }

    /// One in a hundred of the crew's tasks is about a tree, wherever they stand in the order of due days.
    private func filter(_ index: Int) -> [String]? {
        let work = Self.work[index % Self.work.count]
        guard work.service == "report_a_problem" else { return nil }
        let category = index / 10 % 100 == 7 && index % 10 == 6 ? "tree" : ["street_light", "pothole"][index / 10 % 2]
        return ["report_a_problem.category", category, work.organisation, queue(index), dueKey(index), newKey(index), id(index), "1"]
    }

    private func id(_ index: Int) -> String { "018f0000-0000-7000-8000-" + Self.padded(Int64(index), 12) }

    private let now = Int64(Date().timeIntervalSince1970)

    private func made(_ index: Int) -> Int64 { (now - Int64(count - index)) * 1_000_000 }

    /// Due days lie from forty days ago on, so that a tenth is overdue.
    private func due(_ index: Int) -> Int64 { now / 86_400 - 40 + Int64(index * 400 / count) }

    /// As casework's sort keys are written.
    private func dueKey(_ index: Int) -> String { "\(Self.padded(due(index) + 1_000_000, 7)):\(Self.padded(made(index), 17)):\(id(index)):1" }

    private func newKey(_ index: Int) -> String { "\(Self.padded(90_000_000_000_000_000 - made(index), 17)):\(id(index)):1" }

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
        for table in tables { try write(table, database) }
        guard sqlite3_exec(database, "COMMIT", nil, nil, nil) == SQLITE_OK else { throw BenchFault(String(cString: sqlite3_errmsg(database))) }
    }

    private func write(_ table: Table, _ database: OpaquePointer) throws {
        let places = table.columns.map { _ in "?" }.joined(separator: ", ")
        let text = "INSERT INTO \(table.name) (\(table.columns.joined(separator: ", "))) VALUES (\(places))"
        let statement = try BareSQLite.prepare(text, database)
        defer { sqlite3_finalize(statement) }
        let references = Random.seeded(1)
        for row in (0..<count).lazy.compactMap({ table.row($0, references) }) {
            // The columns' affinity makes integers of what is one.
            for (place, value) in row.enumerated() { BareSQLite.bind(.text(value), at: place + 1, to: statement) }
            guard sqlite3_step(statement) == SQLITE_DONE else { throw BenchFault(String(cString: sqlite3_errmsg(database))) }
            sqlite3_reset(statement)
        }
    }

    private func writePostgres(_ url: String) throws {
        let connection = try BarePostgres.connect(url)
        defer { PQfinish(connection) }
        func run(_ statement: String, expecting status: ExecStatusType) throws {
            let result = PQexec(connection, statement)
            defer { PQclear(result) }
            guard PQresultStatus(result) == status else { throw BenchFault(String(cString: PQerrorMessage(connection))) }
        }
        for table in tables {
            try run("COPY \(table.name) (\(table.columns.joined(separator: ", "))) FROM STDIN", expecting: PGRES_COPY_IN)
            try copy(table, connection)
            // As the server's own housekeeping would have done by the time a million tasks had come.
            try run("VACUUM ANALYZE \(table.name)", expecting: PGRES_COMMAND_OK)
        }
    }

    private func copy(_ table: Table, _ connection: OpaquePointer) throws {
        let references = Random.seeded(1)
        var lines: [UInt8] = []
        func send() throws {
            let sent = lines.withUnsafeBytes { PQputCopyData(connection, $0.baseAddress?.assumingMemoryBound(to: CChar.self), Int32($0.count)) }
            guard sent == 1 else { throw BenchFault(String(cString: PQerrorMessage(connection))) }
            lines.removeAll(keepingCapacity: true)
        }
        for row in (0..<count).lazy.compactMap({ table.row($0, references) }) {
            lines.append(contentsOf: row.joined(separator: "\t").utf8)
            lines.append(10)
            if lines.count > 60_000 { try send() }
        }
        if !lines.isEmpty { try send() }
        PQputCopyEnd(connection, nil)
        while let result = PQgetResult(connection) {
            defer { PQclear(result) }
            guard PQresultStatus(result) == PGRES_COMMAND_OK else { throw BenchFault(String(cString: PQresultErrorMessage(result))) }
        }
    }
}
