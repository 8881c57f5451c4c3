import BPMN
import FEEL
import Foundation
import Kernel
import Processes
import Testing
import XML

/// Models as sixteen tools and engines write them: their prefixes, ids, extension elements, and the places where each puts a role, a condition or
/// data. Each is a small permit with a user task of the role `officer`, made for these tests.
@Suite struct DialectTests {
    private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("Data/dialects").path
    static let names = ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).filter { $0.hasSuffix(".bpmn") }.sorted()

    private func document(_ name: String) throws -> BPMNDocument {
        var diagnostics = Diagnostics()
        let bytes = [UInt8](try #require(FileManager.default.contents(atPath: Self.folder + "/" + name)))
        let document = BPMNDocument(reading: bytes, file: name, diagnostics: &diagnostics)
        #expect(diagnostics.all.map(\.description) == [])
        return try #require(document)
    }

    @Test func areAllThere() { #expect(Self.names.count == 17) }

    @Test(arguments: names) func areWrittenWithoutLoss(name: String) throws {
        let document = try document(name)
        var diagnostics = Diagnostics()
        let again = try #require(XMLReader.read(document.write(), file: name, diagnostics: &diagnostics))
        #expect(Canonical.lines(again) == Canonical.lines(document.tree))
    }

    /// What each leaves open, which is said.
    @Test func areChecked() throws {
        var lines: [String] = []
        for name in Self.names {
            var diagnostics = Diagnostics()
            _ = try document(name).check(&diagnostics)
            #expect(!diagnostics.hasErrors, "\(diagnostics.sorted.map(\.description))")
            lines += [name] + diagnostics.sentences.map { "  " + $0 }
        }
        expectGolden(lines.joined(separator: "\n") + "\n", "dialects.txt")
    }

    /// From its start to an end, granted and refused, with everybody doing what the model waits for.
    @Test(arguments: names, [true, false]) func run(name: String, approved: Bool) throws {
        var diagnostics = Diagnostics()
        let model = try #require(try document(name).check(&diagnostics).max { $0.elements.count < $1.elements.count })
        let engine = ProcessEngine(model: model, calendar: OfficeCalendar())
        var instance = Instance()
        var now = Instant(microseconds: 1_795_000_000_000_000)
        var roles: Set<String> = []
        func carryOut(_ command: Command) throws {
            let outcome = try engine.handle(command, on: instance, now: now)
            instance = outcome.instance
            for effect in outcome.effects {
                switch effect {
                case .createTask(_, _, let role, _): roles.insert(role ?? "nobody")
                case .incident(_, let element, let reason): Issue.record("\(element): \(reason)")
                default: break
                }
            }
        }
        try carryOut(.start(["fee": .number(12), "neighbours": .list([.string("A"), .string("B")])]))
        for _ in 0..<20 where instance.end(in: model) == nil {
            guard
                let place = instance.waiting(in: model).first(where: { place in
                    switch place.wait {
                    case .task, .call, .timer: true
                    default: false
                    }
                })
            else { break }
            if case .timer(let due, _) = place.wait {
                now = due
                try carryOut(.fire(place.ticket))
            } else {
                try carryOut(.complete(place.ticket, output: ["approved": .boolean(approved)]))
            }
        }
        #expect(instance.end(in: model) != nil, "\(instance.waiting(in: model))")
        #expect(roles == (name.hasPrefix("signavio") ? [] : name.hasPrefix("bpmn-io") || name.hasPrefix("numbered") ? ["nobody"] : ["officer"]))
    }
}
