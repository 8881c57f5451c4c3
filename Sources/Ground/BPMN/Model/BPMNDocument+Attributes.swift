import Kernel
import XML

extension BPMNDocument {
    /// An attribute of Polity's own, of every flow node that bears it.
    public func attributes(_ name: String) -> [(element: String, value: String, location: SourceLocation)] {
        contents.nodes.compactMap { node in node.element.attribute(name, in: Vocabulary.polity).map { (node.id, $0, node.location) } }
    }
}
