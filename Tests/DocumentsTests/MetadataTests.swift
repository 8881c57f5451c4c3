import Foundation
import Kernel
import Testing

@testable import Documents

struct MetadataTests {
    /// A picture with Exif (place, orientation 6), XMP, a comment, a private segment and bytes behind its end.
    static let jpeg: [UInt8] = {
        func segment(_ code: UInt8, _ body: [UInt8]) -> [UInt8] { [0xFF, code, UInt8((body.count + 2) >> 8), UInt8((body.count + 2) & 255)] + body }
        let tiff: [UInt8] = [
            0x49, 0x49, 0x2A, 0, 8, 0, 0, 0, 2, 0, 0x0F, 1, 2, 0, 4, 0, 0, 0, 65, 66, 67, 0, 0x12, 1, 3, 0, 1, 0, 0, 0, 6, 0, 0, 0, 0, 0, 0, 0,
        ]
        return [0xFF, 0xD8] + segment(0xE0, Array("JFIF\0".utf8) + [1, 1, 0, 0, 1, 0, 1, 0, 0])
            + segment(0xE1, Array("Exif\0\0".utf8) + tiff + Array("SECRETGPS".utf8))
            + segment(0xE1, Array("http://ns.adobe.com/xap/1.0/\0SECRETXMP".utf8)) + segment(0xE2, Array("ICC_PROFILE\0COLOUR".utf8))
            + segment(0xE2, Array("MPF\0SECRETMPF".utf8))
            + segment(0xED, Array("SECRETIPTC".utf8)) + segment(0xFE, Array("SECRETCOMMENT".utf8)) + segment(0xDB, [UInt8](repeating: 1, count: 65))
            + segment(0xC0, [8, 0, 1, 0, 1, 1, 1, 0x11, 0])
            + segment(0xDA, [1, 1, 0, 0, 63, 0]) + [0x12, 0xFF, 0x00, 0x34, 0xFF, 0xD0, 0x56] + segment(0xC4, [9, 9]) + segment(0xDA, [1, 1, 0, 0, 63, 0]) + [
                0x78, 0xFF, 0xD9,
            ]
            + Array("SECRETTRAILER".utf8)
    }()

    static let png: [UInt8] = {
        func chunk(_ name: String, _ body: [UInt8]) -> [UInt8] {
            [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: body.count >> $0) } + Array(name.utf8) + body + [1, 2, 3, 4]
        }
        return [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A] + chunk("IHDR", [UInt8](repeating: 0, count: 13)) + chunk("tEXt", Array("SECRETTEXT".utf8))
            + chunk("eXIf", Array("SECRETEXIF".utf8)) + chunk("tIME", [1, 2, 3]) + chunk("gAMA", [0, 0, 1, 1]) + chunk("IDAT", Array("PICTURE".utf8))
            + chunk("prIv", Array("SECRET".utf8))
            + chunk("IEND", []) + Array("SECRETTRAILER".utf8)
    }()

    /// However the bytes are cut up on the way, the same comes out, and nothing secret.
    @Test(arguments: [(FileType.jpeg, jpeg), (.png, png)]) func onlyThePictureStays(type: FileType, bytes: [UInt8]) throws {
        var results: Set<[UInt8]> = []
        for piece in [1, 2, 3, 7, 64, 10_000] { results.insert(try Self.filtered(bytes, type, piece)) }
        #expect(results.count == 1)
        let result = try #require(results.first)
        #expect(!String(decoding: result, as: UTF8.self).contains("SECRET"))
        #expect(try Self.filtered(result, type, 5) == result)
    }

    /// Bytes that only fill are passed as they come: kept for the marker behind them, megabytes of them would be gone through with every piece.
    @Test func fillBytesAreNotKept() throws {
        var filter = JPEGFilter()
        _ = try filter.feed([0xFF, 0xD8])
        for _ in 0..<100 { #expect(try filter.feed([UInt8](repeating: 0xFF, count: 1_000)).isEmpty) }
        #expect(filter.held <= 2)
        let rest = try filter.feed(Array(Self.jpeg.dropFirst(3)))
        #expect(filter.isWhole)
        #expect(try [0xFF, 0xD8] + rest == Self.filtered(Self.jpeg, .jpeg, 10_000))
    }

    /// A picture of four thousand million pixels in a hundred bytes would fill the memory of everybody who looks at it.
    @Test(arguments: [FileType.jpeg, .png]) func moreThanAnybodyPhotographs(_ type: FileType) throws {
        func image(_ width: Int, _ height: Int) throws -> [UInt8] {
            func pair(_ number: Int) -> [UInt8] { [UInt8(number >> 8), UInt8(number & 255)] }
            var bytes = type == .jpeg ? Self.jpeg : Self.png
            let place = try #require(bytes.firstRange(of: type == .jpeg ? [0xFF, 0xC0, 0, 11, 8] : Array("IHDR".utf8))).upperBound
            let size = type == .jpeg ? pair(height) + pair(width) : [0, 0] + pair(width) + [0, 0] + pair(height)
            bytes.replaceSubrange(place..<(place + size.count), with: size)
            return bytes
        }
        for piece in [1, 7, 10_000] {
            #expect(try Self.filtered(image(20_000, 12_000), type, piece).isEmpty == false)
            let error = #expect(throws: PolityError.self) { try Self.filtered(image(65_000, 65_000), type, piece) }
            #expect(error?.code == "DOCUMENTS-113")
        }
    }

    @Test func pictureItselfIsWhole() throws {
        let jpeg = try Self.filtered(Self.jpeg, .jpeg, 100)
        #expect(jpeg.suffix(3) == [0x78, 0xFF, 0xD9])
        let text = String(decoding: jpeg, as: UTF8.self)
        for part in ["JFIF", "ICC_PROFILE\0COLOUR"] { #expect(text.contains(part)) }
        #expect(jpeg.windows(of: [0x12, 0xFF, 0x00, 0x34, 0xFF, 0xD0, 0x56, 0xFF, 0xC4]) == 1)
        let png = String(decoding: try Self.filtered(Self.png, .png, 100), as: UTF8.self)
        for part in ["IHDR", "gAMA", "IDAT", "PICTURE", "IEND"] { #expect(png.contains(part)) }
    }

    /// The small picture in a JFIF segment may show what was cut away from the large one.
    @Test func theThumbnailGoesToo() throws {
        let thumbnail = Array("CUTAWAY!!".utf8)
        let app0: [UInt8] = [0xFF, 0xE0, 0, 25] + Array("JFIF\0".utf8) + [1, 1, 0, 0, 1, 0, 1, 3, 1] + thumbnail
        let bytes: [UInt8] = [0xFF, 0xD8] + app0 + Self.jpeg.dropFirst(2 + 18)
        for piece in [1, 7, 10_000] {
            #expect(try Self.filtered(bytes, .jpeg, piece) == Self.filtered(Self.jpeg, .jpeg, 100))
        }
    }

    /// A photo taken upright stays upright.
    @Test func orientationStays() throws {
        let result = try Self.filtered(Self.jpeg, .jpeg, 100)
        let start = try #require(result.indices.first { result[$0...].starts(with: Array("Exif\0\0".utf8)) })
        #expect(ExifOrientation.read(result[start...].prefix(32)) == 6)
        for orientation in UInt8(1)...8 { #expect(ExifOrientation.read(ExifOrientation.segment(orientation)[4...]) == orientation) }
    }

    /// Bytes that are cut off or turned about are refused or pass, but never trap and never leak.
    @Test(arguments: 0..<300) func brokenImagesDoNoHarm(seed: UInt64) {
        for (type, original) in [(FileType.jpeg, Self.jpeg), (.png, Self.png)] {
            var bytes = original
            let noise = Random.seeded(seed).bytes(9)
            for index in 0..<3 { bytes[(Int(noise[index]) << 8 | Int(noise[index + 3])) % bytes.count] = noise[index + 6] }
            _ = try? Self.filtered(bytes, type, 13)
            _ = try? Self.filtered(Array(bytes.prefix(Int(noise[0]))), type, 13)
        }
    }

    private static func filtered(_ bytes: [UInt8], _ type: FileType, _ piece: Int) throws -> [UInt8] {
        var filter = try #require(MetadataFilter(type))
        var result: [UInt8] = []
        for start in stride(from: 0, to: bytes.count, by: piece) { result += try filter.feed(Array(bytes[start..<min(start + piece, bytes.count)])) }
        try filter.finish()
        return result
    }
}

extension [UInt8] {
    /// How often `part` occurs.
    fileprivate func windows(of part: [UInt8]) -> Int { indices.count { self[$0...].starts(with: part) } }
}
