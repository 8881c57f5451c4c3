import Blueprint
import Kernel
import Web

/// Why personal data is read, by whom, in which request and for which case. Nothing that reads about a person can be
/// called without one, and one cannot be made without a ground the folder knows.
public struct ReadPurpose: Sendable, Hashable {
    public enum Ground: Sendable, Hashable {
        /// A legal basis of polity.yaml, by its id.
        case law(String)
        /// A consent that stands at this moment: one person's data, in the registries they agreed to.
        case consent(id: String, subject: PersonID, registries: Set<String>)
        /// The actor's own data.
        case own
        /// The data of someone who gave the actor a mandate.
        case mandate(MandateID)
        /// What somebody sent in with an application, to be worked on by the office it was sent to. It opens no registry.
        case application
    }

    public let ground: Ground
    public let actor: Actor
    public let request: RequestID
    /// The reference of the case it is read for.
    public let caseReference: String?

    /// - Throws: `PRIVACY-201` when the folder names no such legal basis; `PRIVACY-202` for an actor without an office, since a
    ///   law empowers offices and not whoever signs in.
    public init(law basis: String, of government: Government, actor: Actor, request: RequestID, case reference: String? = nil) throws {
        guard government.legalBasis(basis) != nil else {
            throw PolityError(.broken, "PRIVACY-201", "There is no such legal basis.", hint: "Name it under legal_bases in polity.yaml.", context: basis)
        }
        switch (actor.principal, actor.actingFor) {
        case (.system, _), (.machine, _), (.account, .office): break
        default:
            throw PolityError(.forbidden, "PRIVACY-202", "Only an office may read personal data by law.", context: basis)
        }
        self.init(.law(basis), actor, request, reference)
    }

    /// What an office reads of an application that was sent to it, under a service that names no legal basis.
    ///
    /// - Throws: `PRIVACY-202` for an actor without an office.
    public init(applicationFor reference: String?, actor: Actor, request: RequestID) throws {
        switch (actor.principal, actor.actingFor) {
        case (.system, _), (.machine, _), (.account, .office): break
        default: throw PolityError(.forbidden, "PRIVACY-202", "Only an office may read personal data by law.", context: "application")
        }
        self.init(.application, actor, request, reference)
    }

    /// What a person may always read: their own data, and the data of those for whom they act.
    ///
    /// - Throws: `PRIVACY-203` when nobody is behind the request.
    public init(ownDataOf actor: Actor, request: RequestID, case reference: String? = nil) throws {
        guard actor.party != nil else {
            throw PolityError(
                .notSignedIn, "PRIVACY-203", Phrase("privacy.fault.sign_in", en: "Sign in to see your data.", es: "Entre para ver sus datos."))
        }
        if case .mandate(let id, _) = actor.actingFor {
            self.init(.mandate(id), actor, request, reference)
        } else {
            self.init(.own, actor, request, reference)
        }
    }

    /// For the Consent block alone, which has just read the record in the same transaction. Tests/HouseTests watches over
    /// its uses (PurposeTests).
    package init(
        standingConsent id: String, of subject: PersonID, to registries: Set<String>, actor: Actor, request: RequestID, case reference: String? = nil
    ) {
        self.init(.consent(id: id, subject: subject, registries: registries), actor, request, reference)
    }

    private init(_ ground: Ground, _ actor: Actor, _ request: RequestID, _ reference: String?) {
        self.ground = ground
        self.actor = actor
        self.request = request
        caseReference = reference
    }

    /// Whether the read is one the person is shown: everyone's but their own.
    public var isRecorded: Bool { ground != .own }

    /// The ground as it is recorded: `law:road_traffic_act`, `consent:…`, `own`, `mandate:…`, `application`.
    public var groundText: String {
        switch ground {
        case .law(let id): "law:\(id)"
        case .consent(let id, _, _): "consent:\(id)"
        case .own: "own"
        case .mandate(let id): "mandate:\(id)"
        case .application: "application"
        }
    }
}
