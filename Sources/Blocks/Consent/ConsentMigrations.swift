import Store

enum ConsentMigrations {
    static let all = [
        Migration(
            "consent", 1,
            """
            CREATE TABLE consent_records (
                id TEXT PRIMARY KEY,
                subject TEXT NOT NULL,
                purpose TEXT NOT NULL,
                controller TEXT NOT NULL,
                registries TEXT NOT NULL,
                evidence TEXT NOT NULL,
                given_at BIGINT NOT NULL,
                ends_at BIGINT,
                withdrawn_at BIGINT
            ) WITHOUT ROWID;
            CREATE INDEX consent_records_by_subject ON consent_records (subject);

            CREATE TABLE consent_holds (
                id TEXT PRIMARY KEY,
                subject TEXT NOT NULL,
                reason TEXT NOT NULL,
                placed_by TEXT NOT NULL,
                placed_at BIGINT NOT NULL,
                until_day BIGINT NOT NULL,
                lifted_at BIGINT
            ) WITHOUT ROWID;
            CREATE INDEX consent_holds_by_subject ON consent_holds (subject);

            CREATE TABLE consent_erasures (
                id TEXT PRIMARY KEY,
                subject TEXT NOT NULL,
                asked_by TEXT NOT NULL,
                erased_at BIGINT NOT NULL,
                keys_destroyed_at BIGINT,
                holders TEXT NOT NULL
            ) WITHOUT ROWID;
            CREATE INDEX consent_erasures_by_keys ON consent_erasures (keys_destroyed_at);
            """),
        // Whether the disk was cleared of what the erasure removed; until then that is tried again.
        Migration(
            "consent", 2,
            """
            ALTER TABLE consent_erasures ADD COLUMN scrubbed_at BIGINT;
            CREATE INDEX consent_erasures_by_scrub ON consent_erasures (scrubbed_at);
            """),
    ]
}
