import Kernel

/// The translation files of a folder: `services/x/es.yaml` beside what it translates, `translations/es.yaml` for the rest.
struct FolderTranslations {
    struct Missing {
        var language: String
        var mend: String
    }

    private struct File {
        var language: String
        var path: String
        var bytes: [UInt8]
        var tree: SourceNode?
    }

    private static let central = "translations"
    /// By directory and language.
    private var files: [String: [String: File]] = [:]
    private var languages: [String] = []
    /// Paths below `translations/es.yaml` that a file of the folder has.
    private var centralPaths: [[String]] = []

    /// Takes a file that is a translation.
    ///
    /// - Returns: false when it is none.
    mutating func claim(_ file: FolderSnapshot.File, translatedDirectories: Set<String>) -> Bool {
        let directory = file.path.directory
        guard file.path.hasSuffix(".yaml"), directory == Self.central || translatedDirectories.contains(directory) else { return false }
        let language = String(file.path.fileName.dropLast(".yaml".count))
        guard Schema.TextRule.Form.isLocale(language) else { return false }
        files[directory, default: [:]][language] = File(language: language, path: file.path, bytes: file.bytes)
        return true
    }

    /// Keeps where `translations/es.yaml` may have the texts of the file at `path`.
    mutating func expect(_ path: String, place: TranslationPlace) {
        if place == .central { centralPaths.append(Self.keys(of: path)) }
    }

    private static func keys(of path: String) -> [String] { path.withoutExtension.split(separator: "/").map(String.init) }

    mutating func read(languages: [String], diagnostics: inout Diagnostics) {
        self.languages = languages
        for (directory, byLanguage) in files.sorted(by: { $0.key < $1.key }) {
            for (language, file) in byLanguage.sorted(by: { $0.key < $1.key }) {
                if !languages.contains(language) {
                    let nearest = Spelling.nearest(to: language, among: languages).map { "Did you mean '\($0).yaml'?" }
                    diagnostics.warning(
                        SourceLocation(file: file.path, line: 1, column: 1), "polity.yaml does not list '\(language)' among the languages to translate to",
                        mend: nearest ?? "Add it to 'languages' in polity.yaml, or remove the file.")
                }
                guard let tree = YAML.read(file.bytes, file: file.path, diagnostics: &diagnostics) else { continue }
                if tree.shape == .map {
                    files[directory]?[language]?.tree = tree
                } else if tree.shape != .null {
                    diagnostics.error(
                        tree.location, "a translation must be a map, not \(tree.shape.name)",
                        mend: "Write the keys of the file it translates, with only their texts.")
                }
            }
        }
    }

    /// The translations of the file at `path`, and the languages that have none.
    func of(_ path: String, place: TranslationPlace) -> (found: [Checked.Translation], missing: [Missing]) {
        switch place {
        case .none: return ([], [])
        case .beside:
            return gather { language in
                let directory = path.directory
                let file = directory.isEmpty ? "\(language).yaml" : "\(directory)/\(language).yaml"
                return (files[directory]?[language]?.tree, "Write \(file) with the same keys and only their texts.")
            }
        case .central:
            let keys = Self.keys(of: path)
            return gather { language in
                var node = files[Self.central]?[language]?.tree
                for key in keys { node = node?[key] }
                return (node?.isNull == true ? nil : node, "Write them in translations/\(language).yaml under \(keys.map { "\($0):" }.joined(separator: " ")).")
            }
        }
    }

    private func gather(_ find: (String) -> (SourceNode?, String)) -> (found: [Checked.Translation], missing: [Missing]) {
        var found: [Checked.Translation] = []
        var missing: [Missing] = []
        for language in languages {
            let (node, mend) = find(language)
            if let node { found.append(Checked.Translation(language: language, node: node)) } else { missing.append(Missing(language: language, mend: mend)) }
        }
        return (found, missing)
    }

    /// Keys of `translations/es.yaml` that lead to no file.
    func reportStrays(_ diagnostics: inout Diagnostics) {
        for (_, file) in (files[Self.central] ?? [:]).sorted(by: { $0.key < $1.key }) {
            if let tree = file.tree { reportStrays(tree, below: [], &diagnostics) }
        }
    }

    private func reportStrays(_ node: SourceNode, below path: [String], _ diagnostics: inout Diagnostics) {
        let known = Set(centralPaths.filter { $0.starts(with: path) && $0.count > path.count }.map { $0[path.count] })
        for entry in node.entries {
            let deeper = path + [entry.key]
            guard known.contains(entry.key) else {
                let nearest = Spelling.nearest(to: entry.key, among: known).map { "Did you mean '\($0)'?" }
                diagnostics.error(
                    entry.keyLocation, "'\(deeper.joined(separator: "/"))' is no file to translate",
                    mend: nearest ?? "Known here: \(known.sorted().joined(separator: ", ")).")
                continue
            }
            if !centralPaths.contains(deeper) { reportStrays(entry.value, below: deeper, &diagnostics) }
        }
    }
}

extension String {
    var withoutExtension: String {
        guard let dot = lastIndex(of: "."), !self[dot...].contains("/") else { return self }
        return String(self[..<dot])
    }
}
