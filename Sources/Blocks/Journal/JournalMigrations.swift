import Store

extension Journal {
    /// What is public (leaves, tiles, checkpoints) stands apart from what is not (acts), and is complete in itself.
    ///
    /// No column of the log or of an act is outside what `polity verify` compares: a time of signing, for instance, is
    /// not kept, because nothing could vouch for it.
    static let migrations = [
        Migration(
            "journal", 1,
            """
            CREATE TABLE journal_acts (
                id TEXT PRIMARY KEY,
                kind TEXT NOT NULL,
                organisation TEXT NOT NULL,
                reference TEXT,
                recorded_at BIGINT NOT NULL,
                subject TEXT,
                act BYTES NOT NULL,
                salt BYTES NOT NULL,
                commitment BYTES NOT NULL
            );
            CREATE INDEX journal_acts_by_subject ON journal_acts (subject, id);
            CREATE INDEX journal_acts_by_reference ON journal_acts (reference, id);
            CREATE TABLE journal_waiting (act_id TEXT PRIMARY KEY) WITHOUT ROWID;
            CREATE TABLE journal_leaves (
                position BIGINT PRIMARY KEY,
                act_id TEXT NOT NULL,
                entry BYTES NOT NULL
            );
            CREATE UNIQUE INDEX journal_leaves_by_act ON journal_leaves (act_id);
            CREATE TABLE journal_tiles (
                level BIGINT NOT NULL,
                number BIGINT NOT NULL,
                hashes BYTES NOT NULL,
                PRIMARY KEY (level, number)
            );
            CREATE TABLE journal_checkpoints (
                size BIGINT PRIMARY KEY,
                root BYTES NOT NULL,
                note TEXT NOT NULL
            );
            CREATE TABLE journal_log (
                id BIGINT PRIMARY KEY,
                origin TEXT NOT NULL,
                public_key BYTES NOT NULL,
                holder TEXT NOT NULL,
                held_until BIGINT NOT NULL
            );
            CREATE TABLE journal_reads (
                id TEXT PRIMARY KEY,
                request TEXT NOT NULL,
                ground TEXT NOT NULL,
                read_at BIGINT NOT NULL,
                author TEXT NOT NULL,
                account TEXT,
                organisation TEXT,
                reference TEXT,
                query TEXT
            );
            CREATE UNIQUE INDEX journal_reads_by_request ON journal_reads (request, ground);
            CREATE INDEX journal_reads_by_time ON journal_reads (read_at);
            CREATE TABLE journal_read_subjects (
                subject TEXT NOT NULL,
                read_id TEXT NOT NULL,
                PRIMARY KEY (subject, read_id)
            ) WITHOUT ROWID;
            CREATE INDEX journal_read_subjects_by_read ON journal_read_subjects (read_id);
            """),
        // Checkpoints count from 0, so that one taken out of their row is missed.
        Migration(
            "journal", 2,
            """
            ALTER TABLE journal_checkpoints ADD COLUMN number BIGINT NOT NULL DEFAULT 0;
            UPDATE journal_checkpoints SET number = (SELECT COUNT(*) FROM journal_checkpoints c WHERE c.size < journal_checkpoints.size);
            CREATE UNIQUE INDEX journal_checkpoints_by_number ON journal_checkpoints (number);
            """),
        // What the sequencer signs must come from this government's own program, not from whoever can write rows.
        Migration("journal", 3, "ALTER TABLE journal_waiting ADD COLUMN mac BYTES;"),
        // Whether the newest checkpoint lies with the keys too: from then on it is missed there.
        Migration("journal", 4, "ALTER TABLE journal_log ADD COLUMN head_kept BIGINT NOT NULL DEFAULT 0;"),
        // Verification looks for accounts that lost a role past the program, and for acts that tell of endings. Both are few, and the others pay nothing for it.
        Migration(
            "journal", 5,
            """
            CREATE INDEX journal_acts_of_roles ON journal_acts (reference) WHERE kind = 'role_given';
            CREATE INDEX journal_acts_of_endings ON journal_acts (id) WHERE kind IN ('case_deleted', 'person_erased', 'endings_taken_over');
            """),
        // What shows that this government wrote an entry about these subjects, and which entries one act commits to.
        Migration(
            "journal", 6,
            """
            ALTER TABLE journal_reads ADD COLUMN mac BYTES;
            ALTER TABLE journal_reads ADD COLUMN batch TEXT;
            CREATE INDEX journal_reads_by_batch ON journal_reads (batch, id);
            """),
        Migration("journal", 7, "CREATE INDEX journal_acts_of_traits ON journal_acts (reference) WHERE kind = 'trait_given';"),
    ]
}
