import Kernel

/// Where each line of a file begins, so that a line and a column can be turned into bytes.
///
/// Lines end where YAML 1.1 (section 5.4), which libyaml reads, ends them: CR, LF, CR LF, U+0085, U+2028, U+2029.
struct SourceLines {
    let bytes: [UInt8]
    private let starts: [Int]

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
        var starts = [0]
        bytes.withUnsafeBufferPointer { bytes in
            var index = 0
            while index < bytes.count {
                let length = Self.lineEnd(bytes, at: index)
                index += max(1, length)
                if length > 0 { starts.append(index) }
            }
        }
        self.starts = starts
    }

    /// The length in bytes of the line end at `index`; 0 when none stands there.
    private static func lineEnd(_ bytes: UnsafeBufferPointer<UInt8>, at index: Int) -> Int {
        switch bytes[index] {
        case 0x0A: return 1
        case 0x0D: return index + 1 < bytes.count && bytes[index + 1] == 0x0A ? 2 : 1
        case 0xC2: return index + 1 < bytes.count && bytes[index + 1] == 0x85 ? 2 : 0
        case 0xE2:
            guard index + 2 < bytes.count, bytes[index + 1] == 0x80, bytes[index + 2] == 0xA8 || bytes[index + 2] == 0xA9 else { return 0 }
            return 3
        default: return 0
        }
    }

    var count: Int { starts.count }

    /// The bytes of a line (from 1), its end included; empty for a line that is not there.
    func line(_ number: Int) -> ArraySlice<UInt8> {
        guard number >= 1, number <= starts.count else { return [] }
        return bytes[starts[number - 1]..<(number < starts.count ? starts[number] : bytes.count)]
    }

    /// The place of a position in the bytes; the end of the line, or of the file, for one beyond it.
    func offset(of position: SourcePosition) -> Int {
        guard position.line >= 1, position.line <= starts.count else { return bytes.count }
        let line = line(position.line)
        var index = line.startIndex
        var column = 1
        while index < line.endIndex, column < position.column {
            index += 1
            while index < line.endIndex, bytes[index] & 0xC0 == 0x80 { index += 1 }
            column += 1
        }
        return index
    }

    /// The position of a byte, for a fault that is known by its offset.
    func position(of offset: Int) -> SourcePosition {
        var (low, high) = (0, starts.count)
        while high - low > 1 {
            let middle = (low + high) / 2
            if starts[middle] <= offset { low = middle } else { high = middle }
        }
        let characters = bytes[starts[low]..<min(offset, bytes.count)].count { $0 & 0xC0 != 0x80 }
        return SourcePosition(line: low + 1, column: characters + 1)
    }

    /// The text between two positions.
    func text(from start: SourcePosition, to end: SourcePosition) -> String {
        let (first, last) = (offset(of: start), offset(of: end))
        return first < last ? String(decoding: bytes[first..<last], as: UTF8.self) : ""
    }
}
