import Foundation
import Testing

/// SwiftPM builds an undeclared import of a sibling room silently, so the compiler alone does not hold the floors.
@Suite("Imports point down only")
struct ImportTests {
    @Test("every import is of an earlier room, or of a library its room declares")
    func imports() throws {
        var faults: [String] = []
        for room in try House.rooms() {
            for file in try House.swiftFiles(in: room.path) {
                for name in try House.imports(of: file) where !room.mayImport.contains(name) {
                    faults.append("\(file): a file of \(room.name) may not import \(name)")
                }
            }
        }
        #expect(faults.isEmpty, "\(faults.joined(separator: "\n"))")
    }

    @Test("every folder under Sources is a room of the table", arguments: ["Ground", "Edge", "Blocks", "Services"])
    func folders(floor: String) throws {
        let folders = try FileManager.default.contentsOfDirectory(atPath: House.root + "/Sources/" + floor)
        let known = Set(try House.rooms().map(\.name))
        #expect(folders.filter { !known.contains($0) } == [])
    }

    @Test("a room that imports upwards would be found")
    func findsAFault() throws {
        let kernel = try #require(try House.rooms().first { $0.name == "Kernel" })
        let blocks = try #require(try House.rooms().first { $0.name == "Identity" })
        #expect(!kernel.mayImport.contains("Store"))
        #expect(!blocks.mayImport.contains("Casework"))
        #expect(!blocks.mayImport.contains("Portal"))
    }

    @Test("no drawers for leftovers, no unchecked sendability above Edge")
    func drawers() throws {
        var faults: [String] = []
        for room in try House.rooms() {
            for file in try House.swiftFiles(in: room.path) {
                let name = URL(fileURLWithPath: file).deletingPathExtension().lastPathComponent
                if ["Utils", "Util", "Helpers", "Helper", "Common", "Misc"].contains(where: { name.hasSuffix($0) }) {
                    faults.append("\(file): name it for what it holds")
                }
                let text = try String(contentsOfFile: file, encoding: .utf8)
                if room.floor != "Edge", text.contains("@unchecked Sendable") { faults.append("\(file): @unchecked Sendable belongs in Edge/") }
            }
        }
        #expect(faults.isEmpty, "\(faults.joined(separator: "\n"))")
    }

    /// Other programs take the engine of the law without the rest of the house.
    @Test("FEEL and Decisions are libraries of their own, and rest on rooms of Ground alone", arguments: ["FEEL", "Decisions"])
    func libraries(_ name: String) throws {
        let package = try String(contentsOfFile: House.root + "/Package.swift", encoding: .utf8)
        #expect(package.contains(".library(name: \"\(name)\", targets: ["))
        var (needed, waiting): (Set<String>, [String]) = ([], [name])
        while let room = waiting.popLast() { if needed.insert(room).inserted { waiting += House.foundations[room] ?? [] } }
        #expect(needed.isSubset(of: House.ground) && needed.allSatisfy { House.libraries[$0] == nil }, "\(needed)")
    }
}
