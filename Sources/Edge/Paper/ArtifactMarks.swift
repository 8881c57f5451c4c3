/// Turns the marks of decoration in a page's content stream into artifacts (ISO 32000-1, section 14.8.2.2).
///
/// cairo 1.16 marks content only with types of structure, so decoration is drawn as `NonStruct` and renamed here. The
/// scan steps over strings: words of the document that read like an operator stay words.
enum ArtifactMarks {
    private static let mark = Array("/\(Tag.Name.artifact.rawValue) <<".utf8)

    static func apply(to page: PDFObject, in pdf: PDFFile) {
        guard let content = page.pageContent else { return }
        page["/Contents"] = pdf.stream(rewritten(content), [:])
    }

    static func rewritten(_ content: [UInt8]) -> [UInt8] {
        var result: [UInt8] = []
        result.reserveCapacity(content.count)
        var index = 0
        while index < content.count {
            let byte = content[index]
            if byte == UInt8(ascii: "(") {
                let end = endOfString(content, from: index)
                result += content[index..<end]
                index = end
            } else if byte == UInt8(ascii: "/"), content[index...].starts(with: mark), let end = endOfOperator(content, from: index) {
                result += Array("/Artifact BMC".utf8)
                index = end
            } else {
                result.append(byte)
                index += 1
            }
        }
        return result
    }

    /// After the parenthesis that closes the string opened at `start` (section 7.3.4.2).
    private static func endOfString(_ content: [UInt8], from start: Int) -> Int {
        var depth = 0
        var index = start
        while index < content.count {
            switch content[index] {
            case UInt8(ascii: "\\"): index += 1
            case UInt8(ascii: "("): depth += 1
            case UInt8(ascii: ")"):
                depth -= 1
                if depth == 0 { return index + 1 }
            default: break
            }
            index += 1
        }
        return content.count
    }

    /// After the `BDC` that ends the property list opened at `start`; the list holds one number and no strings.
    private static func endOfOperator(_ content: [UInt8], from start: Int) -> Int? {
        let end = Array("BDC".utf8)
        var index = start
        while index + end.count <= content.count, index < start + 60 {
            if content[index..<(index + end.count)].elementsEqual(end) { return index + end.count }
            index += 1
        }
        return nil
    }
}
