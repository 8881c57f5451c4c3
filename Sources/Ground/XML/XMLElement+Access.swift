import Kernel

extension XMLElement {
    /// The elements in it.
    public var children: [XMLElement] { content.compactMap(\.element) }

    public func all(_ name: String) -> [XMLElement] {
        content.compactMap { if case .element(let element) = $0, element.name == name { element } else { nil } }
    }

    public func first(_ name: String) -> XMLElement? {
        for case .element(let element) in content where element.name == name { return element }
        return nil
    }

    /// The first child of this name, and so on downwards.
    public func first(_ path: String...) -> XMLElement? {
        var element: XMLElement? = self
        for name in path { element = element?.first(name) }
        return element
    }

    /// The value of an attribute without a prefix.
    public subscript(name: String) -> String? {
        get { attributes.first { $0.name == name && $0.namespace.isEmpty && $0.prefix.isEmpty }?.value }
        set {
            let index = attributes.firstIndex { $0.name == name && $0.namespace.isEmpty && $0.prefix.isEmpty }
            switch (index, newValue) {
            case (let index?, let value?): attributes[index].value = value
            case (let index?, nil): attributes.remove(at: index)
            case (nil, let value?): attributes.append(XMLAttribute(name, value, at: location.position))
            case (nil, nil): break
            }
        }
    }

    public func attribute(_ name: String, in namespace: String) -> String? {
        attributes.first { $0.name == name && $0.namespace == namespace }?.value
    }

    /// The text directly in it, marked sections included.
    public var text: String {
        var text = ""
        for part in content {
            switch part {
            case .text(let piece), .characterData(let piece): text += piece
            case .element, .comment, .instruction: break
            }
        }
        return text
    }

    /// The child's text without the white space around it; nil without the child.
    public func text(of name: String) -> String? { first(name).map { $0.text.trimmed } }

    /// The text without the white space around it, and where that begins: for what is written in another language.
    public var source: SourceText {
        let text = text
        var (line, column) = (contentLocation.position.line, contentLocation.position.column)
        for character in text.prefix(while: \.isXMLSpace) {
            if character == "\n" { (line, column) = (line + 1, 1) } else { column += 1 }
        }
        // A marked section's text begins behind its mark.
        if case .characterData? = content.first { column += line == contentLocation.position.line ? "<![CDATA[".count : 0 }
        return SourceText(text.trimmed, at: SourceLocation(file: location.file, line: line, column: column))
    }

    /// Where an attribute stands, or the element itself.
    public func location(of attribute: String) -> SourceLocation {
        guard let found = attributes.first(where: { $0.name == attribute && $0.prefix.isEmpty }) else { return location }
        return SourceLocation(file: location.file, line: found.position.line, column: found.position.column)
    }

    /// In document order, itself first. No recursion: a tree's depth is an outsider's choice.
    public func visit(_ body: (XMLElement) -> Void) {
        var open = [self]
        while let element = open.popLast() {
            body(element)
            open.append(contentsOf: element.children.reversed())
        }
    }
}

extension Character {
    /// XML 1.0, production 3.
    var isXMLSpace: Bool { self == " " || self == "\n" || self == "\t" || self == "\r" }
}

extension String {
    /// Without the white space around it.
    public var trimmed: String {
        guard let first = firstIndex(where: { !$0.isWhitespace }), let last = lastIndex(where: { !$0.isWhitespace }) else { return "" }
        return first == startIndex && last == index(before: endIndex) ? self : String(self[first...last])
    }
}
