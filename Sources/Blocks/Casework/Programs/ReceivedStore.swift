import Kernel
import Store

/// Which messages of programs have come, by the keys under which their senders tell one from another. Neither the key nor what the message
/// says can be read from it.
struct ReceivedStore {
    let token: @Sendable (_ text: String) -> [UInt8]
    /// A program that was away for so long has lost more than an answer.
    static let kept = Duration.seconds(90 * 86_400)

    /// - Returns: nil when this sender has sent nothing under the key.
    /// - Throws: `CASE-435` when it was another message.
    func find(_ message: ProgramMessage, from sender: String, _ connection: Connection) throws -> ReceivedMessage? {
        let row = try connection.row(
            "SELECT message, kept_until, content_hash FROM casework_received WHERE sender = \(sender) AND key_hash = \(hash(message.idempotencyKey))")
        guard let row else { return nil }
        guard try row.text(2) == hash(message.canonical) else { throw CaseFault.keyUsed }
        return ReceivedMessage(id: try row.text(0), keptUntil: try row.instant(1))
    }

    /// - Parameter subject: of a message that was a subject of its own.
    /// - Returns: false when another request was first with this key.
    func insert(
        _ received: ReceivedMessage, _ message: ProgramMessage, from sender: String, _ subject: Identifier<DataSubject>?, _ tx: Transaction
    ) throws -> Bool {
        try tx.execute(
            """
            INSERT INTO casework_received (sender, key_hash, content_hash, message, subject, kept_until, at)
            VALUES (\(sender), \(hash(message.idempotencyKey)), \(hash(message.canonical)), \(received.id), \(subject), \(received.keptUntil), \(tx.now))
            ON CONFLICT (sender, key_hash) DO NOTHING
            """) == 1
    }

    /// Subjects that are ended at a time.
    static let mostEnded = 1_000

    /// Some of the messages' own subjects that are over: nothing that they sealed is there any more.
    func ended(_ connection: Connection) throws -> [Identifier<DataSubject>] {
        try connection.rows("SELECT subject FROM casework_received WHERE subject IS NOT NULL AND \(Self.isOver(connection.now)) LIMIT \(Self.mostEnded)").map {
            try $0.identifier(0)
        }
    }

    /// - Parameter ended: the subjects whose keys are gone; another's row leads to its key, and stays until that is.
    func forget(_ ended: [Identifier<DataSubject>], _ tx: Transaction) throws {
        try tx.write("DELETE FROM casework_received WHERE subject IS NULL AND \(Self.isOver(tx.now))")
        if !ended.isEmpty { try tx.write("DELETE FROM casework_received WHERE subject IN \(list: ended)") }
    }

    private static func isOver(_ now: Instant) -> SQL {
        "at < \(now - kept) AND NOT EXISTS (SELECT 1 FROM casework_thrown t WHERE t.id = casework_received.message)"
    }

    private func hash(_ text: String) -> String { Hex.encode(token(text)) }
}
