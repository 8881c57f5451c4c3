import Documents
import Kernel
import Testing

@testable import Demonstration

@Suite struct PictureTests {
    @Test(arguments: 0..<40) func picturesArePNGFiles(_ seed: UInt64) throws {
        for picture in [Picture.photo(SeededGenerator(seed: seed)), .plan(SeededGenerator(seed: seed))] {
            let file = picture.png
            #expect(file.starts(with: [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]))
            // The CRC of an empty IEND is the one every PNG file ends with.
            #expect(file.suffix(12) == [0, 0, 0, 0, 0x49, 0x45, 0x4E, 0x44, 0xAE, 0x42, 0x60, 0x82])
            #expect(file.count < 30_000)
            #expect(picture.pixels.allSatisfy { Int($0) < picture.palette.count })
        }
    }

    /// RFC 1950's checksum of a text whose value is published: "Wikipedia" gives 0x11E60398.
    @Test func theChecksumIsAdlers() { #expect(Picture.adler(Array("Wikipedia".utf8)) == 0x11E6_0398) }

    @Test func sameSeedSamePicture() {
        #expect(Picture.photo(SeededGenerator(seed: 7)).png == Picture.photo(SeededGenerator(seed: 7)).png)
        #expect(Picture.photo(SeededGenerator(seed: 7)).png != Picture.photo(SeededGenerator(seed: 8)).png)
    }
}
