import Kernel
import StoreTesting
import Testing

@testable import Documents

struct FileTypeTests {
    @Test(
        arguments: [
            (Array("%PDF-1.4\n".utf8), FileType.pdf), ([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A], .png), ([0xFF, 0xD8, 0xFF, 0xE0], .jpeg),
            (Array("RIFF\0\0\0\0WEBPVP8 ".utf8), .webp), (Array(" {\"type\":1}".utf8), .geoJSON), (Array("\u{FEFF}<?xml?>".utf8), .xml),
            (Array("Hello é".utf8), .text), (Array((String(repeating: " \r\n", count: 100) + "Hello").utf8), .text),
            (Array((String(repeating: "\n", count: 40) + "{}").utf8), .geoJSON), ([UInt8](repeating: 32, count: 600) + Array("Hello".utf8), nil),
            ([], nil), (Array("   ".utf8), nil), (Array("MZ\0\0".utf8), nil), (Array("\u{7F}ELF".utf8), nil), ([0x48, 0x00], nil), ([0x48, 0xC3], nil),
            ([0x48, 0xED, 0xA0, 0x80], nil), ([0x50, 0x4B, 3, 4], nil), (Array("GIF89a\u{1}\u{0}".utf8), nil), ([0x48, 0xC0, 0xAF], nil),
        ] as [([UInt8], FileType?)])
    func contentTells(bytes: [UInt8], type: FileType?) {
        for piece in [1, 3, 1_000] {
            var sniffer = FileTypeSniffer()
            for start in stride(from: 0, to: bytes.count, by: piece) { _ = sniffer.feed(bytes[start..<min(start + piece, bytes.count)]) }
            let found = sniffer.finish()
            #expect(found == type)
        }
    }

    @Test func textMustBeTextToItsEnd() {
        var sniffer = FileTypeSniffer()
        let words = sniffer.feed(Array(String(repeating: "words ", count: 1_000).utf8))
        let zero = sniffer.feed([0x00])
        let type = sniffer.finish()
        #expect(words)
        #expect(!zero)
        #expect(type == nil)
    }

    /// A name and a declared type say nothing: an HTML page called plan.pdf is no PDF, and not taken as one.
    @Test(
        arguments: [
            (Array("<html><script>alert(1)</script>".utf8), UploadPolicy.evidence, "DOCUMENTS-111"), (Array("%PDF-".utf8), .publicPhotos, "DOCUMENTS-111"),
            ([], .evidence, "DOCUMENTS-114"), ([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 1], .publicPhotos, "DOCUMENTS-112"),
            ([0xFF, 0xD8, 0xFF, 0xE1, 0x00, 0x01, 0x00, 0x00], .publicPhotos, "DOCUMENTS-112"),
            (Array("%PDF-1.7".utf8) + [UInt8](repeating: 32, count: 2_000), UploadPolicy(types: [.pdf], maximumBytes: 2_000), "DOCUMENTS-110"),
        ] as [([UInt8], UploadPolicy, String)])
    func wrongFilesAreRefused(bytes: [UInt8], policy: UploadPolicy, code: String) async throws {
        try await Folders.with(.sqlite) { folders in
            await expect(code) { _ = try await folders.upload(bytes, policy, piece: 100) }
            let left = folders.files()
            #expect(left.isEmpty)
            let rows = try await folders.store.read { try $0.value("SELECT COUNT(*) FROM documents_files", as: Int.self) }
            #expect(rows == 0)
        }
    }
}
