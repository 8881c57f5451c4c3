import ArgumentParser
import Capability
import Foundation
import Kernel
import Logging
import Web

/// `polity routes DIR`: the table of all routes, for the tests that must leave none of them out.
struct RoutesCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "routes", abstract: "List every route of a government as JSON: its path, who may call it, and what it reads.", shouldDisplay: false)

    @Argument(help: "The government's folder.")
    var folder: String

    @Flag(help: "With the pages that only a demonstration has.")
    var demo = false

    func run() async throws {
        let scratch = FileManager.default.temporaryDirectory.path + "/polity-routes-\(UUID().uuidString)"
        defer { try? FileManager.default.removeItem(atPath: scratch) }
        // Nothing of the environment: the table is read from an empty government of its own, never from a real one's data.
        let settings = try ServerSettings.parse(["--data", scratch, "--database", "", "--keys", ""])
        let listening = try ListeningSettings.parse(["--public-address", "http://localhost", "--smtp", ""])
        let logger = Logger(label: "polity") { _ in SwiftLogNoOpLogHandler() }
        let government = try await OpenGovernment.open(
            try listening.composition(isDemonstration: demo), edition: try CheckedFolder.edition(at: folder), settings: settings, listening: listening,
            isDemonstration: demo, logger: logger)
        let server = try GovernmentServer(government, listening: listening, logger: logger)
        Terminal.say(JSON.array(server.table.routes.map(\.json)).text)
        await government.host.store.close()
    }
}

extension Route {
    fileprivate var json: JSON {
        var members: [JSON.Member] = [
            .init("id", .string(id)), .init("method", .string(method.rawValue)), .init("path", .string(path)), .init("summary", .string(summary)),
            .init("audience", .string("\(audience)")),
        ]
        switch access {
        case .everyone: members.append(.init("access", "everyone"))
        case .signedIn(let level): members += [.init("access", "signed_in"), .init("assurance", .string(level.rawValue))]
        case .permission(let permission, let level):
            members += [.init("access", "permission"), .init("permission", .string(permission.name)), .init("assurance", .string(level.rawValue))]
        }
        members.append(
            .init("input", .array(input.map { ["name": .string($0.name), "in": .string($0.place.rawValue), "required": .bool($0.isRequired)] })))
        return .object(members)
    }
}
