import Store

enum RegistryMigrations {
    static let all = [
        Migration(
            "registries", 1,
            """
            CREATE TABLE registry_records (
                id TEXT PRIMARY KEY,
                registry TEXT NOT NULL,
                organisation TEXT NOT NULL,
                version BIGINT NOT NULL
            ) WITHOUT ROWID;
            CREATE INDEX registry_records_by_registry ON registry_records (registry, id);

            CREATE TABLE registry_changes (
                record TEXT NOT NULL,
                version BIGINT NOT NULL,
                kind TEXT NOT NULL,
                recorded_at BIGINT NOT NULL,
                actor TEXT NOT NULL,
                reason TEXT NOT NULL,
                case_reference TEXT,
                PRIMARY KEY (record, version)
            ) WITHOUT ROWID;

            CREATE TABLE registry_spans (
                record TEXT NOT NULL,
                version BIGINT NOT NULL,
                valid_from BIGINT NOT NULL,
                valid_to BIGINT NOT NULL,
                recorded_from BIGINT NOT NULL,
                recorded_to BIGINT NOT NULL,
                subject TEXT,
                data TEXT NOT NULL,
                ordinary BYTES,
                contact BYTES,
                identifier BYTES,
                special BYTES,
                PRIMARY KEY (record, version, valid_from)
            );
            CREATE INDEX registry_spans_in_force ON registry_spans (record, recorded_to, valid_from);
            CREATE INDEX registry_spans_by_subject ON registry_spans (subject, record);

            CREATE TABLE registry_identifiers (
                registry TEXT NOT NULL,
                field TEXT NOT NULL,
                value BYTES NOT NULL,
                record TEXT NOT NULL,
                valid_to BIGINT NOT NULL,
                PRIMARY KEY (registry, field, value)
            ) WITHOUT ROWID;
            CREATE INDEX registry_identifiers_by_record ON registry_identifiers (record);

            CREATE TABLE registry_links (
                registry TEXT NOT NULL,
                field TEXT NOT NULL,
                target BYTES NOT NULL,
                record TEXT NOT NULL,
                PRIMARY KEY (registry, field, target, record)
            ) WITHOUT ROWID;
            CREATE INDEX registry_links_by_record ON registry_links (record);
            """),
        // The act in the public log that tells of the change, and of no other.
        Migration(
            "registries", 2,
            """
            ALTER TABLE registry_changes ADD COLUMN act TEXT;
            CREATE UNIQUE INDEX registry_changes_by_act ON registry_changes (act);
            CREATE INDEX registry_spans_by_end ON registry_spans (record, recorded_to);
            """),
        // A unique value has a holder for some days, and may be promised to the next from then on. Rows so far knew their last day
        // alone; they begin with the record until its next change.
        Migration(
            "registries", 3,
            """
            CREATE TABLE registry_holders (
                registry TEXT NOT NULL,
                field TEXT NOT NULL,
                value BYTES NOT NULL,
                valid_from BIGINT NOT NULL,
                valid_to BIGINT NOT NULL,
                record TEXT NOT NULL,
                PRIMARY KEY (registry, field, value, valid_from)
            ) WITHOUT ROWID;
            INSERT INTO registry_holders (registry, field, value, valid_from, valid_to, record)
                SELECT i.registry, i.field, i.value,
                    COALESCE((SELECT MIN(s.valid_from) FROM registry_spans s WHERE s.record = i.record AND s.recorded_to = 9223372036854775807), 0),
                    i.valid_to, i.record
                FROM registry_identifiers i;
            DROP TABLE registry_identifiers;
            ALTER TABLE registry_holders RENAME TO registry_identifiers;
            CREATE INDEX registry_identifiers_by_record ON registry_identifiers (record);
            CREATE TABLE registry_claims (slot BIGINT PRIMARY KEY, claims BIGINT NOT NULL) WITHOUT ROWID;
            """),
        // Which lines of which files were entered, so that none is twice.
        Migration(
            "registries", 4,
            """
            CREATE TABLE registry_imports (
                file TEXT NOT NULL,
                line BIGINT NOT NULL,
                record TEXT NOT NULL,
                PRIMARY KEY (file, line)
            ) WITHOUT ROWID;
            """),
    ]
}
