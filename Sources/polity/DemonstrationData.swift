import Capability
import Demonstration
import Kernel
import Web

/// `--demo`: made-up data and a past on the first start, and who can sign in.
enum DemonstrationData {
    static func prepare(_ government: RunningGovernment, _ clock: PastClock, telling preparation: Preparation) async throws {
        try await Demonstration.prepare(government, clock: clock) { progress in
            preparation.reach(progress.percent)
            Terminal.say(progress.text + " …")
        }
    }

    /// Who can sign in, as a table.
    static func introduce(_ edition: Edition) {
        let accounts = DemonstrationAccount.all(of: edition)
        guard !accounts.isEmpty else { return }
        let (names, emails, passwords) = (accounts.map(\.name), accounts.map(\.email), accounts.map(\.password))
        func padded(_ text: String, _ all: [String]) -> String { text + String(repeating: " ", count: (all.map(\.count).max() ?? 0) - text.count + 2) }
        Terminal.say("Sign in as one of these made-up people:")
        for account in accounts {
            let roles = account.roles.isEmpty ? "resident" : account.roles.joined(separator: ", ")
            Terminal.say("  " + padded(account.name, names) + padded(account.email, emails) + padded(account.password, passwords) + roles)
        }
        let programs = DemonstrationProgram.all(of: edition)
        if !programs.isEmpty { Terminal.say("These made-up programs may call the API, with their tokens (Authorization: Bearer …):") }
        for program in programs { Terminal.say("  " + padded(program.name, programs.map(\.name)) + program.token) }
    }
}
