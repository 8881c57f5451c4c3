import ArgumentParser
import Capability
import Casework
import Foundation
import Kernel
import Logging
import Store

/// `polity migrate DIR`: running cases go on in the newest version of their service.
struct MigrateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "migrate", abstract: "Move running cases to the newest version of their service.",
        discussion: """
            A case stays in the version of its service under which it was opened. This tells, for each service and version, what becomes of each step, which \
            cases can move to the folder's version, and what keeps the others. Nothing is changed without --apply; with it each case is moved whole or not \
            at all, with an act in the public log, also while the government is served. A moved case is decided by the newest rules of its service; its day \
            of law stays. Exits with 1 when a case cannot move, or when --rename names a step that there is not.
            """)

    @Argument(help: "The government's folder.", completion: .directory)
    var folder: String

    @Option(help: ArgumentHelp("Only this service's cases; may be repeated.", valueName: "id"))
    var service: [String] = []

    @Option(help: ArgumentHelp("A step that has another id in the new version; may be repeated.", valueName: "old=new"))
    var rename: [String] = []

    @Flag(help: "Move the cases. The folder must be the one that is served.")
    var apply = false

    @Flag(help: "Tell only how many, not which cases.")
    var quiet = false

    @OptionGroup var listening: ListeningSettings
    @OptionGroup var settings: ServerSettings

    func validate() throws {
        for text in rename where text.split(separator: "=").count != 2 { throw ValidationError("--rename takes OLD=NEW, not '\(text)'.") }
    }

    func run() async throws {
        try settings.requireData()
        let edition = try CheckedFolder.edition(at: folder)
        for id in service where edition[CompiledServices.self].byID[id] == nil {
            Terminal.complain("The folder has no service '\(id)'.")
            throw ExitCode(1)
        }
        let logger = Logger(label: "polity.migrate") { StructuredLog(label: $0) }
        let government = try await OpenGovernment.open(
            .polity, edition: edition, settings: settings, listening: listening, isDemonstration: false, logger: logger, isServed: false)
        let isWhole: Result<Bool, any Error>
        do { isWhole = .success(try await work(government)) } catch { isWhole = .failure(error) }
        await government.host.store.close()
        guard try isWhole.get() else { throw ExitCode(1) }
    }

    private func work(_ government: RunningGovernment) async throws -> Bool {
        // A moved case needs its folder from then on, and only what was served is kept.
        if apply, try await Editions.last(in: government.host.store)?.hash != government.host.edition.hash {
            Terminal.complain("This folder is not the one that is served. Serve it, and then move the cases to it.")
            return false
        }
        let casework = government.host[Casework.self]
        let plan = try await casework.planMoves(only: Set(service), renames: renames)
        for line in MoveReport(plan, isQuiet: quiet).lines { Terminal.say(line) }
        guard apply else {
            if !plan.movable.isEmpty { Terminal.say("Nothing was moved. --apply moves them.") }
            return plan.staying == 0
        }
        var moved = 0, staying = plan.staying
        for each in plan.movable {
            do {
                let obstacles = try await casework.move(each.id, renames: renames)
                if obstacles.isEmpty { moved += 1 } else { staying += 1 }
                for obstacle in obstacles { Terminal.complain("\(each.reference) went on meanwhile and stays: \(obstacle.place): \(obstacle.reason)") }
            } catch let error as PolityError {
                staying += 1
                Terminal.complain("\(each.reference) stays: \(error)")
            }
        }
        Terminal.say("\(MoveReport.cases(moved)) moved, \(staying) stayed.")
        return staying == 0
    }

    private var renames: [String: String] {
        Dictionary(
            rename.map { text in
                let parts = text.split(separator: "=")
                return (String(parts[0]), String(parts[1]))
            }, uniquingKeysWith: { _, last in last })
    }
}
