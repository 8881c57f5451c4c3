import CPaper
import Foundation
import Kernel

extension Paper {
    /// Largest file that is looked into.
    static let maximumFileBytes = 32 << 20

    /// The space that a document with `sealSpace` keeps free in its file, filled with blanks until it is used.
    ///
    /// - Returns: nil for a file that has none, or more than one.
    public static func sealSpace(in file: [UInt8]) -> Range<Int>? {
        guard file.count <= maximumFileBytes else { return nil }
        let data = Data(file)
        guard let open = data.range(of: Data(Metadata.sealOpening.utf8)),
            data.range(of: Data(Metadata.sealOpening.utf8), in: open.upperBound..<data.endIndex) == nil,
            let close = data.range(of: Data(Metadata.sealClosing.utf8), in: open.upperBound..<data.endIndex)
        else { return nil }
        return open.upperBound..<close.lowerBound
    }

    /// The files attached to a PDF, by name: of a file that `print` made, and that is known to be unchanged.
    ///
    /// - Throws: `PAPER-131` for what is no PDF file.
    public static func attachments(of file: [UInt8]) throws(PolityError) -> [String: [UInt8]] {
        guard file.count <= maximumFileBytes else { throw PolityError(.tooLarge, "PAPER-132", "This file is too large to be a paper.") }
        let pdf = try PDFFile(file)
        let names = pdf.root["/Names"]["/EmbeddedFiles"]["/Names"].items
        var attachments: [String: [UInt8]] = [:]
        for place in stride(from: 0, to: min(names.count - 1, 2 * PaperLimits.attachments), by: 2) {
            guard let name = names[place].text, let data = names[place + 1]["/EF"]["/F"].streamData else { continue }
            attachments[name] = data
        }
        return attachments
    }
}
