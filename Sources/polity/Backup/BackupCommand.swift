import ArgumentParser
import Capability
import Foundation
import Kernel
import Logging
import Store

/// `polity backup PLACE`: a whole copy of a government's data, taken while it is served or not.
struct BackupCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "backup", abstract: "Copy everything that is stored, while serving or not.",
        discussion: """
            PLACE becomes a folder with the store as of one moment, the files, and the government's folder as it was served last. SHA256SUMS lists them \
            all; sha256sum -c checks it anywhere. Either store restores a backup of the other.

            The keys are not in it: without them nobody can read a person's data in it. Copy them with --keys-to to another place. Keep one copy of the keys, \
            the newest: an older one would still open the data of people who were erased since.
            """)

    @Argument(help: "A new or empty folder for the backup.", completion: .directory)
    var place: String

    @Option(help: ArgumentHelp("A new or empty folder for a copy of the keys.", valueName: "dir"), completion: .directory)
    var keysTo: String?

    @OptionGroup var settings: ServerSettings

    func run() async throws {
        do {
            let backup = Backup(settings: settings, clock: .system, logger: Logger(label: "polity.backup") { StructuredLog(label: $0) })
            let made = try await backup.make(at: place, keysTo: keysTo)
            Terminal.say("\(made.rows) rows and \(made.files) files are in \(place).")
            Terminal.say(keysTo.map { "The keys are in \($0): keep them apart." } ?? "The keys are not in it: copy them with --keys-to, and keep them apart.")
        } catch let error as PolityError {
            Terminal.complain("\(error)")
            throw ExitCode(1)
        }
    }
}
