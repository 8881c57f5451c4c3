import Kernel

/// What the administrator's routes answer to programs.
enum AdministrationSchema {
    private static func object(_ title: String, _ about: String, _ keys: [ObjectSchema.Key]) -> Schema { .object(ObjectSchema(title, about, keys)) }

    private static let roles = ObjectSchema.Key.required("roles", .list(of: .text()), "The roles it holds.")

    private static let teams = ObjectSchema.Key.required("teams", .list(of: .text()), "The teams it belongs to.")
    private static let skills = ObjectSchema.Key.required("skills", .list(of: .text()), "The skills it has.")

    static let officers = Schema.list(
        of: object("Officer", "An account with a role.", [.required("email", .nullable(.text()), "Nothing once the person is erased."), roles, teams, skills]))

    static let clients = Schema.list(
        of: object(
            "Client", "A system that may call the API.",
            [
                .required("client", .text(), "Its id."), .required("name", .text(), "What people call it."),
                .required("organisation", .text(), "For which office it works."), roles, .required("expires_at", .text(), "When its token ends (RFC 3339)."),
                .required("revoked", .boolean, "Whether it was shut out."),
            ]))

    static let token = object(
        "Token", "Shown once.", [.required("client", .text(), "Its id."), .required("token", .text(), "Send it as `Authorization: Bearer`.")])
}
