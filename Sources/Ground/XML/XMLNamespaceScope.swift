/// What prefixes stand for, element by element (Namespaces in XML 1.0, section 6.1).
struct XMLNamespaceScope {
    static let xml = "http://www.w3.org/XML/1998/namespace", xmlns = "http://www.w3.org/2000/xmlns/"

    /// By prefix, the innermost last.
    private var bound: [String: [String]] = ["xml": [xml], "xmlns": [xmlns]]
    private var declared: [[String]] = []

    /// Takes over what the element declares, and gives it and its attributes their namespaces.
    mutating func enter(_ element: inout XMLElement, at offset: Int) throws(XMLFault) {
        var prefixes: [String] = []
        for attribute in element.attributes {
            guard let prefix = attribute.declaredPrefix else { continue }
            guard prefix.isEmpty || !attribute.value.isEmpty else { throw XMLFault(at: offset, "the prefix '\(prefix)' is given no namespace") }
            bound[prefix, default: []].append(attribute.value)
            prefixes.append(prefix)
        }
        declared.append(prefixes)
        element.namespace = try element.prefix.isEmpty ? bound[""]?.last ?? "" : namespace(of: element.prefix, at: offset)
        for index in element.attributes.indices {
            let attribute = element.attributes[index]
            if attribute.declaredPrefix != nil { element.attributes[index].namespace = Self.xmlns; continue }
            if !attribute.prefix.isEmpty { element.attributes[index].namespace = try namespace(of: attribute.prefix, at: offset) }
        }
        try refuseDoubles(element, at: offset)
    }

    mutating func leave() {
        for prefix in declared.popLast() ?? [] { bound[prefix]?.removeLast() }
    }

    private func namespace(of prefix: String, at offset: Int) throws(XMLFault) -> String {
        guard let namespace = bound[prefix]?.last else {
            throw XMLFault(
                at: offset, "the prefix '\(prefix)' is not declared", mend: "Add xmlns:\(prefix)=\"…\" to the outermost element, or remove the prefix.")
        }
        return namespace
    }

    private func refuseDoubles(_ element: XMLElement, at offset: Int) throws(XMLFault) {
        guard element.attributes.count > 1 else { return }
        var seen: Set<[String]> = []
        for attribute in element.attributes where !seen.insert([attribute.namespace, attribute.name]).inserted {
            throw XMLFault(at: offset, "the attribute '\(attribute.qualifiedName)' stands twice", mend: "Delete one of them.")
        }
    }
}
