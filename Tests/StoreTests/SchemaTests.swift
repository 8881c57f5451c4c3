import Kernel
import StoreTesting
import Testing

@testable import Store

/// What somebody planted in the schema, or took from it, is found.
@Suite struct SchemaTests {
    static let migrations = [
        Migration(
            "cases", 1,
            """
            CREATE TABLE cases (id TEXT PRIMARY KEY, title TEXT NOT NULL UNIQUE, opened BIGINT NOT NULL CHECK (opened > 0)) WITHOUT ROWID;
            CREATE TABLE notes (case_id TEXT NOT NULL REFERENCES cases (id), text TEXT);
            CREATE UNIQUE INDEX notes_by_case ON notes (case_id);
            """),
        Migration("cases", 2, "ALTER TABLE notes ADD COLUMN written BIGINT; CREATE INDEX notes_by_time ON notes (written) WHERE written IS NOT NULL;"),
    ]

    @Test(arguments: TestStores.all) func whatMigrationsMakeFits(_ kind: TestStore) async throws {
        // In two steps, as a store that was upgraded.
        try await withStore(kind, [Self.migrations[0]]) { store in
            try await store.migrate(Self.migrations)
            #expect(try await store.schemaDifferences(from: Self.migrations) == [])
        }
    }

    static let changes: [(sql: String, finding: String)] = [
        ("CREATE TABLE planted (id TEXT)", "No migration made the table planted."),
        ("ALTER TABLE notes ADD COLUMN planted TEXT", "No migration made the column planted of notes."),
        ("ALTER TABLE notes DROP COLUMN text", "The table notes lacks its column text."),
        ("DROP TABLE notes", "The table notes is missing."),
        ("CREATE INDEX planted ON notes (text)", "No migration made the index planted of notes."),
        ("DROP INDEX notes_by_time", "The index notes_by_time is missing."),
        ("DROP INDEX notes_by_case; CREATE INDEX notes_by_case ON notes (case_id)", "The index notes_by_case is another than it was made."),
    ]

    @Test(arguments: TestStores.all, changes) func whatElseIsThereIsFound(_ kind: TestStore, _ change: (sql: String, finding: String)) async throws {
        try await withStore(kind, Self.migrations) { store in
            for statement in change.sql.split(separator: ";") { try await store.write("test.plant") { try $0.execute(SQL(text: String(statement))) } }
            #expect(try await store.schemaDifferences(from: Self.migrations).contains(change.finding))
        }
    }

    @Test func plantedTriggersAreFound() async throws {
        try await withStore(.sqlite, Self.migrations) { store in
            try await store.write("test.plant") { tx in
                try tx.execute("CREATE TRIGGER planted AFTER INSERT ON cases BEGIN UPDATE cases SET title = 'x'; END")
                try tx.execute("CREATE VIEW seen AS SELECT id FROM cases")
            }
            #expect(
                try await store.schemaDifferences(from: Self.migrations) == [
                    "No migration made the trigger planted on cases.", "No migration made the view seen on seen.",
                ])
        }
    }

    @Test(.enabled(if: TestStores.all.contains(.postgres))) func plantedTriggersRulesAndPoliciesAreFound() async throws {
        try await withStore(.postgres, Self.migrations) { store in
            try await store.write("test.plant") { tx in
                try tx.execute("CREATE FUNCTION planted() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'")
                try tx.execute("CREATE TRIGGER planted BEFORE INSERT ON cases FOR EACH ROW EXECUTE FUNCTION planted()")
                try tx.execute("CREATE RULE quiet AS ON DELETE TO notes DO INSTEAD NOTHING")
                try tx.execute("CREATE POLICY hidden ON notes FOR SELECT USING (false)")
            }
            #expect(
                try await store.schemaDifferences(from: Self.migrations) == [
                    "No migration made the policy hidden on notes.", "No migration made the rule quiet on notes.",
                    "No migration made the trigger planted on cases.",
                ])
        }
    }
}
