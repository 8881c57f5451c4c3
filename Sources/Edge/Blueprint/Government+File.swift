import Kernel

extension Government {
    /// `polity.yaml`. A hamlet writes three lines: name, currency, time_zone.
    public static let fileKind = FileKind<Government>(
        id: "polity", pattern: "polity.yaml",
        about:
            "The government itself: its name, languages, money, time and places, its organisations and roles, the law it may read personal data by, and its working days.",
        schema: schema
    ) { file, reading in
        for (_, team) in file.root.dictionary("teams") {
            for (service, _) in team.dictionary("takes") { reading.references.use("service", service.value, at: service.location) }
        }
        return Government(file.root, wording: reading.wording, &reading.diagnostics)
    }

    static let schema = Schema.object(
        ObjectSchema(
            "Government", "Who governs here, and how. Only the name, the currency and the time zone have to be given.",
            [
                .required("name", .localized(maximumLength: 100), "What the government is called: `Arden`."),
                .optional("id", .identifier(), "A short name for files and addresses; made from the name when left out."),
                .optional(
                    "languages", .list(of: .text(.init(.locale)), minimum: 1, maximum: 50),
                    "Languages as BCP 47 tags. The folder is written in the first; the others come from translation files. `[en]` when left out."),
                .required("currency", .text(.init(.currency)), "The currency of every fee, by its ISO 4217 code: `EUR`."),
                .required("time_zone", .text(.init(.timeZone)), "The IANA time zone in which days begin and deadlines end: `Europe/London`."),
                .optional(
                    "projection", .integer(minimum: 1024, maximum: 999_999),
                    "The EPSG code of the plane in which lengths and areas are measured, such as 27700. When left out areas are those of 6933, the equal-area plane of the whole world, and lengths those over the ground."
                ),
                .optional(
                    "organisations", .things(organisation, declaring: "organisation"),
                    "The offices by their ids, as a tree. One with the government's own id and name when left out."),
                .optional("roles", .things(role, declaring: "role"), "Kinds of work by their ids: what people who work here may do."),
                .optional(
                    "teams", .things(team, declaring: "team"),
                    "Groups of officers within roles, by their ids: work is put before one of them first. An administrator says who belongs to which."),
                .optional(
                    "skills", .things(skill, declaring: "skill"),
                    "What some work takes besides a role, by ids: steps of a service ask for it, and an administrator says which officers have it."),
                .optional(
                    "legal_bases", .things(legalBasis, declaring: "legal_basis"),
                    "The laws, by their ids, by which personal data may be read; each reading names one."),
                .optional(
                    "working_days", .list(of: .choice(HolidayRule.weekdayNames.map { .init($0, "") }), minimum: 1, maximum: 7),
                    "The days of the week on which offices work. Monday to Friday when left out."),
                .optional("holidays", .things(holiday), "Days, by ids of their own, on which nobody works; deadlines in working days pass over them."),
                .optional("look", look, "How the pages look."),
                .optional("contact", contact, "How people reach the government; shown at the foot of every page."),
                .optional("bank_account", bankAccount, "Where people transfer fees to."),
                .optional(
                    "systems", .things(systemSchema),
                    "Systems of others, by ids of their own, that a drawn service may call over HTTP. Nothing else outside is called for a case."),
            ]))

    private static let organisation = Schema.object(
        ObjectSchema(
            "Organisation", "An office: a ministry, a department, an agency.",
            [
                .required("title", .localized(maximumLength: 200), "What people call it."),
                .optional("parent", .reference(to: "organisation"), "The organisation it belongs to."),
            ]))

    private static let role = Schema.object(
        ObjectSchema(
            "Role", "A kind of work, and what it permits.",
            [
                .required("title", .localized(maximumLength: 200), "What people call it."),
                .optional("organisation", .reference(to: "organisation"), "Where it works. The first organisation when left out."),
                .optional(
                    "permissions", .list(of: .reference(to: "permission")),
                    "What its holders may do; the list of permissions stands at the end of the reference."),
            ]))

    private static let legalBasis = Schema.object(
        ObjectSchema(
            "Legal basis", "A purpose for which the law allows personal data to be read.",
            [
                .required("title", .localized(maximumLength: 300), "The purpose, as the person concerned will read it."),
                .required("source", .text(.init(maximumLength: 300)), "The law and its section."),
            ]))

    private static let holiday = Schema.object(
        ObjectSchema(
            "Holiday", "A day, or a rule that gives one each year.",
            [
                .required("title", .localized(maximumLength: 100), "What it is called."),
                .required(
                    "date", .text(.init(maximumLength: 60)),
                    "One day (`2026-05-04`), a day of each year (`12-25`), a weekday of a month (`first monday of may`, `last monday of august`), or days from Easter Sunday (`easter - 2`, `orthodox easter + 1`)."
                ),
                .optional("substitute", .boolean, "Whether the next free working day is a holiday instead when it falls on a day off."),
            ]))

    private static let look = Schema.object(
        ObjectSchema(
            "Look", "What makes the pages this government's own.",
            [
                .optional("accent", .text(.init(maximumLength: 7)), "The colour of headings and buttons, as `#1d70b8`. White text on it must be readable."),
                .optional("logo_text", .localized(maximumLength: 60), "The words at the top of every page. The name when left out."),
            ]))

    private static let bankAccount = Schema.object(
        ObjectSchema(
            "Bank account", "The account that bank statements come from. People quote their payment reference (ISO 11649) with a transfer to it.",
            [
                .required("holder", .text(.init(maximumLength: 70)), "Whose account it is, as the bank has it."),
                .optional("iban", .text(.init(maximumLength: 42)), "Its IBAN, with or without spaces: `DE75 5121 0800 1245 1261 99`."),
                .optional("number", .text(.init(maximumLength: 60)), "Its number, where the country has no IBAN."),
                .optional("bic", .text(.init(maximumLength: 11)), "The bank's BIC."), .optional("bank", .text(.init(maximumLength: 100)), "The bank's name."),
            ]))

    private static let contact = Schema.object(
        ObjectSchema(
            "Contact", "How people reach the government.",
            [
                .optional("email", .text(.init(.email, maximumLength: 254)), "An e-mail address."),
                .optional("phone", .text(.init(maximumLength: 40)), "A telephone number, as people dial it."),
                .optional("address", .localized(.multiline, maximumLength: 500), "A postal address."),
                .optional("website", .text(.init(.uri, maximumLength: 500)), "A web address."),
            ]))
}
