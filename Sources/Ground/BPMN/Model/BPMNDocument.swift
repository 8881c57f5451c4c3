import Kernel
import XML

/// A BPMN 2.0 file (OMG formal/2013-12-09, ISO/IEC 19510): its tree, which keeps everything that any tool wrote, and what is in it,
/// typed. The tree is the model's one truth: a change is made there, `contents` are read from it, and `write` writes it.
public struct BPMNDocument: Sendable {
    public private(set) var tree: XMLDocument
    public private(set) var contents: Definitions

    /// - Returns: nil, with an error, for what is no BPMN 2.0 at all.
    public init?(reading bytes: [UInt8], file: String, diagnostics: inout Diagnostics) {
        guard let tree = XMLReader.read(bytes, file: file, diagnostics: &diagnostics) else { return nil }
        guard tree.root.name == "definitions", Vocabulary.isModel(tree.root.namespace) else {
            diagnostics.error(
                tree.root.location, "this is no BPMN 2.0: the outermost element is '\(tree.root.qualifiedName)'\(Self.other(tree.root))",
                mend: "Save it as BPMN 2.0 from the modelling tool; its outermost element is 'definitions' in \(Vocabulary.model).")
            return nil
        }
        self.tree = tree
        contents = DefinitionsReader.read(tree.root)
    }

    private static func other(_ root: XMLElement) -> String {
        if root.namespace.contains("/DMN/") { return ", which is a decision model (DMN)" }
        if root.namespace.contains("XPDL") || root.name == "Package" { return ", which is XPDL" }
        if root.name == "definitions" { return root.namespace.isEmpty ? " without a namespace" : " of \(root.namespace.prefix(80))" }
        return ""
    }

    /// UTF-8; equal to what was read by Canonical XML, but for what was changed.
    public func write() -> [UInt8] { XMLWriter.write(tree) }

    /// Changes the element of this id, diagram elements among them.
    ///
    /// - Returns: whether there is one.
    @discardableResult
    public mutating func update(_ id: String, _ change: (inout XMLElement) -> Void) -> Bool {
        guard Self.update(&tree.root, id, change) else { return false }
        contents = DefinitionsReader.read(tree.root)
        return true
    }

    /// Gives an element another name.
    @discardableResult
    public mutating func rename(_ id: String, to name: String) -> Bool { update(id) { $0["name"] = name } }

    /// The depth is the reader's limit at most.
    private static func update(_ element: inout XMLElement, _ id: String, _ change: (inout XMLElement) -> Void) -> Bool {
        if element["id"] == id { change(&element); return true }
        for index in element.content.indices {
            guard case .element(var child) = element.content[index], update(&child, id, change) else { continue }
            element.content[index] = .element(child)
            return true
        }
        return false
    }
}
