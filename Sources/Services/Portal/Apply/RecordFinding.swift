import Casework
import FEEL
import Forms
import Foundation
import Kernel
import Registries

/// How a person finds the record they mean, and how it is called once it is chosen.
extension Portal {
    /// Published records that may be meant by what was typed into a question of the page; nothing where nothing was typed.
    func found(_ questions: [Question], _ typed: RawFields) async throws -> [String: [FoundRecord]] {
        let wanted = questions.compactMap { question -> (id: String, registry: String, text: String)? in
            guard case .record(let registry) = question.kind, let text = typed[question.id] else { return nil }
            return (question.id, registry, text)
        }
        guard !wanted.isEmpty else { return [:] }
        let published = host[Registries.self].published
        return try await host.store.read { connection in
            var found: [String: [FoundRecord]] = [:]
            for (id, registry, text) in wanted {
                let entries = try published.found(text, in: registry, connection: connection)
                let records = try published.words(of: entries, of: registry, in: connection).map { FoundRecord(number: $0.title, place: $0.place) }
                // As a street goes: number 4 before number 11.
                found[id] = records.sorted { ($0.place + "\n" + $0.number).compare($1.place + "\n" + $1.number, options: .numeric) == .orderedAscending }
            }
            return found
        }
    }

    /// The words that place each record among the answers, by question: `1001-17` is in Harbour Street.
    func places(of lines: [SummaryLine]) async throws -> [String: String] {
        let chosen = lines.compactMap { line -> (id: String, registry: String, number: String)? in
            guard case .record(let registry) = line.question.kind, case .string(let number) = line.value else { return nil }
            return (line.question.id, registry, number)
        }
        guard !chosen.isEmpty else { return [:] }
        let published = host[Registries.self].published
        return try await host.store.read { connection in
            var places: [String: String] = [:]
            for (id, registry, number) in chosen {
                guard let entry = try published.entry(called: number, of: registry, in: connection) else { continue }
                places[id] = try published.words(of: [entry], of: registry, in: connection).first?.place
            }
            return places
        }
    }
}
