import Kernel

/// The grammar of XML 1.0 without document types, on a stack of its own: the depth of a file is an outsider's choice.
struct XMLDocumentParser {
    var scanner: XMLScanner
    let file: String
    let limits: XMLLimits
    let keeps: ((String) -> Bool)?
    var scope = XMLNamespaceScope()
    private var open: [XMLElement] = []
    private var openOffsets: [Int] = []
    /// How many elements deep we are in something that is left out.
    private var skipped = 0
    private var count = 0
    private var root: XMLElement?
    private var around: (before: [XMLContent], after: [XMLContent]) = ([], [])

    init(_ scanner: XMLScanner, file: String, limits: XMLLimits, keeps: ((String) -> Bool)?) {
        self.scanner = scanner
        self.file = file
        self.limits = limits
        self.keeps = keeps
    }

    mutating func document() throws(XMLFault) -> XMLDocument {
        let declaration = try declaration()
        while !scanner.isAtEnd {
            if scanner.next == UInt8(ascii: "<") { try markup() } else { try characters() }
        }
        if let element = open.last {
            throw XMLFault(at: openOffsets.last ?? 0, "<\(element.qualifiedName)> is never closed", mend: "Add </\(element.qualifiedName)>.")
        }
        guard let root else {
            throw XMLFault(at: scanner.index, "this is not XML: there is no element in it", mend: "Save it again from the tool it comes from.")
        }
        return XMLDocument(declaration: declaration, before: around.before, root: root, after: around.after)
    }

    private mutating func declaration() throws(XMLFault) -> XMLDocument.Declaration? {
        guard scanner.starts(with: "<?xml"), scanner.index + 5 < scanner.bytes.count, XMLScanner.isSpace(scanner.bytes[scanner.index + 5]) else { return nil }
        let start = scanner.index
        _ = scanner.take("<?xml")
        var found: [String: String] = [:]
        while scanner.skipSpace(), scanner.next != UInt8(ascii: "?") {
            let (_, name, value, _) = try attribute()
            found[name] = value
        }
        // "VersionNum ::= '1.' [0-9]+", "'standalone' Eq ('yes' | 'no')" (XML 1.0, productions 26 and 32).
        guard scanner.take("?>"), let version = found["version"], version.hasPrefix("1."), version.utf8.count > 2,
            version.utf8.dropFirst(2).allSatisfy({ (48...57).contains($0) }), ["yes", "no", nil].contains(found["standalone"])
        else {
            throw XMLFault(at: start, "the first line is not a declaration of XML 1.0", mend: "Write <?xml version=\"1.0\" encoding=\"UTF-8\"?>.")
        }
        return XMLDocument.Declaration(version: version, encoding: found["encoding"], standalone: found["standalone"])
    }

    private mutating func markup() throws(XMLFault) {
        let start = scanner.index
        if scanner.take("</") { return try endTag(start) }
        if scanner.take("<!--") {
            guard let text = scanner.text(until: "-->") else { throw XMLFault(at: start, "this comment has no end", mend: "Add -->.") }
            guard !text.contains("--"), !text.hasSuffix("-") else { throw XMLFault(at: start, "two hyphens may not stand in a comment", mend: "Write one.") }
            return add(.comment(text))
        }
        if scanner.take("<![CDATA[") {
            guard !open.isEmpty else { throw XMLFault(at: start, "a marked section stands outside the outermost element", mend: "Delete it.") }
            guard let text = scanner.text(until: "]]>") else { throw XMLFault(at: start, "this marked section has no end", mend: "Add ]]>.") }
            return add(.characterData(text))
        }
        if scanner.take("<?") { return try instruction(start) }
        if scanner.starts(with: "<!") {
            throw XMLFault(
                at: start, "a document type declaration is not allowed here", mend: "Delete it, and write out the entities that it declares.")
        }
        try startTag(start)
    }

    private mutating func instruction(_ start: Int) throws(XMLFault) {
        guard let target = scanner.name(), target.lowercased() != "xml" else {
            throw XMLFault(at: start, "an XML declaration stands only at the very beginning of a file", mend: "Delete what is before it.")
        }
        scanner.skipSpace()
        guard let data = scanner.text(until: "?>") else { throw XMLFault(at: start, "this instruction has no end", mend: "Add ?>.") }
        add(.instruction(target: target, data: data))
    }

    private mutating func startTag(_ start: Int) throws(XMLFault) {
        scanner.index = start + 1
        guard root == nil || !open.isEmpty else { throw XMLFault(at: start, "a second outermost element", mend: "A file has one; delete this.") }
        count += 1
        guard count <= limits.elements else {
            throw XMLFault(at: start, "this file has more than \(limits.elements) elements", mend: "Split it into several files.")
        }
        guard open.count + skipped < limits.depth else {
            throw XMLFault(at: start, "elements are nested deeper than \(limits.depth) levels", mend: "Give inner parts names of their own.")
        }
        let place = scanner.place(of: start)
        guard let (prefix, name) = qualifiedName() else {
            throw XMLFault(at: start, "'<' is not followed by a name", mend: "Write &lt; for the sign itself.")
        }
        var element = XMLElement(name, prefix: prefix, at: SourceLocation(file: file, line: place.line, column: place.column))
        element.attributes = try attributes(start)
        let isEmpty = scanner.take("/>")
        guard isEmpty || scanner.take(">") else { throw XMLFault(at: start, "the tag <\(element.qualifiedName)> has no end", mend: "Add >.") }
        try scope.enter(&element, at: start)
        let behind = scanner.here()
        element.contentLocation = SourceLocation(file: file, line: behind.line, column: behind.column)
        // An element that is left out is opened all the same: its end tag has to fit.
        if skipped > 0 || (!open.isEmpty && keeps.map { !$0(element.namespace) } ?? false) { skipped += 1 }
        open.append(element)
        openOffsets.append(start)
        if isEmpty { close() }
    }

    private mutating func endTag(_ start: Int) throws(XMLFault) {
        let name = qualifiedName()
        scanner.skipSpace()
        guard let (prefix, local) = name, scanner.take(">") else { throw XMLFault(at: start, "this end tag is broken", mend: "Write </name>.") }
        guard let element = open.last else { throw XMLFault(at: start, "nothing is open that this could close", mend: "Delete it.") }
        guard element.prefix == prefix, element.name == local else {
            let (closing, opened) = (prefix.isEmpty ? local : prefix + ":" + local, element.qualifiedName)
            throw XMLFault(
                at: start, "</\(closing)> closes <\(opened)>, which began in line \(element.location.position.line)",
                mend: "Close what was opened last, first: </\(opened)>.")
        }
        close()
    }

    private mutating func close() {
        guard let element = open.popLast() else { return }
        openOffsets.removeLast()
        scope.leave()
        if skipped > 0 { skipped -= 1; return }
        if open.isEmpty { root = element } else { open[open.count - 1].content.append(.element(element)) }
    }

    mutating func add(_ content: XMLContent) {
        guard skipped == 0 else { return }
        if !open.isEmpty { open[open.count - 1].content.append(content); return }
        if root == nil { around.before.append(content) } else { around.after.append(content) }
    }

    var isInside: Bool { !open.isEmpty }

    mutating func qualifiedName() -> (prefix: String, name: String)? {
        guard let first = scanner.name() else { return nil }
        guard scanner.take(":") else { return ("", first) }
        return scanner.name().map { (first, $0) }
    }
}
