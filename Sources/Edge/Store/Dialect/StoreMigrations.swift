/// The store's own tables.
enum StoreMigrations {
    static let all = [
        Migration(
            "store", 1,
            """
            CREATE TABLE store_jobs (
                kind TEXT NOT NULL,
                key TEXT NOT NULL,
                payload TEXT NOT NULL,
                run_at BIGINT NOT NULL, -- of a job that is held: the end of its lease
                state BIGINT NOT NULL, -- JobState
                attempts BIGINT NOT NULL,
                reason TEXT,
                ended_at BIGINT,
                PRIMARY KEY (kind, key)
            ) WITHOUT ROWID;
            -- Waiting jobs in the order they are due: a million of them in the future cost nothing.
            CREATE INDEX store_jobs_waiting ON store_jobs (run_at, kind, key) WHERE state = 0;
            CREATE INDEX store_jobs_ended ON store_jobs (state, ended_at) WHERE state <> 0;

            CREATE TABLE store_leases (
                name TEXT NOT NULL PRIMARY KEY,
                holder TEXT NOT NULL,
                ends_at BIGINT NOT NULL
            ) WITHOUT ROWID;

            CREATE TABLE store_tokens (
                scope TEXT NOT NULL,
                token BYTES NOT NULL,
                subject TEXT NOT NULL,
                PRIMARY KEY (scope, token, subject)
            ) WITHOUT ROWID;
            CREATE INDEX store_tokens_subject ON store_tokens (scope, subject);

            CREATE TABLE store_boxes (
                scope TEXT NOT NULL,
                cell BIGINT NOT NULL,
                subject TEXT NOT NULL,
                west BIGINT NOT NULL,
                south BIGINT NOT NULL,
                east BIGINT NOT NULL,
                north BIGINT NOT NULL,
                PRIMARY KEY (scope, cell, subject)
            ) WITHOUT ROWID;
            CREATE INDEX store_boxes_subject ON store_boxes (scope, subject);
            """)
    ]
}
