public import Kernel

/// Writes an HTML document as UTF-8 bytes, straight into one buffer.
///
/// Text and attribute values are escaped by construction; the only way round is `raw(trusted:)`.
///
/// ```swift
/// html.ul(class: "cases") { html in
///     for item in cases { html.li { $0.a(href: item.link) { $0.text(item.title) } } }
/// }
/// ```
///
/// An element takes its class and id as arguments and all else as `[.attributes]`; the empty list costs nothing.
public struct HTML: ~Copyable {
    private var out: ByteWriter
    /// The language the text is written in; components take their own words in it.
    public let language: Language

    public typealias Content = (inout HTML) throws -> Void

    public init(language: Language, capacity: Int = 32_768) {
        self.language = language
        out = ByteWriter(capacity: capacity)
    }

    /// What has been written so far.
    public var bytes: [UInt8] { out.bytes }

    public var string: String { String(decoding: bytes, as: UTF8.self) }

    // MARK: Text

    public mutating func text(_ text: String) { write(escaping: text) }

    public mutating func text(_ number: Int) { write(plain: String(number)) }

    /// The phrase in the document's language.
    public mutating func say(_ phrase: Phrase, _ arguments: Phrase.Arguments = [:]) {
        write(escaping: language.say(phrase, arguments))
    }

    /// Bytes that stand in the document as they are: drawings and styles made by this program, never anything from outside.
    public mutating func raw(trusted markup: String) { write(plain: markup) }

    public mutating func raw(trusted markup: [UInt8]) { markup.withUnsafeBufferPointer { out.write($0) } }

    public mutating func raw(trusted markup: StaticString) { write(markup) }

    // MARK: Elements

    /// Any element with content. `name` is a constant of the program.
    public mutating func element(
        _ name: StaticString, class classes: String? = nil, id: String? = nil, _ attributes: [Attribute] = [], _ content: Content
    ) rethrows {
        open(name, classes, id, attributes)
        try content(&self)
        close(name)
    }

    /// Any element that holds nothing but text.
    public mutating func element(
        _ name: StaticString, _ text: String, class classes: String? = nil, id: String? = nil, _ attributes: [Attribute] = []
    ) {
        open(name, classes, id, attributes)
        write(escaping: text)
        close(name)
    }

    /// An element that can have no content (HTML standard, section 13.1.2, "void elements").
    public mutating func void(_ name: StaticString, class classes: String? = nil, id: String? = nil, _ attributes: [Attribute] = []) {
        open(name, classes, id, attributes)
    }

    mutating func open(_ name: StaticString, _ classes: String?, _ id: String?, _ attributes: [Attribute]) {
        out.write("<")
        out.write(name)
        if let classes { write(attribute: "class", classes) }
        if let id { write(attribute: "id", id) }
        for attribute in attributes { write(attribute) }
        out.write(">")
    }

    mutating func close(_ name: StaticString) {
        out.write("</")
        out.write(name)
        out.write(">")
    }

    // MARK: Bytes

    private mutating func write(_ attribute: Attribute) {
        switch attribute.value {
        case .absent: break
        case .present:
            out.write(attribute.isData ? " data-" : " ")
            out.write(attribute.name)
        case .text(let value):
            out.write(attribute.isData ? " data-" : " ")
            out.write(attribute.name)
            out.write("=\"")
            write(escaping: value)
            out.write("\"")
        }
    }

    private mutating func write(attribute name: StaticString, _ value: String) {
        out.write(" ")
        out.write(name)
        out.write("=\"")
        write(escaping: value)
        out.write("\"")
    }

    mutating func write(_ text: StaticString) { out.write(text) }

    mutating func write(plain text: String) {
        var text = text
        text.withUTF8 { out.write($0) }
    }

    /// One escaping for text and quoted attribute values (HTML standard, section 13.3): `& < > " '`; NUL is dropped.
    mutating func write(escaping text: String) {
        var text = text
        text.withUTF8 { source in
            var start = 0
            for index in source.indices {
                // All five, and NUL, are below 63: one comparison passes over nearly every letter.
                guard source[index] <= UInt8(ascii: ">") else { continue }
                let replacement: StaticString
                switch source[index] {
                case UInt8(ascii: "&"): replacement = "&amp;"
                case UInt8(ascii: "<"): replacement = "&lt;"
                case UInt8(ascii: ">"): replacement = "&gt;"
                case UInt8(ascii: "\""): replacement = "&quot;"
                case UInt8(ascii: "'"): replacement = "&#39;"
                case 0: replacement = ""
                default: continue
                }
                out.write(UnsafeBufferPointer(rebasing: source[start..<index]))
                out.write(replacement)
                start = index + 1
            }
            out.write(UnsafeBufferPointer(rebasing: source[start...]))
        }
    }
}
