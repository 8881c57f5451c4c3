import Kernel

/// A file that is of no known kind: most often one whose name has a slip in it.
struct UnknownFile {
    let path: String
    let kinds: [AnyFileKind]

    /// Files about the folder rather than of it.
    static let companions: Set<String> = ["README.md", "LICENSE", "LICENSE.md", "LICENSE.txt", "CHANGELOG.md", "CONTRIBUTING.md"]

    func report(_ diagnostics: inout Diagnostics) {
        guard !Self.companions.contains(path.fileName) else { return }
        diagnostics.warning(SourceLocation(file: path, line: 1, column: 1), "no kind of file is called this, so it is not read", mend: mend)
    }

    private var mend: String {
        // A folder that there is was meant: a file in it is not one of another folder with a similar name.
        let isInKnownFolder = kinds.contains { $0.pattern.description.topFolder == path.topFolder }
        let candidates = kinds.compactMap { $0.pattern.nearest(to: path) }.filter { !isInKnownFolder || $0.topFolder == path.topFolder }
        if let meant = Spelling.nearest(to: path, among: candidates), Spelling.distance(path, meant) <= 6 {
            return "Did you mean '\(meant.directory == path.directory ? meant.fileName : meant)'?"
        }
        let translations =
            kinds.filter { $0.translations == .beside }.map { $0.pattern.description.directory + "/LANGUAGE.yaml" } + ["translations/LANGUAGE.yaml"]
        let all = kinds.map(\.pattern.description) + translations
        let beside = all.filter { $0.topFolder == path.topFolder }
        let known = beside.isEmpty ? all : beside
        return "Known: \(Array(Set(known)).sorted().joined(separator: ", "))."
    }
}

extension String {
    fileprivate var topFolder: Substring { prefix { $0 != "/" } }
}

extension PathPattern {
    /// The path of this pattern that is most like `path`: fixed parts as the pattern has them, `*` as the path has it.
    func nearest(to path: String) -> String? {
        let given = path.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        guard given.count == parts.count else { return nil }
        return zip(parts, given).map { part, text in
            guard let suffix = part.suffix else { return part.prefix }
            if text.hasPrefix(part.prefix), text.hasSuffix(suffix) { return text }
            return part.prefix + text.withoutExtension + suffix
        }.joined(separator: "/")
    }
}
