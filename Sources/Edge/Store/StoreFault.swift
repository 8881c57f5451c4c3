import Kernel

/// Every error of the store, with its wording, in one place. Contexts name labels, tables and kinds, never values.
///
/// | codes | what |
/// | --- | --- |
/// | 101–104 | not now: busy, away, closed, took too long |
/// | 105–107 | a mistake of the program: a column, a value, a statement |
/// | 108–109 | the disk or the server failed; an outcome that nobody knows |
/// | 110–113 | refused by the data: a version, a lease, a duplicate, another constraint |
/// | 120–124 | migrations |
/// | 130–133 | backup and restore |
/// | 140–141 | opening |
enum StoreFault {
    private static let busy = Phrase("store.fault.busy", en: "The service is busy.", es: "El servicio está ocupado.")
    private static let notNow = Phrase(
        "store.fault.not_now", en: "The service is not available just now.", es: "El servicio no está disponible ahora mismo.")
    private static let wrong = "Something went wrong on our side."
    private static let later = Phrase("store.fault.later", en: "Try again in a moment.", es: "Inténtelo de nuevo en un momento.")

    static func overloaded(waiting: Int) -> PolityError {
        PolityError(.unavailable, "STORE-101", busy, hint: later, context: "\(waiting) requests wait")
    }
    static func away(_ why: String) -> PolityError {
        PolityError(.unavailable, "STORE-102", notNow, hint: later, context: why)
    }
    static var closed: PolityError {
        PolityError(.unavailable, "STORE-103", notNow, hint: later, context: "the store is closed")
    }
    static var tookTooLong: PolityError {
        PolityError(
            .unavailable, "STORE-104", Phrase("store.fault.took_too_long", en: "This took too long.", es: "Ha tardado demasiado."),
            hint: Phrase("store.fault.took_too_long_hint", en: "Ask for less at once.", es: "Pida menos de una vez."),
            context: "the read's time limit was reached")
    }

    static func noColumn(_ column: String) -> PolityError {
        PolityError(.broken, "STORE-105", wrong, context: "the query has no column \(column)")
    }
    static func wrongKind(column: String, wanted: String, found: String) -> PolityError {
        PolityError(.broken, "STORE-105", wrong, context: "column \(column): wanted \(wanted), found \(found)")
    }
    static func cannotHold(_ what: String) -> PolityError {
        PolityError(
            .invalid, "STORE-106",
            Phrase("store.fault.cannot_hold", en: "The text has a character that cannot be stored.", es: "El texto tiene un carácter que no se puede guardar."),
            hint: Phrase("store.fault.cannot_hold_hint", en: "Remove it.", es: "Quítelo."), context: what)
    }
    static func badStatement(_ why: String) -> PolityError {
        PolityError(.broken, "STORE-107", wrong, context: why)
    }

    static func failed(_ why: String) -> PolityError {
        PolityError(
            .unavailable, "STORE-108",
            Phrase("store.fault.failed", en: "It could not be saved. Nothing was changed.", es: "No se pudo guardar. No ha cambiado nada."), hint: later,
            context: why)
    }
    static func full(_ why: String) -> PolityError {
        PolityError(
            .unavailable, "STORE-108",
            Phrase(
                "store.fault.full", en: "It could not be saved: our storage is full. Nothing was changed, and nothing saved before is lost.",
                es: "No se pudo guardar: nuestro almacenamiento está lleno. No ha cambiado nada y no se ha perdido nada de lo guardado antes."),
            hint: Phrase("store.fault.full_hint", en: "Try again later.", es: "Inténtelo de nuevo más tarde."), context: why)
    }
    static var unknownOutcome: PolityError {
        PolityError(
            .unavailable, "STORE-109", Phrase("store.fault.unknown_outcome", en: "We do not know whether it was saved.", es: "No sabemos si se guardó."),
            hint: Phrase("store.fault.unknown_outcome_hint", en: "Look before you try again.", es: "Mírelo antes de volver a intentarlo."),
            context: "the answer to the commit was lost")
    }

    static func conflict(attempts: Int) -> PolityError {
        PolityError(
            .conflict, "STORE-110",
            Phrase("store.fault.conflict", en: "Somebody else changed this at the same moment.", es: "Alguien cambió esto en el mismo momento."),
            hint: Phrase("store.fault.conflict_hint", en: "Look at it again, then try again.", es: "Mírelo otra vez y vuelva a intentarlo."),
            context: "\(attempts) attempts")
    }
    static func leaseLost(_ kind: String) -> PolityError {
        PolityError(
            .conflict, "STORE-111", Phrase("store.fault.lease_lost", en: "Somebody else is doing this already.", es: "Alguien ya está haciendo esto."),
            context: "the lease of a job of kind \(kind) was lost")
    }
    static func duplicate(_ constraint: String) -> PolityError {
        PolityError(
            .conflict, "STORE-112", Phrase("store.fault.duplicate", en: "This exists already.", es: "Esto ya existe."), context: constraint)
    }
    static func constraint(_ constraint: String) -> PolityError {
        PolityError(
            .conflict, "STORE-113", Phrase("store.fault.constraint", en: "This does not fit what is stored.", es: "Esto no encaja con lo que hay guardado."),
            context: constraint)
    }

    static func changedMigration(_ name: String) -> PolityError {
        PolityError(
            .broken, "STORE-120", "The migration \(name) is not the one that was applied to this database.",
            hint: "Restore its text and put the change in a new migration.")
    }
    static func unknownMigration(_ name: String) -> PolityError {
        PolityError(
            .broken, "STORE-121", "This database has the migration \(name), which this program does not know.",
            hint: "Use the program's version that served it last, or a newer one.")
    }
    static func misnumberedMigration(_ name: String) -> PolityError {
        PolityError(.broken, "STORE-122", "The migration \(name) is out of order.", hint: "Number each capability's migrations 1, 2, 3 and so on.")
    }
    static func badMigration(_ name: String, _ why: String) -> PolityError {
        PolityError(.broken, "STORE-123", "The migration \(name) cannot be applied: \(why)")
    }

    static func missingMigration(_ name: String) -> PolityError {
        PolityError(
            .conflict, "STORE-124", "This database lacks the migration \(name): an older version served it last.",
            hint: "Serve it with this version first, or use the version that serves it. Nothing was changed.")
    }

    static func badDump(_ why: String) -> PolityError {
        PolityError(.badInput, "STORE-130", "This is not a whole backup: \(why).", hint: "Take another copy of it.")
    }
    static func otherSchema(_ why: String) -> PolityError {
        PolityError(.badInput, "STORE-131", "The backup was made by another version: \(why).", hint: "Restore it with the version that made it.")
    }
    static func notEmpty(_ table: String) -> PolityError {
        PolityError(.conflict, "STORE-132", "The store is not empty: \(table) has rows.", hint: "Restore into a new, empty place.")
    }
    static func cannotWriteDump(_ why: String) -> PolityError {
        PolityError(.unavailable, "STORE-133", "The backup could not be written.", context: why)
    }

    static func cannotOpen(_ why: String) -> PolityError {
        PolityError(
            .unavailable, "STORE-140", "The database cannot be opened: \(why).", hint: "Check --database, and that the place exists and may be written.")
    }
    static func tooOld(_ version: Int) -> PolityError {
        PolityError(.unavailable, "STORE-141", "PostgreSQL 15 or newer is needed; this is \(version).", hint: "Upgrade the server.")
    }
}

extension PolityError {
    /// Whether a unique key refused it, on either driver.
    public var isDuplicate: Bool { code == "STORE-112" }

    /// The store was lost while it committed: what was to be written may be there or not, whole either way.
    public var isUnknownOutcome: Bool { code == "STORE-109" }

    /// Whether it was this column's: SQLite names the column, PostgreSQL the index, which is called `table_column`.
    public func isDuplicate(of column: String, in table: String) -> Bool {
        isDuplicate && ["\(table).\(column)", "\(table)_\(column)"].contains { context?.contains($0) == true }
    }
}
