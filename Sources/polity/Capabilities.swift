import Capability

extension Composition {
    /// What this program is made of, in the order of the house. A new capability is a folder, and a line here.
    static let polity = Composition([])
}
