import Store

enum IdentityMigrations {
    static let all = [
        Migration(
            "identity", 1,
            """
            CREATE TABLE identity_accounts (
                id TEXT PRIMARY KEY,
                person TEXT NOT NULL,
                email_token BYTES,
                email BYTES,
                name BYTES,
                password TEXT,
                language TEXT,
                is_suspended BIGINT NOT NULL,
                created_at BIGINT NOT NULL
            );
            CREATE UNIQUE INDEX identity_accounts_by_email ON identity_accounts (email_token);
            CREATE INDEX identity_accounts_by_person ON identity_accounts (person);

            CREATE TABLE identity_organisations (
                id TEXT PRIMARY KEY,
                name TEXT NOT NULL,
                number TEXT
            ) WITHOUT ROWID;

            CREATE TABLE identity_links (
                hash BYTES PRIMARY KEY,
                subject TEXT NOT NULL,
                email_token BYTES NOT NULL,
                email BYTES NOT NULL,
                language TEXT NOT NULL,
                return_to TEXT,
                expires_at BIGINT NOT NULL,
                used_at BIGINT
            ) WITHOUT ROWID;
            CREATE INDEX identity_links_by_end ON identity_links (expires_at);

            CREATE TABLE identity_sessions (
                hash BYTES PRIMARY KEY,
                account TEXT NOT NULL,
                created_at BIGINT NOT NULL,
                seen_at BIGINT NOT NULL,
                expires_at BIGINT NOT NULL,
                assurance TEXT NOT NULL,
                acting TEXT NOT NULL
            ) WITHOUT ROWID;
            CREATE INDEX identity_sessions_by_account ON identity_sessions (account);
            CREATE INDEX identity_sessions_by_end ON identity_sessions (expires_at);

            CREATE TABLE identity_roles (
                account TEXT NOT NULL,
                role TEXT NOT NULL,
                given_by TEXT NOT NULL,
                given_at BIGINT NOT NULL,
                PRIMARY KEY (account, role)
            ) WITHOUT ROWID;

            CREATE TABLE identity_mandates (
                id TEXT PRIMARY KEY,
                principal_kind TEXT NOT NULL,
                principal TEXT NOT NULL,
                agent TEXT NOT NULL,
                services TEXT NOT NULL,
                valid_from BIGINT NOT NULL,
                valid_to BIGINT,
                given_at BIGINT NOT NULL,
                revoked_at BIGINT
            ) WITHOUT ROWID;
            CREATE INDEX identity_mandates_by_agent ON identity_mandates (agent);
            CREATE INDEX identity_mandates_by_principal ON identity_mandates (principal);

            CREATE TABLE identity_clients (
                id TEXT PRIMARY KEY,
                name TEXT NOT NULL,
                hash BYTES NOT NULL,
                roles TEXT NOT NULL,
                organisation TEXT NOT NULL,
                made_by TEXT NOT NULL,
                made_at BIGINT NOT NULL,
                expires_at BIGINT NOT NULL,
                revoked_at BIGINT
            ) WITHOUT ROWID;
            CREATE UNIQUE INDEX identity_clients_by_hash ON identity_clients (hash);

            CREATE TABLE identity_limits (
                key BYTES PRIMARY KEY,
                due BIGINT NOT NULL
            ) WITHOUT ROWID;
            CREATE INDEX identity_limits_by_due ON identity_limits (due);
            """),
        // A mandate may be given to an address; its token stands while it waits for somebody who has the address.
        Migration(
            "identity", 2,
            """
            ALTER TABLE identity_mandates ADD COLUMN address BYTES;
            ALTER TABLE identity_mandates ADD COLUMN address_token BYTES;
            CREATE INDEX identity_mandates_by_address ON identity_mandates (address_token);
            """),
        Migration(
            "identity", 3,
            """
            CREATE TABLE identity_absences (
                id TEXT PRIMARY KEY,
                account TEXT NOT NULL,
                stand_in TEXT NOT NULL,
                first_day BIGINT NOT NULL,
                last_day BIGINT NOT NULL,
                said_by TEXT NOT NULL,
                said_at BIGINT NOT NULL
            );
            CREATE INDEX identity_absences_by_account ON identity_absences (account, last_day);
            CREATE INDEX identity_absences_by_stand_in ON identity_absences (stand_in, last_day);
            CREATE INDEX identity_absences_by_end ON identity_absences (last_day);
            """),
        // How far work over all accounts has come that a new version of the program has to do once.
        Migration(
            "identity", 4,
            """
            CREATE TABLE identity_upkeep (
                work TEXT PRIMARY KEY,
                after TEXT NOT NULL,
                is_done BIGINT NOT NULL
            );
            """),
        // Teams and skills of officers.
        Migration(
            "identity", 5,
            """
            CREATE TABLE identity_traits (
                account TEXT NOT NULL,
                kind TEXT NOT NULL,
                id TEXT NOT NULL,
                given_by TEXT NOT NULL,
                given_at BIGINT NOT NULL,
                PRIMARY KEY (account, kind, id)
            ) WITHOUT ROWID;
            """),
        // Verification looks for accounts that lost a role past the program. Few acts are about roles, and the others pay nothing for it.
        Migration("identity", 6, "CREATE INDEX identity_role_acts ON journal_acts (reference) WHERE kind = 'role_given';"),
        // The table is the journal's, and so is the index that takes its place (migration 5 there).
        Migration("identity", 7, "DROP INDEX identity_role_acts;"),
        // A session that the program did not seal when it began lets nobody in, nor does a link whose address is not sealed with it. Those of earlier versions
        // are not: people sign in again.
        Migration(
            "identity", 8,
            """
            DELETE FROM identity_sessions;
            UPDATE identity_links SET expires_at = 0;
            ALTER TABLE identity_sessions ADD COLUMN mac BYTES;
            ALTER TABLE identity_accounts ADD COLUMN mac BYTES;
            """),
    ]
}
