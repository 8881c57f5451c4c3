/// Why something of a log cannot be believed. The cases are the facts; `description` holds every wording.
public enum LogError: Error, Hashable, Sendable {
    case indexBeyondTree(index: UInt64, size: UInt64)
    case treeShrank(from: UInt64, to: UInt64)
    /// A tree of no leaves is the beginning of every tree; a proof from it would say nothing.
    case nothingToProve
    case wrongProofLength
    case rootMismatch
    case oldRootMismatch
    case malformedNote(String)
    case unsigned
    case badSignature(key: String)
    case malformedCheckpoint(String)
    case wrongOrigin(expected: String, found: String)
    case malformedProof(String)
    case malformedKey
    case malformedBundle
    case missingTile(TileAddress)
}

extension LogError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .indexBeyondTree(let index, let size): "Leaf \(index) is not in a tree of \(size) leaves."
        case .treeShrank(let old, let new): "The log had \(old) leaves and now has \(new); a log only grows."
        case .nothingToProve: "Consistency with an empty tree proves nothing."
        case .wrongProofLength: "The proof has too few or too many hashes for this tree."
        case .rootMismatch: "The hashes do not lead to the checkpoint's root."
        case .oldRootMismatch: "The hashes do not lead to the older checkpoint's root."
        case .malformedNote(let what): "This is not a signed note: \(what)."
        case .unsigned: "No known key has signed this note."
        case .badSignature(let key): "The signature by \(key) does not fit the text."
        case .malformedCheckpoint(let what): "This is not a checkpoint: \(what)."
        case .wrongOrigin(let expected, let found): "This is a checkpoint of \(found), not of \(expected)."
        case .malformedProof(let what): "This is not a log proof: \(what)."
        case .malformedKey: "This is not the public key of a log (name+id+key)."
        case .malformedBundle: "This is not a bundle of log entries."
        case .missingTile(let tile): "The tile \(tile.path) is missing or too short."
        }
    }
}
