/// Where files of one kind stand in the folder: `registries/*.yaml`, `services/*/service.yaml`.
///
/// A `*` stands for one or more characters of one part of a path, never for a slash; each catches what it stood for.
public struct PathPattern: Sendable, Hashable, CustomStringConvertible {
    public let description: String
    let parts: [Part]

    struct Part: Sendable, Hashable {
        var prefix: String
        /// nil where the part has no `*`.
        var suffix: String?
    }

    /// - Precondition: at most one `*` in each part of the path. Patterns are written in code, so a bad one traps.
    public init(_ pattern: String) {
        description = pattern
        parts = pattern.split(separator: "/", omittingEmptySubsequences: false).map { part in
            let pieces = part.split(separator: "*", omittingEmptySubsequences: false)
            precondition(pieces.count <= 2 && !part.isEmpty, "'\(pattern)' has an empty part or one with two stars")
            return Part(prefix: String(pieces[0]), suffix: pieces.count == 2 ? String(pieces[1]) : nil)
        }
    }

    /// What each `*` stood for; nil when `path` does not match.
    public func match(_ path: String) -> [String]? {
        let pathParts = path.split(separator: "/", omittingEmptySubsequences: false)
        guard pathParts.count == parts.count else { return nil }
        var caught: [String] = []
        for (part, text) in zip(parts, pathParts) {
            guard let suffix = part.suffix else {
                guard part.prefix == text else { return nil }
                continue
            }
            guard text.count > part.prefix.count + suffix.count, text.hasPrefix(part.prefix), text.hasSuffix(suffix) else { return nil }
            caught.append(String(text.dropFirst(part.prefix.count).dropLast(suffix.count)))
        }
        return caught
    }
}

extension PathPattern: ExpressibleByStringLiteral {
    public init(stringLiteral value: String) { self.init(value) }
}
