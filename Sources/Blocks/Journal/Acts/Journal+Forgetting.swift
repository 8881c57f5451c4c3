import Kernel
import Store

extension Journal {
    /// The kind of the act that tells of a deletion. Without one, acts that say nothing any more are a finding of `verify`.
    public static let deletionKind = "case_deleted"
    /// In the place of a sealed act, and of its random bytes.
    private static let nothing: [UInt8] = [0]

    /// Deletes what these acts of a case say, because the case's time is over, and records that it was done.
    ///
    /// Their leaves stay, so the log stays what it was; without an act and its random bytes nobody can tell any more what its
    /// leaf stands for. The act of the deletion is about nobody: it must be readable when all else is gone.
    public func forget(kinds: [String], with deletion: Act, in tx: Transaction) throws {
        precondition(deletion.kind == Self.deletionKind && deletion.reference != nil, "a deletion names its case")
        try tx.execute(
            """
            UPDATE journal_acts SET act = \(Self.nothing), salt = \(Self.nothing), subject = \(Identifier<DataSubject>.nobody)
            WHERE reference = \(deletion.reference) AND subject IS NOT NULL AND kind IN \(list: kinds)
            """)
        try record(deletion, about: nil, in: tx)
    }
}
