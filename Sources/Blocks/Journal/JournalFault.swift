import Kernel

/// Every error of the journal, with its wording, in one place. Contexts name ids, never what an act says.
enum JournalFault {
    static let ourSide = "Something went wrong on our side."

    static func unfitAct(_ why: String) -> PolityError { PolityError(.broken, "JOURNAL-101", ourSide, context: "an act cannot be recorded: \(why)") }
    static func otherKey(_ path: String) -> PolityError {
        PolityError(
            .broken, "JOURNAL-102", "The public log was signed with another key so far.",
            hint: "Put back the key file that belongs to this data; a new key would begin a new log.", context: path)
    }
    static func damagedTree(size: Int) -> PolityError {
        PolityError(
            .broken, "JOURNAL-103", "The stored tree of the public log is damaged; nothing more is signed.",
            hint: "Run polity verify, and restore the newest backup that passes it.", context: "at \(size) leaves")
    }
    static func foreignAct(_ id: ActID) -> PolityError {
        PolityError(
            .broken, "JOURNAL-111", "An act waits for its place in the public log that this government did not record; it gets none.",
            hint: "Somebody else writes to the database. Run polity verify, and restore the newest backup that passes it.", context: id.text)
    }
    static func rolledBack(kept: UInt64, found: Int, file: String) -> PolityError {
        PolityError(
            .broken, "JOURNAL-112", "The public log is not the one that was signed here: the store was put back or changed.",
            hint: "Put back the data that belongs to it. To go on from what is there, and sign another history, put an empty file in its place.",
            context: "\(file) has \(kept) leaves, the store has \(found)")
    }
    static func badHead(_ file: String, _ why: String) -> PolityError {
        PolityError(
            .broken, "JOURNAL-113", "The newest checkpoint of the public log, which lies with the keys, cannot be read.",
            hint: "Put it back from a copy. To go on from what the store has, put an empty file in its place.", context: "\(file): \(why)")
    }
    static func missingHead(_ file: String) -> PolityError {
        PolityError(
            .broken, "JOURNAL-114", "The newest checkpoint of the public log, which was kept with the keys, is missing.",
            hint: "Put it back, or name the folder of keys that belongs to this data. To go on from what the store has, put an empty file in its place.",
            context: file)
    }
    static func badAddress(_ address: String) -> PolityError {
        PolityError(
            .broken, "JOURNAL-104", "The public log cannot be named after this address.", hint: "Set --public-address to the address people use.",
            context: address)
    }
    static var noSuchTile: PolityError {
        PolityError(
            .notFound, "JOURNAL-105",
            Phrase("journal.fault.no_such_tile", en: "The public log has no such tile.", es: "El registro público no tiene ese bloque."),
            hint: Phrase("journal.fault.no_such_tile_hint", en: "Read /log/checkpoint for its size.", es: "Lea /log/checkpoint para saber su tamaño."))
    }
    static var noSuchAct: PolityError {
        PolityError(
            .notFound, "JOURNAL-106",
            Phrase("journal.fault.no_such_act", en: "The public log has no such act yet.", es: "El registro público aún no tiene ese acto."),
            hint: Phrase("journal.fault.no_such_act_hint", en: "A new act takes about a second.", es: "Un acto nuevo tarda alrededor de un segundo."))
    }
    static func badCertificate(_ why: String) -> PolityError { PolityError(.invalid, "JOURNAL-107", "This is not the proof of an act: \(why).") }
}
