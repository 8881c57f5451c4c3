import ArgumentParser
import Capability
import Foundation
import Identity
import Kernel
import Logging
import Store

/// What only someone at the server's own terminal may do: let the first people in.
struct AdminCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "admin", abstract: "Let the first people in.", subcommands: [CreateCommand.self])

    struct CreateCommand: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "create", abstract: "Give an account the role of administrator, and print a link to sign in by.",
            discussion: """
                The account is made when the address has none. The link works once, for a day; whoever opens it chooses a password. It may be run while the \
                government is served, and again for a second administrator or a lost password.
                """)

        @Argument(help: "The government's folder.", completion: .directory)
        var folder: String

        @Option(help: "The administrator's e-mail address.")
        var email: String

        @Option(help: ArgumentHelp("A role of the folder to give as well; may be repeated.", valueName: "role"))
        var role: [String] = []

        @OptionGroup var listening: ListeningSettings
        @OptionGroup var settings: ServerSettings

        func run() async throws {
            let edition = try CheckedFolder.edition(at: folder)
            let logger = Logger(label: "polity.admin") { StructuredLog(label: $0) }
            let government = try await OpenGovernment.open(
                .polity, edition: edition, settings: settings, listening: listening, isDemonstration: false, logger: logger,
                isServed: false)
            do {
                let link = try await create(government.host[Identity.self], government)
                Terminal.say("\(email) is an administrator of \(edition.government.name.text). Sign in within a day, once, by this link:")
                Terminal.say(link)
            } catch let error as PolityError {
                Terminal.complain("\(error)")
                await government.host.store.close()
                throw ExitCode(1)
            }
            await government.host.store.close()
        }

        private func create(_ identity: Identity, _ government: RunningGovernment) async throws -> String {
            let (email, roles, host) = (email, [Authority.administrator] + role, government.host)
            try await host.store.write("admin.create") { tx in
                let account = try identity.account(email: email, in: tx)?.id ?? identity.createAccount(email: email, in: tx)
                for role in roles { try identity.give(role, to: account, by: Actor(.system("polity admin")), in: tx) }
            }
            return try await identity.makeLink(
                to: email, language: host.edition.government.defaultLanguage, returnTo: "/account/password", lifetime: .seconds(86_400),
                page: host.settings.publicAddress + "/sign-in/by-link/")
        }
    }
}
