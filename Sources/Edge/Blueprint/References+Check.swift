import Kernel

extension References {
    /// Reports names declared twice, at both places, and uses of names that nobody declares.
    public func check(_ diagnostics: inout Diagnostics) {
        var known: [Space: [String: SourceLocation?]] = [:]
        // What a version of the program brings, another may bring no more, or under another name.
        let ofProgram = Set(declarations.filter { $0.location == nil }.map(\.space))
        for (space, name, location) in declarations {
            guard let first = known[space]?[name] else {
                known[space, default: [:]][name] = .some(location)
                continue
            }
            guard let location else { continue }
            // Within one list of one file the schema has already said so.
            let already = first.map { "already declared at \($0)" } ?? "built in"
            diagnostics.error(location, "the \(space.kind.spelledOut) '\(name)' is \(already)", mend: "Give one of them another id.")
            if let first {
                diagnostics.error(first, "the \(space.kind.spelledOut) '\(name)' is declared again at \(location)", mend: "Give one of them another id.")
            }
        }
        var suggestions = 0
        for use in uses where known[use.space]?[use.name] == nil {
            let kind = use.space.kind.spelledOut
            let names = known[use.space].map { Array($0.keys) } ?? []
            // A search costs as much as there are names; after hundreds of unknown ones nobody reads the suggestions.
            suggestions += 1
            let nearest = suggestions <= 1_000 ? Spelling.nearest(to: use.name, among: names) : nil
            let (finding, mend) = ("unknown \(kind) '\(use.name.shortened)'", nearest.map { "Did you mean '\($0)'?" } ?? Self.list(names, kind))
            if ofProgram.contains(use.space) {
                diagnostics.tightened(use.location, finding, mend: mend)
            } else {
                diagnostics.error(use.location, finding, mend: mend)
            }
        }
    }

    private static func list(_ names: [String], _ kind: String) -> String {
        switch names.count {
        case 0: "No \(kind) is declared."
        case 1...12: "Declared: \(names.sorted().joined(separator: ", "))."
        default: "Declared: \(names.sorted().prefix(12).joined(separator: ", ")) and \(names.count - 12) more."
        }
    }
}

extension String {
    /// `legal_basis` → `legal basis`.
    var spelledOut: String { String(map { $0 == "_" ? " " : $0 }) }
}
