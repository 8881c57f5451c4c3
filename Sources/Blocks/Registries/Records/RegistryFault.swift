import Kernel

/// Every error of the registries, with its wording. None of them holds a value of a record.
enum RegistryFault {
    static func noRegistry(_ id: String) -> PolityError {
        PolityError(.notFound, "REGISTRY-101", "There is no such registry.", context: id)
    }
    static func noRecord(in registry: String) -> PolityError {
        PolityError(.notFound, "REGISTRY-102", "There is no such record.", context: registry)
    }
    static func noField(_ field: String, in registry: String) -> PolityError {
        PolityError(.badInput, "REGISTRY-103", "The registry has no such field.", field: field, context: registry)
    }
    static func wrongValue(_ field: RegistryField, _ what: String) -> PolityError {
        PolityError(.invalid, "REGISTRY-104", "The value of this field is not right: \(what).", field: field.id)
    }
    static func missing(_ field: RegistryField) -> PolityError {
        PolityError(.invalid, "REGISTRY-105", "This field must have a value.", field: field.id)
    }
    static func taken(_ field: RegistryField) -> PolityError {
        PolityError(
            .conflict, "REGISTRY-106", "Another record has this value already.", hint: "Check the number, or find the record that has it.", field: field.id)
    }
    static func moved(to version: Int) -> PolityError {
        PolityError(
            .conflict, "REGISTRY-107", "Somebody else has changed this record meanwhile.", hint: "Look at the new state and try again.",
            context: "version \(version)")
    }
    static var notInForce: PolityError {
        PolityError(.conflict, "REGISTRY-108", "The record is not in force on that day.")
    }
    static var emptyPeriod: PolityError {
        PolityError(.invalid, "REGISTRY-109", "The period ends before it begins.")
    }
    static func notReadable(_ registry: String, ground: String) -> PolityError {
        PolityError(
            .forbidden, "REGISTRY-110", "You may not read this registry for this purpose.",
            hint: "The registry's file says who may read it, and for which legal bases.", context: "\(registry) for \(ground)")
    }
    static func unrecorded(_ ground: String) -> PolityError {
        PolityError(.broken, "REGISTRY-111", "Something went wrong on our side.", context: "a read for \(ground) must be recorded, so it needs a transaction")
    }
    static func notSearchable(_ field: String, in registry: String) -> PolityError {
        PolityError(.badInput, "REGISTRY-112", "The registry cannot be searched by this field.", field: field, context: registry)
    }
    static func noSubject(in registry: String) -> PolityError {
        PolityError(.invalid, "REGISTRY-113", "The record must say whose data it is.", context: registry)
    }
}
