import Casework
import HTML
import Identity
import Kernel
import Web

/// For who supervises: what waits, how long and where, and who holds how much of it.
extension Desk {
    var overviewRoutes: [Route] { [overview] }

    private var overview: Route {
        Route(
            "desk_overview", .get, "/desk/overview", "Shows a supervisor what waits, how long and where.", output: DeskSchema.overview,
            access: .permission(.superviseCases)
        ) { request in
            let caller = caller(request)
            let (places, services) = (try await casework.loads(caller), try await casework.stages(caller))
            let identity = host[Identity.self]
            let roles = host.edition.government.roles.filter { $0.permissions.contains(Permission.workCases.name) }.map(\.id)
            let officers = try await host.store.read { try identity.holders(ofAny: roles, in: $0).filter { !$0.isSuspended } }
            let loads = try await casework.loads(of: officers.map(\.id), caller)
            // The last page of the newest: what waits longest, wherever it is.
            let longest = try await casework.queue(QueueQuery(order: .newest, before: QueueQuery.Cursor("~"), limit: 10), caller).rows
            let takers = request.isProgram ? [] : try await takers(of: longest, for: request)
            let people = Set(loads.map(\.account) + longest.compactMap(\.assignee))
            let (stopped, unheard) = (try await casework.incidents(limit: 1, caller), try await casework.notices(limit: 1, caller))
            let jobs = try await casework.deadJobs(limit: 1, caller).jobs
            let drawing = OverviewDrawing(
                desk: self, hasIncidents: !stopped.isEmpty || !unheard.isEmpty || !jobs.isEmpty, places: places, services: services, loads: loads,
                longest: longest.reversed(), takers: takers, colleagues: try await colleagues(people, takers: takers, for: request), request: request)
            return Reply(drawing.output) { drawing.page() }
        }
    }
}
