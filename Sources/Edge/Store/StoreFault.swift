import Kernel

/// Every error of the store, with its wording, in one place. Contexts name labels and kinds, never values.
enum StoreFault {
    static func overloaded(waiting: Int) -> PolityError {
        PolityError(.unavailable, "STORE-101", "The service is busy.", hint: "Try again in a moment.", context: "\(waiting) requests wait")
    }
    static var away: PolityError {
        PolityError(.unavailable, "STORE-102", "The service is not available just now.", hint: "Try again in a moment.", context: "the database does not answer")
    }
    static func noColumn(_ column: String) -> PolityError {
        PolityError(.broken, "STORE-105", "Something went wrong on our side.", context: "the query has no column \(column)")
    }
    static func wrongKind(column: String, wanted: String, found: String) -> PolityError {
        PolityError(.broken, "STORE-105", "Something went wrong on our side.", context: "column \(column): wanted \(wanted), found \(found)")
    }
    static func leaseLost(_ kind: String) -> PolityError {
        PolityError(.conflict, "STORE-111", "Somebody else is doing this already.", context: "the lease of a job of kind \(kind) was lost")
    }
}
