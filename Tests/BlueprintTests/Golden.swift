import Foundation
import Testing

/// Compares `text` with `Golden/NAME`; with `POLITY_RECORD=1` in the environment it is written there instead.
func expectGolden(_ text: String, _ name: String, location: Testing.SourceLocation = #_sourceLocation) {
    let path = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("Golden/\(name)").path
    if ProcessInfo.processInfo.environment["POLITY_RECORD"] != nil {
        #expect(throws: Never.self, sourceLocation: location) { try text.write(toFile: path, atomically: true, encoding: .utf8) }
        return
    }
    let recorded = FileManager.default.contents(atPath: path).map { String(decoding: $0, as: UTF8.self) }
    guard let recorded else {
        Issue.record("no golden file \(name); run the tests once with POLITY_RECORD=1 and look at what was written", sourceLocation: location)
        return
    }
    guard recorded != text else { return }
    let (old, new) = (recorded.split(separator: "\n", omittingEmptySubsequences: false), text.split(separator: "\n", omittingEmptySubsequences: false))
    let line = zip(old, new).enumerated().first { $0.element.0 != $0.element.1 }?.offset ?? min(old.count, new.count)
    Issue.record(
        """
        \(name) differs from line \(line + 1) on (\(old.count) lines recorded, \(new.count) now):
        - \(line < old.count ? String(old[line]) : "(nothing)")
        + \(line < new.count ? String(new[line]) : "(nothing)")
        """, sourceLocation: location)
}
