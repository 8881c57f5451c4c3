import ArgumentParser
import Casework
import Foundation
import Kernel
import MerkleLog

/// `polity verify --paper FILE --key KEY`: whether a certificate or letter is genuine, asking nobody.
struct PaperCheck {
    var path: String
    var key: String
    var isJSON: Bool

    /// - Throws: `ExitCode(1)` for a paper that is not genuine, `ExitCode(2)` when it or the key cannot be read.
    func run() throws {
        guard let data = FileManager.default.contents(atPath: path) else {
            Terminal.complain("The file \(path) cannot be read.")
            throw ExitCode(2)
        }
        // The header is within the first 1,024 bytes (ISO 32000-1, annex H.3, implementation note 13).
        guard data.prefix(1_024).range(of: Data("%PDF-".utf8)) != nil else {
            Terminal.complain("The file \(path) is no PDF. A certificate is checked in the file as it was given out.")
            throw ExitCode(2)
        }
        let key: NoteKey
        do {
            key = try NoteKey(self.key.trimmingCharacters(in: .whitespacesAndNewlines))
        } catch {
            Terminal.complain("The key is not of the form name+id+key. The government publishes it at /log/key.")
            throw ExitCode(2)
        }
        let verdict = PaperVerdict(of: [UInt8](data), key: key)
        Terminal.say(isJSON ? json(verdict).text : text(verdict, key))
        if !verdict.isGenuine { throw ExitCode(1) }
    }

    private func json(_ verdict: PaperVerdict) -> JSON {
        [
            "genuine": .bool(verdict.isGenuine), "fault": verdict.fault.map { .string($0.rawValue) } ?? .null, "paper": verdict.content,
            "log_index": verdict.place.map { .integer($0.index) } ?? .null,
        ]
    }

    private func text(_ verdict: PaperVerdict, _ key: NoteKey) -> String {
        switch verdict.fault {
        case .changed: return "not genuine: the file was changed since it was made, or was not made by \(key.name)"
        case .withoutProof: return "not genuine: the file carries no proof"
        case .notInLog: return "not genuine: its proof does not lead to the log of \(key.name)"
        case .otherPaper: return "not genuine: the decision in the log is of another paper"
        case nil: break
        }
        let content = verdict.content
        var lines = ["genuine: \(LocalizedText(json: content["title"] ?? .null).text)"]
        for (name, member) in [("number", "number"), ("case", "reference"), ("issued on", "issued_on"), ("valid until", "valid_until")] {
            if let value = content[member]?.string { lines.append("  \(name): \(value)") }
        }
        for line in content["lines"]?.array ?? [] {
            if let pair = line.array, pair.count == 2, let label = pair[0].string, let value = pair[1].string { lines.append("  \(label): \(value)") }
        }
        for paragraph in content["paragraphs"]?.array ?? [] { if let text = paragraph.string { lines.append("  \(text)") } }
        if let place = verdict.place { lines.append("  entry \(place.index) of \(place.size) in the log \(key.name)") }
        lines.append("Whether a newer one has taken its place only the government can say: ask it for this number.")
        return lines.joined(separator: "\n")
    }
}
