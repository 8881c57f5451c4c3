import Capability
import Decisions
import FEEL
import HTML
import Kernel
import Web

/// The law in force over HTTP: read on any date with its sources, and tried on a case. Nothing is kept.
struct LawRoutes {
    let books: Rulebooks
    let models: [ReadableModel]
    let today: @Sendable () -> CivilDate

    /// What anybody may have computed in one go: people and things in the case, steps, and results. More than any family, little for a server.
    static let mostPeople = 200, mostSteps = 300_000, mostResults = 200

    var all: [Route] { [list, book, calculate] }

    private static let book = Field<String>.path("rulebook", "The law's id.")
    private static let asOf = Field<CivilDate?>.body("as_of", "The day whose law holds. Today when left out.")
    private static let results = Field<[String]>.body("results", "The formulas that are asked for. Those of the page when left out.")
    private static let reasons = Field<Bool?>.body("reasons", "Whether to tell why each value is what it is. Yes when left out.")

    static let sentences = Field<Bool?>.body(
        "sentences", "Whether to tell why in sentences, too, in the language of the request. No when left out.")

    private func find(_ request: Request) throws -> Rulebook {
        guard let book = books[try request[Self.book]] else { throw PolityError(.notFound, "RULES-404", Phrase.lawUnknown) }
        return book
    }

    private var list: Route {
        Route("laws", .get, "/rules", "Lists the laws that can be read and tried.", output: .any, access: .everyone) { request in
            let language = request.language.code
            let laws = books.all.map { JSON.object([.init("id", .string($0.id)), .init("title", .string($0.definition.title[language]))]) }
            let tables = models.map {
                JSON.object([.init("id", .string($0.id)), .init("title", .string($0.title(in: request.language))), .init("tables", .string($0.path))])
            }
            let output = JSON.array(laws + tables)
            return Reply(output) {
                Page(request.say(.lawTitle), for: request) { html in
                    html.h1(request.say(.lawTitle))
                    html.p(request.say(.lawIntroduction), class: "lead")
                    guard !books.all.isEmpty || !models.isEmpty else { return html.emptyState(request.say(.lawNone), request.say(.lawNoneAdvice), link: nil) }
                    let cards = books.all.map { book in
                        Card(
                            book.definition.title[language], href: "/rules/\(book.id)",
                            text: book.results.prefix(4).map { $0.title[language] }.joined(separator: " · "))
                    }
                    html.cards(cards, headingLevel: 2)
                    guard !models.isEmpty else { return }
                    html.h2(request.say(.lawTables))
                    html.cards(models.map { Card(request.say(.lawTablesOf, ["name": .text($0.title(in: request.language))]), href: $0.path) }, headingLevel: 3)
                }
            }
        }
    }

    private var book: Route {
        Route(
            "law", .get, "/rules/{rulebook}", "Tells what a law says on a day: its values, its formulas and their sources.",
            input: [Self.book, AskedDay.field],
            output: .any, access: .everyone
        ) { request in
            let book = try find(request)
            let asked = try AskedDay(request, today: today())
            let page = LawPage(book: book, date: asked.date, request: request)
            let draw: @Sendable () throws -> Page = {
                page.page(LawCase(book: book, form: request.form, language: request.language), faults: asked.faults, day: asked.typed)
            }
            return asked.faults.isEmpty ? Reply(page.json, page: draw) : .invalid(asked.faults, page: draw)
        }
    }

    private var calculate: Route {
        Route(
            "calculate_law", .post, "/rules/{rulebook}",
            "Computes a case by a law: the values by name, as the law's page names them, under `case` or in the body itself.",
            input: [Self.book, Self.asOf, Self.results, Self.reasons, Self.sentences], body: .open(Self.caseSchema), output: .any, access: .everyone,
            rate: RateLimit(600, perSeconds: 60)
        ) { request in
            let book = try find(request)
            let date = try request[Self.asOf] ?? today()
            let page = LawPage(book: book, date: date, request: request)
            var asked = LawCase(book: book, form: request.form, language: request.language)
            let json = request.isProgram ? Self.described(request.body) : asked.json()
            guard asked.faults.isEmpty else { return .invalid(asked.faults) { [asked] in page.page(asked, faults: asked.faults) } }
            let situation: Situation
            do throws(SituationFault) {
                situation = try Situation(json, for: book, most: Self.mostPeople)
            } catch {
                let message = request.say(.lawBadCase, ["reason": .text(error.description)])
                let faults = [Fault(field: LawCase.place, message: message, code: "RULES-422")]
                return .invalid(faults) { [asked] in page.page(asked, faults: faults) }
            }
            let wanted = try wanted(request, book)
            if request.isProgram, try request[Self.reasons] == false {
                return Self.values(wanted, of: situation, asOf: date).map { Reply(output: $0) } ?? tooMuch(request, page, asked)
            }
            let calculation = Calculation(situation, isExplained: true, budget: Self.mostSteps)
            let reasons = wanted.compactMap { calculation.reasons(for: $0, asOf: date) }
            guard calculation.exhaustion == nil else { return tooMuch(request, page, asked) }
            let told = Reasons.json(reasons, in: request.language.code)
            var members: [JSON.Member] = [
                .init("as_of", .string(date.description)), .init("values", .object(reasons.map { .init($0.id, $0.value.json) })),
                .init("reasons", told.reasons), .init("sources", told.sources),
            ]
            if request.isProgram, try request[Self.sentences] == true {
                members.append(.init("sentences", .object(reasons.map { .init($0.id, .array($0.sentences(of: book, in: request.language).map(JSON.string))) })))
            }
            let output = JSON.object(members)
            return Reply(output) { [asked] in page.page(asked, results: reasons) }
        }
    }

    /// A part of the answer would be none: what took too many steps is null, and the rest goes on with that.
    private func tooMuch(_ request: Request, _ page: LawPage, _ asked: LawCase) -> Reply {
        let faults = [Fault(field: LawCase.place, message: request.say(.lawTooMuch), code: "RULES-422")]
        return .invalid(faults) { page.page(asked, faults: faults) }
    }

    /// The values alone, for who computes many; nil where they take too many steps. One calculation finds them all.
    static func values(_ names: [String], of situation: Situation, asOf date: CivilDate) -> JSON? {
        let calculation = Calculation(situation, budget: Self.mostSteps)
        let values = names.compactMap { name in calculation.value(name, asOf: date).map { JSON.Member(name, $0.json) } }
        return calculation.exhaustion == nil ? ["as_of": .string(date.description), "values": .object(values)] : nil
    }

    /// A program's case: under `case`, or under `inputs` as in a worked case; else what the body says beside the day and the results, so that a
    /// name that nobody knows is told.
    static func described(_ body: JSON) -> JSON {
        if let named = body["case"] ?? body["inputs"] { return named }
        return .object((body.members ?? []).filter { !["as_of", "results", "reasons", "sentences"].contains($0.name) })
    }

    private static let caseSchema = Schema.object(
        ObjectSchema(
            "Case", "A case to compute.",
            [
                .optional("case", .any, "The values by name; of a group, its members in lists by role."),
                .optional("inputs", .any, "The same as `case`, as worked cases call it. Without either, the values stand in the body itself."),
            ]))

    private func wanted(_ request: Request, _ book: Rulebook) throws -> [String] {
        let names = try request[Self.results]
        guard !names.isEmpty else { return book.results.map(\.id) }
        for name in names where book.subject(name) == nil {
            throw PolityError(.invalid, "RULES-422", Phrase.lawUnknown, field: "results", context: "a result that is no formula")
        }
        var known: Set<String> = []
        return Array(names.filter { known.insert($0).inserted }.prefix(Self.mostResults))
    }
}
