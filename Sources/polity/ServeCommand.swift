import ArgumentParser
import Blueprint
import Capability
import Casework
import Consent
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
        let listening = try listening.withFreePort()
        let edition = try CheckedFolder.edition(at: folder)
        if !demo, edition.government.bankAccount == nil, edition[CompiledServices.self].byID.values.contains(where: { $0.fee != nil }) {
            Terminal.complain("Services take fees, but polity.yaml names no bank_account, so people cannot see where to transfer them to.")
        }
        if let advice = listening.advice(isDemonstration: demo) { Terminal.complain(advice) }
        LoggingSystem.bootstrap { label in StructuredLog(label: label) }
        let logger = Logger(label: "polity")

        let past = demo ? PastClock(.system) : nil
        let government = try await OpenGovernment.open(
            try listening.composition(isDemonstration: demo, past: past), edition: edition, settings: settings, listening: listening, isDemonstration: demo,
            clock: past?.clock ?? .system, logger: logger)
        try await Demonstration.require(demo, in: government.host.store)
        let again = try await government.host[Erasure.self].repeatAfterRestore()
        if again > 0 { logger.notice("erased again whom a restored backup had brought back", metadata: ["persons": "\(again)"]) }
        var preparing: GovernmentServer.Prepare?
        if let past { preparing = { try await DemonstrationData.prepare(government, past, telling: $0) } }
        let server = try GovernmentServer(government, listening: listening, logger: logger, preparing: preparing)
        let opened: @Sendable (Int) -> Void = { port in
            if demo { Terminal.say("\(listening.address(port: port)) shows how far the preparation is, and opens when it is finished.") }
        }
        try await server.run(
            listening: opened,
            announcing: { port in
                Terminal.say("\(edition.government.name.text) is at \(listening.address(port: port))")
                if demo { DemonstrationData.introduce(edition) }
            })
        await government.host.store.close()
    }
}
