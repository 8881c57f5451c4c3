import Kernel
import Store

extension Messages {
    /// Deletes the letters of a case that is deleted: they tell what stood in it.
    public func forget(case reference: String, of subject: Identifier<DataSubject>, in tx: Transaction) throws {
        try tx.execute("DELETE FROM messages_messages WHERE subject = \(subject) AND case_reference = \(reference)")
    }
}
