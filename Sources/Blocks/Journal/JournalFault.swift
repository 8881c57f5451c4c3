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
    static func badKeyFile(_ path: String, _ why: String) -> PolityError {
        PolityError(
            .broken, "JOURNAL-104", "The key of the public log cannot be used: \(why).",
            hint: "Put back the key file that belongs to this data; it has 32 bytes and only its owner may read it.",
            context: path)
    }
    static var noSuchTile: PolityError { PolityError(.notFound, "JOURNAL-105", "The public log has no such tile.", hint: "Read /log/checkpoint for its size.") }
    static var noSuchAct: PolityError { PolityError(.notFound, "JOURNAL-106", "The public log has no such act yet.", hint: "A new act takes about a second.") }
    static func badCertificate(_ why: String) -> PolityError { PolityError(.invalid, "JOURNAL-107", "This is not the proof of an act: \(why).") }
}
