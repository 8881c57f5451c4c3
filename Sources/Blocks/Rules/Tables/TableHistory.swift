import Blueprint
import Capability
import Decisions
import Kernel
import Synchronization

/// What decision models said on other days. They have no dates of their own: it is what stood in the folders that were served then.
final class TableHistory: Sendable {
    /// The day from which a model was applied as an edition has it.
    struct Version: Sendable, Hashable {
        let since: CivilDate
        let edition: String
    }

    /// Of a folder that changes every day, more than a year.
    private static let mostServings = 400
    /// Models of other days that are kept as they were read; each is some hundred kilobytes.
    private static let mostKept = 32

    private let editions: Editions
    private let zone: CivilZone
    private let seen = Mutex(Seen())

    private struct Seen {
        /// By edition: a hash of each of its models, by its path.
        var hashes: [String: [String: String]] = [:]
        var models: [Place: ReadableModel] = [:]
    }

    private struct Place: Hashable {
        let edition: String
        let file: String
    }

    init(editions: Editions, zone: CivilZone) {
        self.editions = editions
        self.zone = zone
    }

    /// When a model became another, the oldest first. Of several on one day the last counts.
    ///
    /// The folders are read once in the life of the program: O(served editions) then, and one query afterwards.
    func versions(of readable: ReadableModel) async throws -> [Version] {
        var versions: [Version] = []
        var last: String?
        for serving in try await editions.servings(most: Self.mostServings) {
            let hash = try await hashes(of: serving.edition)[readable.file]
            defer { last = hash }
            guard let hash, hash != last else { continue }
            let day = zone.date(of: serving.since)
            if versions.last?.since == day { versions.removeLast() }
            versions.append(Version(since: day, edition: serving.edition))
        }
        return versions
    }

    private func hashes(of edition: String) async throws -> [String: String] {
        if let known = seen.withLock({ $0.hashes[edition] }) { return known }
        var hashes: [String: String] = [:]
        for file in try await editions.folder(edition).snapshot.files where file.path.hasSuffix(".dmn") {
            hashes[file.path] = FolderSnapshot.hash(of: file.bytes)
        }
        seen.withLock { $0.hashes[edition] = hashes }
        return hashes
    }

    /// The model as it was then, in the words of today where it has none of its own.
    ///
    /// - Throws: `RULES-404` where this version of the program cannot read it.
    func model(_ readable: ReadableModel, of version: Version) async throws -> ReadableModel {
        let place = Place(edition: version.edition, file: readable.file)
        if let known = seen.withLock({ $0.models[place] }) { return known }
        let files = try await editions.folder(version.edition).snapshot.files
        let wanted = files.filter { $0.path == readable.file || $0.path.hasPrefix("rules/") && $0.path.hasSuffix(".dmn") }
        // What was wrong in it was told when it was served.
        var unheard = Diagnostics(isOfServed: true)
        guard let model = DecisionModel.load(wanted.map { ($0.path, $0.bytes) }, wanted: readable.file, diagnostics: &unheard) else {
            throw PolityError(.notFound, "RULES-404", Phrase.lawUnknown, context: "edition \(version.edition), \(readable.file)")
        }
        let then = ReadableModel(place: readable.place, id: readable.id, model: model).adding(readable.words)
        seen.withLock { seen in
            if seen.models.count >= Self.mostKept { seen.models = [:] }
            seen.models[place] = then
        }
        return then
    }
}

extension ReadableModel {
    /// Where it stands in a folder.
    var file: String { place == .shared ? "rules/\(id).dmn" : "services/\(id)/rules.dmn" }
}
