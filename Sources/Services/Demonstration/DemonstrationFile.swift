import Blueprint
import Kernel

/// `demonstration.yaml`: who can sign in when the government is tried out.
struct DemonstrationFile: Sendable {
    struct Account: Sendable {
        var id: String
        var email: String
        var name: String
        /// The sample and the record in it that is this person.
        var sample: String?
        var record: String?
        var roles: [String]
    }

    var accounts: [Account]
    var past: PastPlan

    static let kind = FileKind<DemonstrationFile>(
        id: "demonstration", pattern: "demonstration.yaml",
        about: "Who can sign in when the government is tried out: residents of the samples, officers, an administrator. Their passwords are printed.",
        translations: .none, schema: schema
    ) { file, _ in DemonstrationFile(file.root) }

    private static let schema = Schema.object(
        ObjectSchema(
            "Demonstration", "Made-up people who can sign in.",
            [
                .required("accounts", .dictionary(of: account), "Accounts, by a short name from which the printed password is made."),
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
            ]))

    init(_ root: Checked) {
        accounts = root.dictionary("accounts").map { name, account in
            Account(
                id: name.value, email: account.text("email"), name: account.text("name"), sample: account.optionalText("sample"),
                record: account.optionalText("record"), roles: account.texts("roles"))
        }
        past = PastPlan(root["past"])
    }
}
