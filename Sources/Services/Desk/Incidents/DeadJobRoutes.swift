import Casework
import HTML
import Kernel
import Store
import Web

/// For who supervises the whole government: work of any capability that was given up.
extension Desk {
    private static var kind: Field<String> { .body("kind", "The kind of work: `casework.timer`.") }
    private static var key: Field<String> { .body("key", "Which of its kind.") }
    static var jobsAfter: Field<String?> { .query("jobs_after", "Where the page of given up work before ended.") }

    var jobRoutes: [Route] { [retryJob] }

    private var retryJob: Route {
        Route(
            "retry_job", .post, "/desk/jobs/retry", "Lets work that was given up be tried again.", input: [Self.jobsAfter, Self.kind, Self.key],
            output: DeskSchema.retriedJob, access: .permission(.superviseCases)
        ) { request in
            let (kind, key) = (try request[Self.kind], try request[Self.key])
            try await casework.retryJob(kind, key: key, caller(request))
            let page = try request[Self.jobsAfter].map { Self.incidents("jobs", after: $0) }
            return .redirect(to: page ?? "/desk/incidents", output: ["kind": .string(kind), "key": .string(key)])
        }
    }

    /// Below the notices: each with its way to try it again.
    func jobList(_ jobs: DeadJobPage, _ request: Request, _ html: inout HTML) {
        guard !jobs.jobs.isEmpty else { return }
        let here = request.query["jobs_after"].map { "?" + FormValues([.init("jobs_after", $0)]).encoded } ?? ""
        html.h2(request.say(.jobsTitle), id: "jobs")
        html.p(request.say(.jobsAbout))
        for job in jobs.jobs {
            html.section(class: "task-panel") { html in
                html.h3(job.kind)
                html.summaryList([
                    SummaryRow(request.say(.jobKey), job.key), SummaryRow(request.say(.incidentReason), job.reason),
                    SummaryRow(request.say(.jobAttempts), "\(job.attempts)"),
                    SummaryRow(request.say(.incidentSince), request.language.format(day(job.endedAt))),
                ])
                html.form(request, to: "/desk/jobs/retry" + here) { html in
                    html.hidden("kind", job.kind)
                    html.hidden("key", job.key)
                    html.buttons { html in html.submit(request.say(.incidentRetry), style: .secondary) }
                }
            }
        }
        html.pagination(of: request.say(.jobsTitle), previous: nil, next: jobs.next.map { Self.incidents("jobs", after: $0.description) })
    }
}

extension DeadJob {
    var json: JSON {
        [
            "kind": .string(kind), "key": .string(key), "attempts": .integer(attempts), "reason": .string(reason), "since": .string(endedAt.description),
        ]
    }
}

extension Phrase {
    static let jobsTitle = Phrase("desk.jobs", en: "Work that was given up", es: "Trabajos abandonados")
    static let jobsAbout = Phrase(
        "desk.jobs_about", en: "The system tried these as often as it may. Mend what keeps it from them, and let them be tried again.",
        es: "El sistema lo ha intentado tantas veces como puede. Corrija lo que lo impide y haga que se intente de nuevo.")
    static let jobKey = Phrase("desk.job_key", en: "Which", es: "Cuál")
    static let jobAttempts = Phrase("desk.job_attempts", en: "Attempts", es: "Intentos")
}
