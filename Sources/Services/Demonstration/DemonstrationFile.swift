import Blueprint
import Identity
import Kernel

/// `demonstration.yaml`: who can sign in when the government is tried out.
struct DemonstrationFile: Sendable {
    struct Account: Sendable {
        var id: String
        var email: String
        var name: String
        /// The sample and the record in it that is this person.
        var sample: String?
        var record: Located<String>?
        var roles: [String]
        var traits: [OfficerTrait] = []
        var consents: [Consent]
    }

    /// What a made-up person has agreed to.
    struct Consent: Sendable {
        var purpose: String
        var organisation: String
        var registries: [String]
    }

    /// A system of somebody else's that may call the API.
    struct Program: Sendable {
        var id: String
        var name: String
        var organisation: String
        var roles: [String]
    }

    var accounts: [Account]
    var programs: [Program]
    var past: PastPlan

    static let kind = FileKind<DemonstrationFile>(
        id: "demonstration", pattern: "demonstration.yaml",
        about: "Who can sign in when the government is tried out: residents of the samples, officers, an administrator. Their passwords are printed.",
        translations: .none, schema: schema
    ) { file, reading in
        for (_, account) in file.root.dictionary("accounts") {
            for role in account.names("roles") where role.value != Authority.administrator {
                reading.references.use("role", role.value, at: role.location)
            }
        }
        return DemonstrationFile(file.root)
    }

    private static let schema = Schema.object(
        ObjectSchema(
            "Demonstration", "Made-up people who can sign in.",
            [
                .required("accounts", .dictionary(of: account), "Accounts, by a short name from which the printed password is made."),
                .optional(
                    "programs", .things(program), "Other systems that may call the API, by the names the journal has for them. Their tokens are printed."),
                .optional("past", PastPlan.schema, "Applications that were made before the demonstration began."),
            ]))

    private static let account = Schema.object(
        ObjectSchema(
            "Account", "One who can sign in.",
            [
                .required("email", .text(.init(.email, maximumLength: 254)), "The address they sign in with."),
                .required("name", .text(.init(maximumLength: 100)), "Their name, as the pages show it."),
                .optional("sample", .reference(to: "sample"), "The sample that has their record."),
                .optional("record", .text(.init(.identifier)), "The name of their record in the sample."),
                .optional("roles", .list(of: .text(.init(.identifier))), "Roles they hold; `administrator` is every government's."),
                .optional("teams", .list(of: .reference(to: "team")), "Teams they belong to."),
                .optional("skills", .list(of: .reference(to: "skill")), "Skills they have."),
                .optional("consents", .list(of: consent), "What the person has agreed to, beyond what the law allows."),
            ]))

    private static let program = Schema.object(
        ObjectSchema(
            "DemonstrationProgram", "A system of somebody else's.",
            [
                .required("name", .text(.init(maximumLength: 100)), "Its name, as administrators see it."),
                .required("organisation", .reference(to: "organisation"), "For which organisation it acts."),
                .required("roles", .list(of: .reference(to: "role"), minimum: 1), "The roles it holds."),
            ]))

    private static let consent = Schema.object(
        ObjectSchema(
            "DemonstrationConsent", "An agreement that an organisation reads one's records for a purpose.",
            [
                .required("purpose", .text(.init(maximumLength: 500)), "What for, as the person was told."),
                .required("organisation", .reference(to: "organisation"), "Who may read."),
                .required("registries", .list(of: .reference(to: "registry"), minimum: 1), "Which registries."),
            ]))

    init(_ root: Checked) {
        accounts = root.dictionary("accounts").map { name, account in
            Account(
                id: name.value, email: account.text("email"), name: account.text("name"), sample: account.optionalText("sample"),
                record: account.name("record"), roles: account.texts("roles"),
                traits: account.texts("teams").map(OfficerTrait.team) + account.texts("skills").map(OfficerTrait.skill),
                consents: account.list("consents").map {
                    Consent(purpose: $0.text("purpose"), organisation: $0.text("organisation"), registries: $0.texts("registries"))
                })
        }
        programs = root.dictionary("programs").map { name, program in
            Program(id: name.value, name: program.text("name"), organisation: program.text("organisation"), roles: program.texts("roles"))
        }
        past = PastPlan(root["past"])
    }
}
