import Kernel

/// One thing that `polity verify` found wrong. The cases are the facts; `description` holds every wording.
public enum Finding: Sendable, Hashable {
    case badCheckpoint(size: Int, why: String)
    case rootDiffers(size: Int)
    case checkpointMissing(number: Int)
    case keptCheckpointRefused(why: String)
    case headRefused(why: String)
    case headMissing
    case logWasCut(Source, kept: UInt64, found: UInt64)
    case historyDiffers(Source, size: UInt64)
    case leafMissing(position: Int)
    case leavesBeyondCheckpoint(from: Int)
    case leafWithoutAct(position: Int, act: String)
    case entryDiffers(position: Int, act: ActID)
    case actDamaged(ActID, why: String)
    case actDiffers(ActID)
    case columnsDiffer(ActID)
    case actWithoutLeaf(String)
    case waitingWithoutAct(String)
    case waitingTwice(String)
    case waitingForeign(ActID)
    case endingUntold(ActID)
    case tileDiffers(path: String)
    case strayTile(level: Int, number: Int)
    case contentDiffers(name: String, act: ActID)
    case contentDamaged(name: String, act: ActID, why: String)
    case contentGone(name: String, act: ActID)
    case contentErased(name: String, act: ActID)
    case contentWithoutHash(name: String, act: ActID)
    case contentWithoutAct(name: String, id: String)
    case rowDamaged(table: String, why: String)

    /// Where a checkpoint was kept that is not the store's.
    public enum Source: String, Sendable, Hashable {
        case elsewhere = "kept elsewhere"
        case withKeys = "kept with the keys"
    }
}

extension Finding: CustomStringConvertible {
    public var description: String {
        switch self {
        case .badCheckpoint(let size, let why): "The checkpoint of \(size) leaves cannot be believed: \(why)"
        case .rootDiffers(let size): "The leaves do not lead to the root of the checkpoint of \(size) leaves."
        case .checkpointMissing(let number): "Checkpoint \(number), counted from 0, is missing from the chain, or its number was changed."
        case .keptCheckpointRefused(let why): "The checkpoint kept elsewhere cannot be used: \(why)"
        case .headRefused(let why): "The checkpoint kept with the keys cannot be used: \(why)"
        case .headMissing: "The checkpoint that was kept with the keys is missing: nothing there tells any more whether this is the log that was signed."
        case .logWasCut(let source, let kept, let found): "The checkpoint \(source.rawValue) has \(kept) leaves, the log has \(found): leaves were removed."
        case .historyDiffers(let source, let size):
            "The log's first \(size) leaves are not those of the checkpoint \(source.rawValue): history was rewritten."
        case .leafMissing(let position): "Leaf \(position) is missing."
        case .leavesBeyondCheckpoint(let from): "There are leaves from \(from) on that no checkpoint covers."
        case .leafWithoutAct(let position, let act): "Leaf \(position) has no act: \(act) is missing."
        case .entryDiffers(let position, let act): "Leaf \(position) is not the commitment that stands beside act \(act)."
        case .actDamaged(let act, let why): "Act \(act) cannot be read: \(why)"
        case .actDiffers(let act): "Act \(act) is not what was committed to: its text, its salt or its commitment was changed."
        case .columnsDiffer(let act): "What stands beside act \(act) (id, kind, organisation, reference, time) is not what the act says."
        case .actWithoutLeaf(let act): "Act \(act) neither stands in the log nor waits for its place."
        case .waitingWithoutAct(let act): "Act \(act) waits for its place but is missing."
        case .waitingTwice(let act): "Act \(act) waits for a place although it has one."
        case .waitingForeign(let act): "Act \(act) waits for its place, but this government did not record it."
        case .endingUntold(let act): "Act \(act) counts as erased, but no act tells that it ended with a person or a case."
        case .tileDiffers(let path): "The tile \(path) is missing or does not follow from the leaves."
        case .strayTile(let level, let number): "There is a tile \(number) at level \(level) for which there are no leaves."
        case .contentDiffers(let name, let act): "What is stored as \(name) is not what act \(act) commits to."
        case .contentDamaged(let name, let act, let why): "What is stored as \(name), to which act \(act) commits, cannot be read: \(why)"
        case .contentGone(let name, let act): "What act \(act) commits to as \(name) is missing."
        case .contentErased(let name, let act): "What act \(act) commits to as \(name) counts as erased, though the act itself is not."
        case .contentWithoutHash(let name, let act): "Act \(act) should commit to a \(name) but holds no hash of it."
        case .contentWithoutAct(let name, let id): "No act commits to the \(name) \(id)."
        case .rowDamaged(let table, let why): "A row of \(table) cannot be read: \(why)"
        }
    }
}

/// What a verification went through, and what it found.
public struct VerificationReport: Sendable, Hashable {
    public var leaves = 0
    public var checkpoints = 0
    /// Acts whose subject was erased: their leaf stands, their text is gone for good.
    public var erased = 0
    public var waiting = 0
    /// Contents of other blocks that were compared with their acts.
    public var contents = 0
    public private(set) var findings: [Finding] = []
    /// More than this many are counted, not kept.
    public static let findingLimit = 1_000
    public private(set) var furtherFindings = 0

    public var passed: Bool { findings.isEmpty }

    mutating func add(_ finding: Finding) {
        if findings.count < Self.findingLimit { findings.append(finding) } else { furtherFindings += 1 }
    }
}
