import Store

enum CaseworkMigrations {
    static let all = [
        Migration(
            "casework", 1,
            """
            CREATE TABLE casework_applications (
                id TEXT PRIMARY KEY,
                service TEXT NOT NULL,
                folder TEXT NOT NULL,
                account TEXT,
                party TEXT,
                secret_hash BYTES,
                subject TEXT NOT NULL,
                content BYTES NOT NULL,
                state TEXT NOT NULL,
                case_id TEXT,
                started_at BIGINT NOT NULL,
                updated_at BIGINT NOT NULL,
                version BIGINT NOT NULL
            );
            CREATE INDEX casework_applications_account ON casework_applications (account, state, updated_at);
            CREATE INDEX casework_applications_party ON casework_applications (party, updated_at);
            CREATE INDEX casework_applications_subject ON casework_applications (subject);

            CREATE TABLE casework_cases (
                id TEXT PRIMARY KEY,
                reference TEXT NOT NULL,
                application TEXT NOT NULL,
                service TEXT NOT NULL,
                folder TEXT NOT NULL,
                organisation TEXT NOT NULL,
                subject TEXT NOT NULL,
                party TEXT,
                account TEXT,
                language TEXT NOT NULL,
                law_date BIGINT NOT NULL,
                opened_at BIGINT NOT NULL,
                closed_at BIGINT,
                stage TEXT NOT NULL,
                outcome TEXT,
                public_key TEXT,
                state BYTES NOT NULL,
                version BIGINT NOT NULL
            );
            CREATE UNIQUE INDEX casework_cases_reference ON casework_cases (reference);
            CREATE UNIQUE INDEX casework_cases_application ON casework_cases (application);
            CREATE INDEX casework_cases_public ON casework_cases (service, public_key);
            CREATE INDEX casework_cases_subject ON casework_cases (subject);

            CREATE TABLE casework_history (
                case_id TEXT NOT NULL,
                number BIGINT NOT NULL,
                kind TEXT NOT NULL,
                actor TEXT NOT NULL,
                at BIGINT NOT NULL,
                schema_version BIGINT NOT NULL,
                events BYTES NOT NULL,
                PRIMARY KEY (case_id, number)
            ) WITHOUT ROWID;

            CREATE TABLE casework_tasks (
                case_id TEXT NOT NULL,
                ticket BIGINT NOT NULL,
                reference TEXT NOT NULL,
                service TEXT NOT NULL,
                step TEXT NOT NULL,
                role TEXT NOT NULL,
                organisation TEXT NOT NULL,
                assignee TEXT,
                created_at BIGINT NOT NULL,
                due BIGINT,
                due_key TEXT NOT NULL,
                new_key TEXT NOT NULL,
                PRIMARY KEY (case_id, ticket)
            ) WITHOUT ROWID;
            CREATE INDEX casework_tasks_due ON casework_tasks (organisation, role, due_key);
            CREATE INDEX casework_tasks_new ON casework_tasks (organisation, role, new_key);
            CREATE INDEX casework_tasks_service ON casework_tasks (organisation, role, service, due_key);
            CREATE INDEX casework_tasks_assignee ON casework_tasks (assignee, due_key);

            CREATE TABLE casework_filters (
                name TEXT NOT NULL,
                value TEXT NOT NULL,
                organisation TEXT NOT NULL,
                role TEXT NOT NULL,
                due_key TEXT NOT NULL,
                case_id TEXT NOT NULL,
                ticket BIGINT NOT NULL,
                PRIMARY KEY (name, value, organisation, role, due_key)
            ) WITHOUT ROWID;
            CREATE INDEX casework_filters_task ON casework_filters (case_id, ticket);

            CREATE TABLE casework_papers (
                id TEXT PRIMARY KEY,
                kind TEXT NOT NULL,
                number TEXT NOT NULL,
                case_id TEXT NOT NULL,
                service TEXT NOT NULL,
                organisation TEXT NOT NULL,
                title TEXT NOT NULL,
                issued_on BIGINT NOT NULL,
                valid_until BIGINT,
                act TEXT NOT NULL,
                document TEXT,
                superseded BIGINT NOT NULL,
                subject TEXT NOT NULL,
                language TEXT NOT NULL,
                content BYTES NOT NULL
            );
            CREATE UNIQUE INDEX casework_papers_number ON casework_papers (number);
            CREATE INDEX casework_papers_case ON casework_papers (case_id);
            CREATE INDEX casework_papers_act ON casework_papers (act);
            CREATE INDEX casework_papers_subject ON casework_papers (subject, service);
            """),
        Migration(
            "casework", 2,
            """
            CREATE INDEX casework_cases_service ON casework_cases (service, id);
            CREATE INDEX casework_cases_stage ON casework_cases (service, stage, id);
            """),
        // Closed cases that are still somebody's, for retention.
        Migration(
            "casework", 3,
            """
            CREATE INDEX casework_cases_closed ON casework_cases (service, closed_at, id) WHERE subject <> '00000000-0000-7000-8000-000000000000';
            """),
        // Where running cases have stopped: as few as there are faults.
        Migration(
            "casework", 4,
            """
            CREATE TABLE casework_incidents (
                case_id TEXT NOT NULL,
                ticket BIGINT NOT NULL,
                reference TEXT NOT NULL,
                service TEXT NOT NULL,
                organisation TEXT NOT NULL,
                element TEXT NOT NULL,
                reason TEXT NOT NULL,
                since BIGINT NOT NULL,
                PRIMARY KEY (case_id, ticket)
            ) WITHOUT ROWID;
            CREATE INDEX casework_incidents_by_organisation ON casework_incidents (organisation, since, case_id);
            """),
        // What cases say to each other, who waits for it, and what nothing took up.
        Migration(
            "casework", 5,
            """
            CREATE TABLE casework_listeners (
                case_id TEXT NOT NULL,
                ticket BIGINT NOT NULL,
                kind TEXT NOT NULL,
                name TEXT NOT NULL,
                key_hash TEXT NOT NULL,
                since BIGINT NOT NULL,
                PRIMARY KEY (case_id, ticket)
            ) WITHOUT ROWID;
            CREATE INDEX casework_listeners_messages ON casework_listeners (name, key_hash, since, case_id, ticket) WHERE kind = 'message';
            CREATE INDEX casework_listeners_signals ON casework_listeners (name, case_id, since) WHERE kind = 'signal';

            CREATE TABLE casework_thrown (
                id TEXT PRIMARY KEY,
                kind TEXT NOT NULL,
                name TEXT NOT NULL,
                key_hash TEXT NOT NULL,
                case_id TEXT NOT NULL,
                reference TEXT NOT NULL,
                service TEXT NOT NULL,
                organisation TEXT NOT NULL,
                subject TEXT NOT NULL,
                content BYTES NOT NULL,
                thrown_at BIGINT NOT NULL,
                keep TEXT NOT NULL,
                until BIGINT
            );
            CREATE INDEX casework_thrown_kept ON casework_thrown (name, key_hash, thrown_at, id) WHERE until IS NOT NULL;
            CREATE INDEX casework_thrown_case ON casework_thrown (case_id);

            CREATE TABLE casework_notices (
                id TEXT PRIMARY KEY,
                kind TEXT NOT NULL,
                case_id TEXT NOT NULL,
                reference TEXT NOT NULL,
                service TEXT NOT NULL,
                organisation TEXT NOT NULL,
                element TEXT NOT NULL,
                name TEXT NOT NULL,
                since BIGINT NOT NULL
            );
            CREATE INDEX casework_notices_by_organisation ON casework_notices (organisation, since, id);
            CREATE INDEX casework_notices_case ON casework_notices (case_id);
            """),
        // What was asked of outside systems and is not answered.
        Migration(
            "casework", 6,
            """
            CREATE TABLE casework_calls (
                id TEXT PRIMARY KEY,
                case_id TEXT NOT NULL,
                ticket BIGINT NOT NULL,
                system TEXT NOT NULL,
                subject TEXT NOT NULL,
                content BYTES NOT NULL,
                since BIGINT NOT NULL
            );
            CREATE INDEX casework_calls_case ON casework_calls (case_id, ticket);
            """),
        // A filter walks the newest first as well as the earliest due.
        Migration(
            "casework", 7,
            """
            ALTER TABLE casework_filters ADD COLUMN new_key TEXT NOT NULL DEFAULT '';
            UPDATE casework_filters SET new_key = (
                SELECT new_key FROM casework_tasks t WHERE t.case_id = casework_filters.case_id AND t.ticket = casework_filters.ticket
            );
            CREATE INDEX casework_filters_new ON casework_filters (name, value, organisation, role, new_key);
            """),
        // Who is named in a note. What the note says stays in its case, sealed.
        Migration(
            "casework", 8,
            """
            CREATE TABLE casework_mentions (
                id TEXT PRIMARY KEY,
                account TEXT NOT NULL,
                case_id TEXT NOT NULL,
                note BIGINT NOT NULL,
                author TEXT NOT NULL,
                at BIGINT NOT NULL,
                read_at BIGINT
            );
            CREATE INDEX casework_mentions_by_account ON casework_mentions (account, id);
            CREATE INDEX casework_mentions_unread ON casework_mentions (account, case_id) WHERE read_at IS NULL;
            CREATE INDEX casework_mentions_by_case ON casework_mentions (case_id);
            """),
        // Decided cases by what others are like them in.
        Migration(
            "casework", 9,
            """
            CREATE TABLE casework_precedents (
                service TEXT NOT NULL,
                token BYTES NOT NULL,
                case_id TEXT NOT NULL,
                decided_at BIGINT NOT NULL,
                PRIMARY KEY (service, token, case_id)
            ) WITHOUT ROWID;
            CREATE INDEX casework_precedents_by_case ON casework_precedents (case_id);
            """),
        // The figures on the front page, without the cases themselves.
        Migration(
            "casework", 10,
            """
            CREATE INDEX casework_cases_decided ON casework_cases (closed_at, id, opened_at, outcome) WHERE outcome IS NOT NULL;
            CREATE INDEX casework_cases_open ON casework_cases (stage, closed_at) WHERE closed_at IS NULL;
            """),
        // What programs outside have sent, and the keys by which they tell one message from another.
        Migration(
            "casework", 11,
            """
            ALTER TABLE casework_thrown ADD COLUMN sender TEXT;
            CREATE INDEX casework_thrown_sender ON casework_thrown (sender) WHERE sender IS NOT NULL;

            CREATE TABLE casework_received (
                sender TEXT NOT NULL,
                key_hash TEXT NOT NULL,
                content_hash TEXT NOT NULL,
                message TEXT NOT NULL,
                subject TEXT,
                kept_until BIGINT NOT NULL,
                at BIGINT NOT NULL,
                PRIMARY KEY (sender, key_hash)
            ) WITHOUT ROWID;
            CREATE INDEX casework_received_by_time ON casework_received (at);
            """),
        // Each outside system's calls are a kind of job of their own.
        Migration(
            "casework", 12,
            """
            CREATE INDEX casework_calls_by_system ON casework_calls (system);
            UPDATE store_jobs SET kind = 'casework.call.' || (SELECT system FROM casework_calls c WHERE c.id = store_jobs.key)
            WHERE kind = 'casework.call' AND state = 0 AND key IN (SELECT id FROM casework_calls);
            """),
        // A queue is a role's tasks, or those of them that are of one team and ask for the same skills. Lists walk the index of each queue that
        // they show, so that what is not shown is not read. Beside the roles' own, the queues that there have ever been stand in a table.
        Migration(
            "casework", 13,
            """
            ALTER TABLE casework_tasks ADD COLUMN queue TEXT NOT NULL DEFAULT '';
            ALTER TABLE casework_tasks ADD COLUMN team TEXT;
            UPDATE casework_tasks SET queue = role;
            DROP INDEX casework_tasks_due;
            DROP INDEX casework_tasks_new;
            DROP INDEX casework_tasks_service;
            CREATE INDEX casework_tasks_due ON casework_tasks (organisation, queue, due_key);
            CREATE INDEX casework_tasks_new ON casework_tasks (organisation, queue, new_key);
            CREATE INDEX casework_tasks_service ON casework_tasks (organisation, queue, service, due_key);
            ALTER TABLE casework_filters RENAME COLUMN role TO queue;

            CREATE TABLE casework_queues (
                organisation TEXT NOT NULL,
                queue TEXT NOT NULL,
                PRIMARY KEY (organisation, queue)
            ) WITHOUT ROWID;
            """),
        // At which element, and since when, a case waits for its applicant; nothing for those that began to before there was this.
        Migration(
            "casework", 14,
            """
            ALTER TABLE casework_cases ADD COLUMN waits_at TEXT;
            ALTER TABLE casework_cases ADD COLUMN waits_since BIGINT;
            """),
        // Cases that are to be indexed by their words: all of them, where an earlier version indexed none.
        Migration(
            "casework", 15,
            """
            CREATE TABLE casework_unindexed (
                case_id TEXT PRIMARY KEY,
                since BIGINT NOT NULL
            );
            CREATE INDEX casework_unindexed_by_time ON casework_unindexed (since, case_id);
            INSERT INTO casework_unindexed (case_id, since) SELECT id, 0 FROM casework_cases;
            """),
        // By when a case is to be decided, as its service promised, while that time runs; and of which of these an officer was warned.
        Migration(
            "casework", 16,
            """
            ALTER TABLE casework_cases ADD COLUMN decide_by BIGINT;
            CREATE INDEX casework_cases_decide_by ON casework_cases (service, decide_by) WHERE decide_by IS NOT NULL;
            ALTER TABLE casework_mentions ADD COLUMN due BIGINT;
            """),
        // What the folder that was served last listens for outside any case: the next turn of a timer, and whether a condition held.
        Migration(
            "casework", 17,
            """
            CREATE TABLE casework_starts (
                service TEXT NOT NULL,
                element TEXT NOT NULL,
                definition TEXT NOT NULL,
                due BIGINT,
                remaining BIGINT,
                holds BIGINT NOT NULL,
                PRIMARY KEY (service, element)
            ) WITHOUT ROWID;
            """),
        // A case's words are found beside the transaction that writes them: it tells a mark that was made meanwhile from the one it has read.
        Migration(
            "casework", 18,
            """
            ALTER TABLE casework_unindexed ADD COLUMN times BIGINT NOT NULL DEFAULT 0;
            """),
        // In which queues a task stands is found by their index.
        Migration("casework", 19, "DROP TABLE casework_queues;"),
    ]
}
