import Kernel

/// Why a request is refused or failed, as the reader is told.
struct WebFault: Error {
    enum Reason: Sendable {
        case badInput, notSignedIn, weakSignIn, forbidden, crossSite, purposeMissing, notFound, methodNotAllowed, tooSlow, conflict, tooLarge,
            unsupportedType, invalid, tooMany, broken, unavailable, staleForm
    }

    var reason: Reason
    var code: String
    /// What another part of the house says about it, in the reader's language.
    var cause: PolityError?
    var faults: [Fault] = []
    var allow: [Route.Method] = []
    var retryAfterSeconds: Int?
    var answers = FormValues()

    init(
        _ reason: Reason, faults: [Fault] = [], allow: [Route.Method] = [], retryAfterSeconds: Int? = nil
    ) {
        self.reason = reason
        self.faults = faults
        self.allow = allow
        self.retryAfterSeconds = retryAfterSeconds
        code = "WEB-\(Self.status(of: reason))"
    }

    init(_ error: any Error) {
        switch error {
        case let fault as WebFault: self = fault
        case let stale as StaleForm:
            self.init(.staleForm)
            answers = stale.answers
        case let error as PolityError:
            self.init(Self.reason(for: error))
            code = error.code
            cause = error
            retryAfterSeconds = error.retryAfterSeconds ?? (error.kind == .unavailable ? 5 : nil)
        default: self.init(.broken)
        }
    }

    /// What is wrong with which field, for this reader.
    func faults(in language: Language) -> [Fault] {
        guard let cause, let field = cause.field else { return faults }
        return faults + [Fault(field: field, message: cause.message(in: language), code: cause.code)]
    }

    /// What went wrong, in one line. What broke inside is not for the reader.
    func title(in language: Language) -> String {
        guard let cause, reason != .broken else { return language.say(title) }
        return cause.message(in: language)
    }

    /// What to do now.
    func advice(in language: Language) -> String { reason == .broken ? language.say(advice) : cause?.hint(in: language) ?? language.say(advice) }

    var status: Int { Self.status(of: reason) }

    private static func reason(for error: PolityError) -> Reason {
        if error.code == "WEB-408" { return .tooSlow }
        return switch error.kind {
        case .badInput: .badInput
        case .notSignedIn: .notSignedIn
        case .forbidden: .forbidden
        case .notFound: .notFound
        case .conflict: .conflict
        case .tooLarge: .tooLarge
        case .unsupportedType: .unsupportedType
        case .invalid: .invalid
        case .tooMany: .tooMany
        case .broken: .broken
        case .unavailable: .unavailable
        }
    }

    private static func status(of reason: Reason) -> Int {
        switch reason {
        case .badInput: 400
        case .notSignedIn: 401
        case .weakSignIn, .forbidden, .crossSite, .purposeMissing, .staleForm: 403
        case .notFound: 404
        case .methodNotAllowed: 405
        case .tooSlow: 408
        case .conflict: 409
        case .tooLarge: 413
        case .unsupportedType: 415
        case .invalid: 422
        case .tooMany: 429
        case .broken: 500
        case .unavailable: 503
        }
    }

    var title: Phrase {
        switch reason {
        case .badInput, .unsupportedType: .badInput
        case .notSignedIn: .signInFirst
        case .weakSignIn: .strongerSignIn
        case .forbidden, .purposeMissing: .notAllowed
        case .crossSite: .crossSite
        case .notFound, .methodNotAllowed: .pageNotFound
        case .tooSlow: .tooSlow
        case .conflict: .conflict
        case .tooLarge: .tooLarge
        case .invalid: .invalidInput
        case .tooMany: .tooMany
        case .broken: .broken
        case .unavailable: .unavailable
        case .staleForm: .staleForm
        }
    }

    var advice: Phrase {
        switch reason {
        case .badInput, .unsupportedType: .badInputAdvice
        case .notSignedIn: .signInFirstAdvice
        case .weakSignIn: .strongerSignInAdvice
        case .forbidden: .notAllowedAdvice
        case .purposeMissing: .purposeMissingAdvice
        case .crossSite: .crossSiteAdvice
        case .notFound, .methodNotAllowed: .pageNotFoundAdvice
        case .tooSlow: .tooSlowAdvice
        case .conflict: .conflictAdvice
        case .tooLarge: .tooLargeAdvice
        case .invalid: .invalidInputAdvice
        case .tooMany: .tooManyAdvice
        case .broken: .brokenAdvice
        case .unavailable: .unavailableAdvice
        case .staleForm: .staleFormAdvice
        }
    }
}

/// A form whose token has died with its session, or was never ours.
struct StaleForm: Error {
    var answers: FormValues
}
