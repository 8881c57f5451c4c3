import FEEL
import Kernel
import Processes
import Store

/// Open tasks as rows for the queue. A task that is closed has no row.
struct TaskStore {
    /// Makes the rows agree with the case's tasks, where they changed.
    ///
    /// - Parameter filters: filterable answers by question id.
    func write(_ after: Case, before: [Ticket: OfficeTask], filters: [String: String], _ tx: Transaction) throws {
        var statements: [SQL] = []
        for (ticket, task) in before where after.tasks[ticket] != task { statements += Self.remove(ticket, of: after.id) }
        for (ticket, task) in after.tasks.sorted(by: { $0.key < $1.key }) where before[ticket] != task {
            statements += insert(task, of: after, filters: filters)
        }
        for statement in statements { try tx.write(statement) }
    }

    private static func remove(_ ticket: Ticket, of id: Identifier<Case>) -> [SQL] {
        [
            "DELETE FROM casework_tasks WHERE case_id = \(id) AND ticket = \(ticket.number)",
            "DELETE FROM casework_filters WHERE case_id = \(id) AND ticket = \(ticket.number)",
        ]
    }

    private func insert(_ task: OfficeTask, of theCase: Case, filters: [String: String]) -> [SQL] {
        let number = task.ticket.number
        let dueKey = SortKeys.due(task.due, task.createdAt, theCase.id, number)
        let newKey = SortKeys.newest(task.createdAt, theCase.id, number)
        let queue = WorkQueue(of: task)
        var statements: [SQL] = [
            """
            INSERT INTO casework_tasks
                (case_id, ticket, reference, service, step, role, organisation, assignee, created_at, due, due_key, new_key, queue, team)
            VALUES (\(theCase.id), \(number), \(theCase.reference.plain), \(theCase.service), \(task.step), \(task.role), \(task.organisation), \(task.assignee),
                \(task.createdAt), \(task.due), \(dueKey), \(newKey), \(queue.key), \(task.team))
            """
        ]
        for (name, value) in filters.sorted(by: { $0.key < $1.key }) {
            statements.append(
                """
                INSERT INTO casework_filters (name, value, organisation, queue, due_key, new_key, case_id, ticket)
                VALUES (\(theCase.service + "." + name), \(value), \(task.organisation), \(queue.key), \(dueKey), \(newKey), \(theCase.id), \(number))
                """)
        }
        return statements
    }
}
