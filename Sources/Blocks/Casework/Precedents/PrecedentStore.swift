import Kernel
import Store

/// Decided cases by their traits.
struct PrecedentStore {
    /// Keyed, so that a token says nothing to who has the data alone.
    let token: @Sendable (_ text: String) -> [UInt8]

    /// How many cases of one trait are gone through, the newest first.
    private static let mostOfTrait = 200

    /// Enters a case that has just been decided, or anew where a later decision stands in the place of the first.
    func enter(_ theCase: Case, _ traits: Traits, _ tx: Transaction) throws {
        guard let decision = theCase.decisions.last else { return }
        if theCase.decisions.count > 1 { try remove(theCase.id, tx) }
        for text in Set(traits.own).sorted() {
            try tx.write(
                """
                INSERT INTO casework_precedents (service, token, case_id, decided_at)
                VALUES (\(theCase.service), \(token(text)), \(theCase.id), \(decision.decidedAt))
                """)
        }
    }

    func remove(_ id: Identifier<Case>, _ tx: Transaction) throws {
        try tx.write("DELETE FROM casework_precedents WHERE case_id = \(id)")
    }

    /// Those most like a case, closest and then newest first.
    ///
    /// - Parameter isSeen: whether the reader may see the cases of an organisation.
    func cases(like theCase: Case, _ traits: Traits, isSeen: (_ organisation: String) -> Bool, _ connection: Connection) throws -> [SimilarCase] {
        guard !traits.sought.isEmpty else { return [] }
        let found = try connection.rowsOfAll(
            traits.sought.map { trait in
                """
                SELECT case_id, decided_at FROM casework_precedents
                WHERE service = \(theCase.service) AND token = \(token(trait.text)) AND case_id <> \(theCase.id) ORDER BY case_id DESC LIMIT \(Self.mostOfTrait)
                """
            })
        var candidates: [String: (decidedAt: Instant, likenesses: Set<SimilarCase.Likeness>)] = [:]
        for (trait, rows) in zip(traits.sought, found) {
            for row in rows {
                let (id, decidedAt) = (try row.text(0), try row.instant(1))
                candidates[id, default: (decidedAt, [])].likenesses.insert(trait.likeness)
            }
        }
        func score(_ likenesses: Set<SimilarCase.Likeness>) -> Int { likenesses.map(\.weight).reduce(0, +) }
        let ordered = candidates.sorted { (score($0.value.likenesses), $0.key) > (score($1.value.likenesses), $1.key) }
        var similar: [SimilarCase] = []
        for batch in stride(from: 0, to: min(ordered.count, Self.mostOfTrait), by: 20) where similar.count < SimilarCase.most {
            let ids = ordered[batch..<min(batch + 20, ordered.count)]
            let rows = try connection.rows(
                "SELECT id, reference, organisation, outcome FROM casework_cases WHERE id IN \(list: ids.map(\.key)) AND outcome IS NOT NULL")
            let byID = Dictionary(try rows.map { (try $0.text(0), $0) }, uniquingKeysWith: { first, _ in first })
            for (id, candidate) in ids {
                guard similar.count < SimilarCase.most, let row = byID[id], try isSeen(row.text(2)), let reference = try ReferenceNumber(row.text(1)) else {
                    continue
                }
                similar.append(
                    SimilarCase(
                        id: try row.identifier(0), reference: reference, outcome: try row.text(3), decidedAt: candidate.decidedAt,
                        likenesses: candidate.likenesses.sorted { ($0.weight, $1.question) > ($1.weight, $0.question) }))
            }
        }
        return similar
    }
}

extension SimilarCase.Likeness {
    /// The question that both answer alike.
    public var question: String {
        switch self {
        case .sameRecord(let question), .nearby(let question), .sameAnswer(let question): question
        }
    }
}
