import Kernel

extension Folder {
    /// Reads every file of a snapshot and checks them one by one and against each other.
    ///
    /// A mistake in one file does not keep the others from being read, so that one run finds them all. Serve the
    /// folder only when `diagnostics` have no errors; with errors in them its values are only fit for finding more.
    ///
    /// Names are only collected; `reading.resolveReferences()` then checks them.
    ///
    /// - Parameters:
    ///   - kinds: what the capabilities bring; the folder's own are always among them.
    ///   - reading: takes the findings and the names; names that need no file (permissions) may already be in it.
    public static func read(_ snapshot: FolderSnapshot, kinds: [AnyFileKind], reading: inout Reading) -> Folder {
        var reader = FolderReader(snapshot: snapshot, kinds: kinds, isOfServed: reading.diagnostics.isOfServed)
        return reader.read(into: &reading)
    }
}

private struct FolderReader: Sendable {
    let snapshot: FolderSnapshot
    let kinds: [AnyFileKind]
    private var trees: [String: SourceNode] = [:]
    /// What the YAML reader said, by file.
    private var syntax: [String: Diagnostics] = [:]
    private let isOfServed: Bool
    private var reading: Reading
    private var wording: [String: [String: Phrase.Template]] = [:]
    private var translations: FolderTranslations

    /// A file whose kind is known.
    private struct Known: Sendable {
        var file: FolderSnapshot.File
        var kind: AnyFileKind
        var names: [String]
    }

    init(snapshot: FolderSnapshot, kinds: [AnyFileKind], isOfServed: Bool) {
        self.snapshot = snapshot
        self.isOfServed = isOfServed
        reading = Reading(isOfServed: isOfServed)
        self.kinds = Folder.ownKinds + kinds.filter { kind in !Folder.ownKinds.contains { $0.id == kind.id } }
        translations = FolderTranslations()
    }

    mutating func read(into whole: inout Reading) -> Folder {
        let known = sort()
        let isOfServed = isOfServed
        let written = known.filter { $0.kind.schema != nil }
        let parsed = written.concurrentMap { entry in
            var said = Diagnostics(isOfServed: isOfServed)
            return (tree: YAML.read(entry.file.bytes, file: entry.file.path, diagnostics: &said)?.withoutSchemaKey, said: said)
        }
        for (entry, (tree, said)) in zip(written, parsed) { (trees[entry.file.path], syntax[entry.file.path]) = (tree, said) }
        for entry in known where entry.kind.id == PhraseFile.kind.id {
            var discarded = Diagnostics()
            let phrases = PhraseFile(source(entry, Checked(trees[entry.file.path] ?? .empty(entry.file.path))), &discarded)
            wording[phrases.language] = phrases.templates
        }
        translations.read(languages: translationLanguages(known), diagnostics: &reading.diagnostics)

        var entries: [String: [Folder.Entry<any Sendable>]] = [:]
        // Every file has what it needs now, and none needs another: they are read beside each other, and gathered in order.
        let reader = self
        for (entry, outcome) in zip(known, known.concurrentMap { entry in reader.read(entry) }) {
            reading.diagnostics.append(contentsOf: outcome.reading.diagnostics)
            reading.references.append(contentsOf: outcome.reading.references)
            guard let value = outcome.value else { continue }
            entries[entry.kind.id, default: []].append(Folder.Entry(path: entry.file.path, names: entry.names, value: value))
        }
        translations.reportStrays(&reading.diagnostics)
        whole.diagnostics.append(contentsOf: reading.diagnostics)
        whole.references.append(contentsOf: reading.references)
        let government = entries[Government.fileKind.id]?.first?.value as? Government
        return Folder(snapshot: snapshot, government: government ?? .unknown, entries: entries)
    }

    /// Finds each file's kind; what is of none is a translation or a finding.
    private mutating func sort() -> [Known] {
        var known: [Known] = []
        var strays: [FolderSnapshot.File] = []
        for file in snapshot.files {
            if let (kind, names) = kinds.firstMatch(file.path) {
                known.append(Known(file: file, kind: kind, names: names))
                if kind.schema != nil { translations.expect(file.path, place: kind.translations) }
            } else {
                strays.append(file)
            }
        }
        let translated = Set(known.filter { $0.kind.translations == .beside }.map { $0.file.path.directory })
        for file in strays where !translations.claim(file, translatedDirectories: translated) {
            UnknownFile(path: file.path, kinds: kinds).report(&reading.diagnostics)
        }
        for directory in HeadlessDirectory.all(in: snapshot.files.map(\.path), kinds: kinds) { directory.report(&reading.diagnostics) }
        return known
    }

    /// The languages have to be known before any text is read.
    private mutating func translationLanguages(_ known: [Known]) -> [String] {
        guard let file = known.first(where: { $0.kind.id == Government.fileKind.id }) else {
            reading.diagnostics.error(
                SourceLocation(file: "polity.yaml", line: 1, column: 1), "the folder has no polity.yaml",
                mend: "Write one with name, currency and time_zone; `polity new DIR` makes an example.")
            return []
        }
        return Government.translationLanguages(of: Checked(trees[file.file.path] ?? .empty(file.file.path)))
    }

    private func source(_ entry: Known, _ root: Checked) -> SourceFile {
        SourceFile(path: entry.file.path, names: entry.names, bytes: entry.file.bytes, root: root)
    }

    private func read(_ entry: Known) -> (value: (any Sendable)?, reading: Reading) {
        // What is said of the file as a whole and of its translations keeps nothing of the file itself from being said.
        var whole = Reading(isOfServed: isOfServed)
        let path = entry.file.path
        let start = SourceLocation(file: path, line: 1, column: 1)
        if let kind = entry.kind.declares { declare(kind, entry, at: start, &whole) }
        var found = Reading(isOfServed: isOfServed)
        if let told = syntax[path] { found.diagnostics.append(contentsOf: told) }
        func outcome(_ value: (any Sendable)?) -> (value: (any Sendable)?, reading: Reading) {
            whole.diagnostics.append(contentsOf: found.diagnostics)
            whole.references.append(contentsOf: found.references)
            return (value, whole)
        }
        var root = Checked(SourceNode.empty(path))
        if let schema = entry.kind.schema {
            guard let tree = trees[path] else { return outcome(nil) }
            var check = SchemaCheck(reading: Reading(isOfServed: isOfServed))
            check.check(tree, against: schema)
            found.append(check.reading)
            root = Checked(tree, translations: translate(tree, schema, entry, &whole))
        } else if UTF8Validation.firstFault(in: entry.file.bytes) == nil {
            HiddenCharacters.report(in: entry.file.bytes, file: path, &found.diagnostics)
        }
        var decoding = Reading(isOfServed: isOfServed)
        decoding.wording = wording
        let value = entry.kind.decode(source(entry, root), &decoding)
        found.append(decoding)
        return outcome(value)
    }

    private func declare(_ kind: String, _ entry: Known, at start: SourceLocation, _ reading: inout Reading) {
        let name = entry.names.last ?? ""
        reading.references.declare(kind, name, at: start)
        guard !Schema.TextRule.Form.isIdentifier(name) else { return }
        let better =
            Schema.TextRule.Form.identifier(from: name).map { "Rename it to '\($0)'." } ?? "Use small letters, digits and '_', beginning with a letter."
        reading.diagnostics.error(start, "'\(name)' is the id of \(kind.withArticle) and cannot be one", mend: better)
    }
}

// MARK: - Translations

extension FolderReader {
    /// Compares a file with its translations, and hands them out.
    private func translate(_ tree: SourceNode, _ schema: Schema, _ entry: Known, _ reading: inout Reading) -> [Checked.Translation] {
        let (found, missing) = translations.of(entry.file.path, place: entry.kind.translations)
        for translation in found {
            var check = TranslationCheck(language: translation.language, isOfServed: isOfServed)
            check.compare(tree, schema, with: translation.node, path: [], nearest: translation.node.location)
            reading.diagnostics.append(contentsOf: check.diagnostics)
        }
        for translation in missing {
            var check = TranslationCheck(language: translation.language, isOfServed: isOfServed)
            check.compare(tree, schema, with: nil, path: [], nearest: tree.location)
            guard check.textCount > 0 else { continue }
            reading.diagnostics.warning(
                SourceLocation(file: entry.file.path, line: 1, column: 1),
                "\(counted(check.textCount, "text")) \(check.textCount == 1 ? "has" : "have") no \(translation.language) translation", mend: translation.mend)
        }
        return found
    }
}

extension SourceNode {
    /// Stands for a file of which nothing can be made.
    fileprivate static func empty(_ path: String) -> SourceNode { SourceNode(.map([]), at: SourceLocation(file: path, line: 1, column: 1)) }
}

extension [AnyFileKind] {
    func firstMatch(_ path: String) -> (kind: AnyFileKind, names: [String])? {
        for kind in self {
            if let names = kind.pattern.match(path) { return (kind, names) }
        }
        return nil
    }
}

extension String {
    /// `services/x` of `services/x/service.yaml`; empty at the top.
    var directory: String { lastIndex(of: "/").map { String(self[..<$0]) } ?? "" }
    var fileName: String { lastIndex(of: "/").map { String(self[index(after: $0)...]) } ?? self }
}
