extension Picture {
    /// As a PNG file of four bits a pixel (ISO/IEC 15948). Nothing is compressed: the pictures are small and few.
    var png: [UInt8] {
        var lines: [UInt8] = []
        lines.reserveCapacity(height * (width / 2 + 1))
        for row in 0..<height {
            lines.append(0)  // filter type "none"
            for column in stride(from: row * width, to: (row + 1) * width, by: 2) { lines.append(pixels[column] << 4 | pixels[column + 1]) }
        }
        var file: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]
        // Section 11.2.2: width, height, bit depth 4, colour type 3 (palette), then compression, filter and interlace methods.
        file += Self.chunk("IHDR", Self.bytes(UInt32(width)) + Self.bytes(UInt32(height)) + [4, 3, 0, 0, 0])
        file += Self.chunk("PLTE", palette.flatMap(\.self))
        file += Self.chunk("IDAT", Self.zlib(lines))
        return file + Self.chunk("IEND", [])
    }

    /// Section 5.3: length, type, data, and the CRC of type and data.
    private static func chunk(_ type: String, _ data: [UInt8]) -> [UInt8] {
        let body = Array(type.utf8) + data
        return bytes(UInt32(data.count)) + body + bytes(crc(body))
    }

    /// RFC 1950, section 2.2, around stored blocks (RFC 1951, section 3.2.4).
    private static func zlib(_ data: [UInt8]) -> [UInt8] {
        var stream: [UInt8] = [0x78, 0x01]
        for start in stride(from: 0, to: data.count, by: 65_535) {
            let end = min(start + 65_535, data.count)
            let length = UInt16(end - start)
            stream.append(end == data.count ? 1 : 0)
            for half in [length, ~length] { stream += [UInt8(half & 0xFF), UInt8(half >> 8)] }
            stream += data[start..<end]
        }
        return stream + bytes(adler(data))
    }

    static func adler(_ data: [UInt8]) -> UInt32 {
        var (a, b): (UInt32, UInt32) = (1, 0)
        for byte in data {
            a = (a + UInt32(byte)) % 65_521
            b = (b + a) % 65_521
        }
        return b << 16 | a
    }

    /// ISO/IEC 15948, annex D.
    private static func crc(_ data: [UInt8]) -> UInt32 {
        ~data.reduce(0xFFFF_FFFF) { crc, byte in crcTable[Int(UInt8(truncatingIfNeeded: crc) ^ byte)] ^ crc >> 8 }
    }

    private static let crcTable: [UInt32] = (0..<256).map { number in
        (0..<8).reduce(UInt32(number)) { value, _ in value & 1 == 1 ? 0xEDB8_8320 ^ value >> 1 : value >> 1 }
    }

    private static func bytes(_ number: UInt32) -> [UInt8] { [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: number >> $0) } }
}
