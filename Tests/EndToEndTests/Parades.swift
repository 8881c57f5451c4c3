import Foundation
import Kernel
import Store
import StoreTesting
import Testing

/// What has to follow once from every parade of `Data/parade`, whose process waits for three timers at once: a decision with its
/// act, a record, a certificate and letters.
struct Parades {
    let town: Town
    /// Those of the demonstration's past.
    private let earlier: Set<String>
    private let earlierRecords: Int

    init(town: Town) async throws {
        self.town = town
        (earlier, earlierRecords) = try await town.inspect { connection in
            (
                Set(try connection.rows("SELECT id FROM casework_cases WHERE service = 'parade'").map { try $0.text(0) }),
                try connection.value("SELECT COUNT(*) FROM registry_records WHERE registry = 'parades'", as: Int.self) ?? -1
            )
        }
    }

    /// Mill Town, where parades are announced as well.
    static func folder() throws -> ScratchDirectory {
        let folder = ScratchDirectory()
        try FileManager.default.copyItem(atPath: Town.folder, toPath: folder.path)
        for path in ["registries/parades.yaml", "services/parade"] {
            try FileManager.default.copyItem(atPath: PolityCommand.root + "/Tests/EndToEndTests/Data/parade/" + path, toPath: folder.path + "/" + path)
        }
        return folder
    }

    /// Waits until nothing is left to do: no job that is due or held, no act without its place in the log.
    func allIsDone() async throws {
        // Drafts end in two months, and an officer's deadline in days; whatever is held by a dead worker is due within its lease.
        let isDone = try await eventually(within: .seconds(300)) {
            try await town.inspect { connection in
                let horizon = Instant(microseconds: Int64(Date().timeIntervalSince1970 * 1_000_000)) + .seconds(600)
                let jobs = try connection.value("SELECT COUNT(*) FROM store_jobs WHERE state = 0 AND run_at < \(horizon)", as: Int.self)
                let acts = try connection.value("SELECT COUNT(*) FROM journal_waiting", as: Int.self)
                return jobs == 0 && acts == 0
            }
        }
        #expect(isDone, "something is never finished")
    }

    func check(acknowledged: Acknowledged) async throws {
        let announced = acknowledged.submitted.filter { $0.question == "route" }
        let found = try await town.inspect { connection in
            func counts(_ query: SQL) throws -> [String: Int] {
                Dictionary(uniqueKeysWithValues: try connection.rows(query).map { (try $0.text(0), try $0.integer(1)) })
            }
            return Found(
                cases: try connection.rows("SELECT id, reference, stage FROM casework_cases WHERE service = 'parade' AND closed_at IS NOT NULL").map {
                    (try $0.text(0), try $0.text(1), try $0.text(2))
                },
                open: try connection.rows("SELECT reference FROM casework_cases WHERE service = 'parade' AND closed_at IS NULL").map { try $0.text(0) },
                timers: try counts("SELECT case_id, COUNT(*) FROM casework_history WHERE kind = 'time_passed' GROUP BY case_id"),
                acts: try counts("SELECT reference, COUNT(*) FROM journal_acts WHERE kind = 'decision_made' GROUP BY reference"),
                leaves: try counts(
                    """
                    SELECT a.reference, COUNT(*) FROM journal_leaves l JOIN journal_acts a ON a.id = l.act_id WHERE a.kind = 'decision_made' GROUP BY a.reference
                    """),
                papers: try counts("SELECT case_id, COUNT(*) FROM casework_papers WHERE document IS NOT NULL GROUP BY case_id"),
                letters: try counts(
                    """
                    SELECT case_reference, COUNT(*) FROM messages_messages WHERE kind = 'case_decided' AND mail_state = 'sent' GROUP BY case_reference
                    """),
                records: try connection.value("SELECT COUNT(*) FROM registry_records WHERE registry = 'parades'", as: Int.self) ?? -1,
                dead: try connection.rows("SELECT kind, reason FROM store_jobs WHERE state = 2").map { "\(try $0.text(0)): \(try $0.text(optional: 1) ?? "")" })
        }
        #expect(announced.count > 3, "\(announced.count) parades prove nothing")
        #expect(found.open.isEmpty && found.dead.isEmpty, "\(found.open), \(found.dead)")
        #expect(Set(announced.compactMap(\.caseID)).isSubset(of: found.cases.map(\.id)))
        let new = found.cases.filter { !earlier.contains($0.id) }
        #expect(found.records - earlierRecords == new.count, "\(found.records) records, of \(new.count) parades and \(earlierRecords) before")
        for (id, reference, stage) in new {
            // Those that are due when the first of them is carried out happen together. The join behind them proves that none is missing.
            #expect(stage == "decided" && (1...3).contains(found.timers[id] ?? 0), "\(stage), \(found.timers[id] ?? 0) timers of \(id)")
            #expect(found.acts[reference] == 1 && found.leaves[reference] == 1, "\(found.acts[reference] ?? 0) acts of \(reference)")
            let letters = found.letters[ReferenceNumber(reference)?.description ?? ""] ?? 0
            #expect(found.papers[id] == 1 && letters == 1, "\(found.papers[id] ?? 0) papers, \(letters) letters of \(id)")
        }
    }

    private struct Found: Sendable {
        var cases: [(id: String, reference: String, stage: String)]
        var open: [String]
        var timers: [String: Int]
        var acts: [String: Int]
        var leaves: [String: Int]
        var papers: [String: Int]
        var letters: [String: Int]
        var records: Int
        var dead: [String]
    }
}
