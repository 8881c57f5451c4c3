import Kernel
import Processes
import Store

/// What the folder that was served last listens for outside any case. Which turn of a timer is next, and whether a condition held, outlives the
/// process that serves it, and the edition, as long as the start event says the same.
struct StartStore {
    struct Known: Sendable {
        var service: String
        var element: String
        var definition: String
        var turn: ProcessEngine.Turn?
        var holds: Bool

        var key: String { "\(service)/\(element)" }
    }

    private static let columns: SQL = "service, element, definition, due, remaining, holds"

    func all(_ connection: Connection) throws -> [Known] {
        try connection.rows("SELECT \(Self.columns) FROM casework_starts ORDER BY service, element").map(known)
    }

    func find(_ service: String, _ element: String, _ connection: Connection) throws -> Known? {
        try connection.row("SELECT \(Self.columns) FROM casework_starts WHERE service = \(service) AND element = \(element)").map(known)
    }

    private func known(_ row: Row) throws -> Known {
        let turn = try row.instant(optional: 3).map { ProcessEngine.Turn(due: $0, left: try row.integer(optional: 4)) }
        return Known(service: try row.text(0), element: try row.text(1), definition: try row.text(2), turn: turn, holds: try row.integer(5) == 1)
    }

    func put(_ known: Known, _ tx: Transaction) throws {
        try tx.write(
            """
            INSERT INTO casework_starts (\(Self.columns))
            VALUES (\(known.service), \(known.element), \(known.definition), \(known.turn?.due), \(known.turn?.left), \(known.holds ? 1 : 0))
            ON CONFLICT (service, element) DO UPDATE
                SET definition = excluded.definition, due = excluded.due, remaining = excluded.remaining, holds = excluded.holds
            """)
    }

    func remove(_ known: Known, _ tx: Transaction) throws {
        try tx.write("DELETE FROM casework_starts WHERE service = \(known.service) AND element = \(known.element)")
    }

    /// - Returns: whether nobody else did so before.
    func go(from known: Known, to next: ProcessEngine.Turn?, _ tx: Transaction) throws -> Bool {
        try tx.execute(
            """
            UPDATE casework_starts SET due = \(next?.due), remaining = \(next?.left)
            WHERE service = \(known.service) AND element = \(known.element) AND definition = \(known.definition) AND due = \(known.turn?.due)
            """) == 1
    }

    /// - Returns: whether nobody else did so before.
    func mark(_ known: Known, holds: Bool, _ tx: Transaction) throws -> Bool {
        try tx.execute(
            """
            UPDATE casework_starts SET holds = \(holds ? 1 : 0)
            WHERE service = \(known.service) AND element = \(known.element) AND definition = \(known.definition) AND holds = \(known.holds ? 1 : 0)
            """) == 1
    }
}
