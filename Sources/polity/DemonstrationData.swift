import Capability
import Kernel

/// `--demo`: made-up data on the first start, and who can sign in.
enum DemonstrationData {
    static func prepare(_ government: RunningGovernment) async throws {
        for offer in government.offers {
            guard let sample = offer.sample else { continue }
            try await sample { Terminal.say($0 + " …") }
        }
    }
}
