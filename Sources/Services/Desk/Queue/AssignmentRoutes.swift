import Casework
import HTML
import Kernel
import Processes
import Web

/// What is done with several tasks at once: first seen, then done.
extension Desk {
    static var chosenTasks: Field<[String]> {
        .body(
            "task", schema: .list(of: .text(.init(.plain, maximumLength: 60)), maximum: Casework.mostTogether),
            "The chosen tasks, each as its case's id, a slash and its number there.")
    }
    private static var action: Field<String?> {
        .body(
            "action",
            "`take`, `release`, `account:ID`, `team:ID` or `role:ID`, to whom they are handed over; `work` says which of them can be decided or finished together."
        )
    }
    private static var note: Field<String?> { .body("note", "For colleagues.") }
    private static var act: Field<String?> { .body("act", "`assign` does it; else it is only said what would happen.") }

    var assignmentRoutes: [Route] { [assignTasks] }

    private var assignTasks: Route {
        Route(
            "assign_tasks", .post, "/desk/tasks", "Takes, releases or hands over several tasks; each is done or refused for itself.",
            input: [QueueAddress.field, Self.chosenTasks, Self.action, Self.note, Self.act],
            output: .either([DeskSchema.assigned, DeskSchema.doneTogether]), access: Self.access
        ) { request in
            let chosen = try request[Self.chosenTasks].compactMap(Self.task)
            let action = try request[Self.action] ?? ""
            if action == "work", !chosen.isEmpty { return try await workTogether(on: chosen, request) }
            let note = try request[Self.note] ?? ""
            guard !chosen.isEmpty, let assignment = assignment(action, note) else {
                let fault =
                    chosen.isEmpty
                    ? Web.Fault(field: "task", message: request.say(.chooseTasks)) : Web.Fault(field: "action", message: request.say(.chooseAction))
                return .invalid([fault]) { AssignmentPage(desk: self, tasks: [], action: action, faults: [fault], request: request).page() }
            }
            let isDone = try request[Self.act] == "assign"
            let tasks =
                isDone
                ? try await casework.assign(assignment, all: chosen, caller(request)) : try await casework.preview(assignment, of: chosen, caller(request))
            var page = AssignmentPage(desk: self, tasks: tasks, action: action, request: request)
            (page.isDone, page.note) = (isDone, note)
            if isDone, tasks.allSatisfy({ $0.refusal == nil }) {
                return .redirect(to: (QueueAddress(of: request) ?? QueueAddress(FormValues())).list(done: .several), output: page.output)
            }
            page.recipient = try await recipient(action, request)
            let drawn = page
            return Reply(drawn.output) { drawn.page() }
        }
    }

    static func task(_ text: String) -> ChosenTask? {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 2, let id = Identifier<Case>(String(parts[0])), let number = Int(parts[1]), number >= 0 else { return nil }
        return ChosenTask(caseID: id, ticket: Ticket(number))
    }

    private func assignment(_ action: String, _ note: String) -> TaskAssignment? {
        let parts = action.split(separator: ":", maxSplits: 1).map(String.init)
        switch (parts.first, parts.last) {
        case ("take"?, _) where parts.count == 1: return .take
        case ("release"?, _) where parts.count == 1: return .release
        case ("account"?, let account?): return AccountID(account).map { .handOver(to: $0, role: nil, organisation: nil, note: note) }
        case ("team"?, let team?) where parts.count == 2: return .handToTeam(team, note: note)
        case ("role"?, let role?):
            return host.edition.government.role(role).map { .handOver(to: nil, role: role, organisation: $0.organisation, note: note) }
        default: return nil
        }
    }

    /// The name of who would get them.
    private func recipient(_ action: String, _ request: Request) async throws -> String? {
        if action.hasPrefix("role:") { return roleName(String(action.dropFirst(5)), request.language) }
        if action.hasPrefix("team:") { return teamName(String(action.dropFirst(5)), request.language) }
        guard let account = AccountID(String(action.dropFirst(8))) else { return nil }
        return try await colleagues([account], for: request).name(account, in: request.language)
    }
}
