import CPaper
import Kernel

/// A QR code (ISO/IEC 18004) as its square of dark and light modules.
public struct QRCode: Sendable, Hashable {
    /// Modules a side, without the quiet zone.
    public let size: Int
    private let dark: [Bool]

    /// Error correction at level M: a tenth of the modules may be hurt and it still reads.
    ///
    /// - Throws: `PAPER-120` for an empty payload or one over 1,000 bytes.
    public init(_ payload: String) throws(PolityError) {
        let bytes = Array(payload.utf8)
        guard !bytes.isEmpty, bytes.count <= PaperLimits.codeBytes, let code = QRcode_encodeData(Int32(bytes.count), bytes, 0, QR_ECLEVEL_M) else {
            throw PolityError(.invalid, "PAPER-120", "This text does not fit a QR code.", context: "\(bytes.count) bytes")
        }
        defer { QRcode_free(code) }
        let side = Int(code.pointee.width)
        size = side
        // Of each module's byte the lowest bit is its colour.
        dark = (0..<side * side).map { code.pointee.data[$0] & 1 == 1 }
    }

    public func isDark(row: Int, column: Int) -> Bool { dark[row * size + column] }

    /// Neighbouring dark modules of a row as one run: few shapes, and no seams between them.
    func forEachRun(_ body: (_ row: Int, _ columns: Range<Int>) -> Void) {
        for row in 0..<size {
            var column = 0
            while column < size {
                let start = column
                while column < size, isDark(row: row, column: column) { column += 1 }
                if column > start { body(row, start..<column) }
                column += 1
            }
        }
    }

    /// The code as an SVG image for a page, with the quiet zone of four modules and `title` as its text alternative.
    public func svg(title: String) -> String {
        var path = ""
        forEachRun { row, columns in path += "M\(columns.lowerBound + 4) \(row + 4)h\(columns.count)v1h-\(columns.count)z" }
        let side = size + 8
        return """
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 \(side) \(side)" role="img" aria-label="\(title.xmlEscaped)" shape-rendering="crispEdges">\
            <rect width="\(side)" height="\(side)" fill="#fff"/><path d="\(path)"/></svg>
            """
    }
}

extension StringProtocol {
    /// For XML text and attribute values in double quotes; characters that XML 1.0 cannot hold are left out (section 2.2).
    var xmlEscaped: String {
        var result = ""
        for scalar in unicodeScalars {
            switch scalar {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "\"": result += "&quot;"
            case "\u{0}"..."\u{8}", "\u{B}", "\u{C}", "\u{E}"..."\u{1F}", "\u{FFFE}", "\u{FFFF}": continue
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }
}
