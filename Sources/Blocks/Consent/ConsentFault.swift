import Kernel

enum ConsentFault {
    static var notStanding: PolityError {
        PolityError(.forbidden, "CONSENT-101", "There is no consent for this, or it was withdrawn.", hint: "Ask the person, or read by a legal basis.")
    }
    static var notYours: PolityError { PolityError(.notFound, "CONSENT-102", "There is no such consent.") }
    static var notOwnData: PolityError { PolityError(.forbidden, "CONSENT-103", "Only the person can consent, for themselves.") }
    static var unknownScope: PolityError { PolityError(.badInput, "CONSENT-104", "The consent names an office or a registry that does not exist.") }
    static var notAllowed: PolityError { PolityError(.forbidden, "CONSENT-105", "Only the person, or an officer who may erase, can ask for this.") }
}
