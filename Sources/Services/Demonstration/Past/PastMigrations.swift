import Kernel
import Store

/// How far the past has been made: one row, written with the first record and moved on as the past is played.
enum PastMigrations {
    static let first = Migration(
        "demonstration", 1,
        """
        CREATE TABLE demonstration_past (
            id BIGINT PRIMARY KEY, made_on BIGINT NOT NULL, begins BIGINT NOT NULL, reached BIGINT NOT NULL, is_finished BIGINT NOT NULL
        );
        """)
}

struct PastMark: Sendable {
    /// The day of the first start, from which samples reckon.
    var madeOn: CivilDate
    var begins: CivilDate
    /// The round that was begun last.
    var reached: CivilDate
    var isFinished: Bool

    static func find(_ connection: Connection) throws -> PastMark? {
        try connection.row("SELECT made_on, begins, reached, is_finished FROM demonstration_past WHERE id = 1").map { row in
            PastMark(madeOn: try row.date("made_on"), begins: try row.date("begins"), reached: try row.date("reached"), isFinished: try row.bool("is_finished"))
        }
    }

    func insert(_ tx: Transaction) throws {
        try tx.execute(
            "INSERT INTO demonstration_past (id, made_on, begins, reached, is_finished) VALUES (1, \(madeOn), \(begins), \(reached), \(isFinished))")
    }

    static func reach(_ day: CivilDate, _ tx: Transaction) throws {
        try tx.execute("UPDATE demonstration_past SET reached = \(day) WHERE id = 1")
    }

    static func finish(_ tx: Transaction) throws { try tx.execute("UPDATE demonstration_past SET is_finished = 1 WHERE id = 1") }
}
