import Kernel

/// What reading has found so far: the findings, and the names that files declare and use.
public struct Reading: Sendable {
    public var diagnostics: Diagnostics
    public var references = References()
    /// The folder's own words for pages, by language and key: read first, so that the government has them.
    var wording: [String: [String: Phrase.Template]] = [:]

    /// - Parameter isOfServed: what is read was served before, by this version of the program or an earlier one.
    public init(isOfServed: Bool = false) { diagnostics = Diagnostics(isOfServed: isOfServed) }

    /// Takes over what a later stage found, but no second error at a place that already has one: it is most often only a
    /// consequence of the first.
    public mutating func append(_ later: Reading) {
        diagnostics.append(contentsOf: later.diagnostics, unlessReported: diagnostics)
        references.append(contentsOf: later.references)
    }

    /// Checks all names against each other. To be called once, when everything that declares names has been read.
    public mutating func resolveReferences() {
        var found = Diagnostics(isOfServed: diagnostics.isOfServed)
        references.check(&found)
        diagnostics.append(contentsOf: found, unlessReported: diagnostics)
    }
}
