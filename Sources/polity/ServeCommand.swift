import ArgumentParser
import Blueprint
import Capability
import Demonstration
import Foundation
import Kernel
import Logging
import ServiceLifecycle
import Store
import Web

struct ServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "serve", abstract: "Serve a government: the portal, the desk, the API and the public log.")

    @Argument(help: "The government's folder.")
    var folder: String

    @Flag(help: "Bring made-up residents with printed passwords, a mail page and a card simulator. Never on a real government.")
    var demo = false

    @OptionGroup var listening: ListeningSettings
    @OptionGroup var settings: ServerSettings

    func run() async throws {
        try listening.check(isDemonstration: demo)
        let edition = try CheckedFolder.edition(at: folder)
        LoggingSystem.bootstrap { label in StructuredLog(label: label) }
        let logger = Logger(label: "polity")

        let past = demo ? PastClock(.system) : nil
        let government = try await OpenGovernment.open(
            try listening.composition(isDemonstration: demo, past: past), edition: edition, settings: settings, listening: listening, isDemonstration: demo,
            clock: past?.clock ?? .system, logger: logger)
        if let past { try await DemonstrationData.prepare(government, past) }

        let server = try GovernmentServer(government, listening: listening, logger: logger)
        try await server.run(announcing: { port in
            Terminal.say("\(edition.government.name.text) is at \(listening.address(port: port))")
            if demo { DemonstrationData.introduce(edition) }
        })
        await government.host.store.close()
    }
}
