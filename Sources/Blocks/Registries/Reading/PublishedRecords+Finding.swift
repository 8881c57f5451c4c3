import FEEL
import Kernel
import Privacy
import Store

/// How people find a published record: by its number, or by what stands beside it. `Harbour Street 7` names a parcel,
/// though the parcel itself holds only a reference to the street and a house number.
extension PublishedRecords {
    /// What an entry is called, and the words that place it: `1001-17`, `Harbour Street 17`.
    public struct Words: Sendable, Hashable {
        public var title: String
        /// Empty where nothing more is published in words.
        public var place: String

        public init(title: String, place: String) {
            self.title = title
            self.place = place
        }
    }

    /// The entry that people call by this value, in the registry's first unique field; nil when that is not published.
    public func entry(called value: String, of registry: String, in connection: Connection) throws -> Entry? {
        guard value.utf8.count <= 200 else { return nil }
        let registry = try published(registry)
        guard let field = registry.identifier, registry.published.contains(field.id), field.personal == nil else { return nil }
        let id = try registries.holder(of: value, in: field, of: registry, on: registries.zone.date(of: connection.now), connection)
        return try id.flatMap { try rows(registry, after: nil, limit: 1, ids: [$0.text], in: connection).first }
    }

    /// Entries somebody may mean: all words of `query` begin words of the entry, or of a published record it refers to.
    /// Where the rest of the words stand whole in some, the others are left out: house number 1 is not 10 to 19.
    public func found(_ query: String, in registry: String, limit: Int = 20, connection: Connection) throws -> [Entry] {
        let words = Array(TextFolding.words(query).prefix(8))
        guard !words.isEmpty, query.utf8.count <= 200 else { return [] }
        let direct = try entries(of: registry, matching: query, limit: limit, in: connection)
        if !direct.isEmpty { return direct }
        let registry = try published(registry)
        for field in registry.fields where registry.published.contains(field.id) {
            guard case .record(let other) = field.type, let target = registries.book[other], target.subject == .nobody, !target.published.isEmpty else {
                continue
            }
            let naming = try words.filter { try !entries(of: other, matching: $0, limit: 1, in: connection).isEmpty }
            guard !naming.isEmpty else { continue }
            let targets = try entries(of: other, matching: naming.joined(separator: " "), limit: 20, in: connection)
            let rest = words.filter { !naming.contains($0) }
            let near = try targets.flatMap { try entries(registry, where: field, refersTo: $0.id, in: connection) }
            let ranked = near.compactMap { entry in Self.rank(entry, registry, rest).map { (entry, $0) } }
            let exact = ranked.filter { $0.1 == rest.count }
            if !ranked.isEmpty { return (exact.isEmpty ? ranked : exact).prefix(limit).map(\.0) }
        }
        return []
    }

    /// How many of the words stand whole in the entry; nil when one does not even begin a word of it.
    private static func rank(_ entry: Entry, _ registry: Registry, _ words: [String]) -> Int? {
        let own = registry.fields.flatMap { field -> [String] in
            guard case .string(let text)? = entry.values[field.id], !field.type.isReference else { return [] }
            return TextFolding.words(text)
        }
        guard words.allSatisfy({ word in own.contains { $0.hasPrefix(word) } }) else { return nil }
        return words.count { own.contains($0) }
    }

    private func entries(_ registry: Registry, where field: RegistryField, refersTo target: RecordID, in connection: Connection) throws -> [Entry] {
        let token = try registries.tokens(registry, field).whole(target.text)
        let ids = try connection.rows(
            "SELECT record FROM registry_links WHERE registry = \(registry.id) AND field = \(field.storage) AND target = \(token) ORDER BY record LIMIT 500"
        ).map { try $0.text(0) }
        return ids.isEmpty ? [] : try rows(registry, after: nil, limit: ids.count, ids: ids, in: connection)
    }

    /// The words of several entries of one registry, in their order; each record they refer to is read once.
    public func words(of entries: [Entry], of registry: String, in connection: Connection) throws -> [Words] {
        let registry = try published(registry)
        let told = registry.fields.filter { field in
            guard field.id != registry.titleField, registry.published.contains(field.id) else { return false }
            return field.type == .text || field.type.isReference
        }
        var titles: [String: String] = [:]
        for field in told {
            guard case .record(let other) = field.type, let target = registries.book[other], target.published.contains(target.titleField) else { continue }
            let ids = Set(entries.compactMap { if case .string(let id)? = $0.values[field.id] { id } else { nil } }).sorted()
            for start in stride(from: 0, to: ids.count, by: 500) {
                let some = Array(ids[start..<min(start + 500, ids.count)])
                for entry in try rows(target, after: nil, limit: some.count, ids: some, in: connection) {
                    titles[entry.id.text] = registries.book.title(of: entry.values, in: target)
                }
            }
        }
        return entries.map { entry in
            let place = told.compactMap { field -> String? in
                guard case .string(let text)? = entry.values[field.id] else { return nil }
                return field.type.isReference ? titles[text] : text
            }
            return Words(title: registries.book.title(of: entry.values, in: registry), place: place.joined(separator: " "))
        }
    }
}
