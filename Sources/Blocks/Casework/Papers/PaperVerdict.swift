import Journal
import Kernel
import MerkleLog
import Paper

/// What can be said of a paper's file without asking anyone, given the log's public key.
public struct PaperVerdict: Sendable {
    /// Why it is not genuine; nil when it is.
    public var fault: Fault?
    /// What the paper says, as the log commits to it. Only of a genuine one.
    public var content: JSON = .null
    /// Its act's place in the log, and the log's size when it was printed.
    public var place: (index: UInt64, size: UInt64)?

    public enum Fault: String, Sendable, CaseIterable {
        /// Changed since it was made, or never made by whom the key belongs to.
        case changed
        case withoutProof
        /// The proof does not lead to a checkpoint signed with the key.
        case notInLog
        /// The act in the log is of another paper.
        case otherPaper
    }

    public var isGenuine: Bool { fault == nil }

    /// Checks the seal over every byte of the file, then the proof it carries, then that what is proved is this paper.
    ///
    /// Nothing inside the file is looked at before its seal has held.
    public init(of file: [UInt8], key: NoteKey) {
        guard let number = PaperSeal.number(of: file, key: key) else { fault = .changed; return }
        guard let attached = try? Paper.attachments(of: file), let proof = attached[PaperAttachment.proof].flatMap({ try? JSON(parsing: $0) }),
            let paper = attached[PaperAttachment.content].flatMap({ try? JSON(parsing: $0) })
        else { fault = .withoutProof; return }
        guard let proof = try? ActProof(json: proof), let proved = try? proof.verify(origin: key.name, keys: [key]) else { fault = .notInLog; return }
        guard paper["number"]?.string == number.plain, PaperCommitment.holds(paper, in: proved.act.content) else { fault = .otherPaper; return }
        content = paper
        place = (proof.log.index, proved.checkpoint.size)
    }
}

/// The files that a paper carries.
enum PaperAttachment {
    static let proof = "proof.json", content = "paper.json"
}
