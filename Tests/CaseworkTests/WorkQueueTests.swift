import Journal
import Kernel
import Processes
import Store
import StoreTesting
import Testing

@testable import Casework

/// Who finds which tasks: by team and by skill, in either order, page by page.
struct WorkQueueTests {
    /// The first letter of the area, large where the report is.
    private static let reports = ["n": ("north", 10), "N": ("north", 200), "s": ("south", 10), "S": ("south", 200), "o": ("sea", 10), "O": ("sea", 200)]

    private struct Reader: Sendable {
        var name: String
        var role = "clerk"
        var teams: Set<String> = []
        var skills: Set<String> = []
        /// What they find by query, in the order of `queries`.
        var finds: [String]
    }

    private static let queries = [
        QueueQuery(), QueueQuery(skills: .any), QueueQuery(team: .any), QueueQuery(team: .any, skills: .any), QueueQuery(team: .one("south")),
        QueueQuery(team: .one("south"), skills: .any), QueueQuery(team: .mine, skills: .any), QueueQuery(skills: .mine), QueueQuery(team: .one("west")),
    ]

    private static let readers = [
        Reader(name: "of no team", finds: ["nos", "NOSnos", "nos", "NOSnos", "s", "Ss", "Oo", "nos", ""]),
        Reader(name: "of no team, able", skills: ["structures"], finds: ["NOSnos", "NOSnos", "NOSnos", "NOSnos", "Ss", "Ss", "Oo", "NOSnos", ""]),
        Reader(name: "of the north", teams: ["north"], finds: ["no", "NOno", "nos", "NOSnos", "s", "Ss", "NOno", "no", ""]),
        Reader(
            name: "of the north, able", teams: ["north"], skills: ["structures", "climbing"],
            finds: ["NOno", "NOno", "NOSnos", "NOSnos", "Ss", "Ss", "NOno", "NOno", ""]),
        Reader(
            name: "of both, able to climb", teams: ["north", "south"], skills: ["climbing"],
            finds: ["nos", "NOSnos", "nos", "NOSnos", "s", "Ss", "NOSnos", "nos", ""]),
        Reader(name: "who supervises", role: "chief", finds: ["NOSnos", "NOSnos", "NOSnos", "NOSnos", "Ss", "Ss", "Oo", "nos", ""]),
        Reader(name: "of another role", role: "head", teams: ["south"], finds: ["", "", "", "", "", "", "", "", ""]),
    ]

    @Test(arguments: TestStores.all) func everybodyFindsWhatIsTheirs(_ kind: TestStore) async throws {
        try await TestGovernment.on(kind, with: TeamTown.folder()) { town in
            var letters: [Identifier<Case>: String] = [:]
            for (letter, (area, size)) in Self.reports {
                let id = try await town.report(area, size: size)
                letters[id] = letter
            }
            for reader in Self.readers {
                let officer = try await town.employed(reader.role, teams: reader.teams, skills: reader.skills)
                for (query, finds) in zip(Self.queries, reader.finds) {
                    let rows = try await town.casework.queue(query, officer).rows
                    #expect(rows.compactMap { letters[$0.caseID] }.sorted().joined() == finds, "\(reader.name): \(query.team) \(query.skills)")
                    // The same page by page, by deadline and the newest first; and with a filter, what of it fits.
                    for order in QueueQuery.Order.allCases {
                        #expect(try await town.pages(query, order, officer) == rows.map(\.caseID).sorted(), "\(reader.name): \(query.team) \(query.skills)")
                    }
                    var north = query
                    (north.service, north.filters) = ("report", ["area": "north"])
                    let filtered = try await town.casework.queue(north, officer).rows.compactMap { letters[$0.caseID] }.sorted().joined()
                    #expect(filtered == finds.filter { "Nn".contains($0) }, "\(reader.name): \(query.team) \(query.skills)")
                }
                // The figures count what the list shows by itself.
                let counts = try await town.casework.queueCounts(officer)
                #expect(counts.byRole["clerk", default: 0] == reader.finds[0].count, "\(reader.name)")
            }
            // By its number a task is found whatever it asks for.
            let large = try #require(letters.first { $0.value == "S" }?.key)
            let reference = try await town.standing(large).reference
            let northern = try await town.employed("clerk", teams: ["north"])
            let row = try #require(try await town.casework.queue(QueueQuery(search: reference.description), northern).rows.first)
            #expect(row.team == "south" && row.skills == ["structures"])
            #expect(try await CaseworkIntegrity(casework: town.casework, journal: town.host[Journal.self]).findings() == [])
        }
    }

    @Test(arguments: TestStores.all) func aSupervisorSeesWhatWaitsByTeam(_ kind: TestStore) async throws {
        try await TestGovernment.on(kind, with: TeamTown.folder()) { town in
            for (area, size) in Self.reports.values { _ = try await town.report(area, size: size) }
            _ = try await town.report("south", size: 20)
            let loads = try await town.casework.loads(try await town.employed("chief"))
            #expect(
                Set(loads.map { "\($0.team ?? "all") \($0.skills.joined()) \($0.open)" }) == [
                    "all  1", "all structures 1", "north  1", "north structures 1", "south  2", "south structures 1",
                ])
        }
    }

    @Test(arguments: TestStores.all) func aTaskIsHandedToATeam(_ kind: TestStore) async throws {
        try await TestGovernment.on(kind, with: TeamTown.folder()) { town in
            let applicant = town.caller(town.person())
            let id = try await town.report("north", size: 10, by: applicant)
            let (north, south) = (try await town.employed("clerk", teams: ["north"]), try await town.employed("clerk", teams: ["south"]))
            func finds(_ officer: Caller) async throws -> Bool { try await town.casework.queue(QueueQuery(), officer).rows.contains { $0.caseID == id } }
            var ticket = try await town.task(of: id).ticket
            #expect(try await finds(north))
            #expect(try await !finds(south))

            await expectCode(CaseFault.unknownTeam.code) { try await town.casework.handOver(ticket, of: id, toTeam: "west", note: "", north) }
            try await town.casework.take(ticket, of: id, north)
            await expectCode(CaseFault.taken.code) { try await town.casework.handOver(ticket, of: id, toTeam: "south", note: "", south) }
            try await town.casework.handOver(ticket, of: id, toTeam: "south", note: "It is on your side.", north)
            let handed = try await town.task(of: id)
            #expect(handed.team == "south" && handed.assignee == nil)
            #expect(try await !finds(north))
            #expect(try await finds(south))

            // What is asked of the applicant comes back to the team that had it, with who asked.
            try await town.casework.ask(ticket, of: id, text: "Which wall?", south)
            try await town.casework.answerRequest(1, of: id, text: "The long one.", files: [], applicant)
            ticket = try await town.task(of: id).ticket
            #expect(try await town.task(of: id).team == "south")

            // In the hands of the whole role both find it; another role has no team of it.
            try await town.casework.handOver(ticket, of: id, toTeam: nil, note: "", south)
            for officer in [north, south] { #expect(try await finds(officer)) }
            let lines = try await town.casework.assign(
                .handToTeam("north", note: ""), all: [ChosenTask(caseID: id, ticket: ticket)], try await town.employed("chief"))
            #expect(lines.map(\.refusal?.code) == [nil])
            try await town.casework.handOver(ticket, of: id, to: nil, role: "head", organisation: "town", note: "", north)
            #expect(try await town.task(of: id).team == nil)
            await expectCode(CaseFault.unknownTeam.code) {
                try await town.casework.handOver(ticket, of: id, toTeam: "north", note: "", try await town.employed("chief"))
            }
            try await town.replayEqualsLive(id)
            #expect(try await CaseworkIntegrity(casework: town.casework, journal: town.host[Journal.self]).findings() == [])
        }
    }
}

extension TestGovernment {
    /// The cases of a list read two at a time, sorted.
    fileprivate func pages(_ query: QueueQuery, _ order: QueueQuery.Order, _ officer: Caller) async throws -> [Identifier<Case>] {
        var (query, found) = (query, [Identifier<Case>]())
        (query.order, query.limit) = (order, 2)
        for _ in 0..<10 {
            let page = try await casework.queue(query, officer)
            found += page.rows.map(\.caseID)
            guard let next = page.next else { break }
            query.after = next
        }
        return found.sorted()
    }
}
