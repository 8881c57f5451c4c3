import Store

enum MessagesMigrations {
    static let all = [first, service]

    private static let first = Migration(
        "messages", 1,
        """
        CREATE TABLE messages_messages (
            id TEXT PRIMARY KEY, subject TEXT NOT NULL, kind TEXT NOT NULL, language TEXT NOT NULL, organisation TEXT, case_reference TEXT,
            title BYTES NOT NULL, text BYTES NOT NULL, address BYTES, made_at BIGINT NOT NULL, read_at BIGINT, mail_state TEXT NOT NULL, sent_at BIGINT
        );
        CREATE INDEX messages_messages_by_subject ON messages_messages (subject, made_at);
        """)

    /// Whoever acts for somebody in one service only reads that service's messages.
    private static let service = Migration("messages", 2, "ALTER TABLE messages_messages ADD COLUMN service TEXT")
}
