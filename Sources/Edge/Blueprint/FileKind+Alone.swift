import Kernel

extension FileKind {
    /// Reads one file that stands alone, outside a government's folder: a reform to be tried, a rulebook being written.
    ///
    /// - Parameters:
    ///   - path: what diagnostics call it.
    ///   - id: the name that its place in a folder would give it.
    /// - Returns: nil where nothing can be made of it; `diagnostics` then hold an error.
    public func read(_ bytes: [UInt8], path: String, id: String, diagnostics: inout Diagnostics) -> Value? {
        var reading = Reading()
        defer { diagnostics.append(contentsOf: reading.diagnostics) }
        guard let tree = YAML.read(bytes, file: path, diagnostics: &reading.diagnostics)?.withoutSchemaKey, let schema else { return nil }
        var check = SchemaCheck()
        check.check(tree, against: schema)
        reading.append(check.reading)
        return decode(SourceFile(path: path, names: [id], bytes: bytes, root: Checked(tree)), &reading)
    }
}
