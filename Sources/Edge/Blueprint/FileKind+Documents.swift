import Kernel

extension AnyFileKind {
    /// The JSON Schema (2020-12) of this kind of file, for editors; of a file that is not YAML one that says nothing.
    public var document: JSON {
        guard let schema else { return ["$schema": "https://json-schema.org/draft/2020-12/schema", "description": .string(about)] }
        return schema.document(id: "urn:polity:schema:\(id)")
    }
}
