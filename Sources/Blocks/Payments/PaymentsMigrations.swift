import Store

enum PaymentsMigrations {
    static let first = Migration(
        "payments", 1,
        """
        CREATE TABLE payments_invoices (
            id TEXT PRIMARY KEY, key TEXT NOT NULL UNIQUE, reference TEXT NOT NULL UNIQUE, organisation TEXT NOT NULL, subject TEXT NOT NULL,
            service TEXT NOT NULL, case_id TEXT, title TEXT NOT NULL, currency TEXT NOT NULL, amount BIGINT NOT NULL CHECK (amount > 0),
            paid BIGINT NOT NULL CHECK (paid >= 0 AND paid <= amount), state TEXT NOT NULL, due_day BIGINT NOT NULL, made_at BIGINT NOT NULL,
            version BIGINT NOT NULL
        );
        CREATE INDEX payments_invoices_by_subject ON payments_invoices (subject, made_at);
        CREATE INDEX payments_invoices_by_case ON payments_invoices (case_id, made_at);
        CREATE TABLE payments_charges (
            id TEXT PRIMARY KEY, invoice TEXT NOT NULL REFERENCES payments_invoices (id), currency TEXT NOT NULL, amount BIGINT NOT NULL,
            state TEXT NOT NULL, begun_at BIGINT NOT NULL
        );
        CREATE INDEX payments_charges_by_invoice ON payments_charges (invoice, begun_at);
        CREATE TABLE payments_statement_lines (
            key TEXT PRIMARY KEY, account TEXT NOT NULL, statement TEXT NOT NULL, organisation TEXT NOT NULL, day BIGINT NOT NULL,
            currency TEXT NOT NULL, amount BIGINT NOT NULL, reference TEXT, state TEXT NOT NULL, reason TEXT, invoice TEXT, assigned BIGINT NOT NULL, imported_at BIGINT NOT NULL,
            imported_by TEXT NOT NULL, version BIGINT NOT NULL
        );
        CREATE INDEX payments_statement_lines_by_state ON payments_statement_lines (organisation, state, day, key);
        """)

    static let lists = Migration(
        "payments", 2,
        """
        CREATE INDEX payments_invoices_by_organisation ON payments_invoices (organisation, id);
        CREATE INDEX payments_invoices_by_state ON payments_invoices (organisation, state, id);
        """)

    /// What waits is few among what came: it is counted whenever somebody asks how the government does.
    static let waiting = Migration(
        "payments", 4,
        """
        CREATE INDEX payments_statement_lines_waiting ON payments_statement_lines (organisation, day, key) WHERE state = 'waiting';
        CREATE INDEX payments_statement_lines_by_card ON payments_statement_lines (invoice) WHERE account = 'card';
        """)

    /// What shows that this government made an invoice, and for whom.
    static let sealed = Migration("payments", 5, "ALTER TABLE payments_invoices ADD COLUMN mac BYTES;")
}
