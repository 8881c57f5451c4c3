import Kernel

/// An element of an XML file as it stands there: prefixes, the order of its attributes, comments and white space are kept, so that
/// what is read can be written again without loss.
public struct XMLElement: Sendable, Hashable {
    /// "" without one.
    public var prefix: String
    /// The local name.
    public var name: String
    /// The namespace that the prefix stands for; "" in none.
    public var namespace: String
    /// In their order, declarations of namespaces among them.
    public var attributes: [XMLAttribute]
    public var content: [XMLContent]
    /// The start tag's `<`.
    public var location: SourceLocation
    /// Behind the start tag's `>`: the first character of what is in it.
    public var contentLocation: SourceLocation

    public init(
        _ name: String, prefix: String = "", namespace: String = "", attributes: [XMLAttribute] = [], content: [XMLContent] = [],
        at location: SourceLocation, contentAt contentLocation: SourceLocation? = nil
    ) {
        self.prefix = prefix
        self.name = name
        self.namespace = namespace
        self.attributes = attributes
        self.content = content
        self.location = location
        self.contentLocation = contentLocation ?? location
    }

    /// `prefix:name` as it stands in the file.
    public var qualifiedName: String { prefix.isEmpty ? name : prefix + ":" + name }
}

/// What stands between an element's tags.
public enum XMLContent: Sendable, Hashable {
    case element(XMLElement)
    /// References to characters and entities are resolved.
    case text(String)
    case characterData(String)
    case comment(String)
    case instruction(target: String, data: String)

    public var element: XMLElement? { if case .element(let element) = self { element } else { nil } }
}

public struct XMLAttribute: Sendable, Hashable {
    public var prefix: String
    public var name: String
    /// An attribute without a prefix is in no namespace (Namespaces in XML 1.0, section 6.2).
    public var namespace: String
    public var value: String
    /// The first character of its name.
    public var position: SourcePosition

    public init(_ name: String, _ value: String, prefix: String = "", namespace: String = "", at position: SourcePosition = .init(line: 1, column: 1)) {
        self.prefix = prefix
        self.name = name
        self.namespace = namespace
        self.value = value
        self.position = position
    }

    public var qualifiedName: String { prefix.isEmpty ? name : prefix + ":" + name }

    /// The prefix that this attribute declares, "" for the default namespace; nil for an attribute that declares none.
    public var declaredPrefix: String? { prefix == "xmlns" ? name : prefix.isEmpty && name == "xmlns" ? "" : nil }
}

/// A whole file: its declaration, its element, and the comments and instructions around that.
public struct XMLDocument: Sendable, Hashable {
    /// `<?xml version="1.0" … ?>`; the encoding is what the file said, and UTF-8 when it is written.
    public struct Declaration: Sendable, Hashable {
        public var version: String
        public var encoding: String?
        public var standalone: String?

        public init(version: String = "1.0", encoding: String? = "UTF-8", standalone: String? = nil) {
            self.version = version
            self.encoding = encoding
            self.standalone = standalone
        }
    }

    public var declaration: Declaration?
    public var before: [XMLContent]
    public var root: XMLElement
    public var after: [XMLContent]
    /// Whether its lines end with a carriage return before the line feed, as on Windows. In the tree they end with a line feed alone
    /// (XML 1.0, section 2.11); they are written as they were.
    public var endsLinesWithCarriageReturn = false

    public init(declaration: Declaration? = Declaration(), before: [XMLContent] = [], root: XMLElement, after: [XMLContent] = []) {
        self.declaration = declaration
        self.before = before
        self.root = root
        self.after = after
    }
}
