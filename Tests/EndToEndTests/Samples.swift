import Foundation

/// Files as people send them.
enum Samples {
    /// A picture of one grey square with a comment of the given size: noise, so that every file is its own.
    static func png(kilobytes: Int = 1, comment: [UInt8]? = nil) -> [UInt8] {
        let noise = comment ?? (0..<(kilobytes * 1_024)).map { _ in UInt8.random(in: 1...255) }
        let header: [UInt8] = [0, 0, 0, 1, 0, 0, 0, 1, 8, 0, 0, 0, 0]
        // One scan line: filter 0, one grey pixel, as a stored deflate block with its Adler-32 (RFC 1950, RFC 1951).
        let data: [UInt8] = [0x78, 0x01, 0x01, 0x02, 0x00, 0xFD, 0xFF, 0x00, 0x80, 0x00, 0x82, 0x00, 0x81]
        // A private, safe-to-copy chunk would be cleaned away; pixels after the end of the picture are kept by no reader, so the
        // noise goes into more data chunks that hold what a decoder ignores.
        return [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A] + chunk("IHDR", header) + chunk("IDAT", data) + chunk("IDAT", noise) + chunk("IEND", [])
    }

    /// A picture whose data goes on and on.
    static func endlessPNG(megabytes: Int) -> [UInt8] {
        Array(png().prefix(33)) + big(UInt32(megabytes << 20)) + Array("IDAT".utf8) + [UInt8](repeating: 7, count: megabytes << 20)
    }

    static func pdf(_ text: String) -> [UInt8] { Array("%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\n% \(text)\ntrailer<</Root 1 0 R>>\n%%EOF\n".utf8) }

    static func chunk(_ type: String, _ data: [UInt8]) -> [UInt8] {
        let typed = Array(type.utf8) + data
        return big(UInt32(data.count)) + typed + big(crc(typed))
    }

    private static func big(_ number: UInt32) -> [UInt8] { [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: number >> UInt32($0)) } }

    private static let table: [UInt32] = (0..<256).map { start in
        (0..<8).reduce(UInt32(start)) { value, _ in value & 1 == 1 ? 0xEDB8_8320 ^ (value >> 1) : value >> 1 }
    }

    /// ISO 3309, as PNG uses it.
    private static func crc(_ bytes: [UInt8]) -> UInt32 {
        ~bytes.reduce(0xFFFF_FFFF as UInt32) { table[Int(($0 ^ UInt32($1)) & 0xFF)] ^ ($0 >> 8) }
    }
}
