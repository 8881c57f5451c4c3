import Kernel

/// Reads the part of YAML that people write by hand: maps, lists and the five kinds of scalar, in one document.
///
/// Anchors, aliases and tags are refused: a reader of the file should see what it says, and a file that unfolds into a
/// billion nodes cannot be written without them.
public enum YAML {
    public struct Limits: Sendable {
        public var bytes = 2 << 20
        public var depth = 48
        public var nodes = 200_000

        public init() {}
    }

    /// - Returns: the tree; nil when the bytes are no YAML, which `diagnostics` then explains.
    public static func read(_ bytes: [UInt8], file: String, limits: Limits = Limits(), diagnostics: inout Diagnostics) -> SourceNode? {
        let start = SourceLocation(file: file, line: 1, column: 1)
        guard bytes.count <= limits.bytes else {
            diagnostics.error(start, "the file has \(bytes.count) bytes; \(limits.bytes) are the most", mend: "Split it into several files.")
            return nil
        }
        // A byte order mark says nothing in UTF-8 (RFC 3629, section 6).
        let lines = SourceLines(bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? Array(bytes.dropFirst(3)) : bytes)
        // An empty array has no address that libyaml would take.
        guard !lines.bytes.isEmpty else { return SourceNode(.scalar(SourceScalar("", start: start.position)), at: start) }
        if let offset = UTF8Validation.firstFault(in: lines.bytes) {
            let position = lines.position(of: offset)
            diagnostics.error(
                SourceLocation(file: file, line: position.line, column: position.column), "this is not UTF-8 text",
                mend: "Save the file as UTF-8.")
            return nil
        }
        HiddenCharacters.report(in: lines.bytes, file: file, &diagnostics)
        return lines.bytes.withUnsafeBufferPointer { buffer in
            var builder = YAMLTreeBuilder(file: file, lines: lines, limits: limits, events: YAMLEvents(buffer))
            let node = builder.document()
            diagnostics.append(contentsOf: builder.diagnostics)
            return node
        }
    }
}

/// Finds the first byte that is not part of well-formed UTF-8 (Unicode 15, table 3-7).
enum UTF8Validation {
    static func firstFault(in bytes: [UInt8]) -> Int? {
        bytes.withUnsafeBufferPointer { bytes in
            var index = 0
            while index < bytes.count {
                let first = bytes[index]
                if first < 0x80 {
                    index += 1
                    continue
                }
                let (length, second): (Int, ClosedRange<UInt8>)
                switch first {
                case 0xC2...0xDF: (length, second) = (2, 0x80...0xBF)
                case 0xE0: (length, second) = (3, 0xA0...0xBF)
                case 0xED: (length, second) = (3, 0x80...0x9F)
                case 0xE1...0xEF: (length, second) = (3, 0x80...0xBF)
                case 0xF0: (length, second) = (4, 0x90...0xBF)
                case 0xF1...0xF3: (length, second) = (4, 0x80...0xBF)
                case 0xF4: (length, second) = (4, 0x80...0x8F)
                default: return index
                }
                guard index + length <= bytes.count, second.contains(bytes[index + 1]) else { return index }
                for next in bytes[(index + 2)..<(index + length)] where next & 0xC0 != 0x80 { return index }
                index += length
            }
            return nil
        }
    }
}
