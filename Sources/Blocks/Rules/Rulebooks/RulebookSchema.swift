import Decisions
import Kernel

/// The shape of `rules/*.yaml`.
enum RulebookSchema {
    static let rulebook = Schema.object(
        ObjectSchema(
            "Rulebook", "The law on one matter: who it is about, what must be known of them, the amounts by date, and the formulas.",
            [
                .required("title", .localized(maximumLength: 200), "What the law is about."),
                .optional("year_begins", .text(.init(maximumLength: 5)), "Month and day on which its years begin: `04-06`. `01-01` when left out."),
                .required("entities", .things(entity), "Who or what it is about. A case begins with the first."),
                .optional("inputs", .things(input), "What must be known of them."),
                .optional("parameters", .things(parameter), "Amounts, rates and scales, each value with the day from which it holds."),
                .optional("formulas", .things(formula), "What follows."),
                .optional(
                    "results", .list(of: .text(.init(.identifier)), maximum: 100),
                    "The formulas that people ask for, in order. Those that no other formula needs, when left out."),
            ]))

    private static let entity = Schema.object(
        ObjectSchema(
            "Entity", "A person, a household, a vehicle.",
            [
                .optional("title", .localized(maximumLength: 100), "What people call it."),
                .optional("members", .text(.init(.identifier)), "The kind of its members, for a group: `person`."),
                .optional("roles", .things(.localized(maximumLength: 100)), "The roles of members, each the name of a list: `adults: Adults`."),
            ]))

    private static let subject: [ObjectSchema.Key] = [
        .optional("title", .localized(maximumLength: 200), "What people call it. The name with spaces when left out."),
        .optional("of", .text(.init(.identifier)), "Whose it is: the name of an entity. The first when left out."),
        .optional(
            "type",
            .choice([
                .init("number", ""), .init("boolean", "true or false"), .init("date", ""), .init("text", ""),
            ]), "What kind of value it is. `number` when left out."),
        .optional(
            "choices", .either([.list(of: .text(.init(.identifier)), minimum: 1, maximum: 500), .dictionary(of: .localized(maximumLength: 200))]),
            "The only values of a text, by id with what people read: `diesel: Diesel`. Ids alone are read with spaces."),
        .optional("unit", .text(.init(maximumLength: 40)), "What it counts: `GBP`, `m2`, `years`, `GBP/m2`, `rate`."),
        .optional(
            "period",
            .choice([
                .init("day", ""), .init("month", ""), .init("year", ""), .init("for_ever", "It does not change."),
            ]), "The span it is for. `year` when left out."),
        .optional(
            "across",
            .choice([
                .init("sum", "An amount: months add up to the year, and a year is shared among its months."),
                .init("first", "A state: the year's is that of its first day."), .init("last", "A state: the year's is that of its last day."),
            ]), "How it goes from one span to another. `sum` for numbers and `first` for the rest when left out."),
        .optional("default", .any, "What holds where nothing is said. Zero, false or nothing when left out."),
    ]

    private static let input = Schema.object(ObjectSchema("Input", "What must be known.", subject))

    private static let source = ObjectSchema.Key.optional("source", .text(.init(maximumLength: 500)), "The section of the law, or the page that states it.")

    private static let datedNumbers = Schema.dictionary(
        of: .either([
            .number, .choice([.init("ends", "It holds no more.")]),
            .object(ObjectSchema("Dated value", "A value with its own source.", [.required("value", .number, "The value."), source])),
        ]), keys: .init(maximumLength: 10))

    private static let parameter = Schema.object(
        ObjectSchema(
            "Parameter", "An amount or a rate of the law, or a scale of them.",
            [
                .optional("title", .localized(maximumLength: 200), "What people call it."),
                .optional("unit", .text(.init(maximumLength: 40)), "What it counts; of a scale, what its rates or amounts count."),
                source,
                .optional("values", datedNumbers, "The values by the day from which each holds: `2024-04-06: 12570`."),
                .optional(
                    "scale",
                    .choice([
                        .init("marginal", "Each slice is multiplied by the rate of its own bracket."),
                        .init("single_amount", "The amount of the bracket in which the whole lies."),
                    ]), "How brackets are applied."),
                .optional("base", .text(.init(maximumLength: 40)), "What the thresholds of a scale count."),
                .optional(
                    "brackets",
                    .list(
                        of: .object(
                            ObjectSchema(
                                "Bracket", "From a threshold on, a rate or an amount.",
                                [.required("threshold", datedNumbers, "Where it begins."), .required("rate", datedNumbers, "The rate, or the amount.")])),
                        maximum: 200), "The brackets, lowest first."),
            ]))

    private static let formula = Schema.object(
        ObjectSchema(
            "Formula", "What follows from inputs, parameters and other formulas.",
            subject + [
                source,
                .optional("value", .feel(of: "any"), "The formula, if it never changed."),
                .optional(
                    "versions",
                    .dictionary(
                        of: .either([
                            .feel(of: "any"),
                            .object(
                                ObjectSchema("Dated formula", "A formula with its own source.", [.required("value", .feel(of: "any"), "The formula."), source])),
                        ]), keys: .init(maximumLength: 10)),
                    "The formulas that followed each other, by the day from which each holds; `ends` where the law ends."),
                .optional("from", .date, "The day from which the formula under `value` holds. Always when left out."),
                .optional("until", .date, "The last day of the law."),
                .optional(
                    "round",
                    .either([
                        .object(
                            ObjectSchema(
                                "Rounding", "How the result is rounded.",
                                [
                                    .required("to", .number, "`0.01` for a cent, `1`, `10`, `0.05`."),
                                    .required("mode", .choice(RoundingMode.allCases.map { .init($0.rawValue, "") }), "What happens to what is between."),
                                ])), .choice([.init("none", "Not at all: how a reform takes the law's rounding away.")]),
                    ]), "How the result is rounded. Not at all when left out; in a reform then as before."),
                .optional("law_of", .feel(of: "date"), "A date: the law of that day applies, in place of the law of the period's first day."),
            ]))
}
