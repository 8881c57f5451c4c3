import Blueprint
import Kernel

@testable import Messages

/// A government of two languages, and the templates of a folder.
enum TestGovernment {
    static let arden: Government = folder([:]).0.government

    /// The folder of these message files, and what was found wrong with it.
    static func folder(_ messages: [String: String]) -> (Folder, Diagnostics) {
        let polity = "name: Republic of Arden\nlanguages: [en]\ncurrency: EUR\ntime_zone: Europe/London\norganisations:\n  agency: {title: Licensing Agency}\n"
        var files = [FolderSnapshot.File(path: "polity.yaml", bytes: Array(polity.utf8))]
        for (name, text) in messages.sorted(by: { $0.key < $1.key }) { files.append(.init(path: "messages/\(name).mustache", bytes: Array(text.utf8))) }
        var reading = Reading()
        let folder = Folder.read(FolderSnapshot(files: files), kinds: [MessageTemplateFile.kind.erased], reading: &reading)
        return (folder, reading.diagnostics)
    }
}
