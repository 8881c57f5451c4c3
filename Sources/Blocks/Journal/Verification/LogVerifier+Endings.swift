import Kernel
import MerkleLog

/// Acts that say nothing any more. There are as many as ever ended with a person or a case, so they are not kept until the end.
struct EndedActs {
    /// Of which it was not asked yet who tells of their end.
    var met: [TreeHash: ActID] = [:]
    /// Of which no act told when it was asked.
    var untold: [TreeHash: ActID] = [:]
    /// How many are met before it is asked.
    let most: Int
}

extension LogVerifier {
    /// An act that counts as erased could have said anything, so one that no other act lists does not pass.
    mutating func settleEnded(atLeast count: Int) async throws {
        guard ended.met.count >= count else { return }
        try await journal.leaveUntold(&ended.met)
        for (leaf, id) in ended.met {
            if ended.untold.count < VerificationReport.findingLimit { ended.untold[leaf] = id } else { report.add(.endingUntold(id)) }
        }
        ended.met = [:]
    }

    /// Tells of those that are left, once it was asked again: somebody may have been erased meanwhile.
    mutating func lookForUntoldEndings() async throws {
        try await settleEnded(atLeast: 1)
        try await journal.leaveUntold(&ended.untold)
        for id in ended.untold.values.sorted() { report.add(.endingUntold(id)) }
    }
}
