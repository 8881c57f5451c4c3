import Kernel
import Store

extension Journal {
    /// The kind of the act that tells of a deletion, and lists the acts that ended with it.
    public static let deletionKind = "case_deleted"
    /// In the place of a sealed act, and of its random bytes.
    private static let nothing: [UInt8] = [0]

    /// Deletes what these acts of a case say, because the case's time is over, and records that it was done.
    ///
    /// Their leaves stay, so the log stays what it was; without an act and its random bytes nobody can tell any more what its
    /// leaf stands for. The act of the deletion is about nobody: it must be readable when all else is gone.
    public func forget(kinds: [String], with deletion: Act, in tx: Transaction) throws {
        precondition(deletion.kind == Self.deletionKind && deletion.reference != nil, "a deletion names its case")
        let acts = try tx.rows(
            """
            SELECT \(StoredAct.columns) FROM journal_acts a
            WHERE a.reference = \(deletion.reference) AND a.subject IS NOT NULL AND a.kind IN \(list: kinds) ORDER BY a.id
            """
        ).map { try StoredAct($0) }
        // What was erased with its person was told of then. What is not what was committed to stays, and verification goes on naming it.
        let ending = acts.filter { (try? $0.proved(codec))?.value != nil }
        let erased = acts.filter { $0.isErased(codec) }
        try tx.executeAll(
            (ending + erased).map {
                """
                UPDATE journal_acts SET act = \(Self.nothing), salt = \(Self.nothing), subject = \(Identifier<DataSubject>.nobody) WHERE id = \($0.id)
                """
            })
        try record(deletion, ending: ending.map(\.leaf), in: tx)
    }
}
