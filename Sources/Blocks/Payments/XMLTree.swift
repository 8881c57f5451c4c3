import Foundation
import Kernel

#if canImport(FoundationXML)
    import FoundationXML
#endif

/// An XML document as a tree of local names, read with every door shut: no document type, so no entities; no network.
struct XMLTree: Sendable {
    var name: String
    /// The element's namespace.
    var namespace: String
    var attributes: [String: String] = [:]
    var text = ""
    var children: [XMLTree] = []

    static let largestDocument = 20_000_000
    static let deepestLevel = 40
    static let mostElements = 1_000_000

    /// - Throws: `PAYMENTS-130` for anything but well-formed XML 1.0 in UTF-8 within the limits.
    static func read(_ bytes: [UInt8]) throws(PolityError) -> XMLTree {
        guard bytes.count <= largestDocument else { throw unreadable("\(bytes.count) bytes") }
        guard let text = String(validating: bytes, as: UTF8.self) else { throw unreadable("not UTF-8") }
        // Statements have no document type; what has one wants entities expanded or files fetched.
        guard !text.contains("<!DOCTYPE"), !text.contains("<!ENTITY") else { throw unreadable("a document type") }
        let parser = XMLParser(data: Data(bytes))
        parser.shouldProcessNamespaces = true
        parser.shouldResolveExternalEntities = false
        let builder = XMLTreeBuilder()
        parser.delegate = builder
        guard parser.parse(), let root = builder.root else { throw unreadable(builder.fault ?? "not well formed, line \(parser.lineNumber)") }
        return root
    }

    /// The first child of this name, and so on downwards.
    func first(_ path: String...) -> XMLTree? {
        var element: XMLTree? = self
        for name in path { element = element?.children.first { $0.name == name } }
        return element
    }

    func all(_ name: String) -> [XMLTree] { children.filter { $0.name == name } }

    /// The element's text without the white space around it; nil when there is none.
    var content: String? {
        let trimmed = text.trimmingCharacters(in: .whitespacesAndNewlines)
        return trimmed.isEmpty ? nil : trimmed
    }

    private static func unreadable(_ context: String) -> PolityError {
        PolityError(.invalid, "PAYMENTS-130", Phrase.unreadableStatement, context: context)
    }
}

private final class XMLTreeBuilder: NSObject, XMLParserDelegate {
    private var open: [XMLTree] = []
    private var count = 0
    private(set) var root: XMLTree?
    private(set) var fault: String?

    func parser(
        _ parser: XMLParser, didStartElement name: String, namespaceURI: String?, qualifiedName: String?, attributes: [String: String] = [:]
    ) {
        count += 1
        guard open.count < XMLTree.deepestLevel, count <= XMLTree.mostElements else {
            fault = "too deep or too many elements"
            return parser.abortParsing()
        }
        open.append(XMLTree(name: name, namespace: namespaceURI ?? "", attributes: attributes))
    }

    func parser(_ parser: XMLParser, foundCharacters string: String) {
        guard !open.isEmpty else { return }
        open[open.count - 1].text += string
    }

    func parser(_ parser: XMLParser, foundCDATA block: Data) {
        self.parser(parser, foundCharacters: String(decoding: block, as: UTF8.self))
    }

    func parser(_ parser: XMLParser, didEndElement name: String, namespaceURI: String?, qualifiedName: String?) {
        guard let element = open.popLast() else { return }
        if open.isEmpty { root = element } else { open[open.count - 1].children.append(element) }
    }
}
