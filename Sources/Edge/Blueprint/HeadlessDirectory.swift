import Kernel

/// A directory that is something by one file in it, as `services/x` is a service by its `service.yaml`. Without that file the rest
/// of the directory is about nothing, and what it was about would disappear without a word.
struct HeadlessDirectory {
    let path: String
    /// The file that is missing: `service.yaml`.
    let head: String
    /// The first file that is there.
    let witness: String
    /// A file whose name is nearly the missing one's.
    var meant: String?

    /// All of a folder, in the order of its files.
    static func all(in files: [String], kinds: [AnyFileKind]) -> [HeadlessDirectory] {
        let present = Set(files)
        var found: [HeadlessDirectory] = []
        var seen: Set<String> = []
        for head in kinds.compactMap(Head.init) {
            for file in files {
                // A page about the directory makes it nothing that could disappear.
                guard !UnknownFile.companions.contains(file.fileName), let directory = head.directory(of: file), seen.insert(directory).inserted else {
                    continue
                }
                guard !present.contains("\(directory)/\(head.name)") else { continue }
                let own = files.filter { $0.directory == directory }.map(\.fileName)
                let meant = own.first { Spelling.distance($0.lowercased(), head.name) <= 2 }
                found.append(HeadlessDirectory(path: directory, head: head.name, witness: file, meant: meant))
            }
        }
        return found
    }

    func report(_ diagnostics: inout Diagnostics) {
        diagnostics.error(
            SourceLocation(file: witness, line: 1, column: 1), "the folder '\(path)' has no \(head)",
            mend: meant.map { "Rename '\($0)' to '\(head)'." } ?? "Write one, or remove the folder.")
    }

    /// A kind of file by which its directory gets its name.
    private struct Head {
        let name: String
        let directories: PathPattern
        private let depth: Int

        init?(_ kind: AnyFileKind) {
            let parts = kind.pattern.parts
            guard kind.declares != nil, parts.count >= 2, let last = parts.last, last.suffix == nil, parts[parts.count - 2].suffix != nil else { return nil }
            name = last.prefix
            depth = parts.count - 1
            directories = PathPattern(kind.pattern.description.directory)
        }

        /// nil for a file in no such directory.
        func directory(of file: String) -> String? {
            let parts = file.split(separator: "/", omittingEmptySubsequences: false)
            guard parts.count > depth else { return nil }
            let directory = parts.prefix(depth).joined(separator: "/")
            return directories.match(directory) == nil ? nil : directory
        }
    }
}
