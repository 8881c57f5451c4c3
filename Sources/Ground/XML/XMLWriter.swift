import Kernel

/// Writes a tree as UTF-8. What was read and is written is the same by Canonical XML 1.1, comments included.
public enum XMLWriter {
    /// Its lines end as the document says.
    ///
    /// - Complexity: O(bytes).
    public static func write(_ document: XMLDocument) -> [UInt8] {
        let bytes = lines(document)
        guard document.endsLinesWithCarriageReturn else { return bytes }
        // A line feed that is no line's end stands as a reference in an attribute; in text a reader makes the same of both.
        return bytes.reduce(into: []) { result, byte in
            if byte == 0x0A { result.append(0x0D) }
            result.append(byte)
        }
    }

    private static func lines(_ document: XMLDocument) -> [UInt8] {
        var bytes: [UInt8] = []
        if let declaration = document.declaration {
            bytes += "<?xml version=\"\(declaration.version)\" encoding=\"UTF-8\"".utf8
            if let standalone = declaration.standalone { bytes += " standalone=\"\(standalone)\"".utf8 }
            bytes += "?>\n".utf8
        }
        for content in document.before {
            write(content, to: &bytes)
            bytes.append(0x0A)
        }
        write(document.root, to: &bytes)
        for content in document.after {
            bytes.append(0x0A)
            write(content, to: &bytes)
        }
        bytes.append(0x0A)
        return bytes
    }

    /// One element with what it holds; the namespaces around it are not repeated.
    public static func write(_ element: XMLElement) -> [UInt8] {
        var bytes: [UInt8] = []
        write(element, to: &bytes)
        return bytes
    }

    private static func write(_ content: XMLContent, to bytes: inout [UInt8]) {
        switch content {
        case .element(let element): write(element, to: &bytes)
        case .text(let text): escape(text, isAttribute: false, to: &bytes)
        case .characterData(let text): bytes += "<![CDATA[\(text)]]>".utf8
        case .comment(let text): bytes += "<!--\(text)-->".utf8
        case .instruction(let target, let data): bytes += "<?\(target)\(data.isEmpty ? "" : " ")\(data)?>".utf8
        }
    }

    private static func write(_ element: XMLElement, to bytes: inout [UInt8]) {
        bytes.append(UInt8(ascii: "<"))
        bytes += element.qualifiedName.utf8
        for attribute in element.attributes {
            bytes.append(0x20)
            bytes += attribute.qualifiedName.utf8
            bytes += "=\"".utf8
            escape(attribute.value, isAttribute: true, to: &bytes)
            bytes.append(UInt8(ascii: "\""))
        }
        guard !element.content.isEmpty else { bytes += "/>".utf8; return }
        bytes.append(UInt8(ascii: ">"))
        for content in element.content { write(content, to: &bytes) }
        bytes += "</\(element.qualifiedName)>".utf8
    }

    /// White space that a reader would change is written as references.
    private static func escape(_ text: String, isAttribute: Bool, to bytes: inout [UInt8]) {
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "&"): bytes += "&amp;".utf8
            case UInt8(ascii: "<"): bytes += "&lt;".utf8
            case UInt8(ascii: ">"): bytes += "&gt;".utf8
            case 0x0D: bytes += "&#13;".utf8
            case UInt8(ascii: "\"") where isAttribute: bytes += "&quot;".utf8
            case 0x09 where isAttribute: bytes += "&#9;".utf8
            case 0x0A where isAttribute: bytes += "&#10;".utf8
            default: bytes.append(byte)
            }
        }
    }
}
