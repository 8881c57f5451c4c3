import Casework
import Kernel
import Web

extension Desk {
    private static let service = Field<String>.path("service", "The service's id.")

    var processRoutes: [Route] { [caseProcess, serviceProcess] }

    private var caseProcess: Route {
        Route(
            "desk_case_process", .get, "/desk/cases/{case}/process", "Shows an officer where a case stands in its process.", input: [Self.caseField],
            output: DeskSchema.caseProcess, access: Self.access
        ) { request in
            let drawing = CaseProcessDrawing(self, try await casework.process(of: request[Self.caseField], caller(request)), request)
            return Reply(drawing.output) { drawing.page() }
        }
    }

    private var serviceProcess: Route {
        Route(
            "desk_service_process", .get, "/desk/processes/{service}", "Shows a supervisor where the cases of a service wait, and how long.",
            input: [Self.service], output: DeskSchema.serviceProcess, access: .permission(.superviseCases)
        ) { request in
            let (service, loads) = try await casework.stepLoads(of: request[Self.service], caller(request))
            let drawing = ServiceProcessDrawing(desk: self, picture: ProcessPicture(service, request.language), loads: loads, request: request)
            return Reply(drawing.output) { drawing.page() }
        }
    }
}

extension DeskSchema {
    static let caseProcess = Schema.object(
        ObjectSchema(
            "Case in its process", "Where a case stands, step by step, in the order in which the process comes to them.",
            [
                .required("case", .text(), "The case's id."), .required("reference", .text(), "The number that people know it by."),
                .required("service", .text(), "The service's id."),
                .required(
                    "elements",
                    .list(
                        of: .object(
                            ObjectSchema(
                                "Process element", "A step, an event or a gateway of the process.",
                                [
                                    .required("element", .text(), "Its id in the process."),
                                    .required("text", .text(), "What it is, and what follows, in the reader's language."),
                                    .required("depth", .integer(minimum: 0), "How many sub-processes are around it."),
                                    .required(
                                        "state", .text(),
                                        "`here`: the case waits at it; `listening`: it may still interrupt; `done`: the case went through it; `open`."),
                                    .required("since", .nullable(.text()), "Since when the case is there (RFC 3339)."),
                                    .required("until", .nullable(.text()), "When its time is over (RFC 3339)."),
                                ]))), "Its steps."),
            ]))

    static let serviceProcess = Schema.object(
        ObjectSchema(
            "Waiting by step", "Where the cases of a service wait, over all open ones within a supervisor's reach.",
            [
                .required("service", .text(), "The service's id."),
                .required(
                    "steps",
                    .list(
                        of: .object(
                            ObjectSchema(
                                "Waiting step", "A step at which tasks wait, or cases whose applicant has to pay or to answer.",
                                [
                                    .required("step", .text(), "The step's id."), .required("open", .integer(minimum: 0), "How many wait there."),
                                    .required("is_partial", .boolean, "There are more than were looked at."),
                                    .required("mean_days", .integer(minimum: 0), "How many days they have waited on average."),
                                    .required("oldest", .text(), "Since when the oldest waits (RFC 3339)."),
                                ]))), "Steps where something waits."),
            ]))
}
