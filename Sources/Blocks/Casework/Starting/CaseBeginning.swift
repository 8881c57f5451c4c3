import Kernel

/// What begins a case where nobody has applied for it.
enum CaseBeginning: Sendable {
    /// A message of a case of the same applicant's.
    case message(at: String, of: ReferenceNumber)
    /// The government itself opens it.
    case time(at: String)
    case signal(at: String, of: ReferenceNumber)
    case condition(at: String)

    /// The act of a case that is nobody's application.
    static let openingAct = "case_opened"

    /// The start event.
    var element: String {
        switch self {
        case .message(let element, _), .time(let element), .signal(let element, _), .condition(let element): element
        }
    }

    /// The kind of the first line in the case's history.
    var line: String {
        switch self {
        case .message: "submitted"
        case .time: "time_began"
        case .signal: "signal_began"
        case .condition: "condition_began"
        }
    }

    var act: String { if case .message = self { "application_submitted" } else { Self.openingAct } }

    /// What its act says of it.
    var said: [JSON.Member] {
        switch self {
        case .message(_, let sender): [.init("begun_by", .string(sender.plain))]
        case .signal(let element, let sender): [.init("begun_at", .string(element)), .init("begun_by", .string(sender.plain))]
        case .time(let element), .condition(let element): [.init("begun_at", .string(element))]
        }
    }
}
