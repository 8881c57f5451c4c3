import Casework
import Forms
import Kernel
import Web

/// An application that only waits to be sent, and what its visitor shows to open it.
struct Draft: Sendable {
    var id: String
    var secret: String

    /// Reports of a problem, each with an address to write to: sending one makes a case, a task, an act, a letter.
    static func make(_ count: Int, in town: Town) async throws -> [Draft] {
        let (casework, identifiers) = (town.casework, town.running.host.identifiers)
        return try await withThrowingTaskGroup(of: [Draft].self) { group in
            let workers = 128
            for worker in 0..<workers {
                group.addTask {
                    var drafts: [Draft] = []
                    for number in stride(from: worker, to: count, by: workers) { drafts.append(try await make(number, casework, identifiers)) }
                    return drafts
                }
            }
            return try await group.reduce(into: []) { $0 += $1 }
        }
    }

    private static func make(_ number: Int, _ casework: Casework, _ identifiers: Identifiers) async throws -> Draft {
        let (id, secret) = try await casework.start("report_a_problem", Caller(.nobody, request: identifiers.next()))
        guard let secret else { throw BenchFault("a visitor was given no secret") }
        let caller = Caller(.nobody, request: identifiers.next(), secret: secret)
        for (page, fields) in pages(number) {
            guard case .saved = try await casework.answer(id, page: page, fields: RawFields(fields.mapValues { [$0] }), caller) else {
                throw BenchFault("the answers of '\(page)' were not taken")
            }
        }
        return Draft(id: id.text, secret: Hex.encode(secret))
    }

    private static func pages(_ number: Int) -> [(page: String, fields: [String: String])] {
        let kinds = ["street_light", "pothole", "rubbish", "graffiti", "tree"]
        return [
            ("category", ["category": kinds[number % kinds.count]]),
            ("place", ["place.longitude": "2.3\(100_000 + number % 800_000)", "place.latitude": "54.7\(100_000 + number * 7 % 800_000)"]),
            ("details", ["details": "The lamp in front of number \(number % 90) has been dark since Tuesday, and the crossing is hard to see at night."]),
            ("photo", [:]), ("email", ["email": "reporter.\(number)@mail.example"]),
        ]
    }
}
