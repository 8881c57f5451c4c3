import FEEL
import Foundation
import Kernel

#if canImport(FoundationXML)
    import FoundationXML
#endif

/// An element of an XML file, with its place. Prefixes are gone; what belongs to other vocabularies was left out.
struct XMLElement: Sendable {
    var name: String
    var attributes: [String: String]
    var children: [XMLElement] = []
    var text = ""
    var location: SourceLocation

    func all(_ name: String) -> [XMLElement] { children.filter { $0.name == name } }
    func first(_ name: String) -> XMLElement? { children.first { $0.name == name } }
    subscript(attribute: String) -> String? { attributes[attribute] }

    /// The child's text without the white space around it; nil without the child.
    func text(of name: String) -> String? { first(name).map { $0.text.trimmed } }
}

extension String {
    var trimmed: String { trimmingCharacters(in: .whitespacesAndNewlines) }
}

/// Reads XML into elements. Document type declarations, entities and the network are refused; size and depth are limited.
final class XMLReader: NSObject, XMLParserDelegate {
    static let maximumBytes = 32_000_000
    static let maximumDepth = 200
    static let maximumElements = 2_000_000

    private let file: String
    private let keeps: (_ namespace: String) -> Bool
    private var open: [XMLElement] = []
    private var root: XMLElement?
    private var skipped = 0
    private var count = 0
    private var fault: (SourceLocation, String)?

    /// - Parameter keeps: whether elements of a namespace are wanted; others are left out with all they hold.
    private init(file: String, keeps: @escaping (String) -> Bool) {
        self.file = file
        self.keeps = keeps
    }

    static func read(_ bytes: [UInt8], file: String, keeping keeps: @escaping (String) -> Bool, diagnostics: inout Diagnostics) -> XMLElement? {
        let start = SourceLocation(file: file, line: 1, column: 1)
        guard bytes.count <= maximumBytes else {
            diagnostics.error(start, "this file is larger than \(maximumBytes) bytes")
            return nil
        }
        if let message = refusal(bytes) {
            diagnostics.error(start, message)
            return nil
        }
        let reader = XMLReader(file: file, keeps: keeps)
        let parser = XMLParser(data: Data(bytes))
        parser.shouldProcessNamespaces = true
        parser.shouldResolveExternalEntities = false
        parser.delegate = reader
        let finished = parser.parse()
        if let (place, message) = reader.fault {
            diagnostics.error(place, message)
            return nil
        }
        guard finished, let root = reader.root else {
            let place = SourceLocation(file: file, line: max(parser.lineNumber, 1), column: max(parser.columnNumber, 1))
            diagnostics.error(place, "this is not well-formed XML", mend: "Open it in an editor that checks XML, or save it again from the modelling tool.")
            return nil
        }
        return root
    }

    /// A model has no need of a document type; one could declare entities that grow without bound. The search is on bytes, so that
    /// the encoding must leave ASCII as it is.
    private static func refusal(_ bytes: [UInt8]) -> String? {
        if bytes.contains(0) { return "this file is not in UTF-8" }
        let head = String(decoding: bytes.prefix(200), as: UTF8.self).lowercased()
        if let range = head.range(of: "encoding=") {
            let name = head[range.upperBound...].dropFirst().prefix { $0 != "\"" && $0 != "'" }
            guard ["utf-8", "us-ascii", "ascii", "iso-8859-1", "windows-1252"].contains(name) else {
                return "the encoding \(name) is not read here; save the file as UTF-8"
            }
        }
        var rest = bytes[...]
        while let open = rest.firstIndex(of: UInt8(ascii: "<")) {
            rest = rest[(open + 1)...]
            if rest.starts(with: "!DOCTYPE".utf8) { return "a document type declaration is not allowed here" }
        }
        return nil
    }

    private func stop(_ parser: XMLParser, _ message: String) {
        fault = fault ?? (place(parser), message)
        parser.abortParsing()
    }

    private func place(_ parser: XMLParser) -> SourceLocation {
        SourceLocation(file: file, line: max(parser.lineNumber, 1), column: max(parser.columnNumber, 1))
    }

    func parser(
        _ parser: XMLParser, didStartElement name: String, namespaceURI: String?, qualifiedName: String?, attributes: [String: String]
    ) {
        count += 1
        guard count <= Self.maximumElements, open.count + skipped < Self.maximumDepth else {
            return stop(parser, "this file has too many elements, or they are nested too deeply")
        }
        guard skipped == 0, keeps(namespaceURI ?? "") else { skipped += 1; return }
        var plain: [String: String] = [:]
        for (key, value) in attributes {
            let local = key.split(separator: ":").last.map(String.init) ?? key
            // An attribute without a prefix goes before one of another vocabulary.
            if plain[local] == nil || !key.contains(":") { plain[local] = value }
        }
        open.append(XMLElement(name: name.split(separator: ":").last.map(String.init) ?? name, attributes: plain, location: place(parser)))
    }

    func parser(_ parser: XMLParser, didEndElement name: String, namespaceURI: String?, qualifiedName: String?) {
        if skipped > 0 { skipped -= 1; return }
        guard let element = open.popLast() else { return }
        if open.isEmpty { root = element } else { open[open.count - 1].children.append(element) }
    }

    func parser(_ parser: XMLParser, foundCharacters text: String) {
        guard skipped == 0, !open.isEmpty else { return }
        open[open.count - 1].text += text
    }

    func parser(_ parser: XMLParser, foundCDATA block: Data) {
        guard skipped == 0, !open.isEmpty else { return }
        open[open.count - 1].text += String(decoding: block, as: UTF8.self)
    }
}
