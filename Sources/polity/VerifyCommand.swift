import ArgumentParser
import Capability
import Foundation
import Journal
import Kernel
import Logging
import MerkleLog
import Store

/// `polity verify DIR`: recomputes the public log from the stored acts, while serving or not.
struct VerifyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify", abstract: "Recompute the public log and everything it commits to.",
        discussion: """
            Every leaf is computed again from its stored act, every signature and checkpoint is checked, what acts commit to is compared with what is \
            stored, files with their hashes, and the books with their balance. Exits with 0 when everything fits, with 1 when something does not, and with 2 when the folder or the data cannot be opened.

            Whoever holds the server holds the log's key. Keep a copy of /log/checkpoint elsewhere and give it with --checkpoint: it shows whether history \
            was rewritten since.

            With --paper FILE and --key a certificate or a letter is checked instead, without the folder, the data or the network: the seal over every byte \
            of its file, the proof it carries that its decision stands in the public log, and that the log commits to what it says.
            """)

    @Argument(help: "The government's folder.", completion: .directory)
    var directory: String?

    @Option(help: ArgumentHelp("A certificate or letter (PDF) to check instead; needs --key.", valueName: "file"), completion: .file(extensions: ["pdf"]))
    var paper: String?

    @OptionGroup var settings: ServerSettings

    @OptionGroup var log: KeptLog

    @Flag(help: "Print the report as JSON.")
    var json = false

    func validate() throws {
        if paper == nil, directory == nil { throw ValidationError("Give the government's folder, or a paper with --paper.") }
        if paper != nil, log.key == nil { throw ValidationError("Give the log's public key with --key; the government publishes it at /log/key.") }
    }

    func run() async throws {
        if let paper { return try PaperCheck(path: paper, key: log.key ?? "", isJSON: json).run() }
        let report: FullReport
        do {
            report = try await verify(try CheckedFolder.edition(at: directory ?? ""))
        } catch is ExitCode {
            throw ExitCode(2)
        } catch {
            Terminal.complain("\(error)")
            throw ExitCode(2)
        }
        Terminal.say(json ? report.json.text : report.description)
        if !json, log.checkpoint == nil {
            Terminal.say("Without --checkpoint nothing vouches that no newer part of the log was taken away together with what it told of.")
        }
        if !report.passed { throw ExitCode(1) }
    }

    private func verify(_ edition: Edition) async throws -> FullReport {
        try settings.requireData()
        try RestoreMark(in: settings.data).requireNone()
        let (kept, keys) = (try log.bytes(), try log.keys())
        let logger = Logger(label: "polity.verify") { StructuredLog(label: $0) }
        let store = try await Store.open(settings.storeLocation, clock: .system, logger: logger)
        let report: Result<FullReport, any Error>
        do {
            guard await Journal.exists(in: store) else {
                throw PolityError(.notFound, "VERIFY-103", "There is no public log here yet.", hint: "It begins when the government is first served.")
            }
            report = .success(try await FullReport.of(store, edition, settings, kept: kept, keys: keys, logger: logger))
        } catch { report = .failure(error) }
        await store.close()
        return try report.get()
    }
}
