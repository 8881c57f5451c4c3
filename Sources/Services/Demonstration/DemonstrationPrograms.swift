import Capability
import Identity
import Kernel
import Store

/// Other systems that may call a demonstration, with the tokens that are printed.
public struct DemonstrationProgram: Sendable {
    public var name: String
    /// The bearer token (RFC 6750).
    public var token: String

    /// Those of an edition, as far as they have been made.
    public static func all(of edition: Edition) -> [DemonstrationProgram] {
        edition.folder.all(of: DemonstrationFile.kind).flatMap(\.value.programs).map {
            DemonstrationProgram(name: $0.name, token: Identity.token(drawnFrom: random(of: $0.id)))
        }
    }

    /// The same token for the same name, on every machine.
    static func random(of id: String) -> Random { .seeded(DemonstrationAccount.seed(of: id)) }
}

extension SampleMaker {
    /// A demonstration begins a year ago, and its programs are still let in then.
    func makePrograms(identity: Identity, in tx: Transaction) throws {
        for program in edition.folder.all(of: DemonstrationFile.kind).flatMap(\.value.programs) {
            _ = try identity.makeClient(
                program.id, name: program.name, roles: program.roles, organisation: program.organisation, lifetime: .seconds(20 * 365 * 86_400),
                random: DemonstrationProgram.random(of: program.id), by: Actor(.system("demonstration")), in: tx)
        }
    }
}
