import Foundation
import Kernel
import Testing

@testable import Blueprint

@Suite("Snapshots of a folder")
struct FolderSnapshotTests {
    private let root = NSTemporaryDirectory() + "polity-snapshot-" + UUID().uuidString

    private func write(_ files: [String: String]) throws {
        for (path, text) in files {
            let full = root + "/" + path
            try FileManager.default.createDirectory(atPath: (full as NSString).deletingLastPathComponent, withIntermediateDirectories: true)
            try text.write(toFile: full, atomically: false, encoding: .utf8)
        }
    }

    @Test("everything below the directory but hidden files, sorted by path")
    func disk() throws {
        defer { try? FileManager.default.removeItem(atPath: root) }
        try write(["polity.yaml": "name: A", "services/b/service.yaml": "x", "services/a.yaml": "y", ".git/config": "z", "services/.swp": "z"])
        var diagnostics = Diagnostics()
        let snapshot = try FolderSnapshot(directory: root, diagnostics: &diagnostics)
        #expect(diagnostics.all.isEmpty)
        #expect(snapshot.files.map(\.path) == ["polity.yaml", "services/a.yaml", "services/b/service.yaml"])
        #expect(snapshot["services/a.yaml"] == Array("y".utf8))
        #expect(snapshot["services/c.yaml"] == nil)
    }

    @Test("links and what is too large are refused")
    func refused() throws {
        defer { try? FileManager.default.removeItem(atPath: root) }
        try write(["polity.yaml": "name: A", "a/b/c/d.yaml": "x", "big.yaml": "0123456789"])
        try FileManager.default.createSymbolicLink(atPath: root + "/out.yaml", withDestinationPath: "/etc/passwd")
        try FileManager.default.createSymbolicLink(atPath: root + "/up", withDestinationPath: "..")
        var limits = FolderSnapshot.Limits()
        limits.depth = 2
        limits.fileBytes = 9
        var diagnostics = Diagnostics()
        let snapshot = try FolderSnapshot(directory: root, limits: limits, diagnostics: &diagnostics)
        #expect(snapshot.files.map(\.path) == ["polity.yaml"])
        #expect(
            diagnostics.sorted.map { "\($0.location): \($0.message)" } == [
                "a/b/c:1:1: directories are nested more than 2 levels deep", "big.yaml:1:1: this file has 10 bytes; 9 are the most",
                "out.yaml:1:1: this is a symbolic link",
                "up:1:1: this is a symbolic link",
            ])
        #expect(diagnostics.all.allSatisfy { $0.mend != nil })
        limits = .init()
        limits.files = 1
        diagnostics = Diagnostics()
        #expect(try FolderSnapshot(directory: root, limits: limits, diagnostics: &diagnostics).files.count == 1)
        #expect(diagnostics.text.contains("the folder is too large"))
    }

    @Test("a directory that is not there is an error")
    func absent() {
        var diagnostics = Diagnostics()
        #expect(throws: PolityError.self) { try FolderSnapshot(directory: root + "/none", diagnostics: &diagnostics) }
    }

    @Test("a blob gives the same snapshot and hash again")
    func blob() throws {
        let original = snapshot(["b.yaml": "x", "a/é.yaml": "", "polity.yaml": "name: A"])
        let again = try FolderSnapshot(blob: original.blob)
        #expect(again == original)
        #expect(again.hash == original.hash)
        #expect(FolderSnapshot.hash(of: original.blob) == original.hash)
        // Where one file ends and the next begins is part of the hash.
        #expect(snapshot(["a": "bc"]).hash != snapshot(["ab": "c"]).hash)
    }

    @Test("a damaged blob is refused, whatever the damage")
    func damaged() throws {
        let blob = snapshot(["b.yaml": "xy", "a.yaml": "z"]).blob
        for length in 0..<blob.count where length != "polity folder 1\n".utf8.count {
            let cut = Array(blob[..<length])
            guard let read = try? FolderSnapshot(blob: cut) else { continue }
            #expect(read.blob == cut)
        }
        for path in ["../a", "/a", "a/../b", "a//b", ".hidden", "a/.b", "", "a\u{0}"] {
            let evil = FolderSnapshot(files: [.init(path: path, bytes: [])]).blob
            #expect(throws: PolityError.self, "\(path)") { try FolderSnapshot(blob: evil) }
        }
    }
}
