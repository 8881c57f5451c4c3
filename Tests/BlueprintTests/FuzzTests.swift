import Kernel
import Testing

@testable import Blueprint

@Suite("Hostile files")
struct FuzzTests {
    /// Whatever the bytes, reading ends with a tree or with a finding, and findings lie in the file.
    private func survives(_ bytes: [UInt8], _ comment: Comment) {
        var reading = Reading()
        let folder = FolderSnapshot(files: [
            .init(path: "polity.yaml", bytes: bytes), .init(path: "services/a/service.yaml", bytes: bytes), .init(path: "services/a/es.yaml", bytes: bytes),
            .init(path: "translations/es.yaml", bytes: bytes), .init(path: "registries/a.yaml", bytes: bytes),
        ])
        _ = Folder.read(folder, kinds: Sample.kinds, reading: &reading)
        reading.resolveReferences()
        #expect(!reading.diagnostics.all.isEmpty, comment)
        let lines = bytes.count { $0 == 0x0A || $0 == 0x0D } + bytes.count { $0 == 0x85 || $0 == 0xA8 || $0 == 0xA9 } + 2
        for diagnostic in reading.diagnostics.all {
            #expect((1...lines).contains(diagnostic.location.position.line) && diagnostic.location.position.column >= 1, comment)
            _ = diagnostic.rendered(source: bytes)
        }
    }

    @Test("random bytes")
    func random() {
        var generator = Dice(seed: 7)
        for round in 0..<400 {
            let alphabet: [UInt8] = round % 2 == 0 ? Array(0...255) : Array("ab:-\n \t'\"|>[]{},#&*!%@`?~0.\\é".utf8)
            let bytes = (0..<Int.random(in: 0..<200, using: &generator)).map { _ in alphabet[Int.random(in: 0..<alphabet.count, using: &generator)] }
            survives(bytes, "round \(round)")
        }
    }

    @Test("good files with a few bytes changed")
    func mutated() {
        var generator = Dice(seed: 11)
        let good = Array((TranslationTests.service + "\n" + Sample.government).utf8)
        let marks = Array(":-\n \t'\"|>[]{},#&*!%@\u{0}".utf8)
        for round in 0..<400 {
            var bytes = good
            for _ in 0..<Int.random(in: 1...4, using: &generator) {
                let index = Int.random(in: 0..<bytes.count, using: &generator)
                switch Int.random(in: 0..<4, using: &generator) {
                case 0: bytes.remove(at: index)
                case 1: bytes.insert(marks[Int.random(in: 0..<marks.count, using: &generator)], at: index)
                case 2: bytes[index] = UInt8.random(in: 0...255, using: &generator)
                default: bytes.removeSubrange(index..<min(bytes.count, index + 20))
                }
                if bytes.isEmpty { break }
            }
            survives(bytes, "round \(round)")
        }
    }
}

/// The kernel's seeded numbers in the form the library's `random(in:using:)` wants.
private struct Dice: RandomNumberGenerator {
    private let numbers: SeededGenerator

    init(seed: UInt64) { numbers = SeededGenerator(seed: seed) }

    func next() -> UInt64 { numbers.next() }
}
