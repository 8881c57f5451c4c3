import ArgumentParser
import Blueprint
import Foundation
import Kernel

/// `polity new DIR`: the smallest government that works, to begin from.
struct NewCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "new", abstract: "Begin a government folder.",
        discussion: "Writes a polity.yaml and one service with its worked examples. The folder passes 'polity check' and 'polity test' as it is.")

    @Argument(help: "The folder to make; it must be new or empty.", completion: .directory)
    var directory: String

    @Option(help: "What the government is called; made from the folder's name when left out.")
    var name: String?

    @Option(help: "The ISO 4217 code of its currency.")
    var currency = "EUR"

    @Option(help: ArgumentHelp("Its IANA time zone; this machine's when left out.", valueName: "zone"))
    var timeZone: String?

    func validate() throws {
        guard Currency(currency) != nil else { throw ValidationError("'\(currency)' is no currency code; write three capital letters such as EUR.") }
        // `CET` and `EST5EDT` are known to the system, and no place's zone: what a folder says must be what holds there.
        if let timeZone, TimeZone(identifier: timeZone) == nil || !(timeZone.contains("/") || timeZone == "UTC") {
            throw ValidationError("'\(timeZone)' is no time zone; write a name such as Europe/London.")
        }
    }

    func run() throws {
        let files = FileManager.default
        if let found = try? files.contentsOfDirectory(atPath: directory), !found.isEmpty {
            Terminal.complain("The folder '\(directory)' is not empty, so nothing was written.")
            throw ExitCode(1)
        }
        let zone = timeZone ?? TimeZone.current.identifier
        let government = NewGovernment(name: name ?? Self.name(from: directory), currency: currency, timeZone: zone.contains("/") ? zone : "UTC")
        do {
            for file in government.files {
                let path = directory + "/" + file.path
                try files.createDirectory(atPath: (path as NSString).deletingLastPathComponent, withIntermediateDirectories: true)
                try file.text.write(toFile: path, atomically: true, encoding: .utf8)
                Terminal.say("wrote \(path)")
            }
        } catch {
            Terminal.complain("The folder cannot be written: \(error.localizedDescription)")
            throw ExitCode(2)
        }
        let place = Terminal.quoted(directory)
        // Another government's data may lie where data lies when nothing is said.
        let data = Terminal.quoted("var/" + URL(fileURLWithPath: directory).standardizedFileURL.lastPathComponent)
        Terminal.say("Next: polity check \(place), polity test \(place), and polity serve --demo \(place) --data \(data)")
    }

    /// `governments/new_arden` → `New arden`.
    private static func name(from directory: String) -> String {
        let last = URL(fileURLWithPath: directory).lastPathComponent.split { $0 == "_" || $0 == "-" || $0.isWhitespace }.joined(separator: " ")
        return last.isEmpty ? "New government" : last.prefix(1).uppercased() + last.dropFirst()
    }
}
