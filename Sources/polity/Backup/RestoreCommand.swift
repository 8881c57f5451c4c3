import ArgumentParser
import Capability
import Foundation
import Kernel
import Logging
import Store

/// `polity restore BACKUP`: fills an empty place with a backup, and verifies it.
struct RestoreCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "restore", abstract: "Fill an empty place with a backup, and verify it.",
        discussion: """
            The whole backup is checked before anything is written, and nothing is written over. With the keys at hand, everything is verified afterwards as \
            by polity verify; with --checkpoint, whether it is the log of which a checkpoint was kept elsewhere, and how much of it this backup has. Serve it \
            with the government's own folder, or with the one in BACKUP/folder. Exits with 1 when it cannot be restored or does not fit.
            """)

    @Argument(help: "The folder that polity backup made.", completion: .directory)
    var backup: String

    @Option(help: ArgumentHelp("The folder of keys that polity backup --keys-to made; without it, those in --keys are used.", valueName: "dir"))
    var keysFrom: String?

    @OptionGroup var log: KeptLog
    @OptionGroup var settings: ServerSettings

    func run() async throws {
        do {
            let (kept, logKeys) = (try log.bytes(), try log.keys())
            let restoring = Restoring(settings: settings, clock: .system, logger: Logger(label: "polity.restore") { StructuredLog(label: $0) })
            let rows = try await restoring.restore(from: backup, keysFrom: keysFrom)
            Terminal.say("\(rows) rows are restored.")
            guard restoring.hasKeys else {
                Terminal.say("There are no keys in \(settings.keyDirectory), so it could not be verified and nobody's data can be read yet.")
                return
            }
            let finished = try await restoring.finish(kept: kept, logKeys: logKeys)
            let (again, report) = (finished.erasedAgain, finished.report)
            if finished.lostLeaves > 0 {
                let acts = finished.lostLeaves == 1 ? "1 act" : "\(finished.lostLeaves) acts"
                Terminal.say("The log that was signed here went \(acts) further than this backup; it goes on from the backup's end, which everybody can see.")
            }
            if again > 0 {
                let who = again == 1 ? "1 person was" : "\(again) persons were"
                Terminal.say("\(who) erased since this backup was taken, and \(again == 1 ? "is" : "are") erased here too.")
            }
            Terminal.say(report.description)
            if !report.passed { throw ExitCode(1) }
        } catch let error as PolityError {
            Terminal.complain("\(error)")
            throw ExitCode(1)
        }
    }
}
