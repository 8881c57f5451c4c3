import Foundation
import Kernel
import Testing

/// Compares `text` with `Golden/NAME`; with `POLITY_RECORD=1` in the environment it is written there instead.
func expectGolden(_ text: String, _ name: String) {
    let path = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("Golden/\(name)").path
    if ProcessInfo.processInfo.environment["POLITY_RECORD"] != nil {
        #expect(throws: Never.self) { try text.write(toFile: path, atomically: true, encoding: .utf8) }
        return
    }
    let recorded = FileManager.default.contents(atPath: path).map { String(decoding: $0, as: UTF8.self) }
    #expect(recorded == text, "\(name) differs; run the test with POLITY_RECORD=1 and look at what was written")
}

extension Diagnostics {
    /// What was said, without what is quoted from the model, each sentence once with how often it was said.
    var sentences: [String] {
        var counts: [String: Int] = [:]
        for finding in sorted {
            var sentence = finding.message.replacing(#/'[^']*'/#, with: "'…'")
            if let colon = sentence.range(of: "does not run here: ") { sentence = sentence[..<colon.upperBound] + "…" }
            counts["\(finding.severity == .error ? "error" : "warning"): \(sentence)", default: 0] += 1
        }
        return counts.sorted { $0.key < $1.key }.map { "\($0.value) × \($0.key)" }
    }
}
