import Kernel

/// PNG chunk by chunk (ISO/IEC 15948, section 5.3): only chunks that draw the picture pass.
struct PNGFilter {
    private enum State { case signature, head, body(left: Int, isKept: Bool), ended }

    /// Everything else is text, time, Exif (`eXIf`) or private to some program.
    private static let kept: Set<String> = [
        "IHDR", "PLTE", "IDAT", "IEND", "tRNS", "cHRM", "gAMA", "iCCP", "sBIT", "sRGB", "cICP", "bKGD", "pHYs", "acTL", "fcTL", "fdAT",
    ]

    private var state = State.signature
    private var pending: [UInt8] = []
    private var lastName = ""

    var isWhole: Bool { if case .ended = state { true } else { false } }

    /// The highest byte first (section 7.1).
    private static func number(_ bytes: ArraySlice<UInt8>) -> Int { bytes.reduce(0) { $0 << 8 | Int($1) } }

    mutating func feed(_ bytes: [UInt8]) throws(PolityError) -> [UInt8] {
        pending += bytes
        var kept: [UInt8] = []
        var index = 0
        loop: while true {
            switch state {
            case .signature:
                guard pending.count - index >= 8 else { break loop }
                kept += pending[index..<(index + 8)]
                index += 8
                state = .head
            case .head:
                guard pending.count - index >= 8 else { break loop }
                let head = pending[index..<(index + 8)]
                let length = Self.number(head.prefix(4))
                let name = String(decoding: head.suffix(4), as: UTF8.self)
                // Section 5.3: a length has 31 bits, a name four letters.
                guard length <= Int(Int32.max), head.suffix(4).allSatisfy({ ($0 | 0x20) >= 0x61 && ($0 | 0x20) <= 0x7A }) else { throw MetadataFilter.broken }
                if name == "IHDR" {
                    // Section 11.2.1: width and height come first.
                    guard pending.count - index >= 16 else { break loop }
                    let (width, height) = (Self.number(pending[(index + 8)..<(index + 12)]), Self.number(pending[(index + 12)..<(index + 16)]))
                    try MetadataFilter.checkSize(width: width, height: height)
                }
                let isKept = Self.kept.contains(name)
                if isKept { kept += head }
                index += 8
                // The check value follows the data.
                state = .body(left: length + 4, isKept: isKept)
                if name == "IEND" {
                    guard length == 0 else { throw MetadataFilter.broken }
                }
                lastName = name
            case .body(let left, let isKept):
                let count = min(left, pending.count - index)
                if isKept { kept += pending[index..<(index + count)] }
                index += count
                if left > count {
                    state = .body(left: left - count, isKept: isKept)
                    break loop
                }
                state = lastName == "IEND" ? .ended : .head
            case .ended:
                // What hangs behind the picture is no part of it.
                index = pending.count
                break loop
            }
        }
        pending.removeFirst(index)
        return kept
    }
}
