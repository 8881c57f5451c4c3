import Kernel
import Testing

@testable import Store

@Suite struct SQLTests {
    @Test func valuesStayApartFromTheText() {
        let name = "O'Hara"
        let sql: SQL = "SELECT id FROM people WHERE name = \(name) AND age > \(17) AND note = \(String?.none)"
        #expect(sql.text == "SELECT id FROM people WHERE name = ? AND age > ? AND note = ?")
        #expect(sql.values == [.text("O'Hara"), .integer(17), .null])
    }

    @Test func listsAreFilledToAPowerOfTwo() {
        let sql: SQL = "id IN \(list: [1, 2, 3])"
        #expect(sql.text == "id IN (?, ?, ?, ?)")
        #expect(sql.values == [.integer(1), .integer(2), .integer(3), .integer(3)])
        let none: SQL = "id IN \(list: [String]())"
        #expect(none.text == "id IN (NULL)")
    }

    @Test func piecesAreJoined() {
        let conditions: [SQL] = ["a = \(1)", "b = \("x")"]
        let sql: SQL = "SELECT 1 WHERE \(conditions.joined(separator: " AND ")) LIMIT \(5)"
        #expect(sql.text == "SELECT 1 WHERE a = ? AND b = ? LIMIT ?")
        #expect(sql.values == [.integer(1), .text("x"), .integer(5)])
    }

    @Test func placesAreNumberedForPostgres() {
        let text = "SELECT '?' AS a, \"?\" -- ?\n FROM t WHERE b = ? AND c = ?"
        #expect(Dialect.postgres.statement(text) == "SELECT '?' AS a, \"?\" -- ?\n FROM t WHERE b = $1 AND c = $2")
        #expect(Dialect.sqlite.statement(text) == text)
    }

    @Test func aQuoteInsideQuotesIsWrittenTwice() {
        #expect(Dialect.postgres.statement("SELECT 'it''s ?', ?") == "SELECT 'it''s ?', $1")
        #expect(Dialect.postgres.statement("SELECT 'open ?") == "SELECT 'open ?")
    }
}

@Suite struct SchemaDialectTests {
    static let common = """
        -- People.
        CREATE TABLE people (id TEXT NOT NULL PRIMARY KEY, born BIGINT, photo BYTES);
        CREATE TABLE notes (
            person TEXT NOT NULL REFERENCES people (id) ON DELETE CASCADE,
            number BIGINT NOT NULL,
            "TEXT" BIGINT DEFAULT 0 CHECK ("TEXT" IN (0, 1)),
            PRIMARY KEY (person, number)
        ) WITHOUT ROWID;
        CREATE INDEX notes_number ON notes (number) WHERE number > 0;
        ALTER TABLE people ADD COLUMN partner TEXT REFERENCES people;
        """

    @Test func sqlite() throws {
        #expect(
            try Dialect.sqlite.schema(Self.common) == """

                CREATE TABLE people (id TEXT NOT NULL PRIMARY KEY, born INT, photo BLOB) STRICT;
                CREATE TABLE notes (
                    person TEXT NOT NULL REFERENCES people (id) ON DELETE CASCADE,
                    number INT NOT NULL,
                    "TEXT" INT DEFAULT 0 CHECK ("TEXT" IN (0, 1)),
                    PRIMARY KEY (person, number)
                ) WITHOUT ROWID, STRICT;
                CREATE INDEX notes_number ON notes (number) WHERE number > 0;
                ALTER TABLE people ADD COLUMN partner TEXT REFERENCES people;
                """)
    }

    @Test func postgres() throws {
        #expect(
            try Dialect.postgres.schema(Self.common) == """

                CREATE TABLE people (id TEXT COLLATE "C" NOT NULL PRIMARY KEY, born BIGINT, photo BYTEA);
                CREATE TABLE notes (
                    person TEXT COLLATE "C" NOT NULL REFERENCES people (id) ON DELETE CASCADE DEFERRABLE INITIALLY IMMEDIATE,
                    number BIGINT NOT NULL,
                    "TEXT" BIGINT DEFAULT 0 CHECK ("TEXT" IN (0, 1)),
                    PRIMARY KEY (person, number)
                ) ;
                CREATE INDEX notes_number ON notes (number) WHERE number > 0;
                ALTER TABLE people ADD COLUMN partner TEXT COLLATE "C" REFERENCES people DEFERRABLE INITIALLY IMMEDIATE;
                """)
    }

    @Test func aForeignTypeIsRefused() {
        #expect(throws: SchemaMistake.self) { try Dialect.sqlite.schema("CREATE TABLE t (a INTEGER PRIMARY KEY)") }
    }
}
