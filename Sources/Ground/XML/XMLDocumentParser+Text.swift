import Kernel

/// Attributes, text, and the references in both.
extension XMLDocumentParser {
    mutating func attributes(_ start: Int) throws(XMLFault) -> [XMLAttribute] {
        var attributes: [XMLAttribute] = []
        while scanner.skipSpace(), scanner.next != UInt8(ascii: ">"), scanner.next != UInt8(ascii: "/"), !scanner.isAtEnd {
            guard attributes.count < limits.attributes else {
                throw XMLFault(at: start, "an element has more than \(limits.attributes) attributes", mend: "Split it into several elements.")
            }
            let (prefix, name, value, offset) = try attribute()
            attributes.append(XMLAttribute(name, value, prefix: prefix, at: scanner.place(of: offset)))
        }
        return attributes
    }

    mutating func attribute() throws(XMLFault) -> (prefix: String, name: String, value: String, offset: Int) {
        let start = scanner.index
        guard let (prefix, name) = qualifiedName() else { throw XMLFault(at: start, "an attribute is expected here", mend: "Write name=\"value\".") }
        scanner.skipSpace()
        guard scanner.take("=") else { throw XMLFault(at: start, "the attribute '\(name)' has no value", mend: "Write \(name)=\"…\".") }
        scanner.skipSpace()
        let quote = scanner.next
        guard quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'") else {
            throw XMLFault(at: start, "the value of '\(name)' is not in quotation marks", mend: "Write \(name)=\"…\".")
        }
        scanner.index += 1
        var value: [UInt8] = []
        while scanner.next != quote {
            switch scanner.next {
            case 0: throw XMLFault(at: start, "the value of '\(name)' has no end", mend: "Add the closing quotation mark.")
            case UInt8(ascii: "<"): throw XMLFault(at: scanner.index, "'<' may not stand in a value", mend: "Write &lt;.")
            case UInt8(ascii: "&"): value.append(contentsOf: try reference().utf8)
            // Section 3.3.3: white space that is not written as a reference becomes a space.
            case 0x09, 0x0A, 0x0D: value.append(0x20); scanner.index += 1
            case let byte: value.append(byte); scanner.index += 1
            }
        }
        scanner.index += 1
        return (prefix, name, String(decoding: value, as: UTF8.self), start)
    }

    mutating func characters() throws(XMLFault) {
        let start = scanner.index
        var text: [UInt8] = []
        while !scanner.isAtEnd, scanner.next != UInt8(ascii: "<") {
            if scanner.next == UInt8(ascii: "&") { text.append(contentsOf: try reference().utf8); continue }
            if scanner.next == UInt8(ascii: "]"), scanner.starts(with: "]]>") {
                throw XMLFault(at: scanner.index, "']]>' may not stand in text", mend: "Write ]]&gt;.")
            }
            text.append(scanner.next)
            scanner.index += 1
        }
        if isInside { return add(.text(String(decoding: text, as: UTF8.self))) }
        guard text.allSatisfy(XMLScanner.isSpace) else {
            throw XMLFault(at: start, "this is not XML: there is text outside the outermost element", mend: "Save it again from the tool it comes from.")
        }
    }

    /// The five entities that need no declaration, and characters by their number (section 4.1 and 4.6).
    private mutating func reference() throws(XMLFault) -> String {
        let start = scanner.index
        scanner.index += 1
        var name = ""
        while scanner.next != UInt8(ascii: ";") {
            guard scanner.next > 0x20, scanner.next < 0x80, name.count < 32 else {
                throw XMLFault(at: start, "'&' begins a reference that has no end", mend: "Write &amp; for the sign itself.")
            }
            name.unicodeScalars.append(Unicode.Scalar(scanner.next))
            scanner.index += 1
        }
        scanner.index += 1
        switch name {
        case "amp": return "&"
        case "lt": return "<"
        case "gt": return ">"
        case "quot": return "\""
        case "apos": return "'"
        default: break
        }
        let number =
            name.hasPrefix("#x") ? UInt32(name.dropFirst(2), radix: 16) : name.hasPrefix("#") ? UInt32(name.dropFirst(), radix: 10) : nil
        guard let number, let scalar = Unicode.Scalar(number), number >= 0x20 || [9, 10, 13].contains(number), number != 0xFFFE, number != 0xFFFF else {
            throw XMLFault(at: start, "there is no character '&\(name);'", mend: "Only &amp; &lt; &gt; &quot; &apos; and numbers like &#233; are read.")
        }
        return String(Character(scalar))
    }
}
