import Casework
import Foundation
import Kernel

/// The first page of the officer's queue when a million tasks are open.
struct QueueMeasurement: Measurement {
    let name = "queue"
    let about = "the officer's queue with 1,000,000 open tasks"

    func run(_ workshop: Workshop, found: (Finding) -> Void) async throws {
        for kind in Workshop.StoreKind.allCases { try await run(workshop, kind).forEach(found) }
    }

    private func run(_ workshop: Workshop, _ kind: Workshop.StoreKind) async throws -> [Finding] {
        let place = try workshop.demonstration(on: kind)
        // A quick run does with fewer; the figures say how many there were.
        let writer = TaskWriter(count: workshop.isQuick ? 200_000 : 1_000_000)
        Progress.say("writing \(writer.count) tasks on \(kind.rawValue)")
        try writer.write(to: place)
        let server = try workshop.serve(place)
        defer { try? server.stop() }
        let cookies = try ["planner", "supervisor", "crew", "second-planner"].map { try SignIn.cookie(of: Workshop.account($0), port: server.port) + "\r\n" }
        let connection = try HTTPConnection(port: server.port)
        /// The times of a page, each answer checked.
        func median(_ path: String, _ cookie: String, tasks: Int = 25, counts: String = "1,000+") throws -> Double {
            var times: [Double] = []
            for index in 0..<(workshop.isQuick ? 15 : 60) {
                var answer: HTTPConnection.Answer?
                let took = try time { answer = try connection.get(path, headers: cookie) } * 1_000
                guard let answer, answer.status == 200, answer.text.components(separatedBy: "/desk/cases/").count == tasks + 1, answer.text.contains(counts)
                else {
                    throw BenchFault("\(path) was answered with \(answer?.status ?? 0) and not with \(tasks) tasks of \(counts)")
                }
                if index > 2 { times.append(took) }
            }
            return Statistics.median(times)
        }
        let first = try median("/desk", cookies[0])
        let everything = try median("/desk", cookies[1])
        let service = try median("/desk?service=building_permit", cookies[0])
        let overdue = try median("/desk?due=overdue", cookies[0])
        // Of each queue the first hundred thousand are looked at, a handful of the demonstration's own among them.
        let heatMap = try median("/desk/processes/building_permit", cookies[1], tasks: 0, counts: workshop.isQuick ? "40,00" : "99,99")
        // By an answer: one of half the crew's tasks, and one of a hundredth of them; by due day, and the newest first.
        let filter = "/desk?service=report_a_problem&answer.category="
        let filtered = [
            ("half_ms", try median(filter + "pothole", cookies[2])), ("hundredth_ms", try median(filter + "tree", cookies[2])),
            ("half_newest_ms", try median(filter + "pothole&order=newest", cookies[2])),
            ("hundredth_newest_ms", try median(filter + "tree&order=newest", cookies[2])),
        ]
        // A team's own, every team's, and what an officer without the skill can do; half of the role's tasks are passed over.
        let special = [
            ("my_team_ms", try median("/desk", cookies[2])), ("all_teams_ms", try median("/desk?team=any", cookies[2])),
            ("one_team_ms", try median("/desk?team=east_crew", cookies[2])), ("without_the_skill_ms", try median("/desk", cookies[3])),
        ]
        return [
            Finding(
                "queue.\(kind.rawValue)", first, "ms", .under(50),
                [("of_one_service_ms", service), ("overdue_ms", overdue), ("tasks", Double(writer.count))]),
            Finding("queue.supervisor.\(kind.rawValue)", everything, "ms", .under(50), [("heat_map_ms", heatMap)]),
            Finding("queue.filtered.\(kind.rawValue)", filtered.map(\.1).max() ?? .nan, "ms", .under(50), filtered),
            Finding("queue.teams_and_skills.\(kind.rawValue)", special.map(\.1).max() ?? .nan, "ms", .under(50), special),
        ]
    }
}
