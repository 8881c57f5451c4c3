import Kernel

/// JPEG segment by segment (ISO/IEC 10918-1, annex B): tables, frames and scans pass, application segments and comments
/// do not, but for JFIF, the ICC profile and Adobe's colour transform. Of Exif the orientation alone is written anew.
struct JPEGFilter {
    private enum State { case start, marker, scan, ended }

    private var state = State.start
    private var pending: [UInt8] = []
    private var hasOrientation = false

    var isWhole: Bool { state == .ended }
    /// How many bytes wait for those behind them.
    var held: Int { pending.count }

    mutating func feed(_ bytes: [UInt8]) throws(PolityError) -> [UInt8] {
        pending += bytes
        var kept: [UInt8] = []
        var index = 0
        loop: while index < pending.count {
            switch state {
            case .start:
                guard pending.count >= 2 else { break loop }
                guard pending[0] == 0xFF, pending[1] == 0xD8 else { throw MetadataFilter.broken }
                kept += [0xFF, 0xD8]
                index = 2
                state = .marker
            case .marker:
                guard let next = try segment(at: index, &kept) else { break loop }
                index = next
            case .scan: index = scan(from: index, &kept)
            case .ended: index = pending.count
            }
            if state == .scan, index == pending.count - 1, pending[index] == 0xFF { break }
        }
        pending.removeFirst(index)
        return kept
    }

    /// One marker and its segment.
    /// - Returns: where the next begins; nil when not all of it has come.
    private mutating func segment(at start: Int, _ kept: inout [UInt8]) throws(PolityError) -> Int? {
        guard pending[start] == 0xFF else { throw MetadataFilter.broken }
        var index = start + 1
        // Any number of fill bytes may stand before the code (section B.1.1.2). They are passed at once, not kept for when the code comes.
        while index < pending.count, pending[index] == 0xFF { index += 1 }
        guard index < pending.count else { return index - 1 > start ? index - 1 : nil }
        let code = pending[index]
        index += 1
        switch code {
        case 0xD9:
            kept += [0xFF, 0xD9]
            state = .ended
            return index
        case 0x01, 0xD0...0xD7:
            kept += [0xFF, code]
            return index
        case 0x00, 0xD8: throw MetadataFilter.broken
        default: break
        }
        guard index + 2 <= pending.count else { return nil }
        let length = Int(pending[index]) << 8 | Int(pending[index + 1])
        guard length >= 2 else { throw MetadataFilter.broken }
        guard index + length <= pending.count else { return nil }
        let body = pending[(index + 2)..<(index + length)]
        if Self.isFrame(code), body.count >= 5 {
            // Section B.2.2: the precision, then the lines and the samples of each.
            let size = Array(body.prefix(5))
            try MetadataFilter.checkSize(width: Int(size[3]) << 8 | Int(size[4]), height: Int(size[1]) << 8 | Int(size[2]))
        }
        if code == 0xE0, body.starts(with: Array("JFIF\0".utf8)), body.count >= 14 {
            // The thumbnail behind these (T.871, section 10.1) may show what was cut away from the picture.
            kept += [0xFF, code, 0x00, 0x10] + body.prefix(12) + [0, 0]
        } else if Self.isKept(code, body) {
            kept += [0xFF, code] + pending[index..<(index + length)]
        } else if code == 0xE1, !hasOrientation, let orientation = ExifOrientation.read(body), orientation != 1 {
            hasOrientation = true
            kept += ExifOrientation.segment(orientation)
        }
        if code == 0xDA { state = .scan }
        return index + length
    }

    /// A start of frame (table B.1): C0 to CF without the tables DHT, JPG and DAC.
    private static func isFrame(_ code: UInt8) -> Bool { (0xC0...0xCF).contains(code) && ![0xC4, 0xC8, 0xCC].contains(code) }

    private static func isKept(_ code: UInt8, _ body: ArraySlice<UInt8>) -> Bool {
        switch code {
        case 0xE2: body.starts(with: Array("ICC_PROFILE\0".utf8))
        case 0xEE: body.starts(with: Array("Adobe".utf8))
        case 0xE0...0xEF, 0xFE: false
        default: true
        }
    }

    /// Coded data up to the next marker that is neither a stuffed zero nor a restart (section F.1.2.3).
    private mutating func scan(from start: Int, _ kept: inout [UInt8]) -> Int {
        var index = start
        while index < pending.count {
            guard pending[index] == 0xFF else {
                index += 1
                continue
            }
            guard index + 1 < pending.count else { break }
            let code = pending[index + 1]
            if code == 0x00 || (0xD0...0xD7).contains(code) {
                index += 2
            } else if code == 0xFF {
                index += 1
            } else {
                state = .marker
                break
            }
        }
        kept += pending[start..<index]
        return index
    }
}

/// The one fact of Exif that a picture needs: how it is turned (CIPA DC-008, section 4.6.4, tag 0x0112).
enum ExifOrientation {
    /// - Parameter body: an APP1 segment's content.
    /// - Returns: 1 to 8; nil when there is none.
    static func read(_ body: ArraySlice<UInt8>) -> UInt8? {
        guard body.starts(with: Array("Exif\0\0".utf8)) else { return nil }
        let tiff = Array(body.dropFirst(6))
        guard tiff.count >= 8 else { return nil }
        let isLittle = tiff[0] == UInt8(ascii: "I")
        func number(_ offset: Int, _ count: Int) -> Int? {
            guard offset >= 0, offset + count <= tiff.count else { return nil }
            let bytes = tiff[offset..<(offset + count)]
            return (isLittle ? Array(bytes.reversed()) : Array(bytes)).reduce(0) { $0 << 8 | Int($1) }
        }
        guard let directory = number(4, 4), let entries = number(directory, 2) else { return nil }
        for entry in 0..<min(entries, 200) {
            let offset = directory + 2 + 12 * entry
            guard let tag = number(offset, 2) else { return nil }
            if tag == 0x0112, let value = number(offset + 8, 2), (1...8).contains(value) { return UInt8(value) }
        }
        return nil
    }

    /// An APP1 segment that holds nothing else.
    static func segment(_ orientation: UInt8) -> [UInt8] {
        [0xFF, 0xE1, 0x00, 0x22] + Array("Exif\0\0".utf8) + Array("MM".utf8) + [0x00, 0x2A, 0x00, 0x00, 0x00, 0x08, 0x00, 0x01]
            + [0x01, 0x12, 0x00, 0x03, 0x00, 0x00, 0x00, 0x01, 0x00, orientation, 0x00, 0x00] + [0x00, 0x00, 0x00, 0x00]
    }
}
