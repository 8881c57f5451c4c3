import Capability
import Decisions
import FEEL
import Kernel
import Web

/// Decision tables over HTTP: read as they are written, and tried on a case. Nothing is kept.
struct TableRoutes {
    let models: [ReadableModel]
    /// Nil: only what is applied today is known.
    let history: TableHistory?
    let today: @Sendable () -> CivilDate

    /// Decisions of one answer.
    private static let mostDecisions = 50
    /// Of a case, as JSON.
    static let mostBytes = 20_000

    var all: [Route] { [ReadableModel.Place.shared, .service].flatMap { [read($0), calculate($0)] } }

    private static let model = Field<String>.path("model", "The model's name.")
    private static let service = Field<String>.path("service", "The service's id.")
    private static let asOf = Field<CivilDate?>.body(
        "as_of", "What `today()` gives, and the day whose tables are asked: the first that are known here, where it lies before. Today when left out.")

    private func field(_ place: ReadableModel.Place) -> Field<String> { place == .shared ? Self.model : Self.service }

    private func find(_ request: Request, _ place: ReadableModel.Place) throws -> ReadableModel {
        let id = try request[field(place)]
        guard let found = models.first(where: { $0.place == place && $0.id == id }) else {
            throw PolityError(.notFound, "RULES-404", Phrase.lawUnknown)
        }
        return found
    }

    private func read(_ place: ReadableModel.Place) -> Route {
        let name = field(place)
        return Route(
            place == .shared ? "law_tables" : "service_tables", .get, "/rules/\(place.rawValue)/{\(name.name)}",
            place == .shared ? "Tells what decision tables that services share say." : "Tells what the decision tables of a service say.",
            input: [name, AskedDay.field], output: .any, access: .everyone
        ) { request in
            let asked = try AskedDay(request, today: today())
            let page = try await page(find(request, place), on: asked.date, request)
            let draw: @Sendable () throws -> Page = {
                page.page(TableCase(page.readable.model, form: request.form, language: request.language), faults: asked.faults, day: asked.typed)
            }
            return asked.faults.isEmpty ? Reply(page.json, page: draw) : .invalid(asked.faults, page: draw)
        }
    }

    /// The tables that were applied on a day; the first that are known, where it lies before.
    private func page(_ readable: ReadableModel, on date: CivilDate, _ request: Request) async throws -> TablePage {
        let versions = try await history?.versions(of: readable) ?? []
        let version = versions.last { $0.since <= date } ?? versions.first
        var page = TablePage(readable: readable, date: date, changes: versions.map(\.since), since: version?.since, request: request)
        if let version, version != versions.last, let history { page.readable = try await history.model(readable, of: version) }
        page.isToday = version == versions.last && date >= today()
        return page
    }

    private func calculate(_ place: ReadableModel.Place) -> Route {
        let name = field(place)
        return Route(
            place == .shared ? "try_law_tables" : "try_service_tables", .post, "/rules/\(place.rawValue)/{\(name.name)}",
            "Makes the decisions of the tables for a case: the inputs by name, under `inputs` or in the body itself.",
            input: [name, Self.asOf, LawRoutes.sentences], body: .open(Self.caseSchema), output: .any, access: .everyone, rate: RateLimit(600, perSeconds: 60)
        ) { request in
            let date = try request[Self.asOf] ?? today()
            let page = try await page(find(request, place), on: date, request)
            let readable = page.readable
            var asked = TableCase(readable.model, form: request.form, language: request.language)
            let json = request.isProgram ? LawRoutes.described(request.body) : asked.json()
            // Each decision tells the inputs of its tables again, so that the answer is many times the case.
            guard json.text.utf8.count <= Self.mostBytes else { throw PolityError(.tooLarge, "RULES-413", Phrase.tableTooLarge) }
            guard asked.faults.isEmpty else { return .invalid(asked.faults) { [asked] in page.page(asked, faults: asked.faults) } }
            let inputs: Context
            do throws(SituationFault) {
                inputs = try TestedLaw.inputs(json, of: readable.model)
            } catch {
                let message = request.say(.lawBadCase, ["reason": .text(error.description)])
                let faults = [Fault(field: LawCase.place, message: message, code: "RULES-422")]
                return .invalid(faults) { [asked] in page.page(asked, faults: faults) }
            }
            let (results, findings) = Self.decide(readable.model, inputs, on: date)
            var members: [JSON.Member] = [
                .init("as_of", .string(date.description)), .init("values", .object(results.map { .init($0.name, $0.value.json) })),
                .init("findings", .array(findings.map(\.json))),
            ]
            if request.isProgram, try request[LawRoutes.sentences] == true {
                let told = findings.map { JSON.Member($0.decision, .array($0.sentences(in: request.language, readable.words).map(JSON.string))) }
                members.append(.init("sentences", .object(told)))
            }
            let output = JSON.object(members)
            return Reply(output) { [asked] in page.page(asked, results: results, findings: findings) }
        }
    }

    /// All decisions of a model, each with why.
    static func decide(_ model: DecisionModel, _ inputs: Context, on date: CivilDate) -> (results: [(name: String, value: Value)], findings: [RuleFinding]) {
        var given = inputs
        for name in ["today", "law_date"] where given[name] == nil { given[name] = .date(date) }
        let names = model.decisionElements.prefix(mostDecisions).map(\.name)
        let explanations = names.map { name in
            model.explain(
                decision: name, inputs: given, now: ServiceRules.moment(["law_date": .date(date)]), budget: LawRoutes.mostSteps / max(names.count, 1))
        }
        let findings = explanations.map { RuleFinding($0, withoutTables: Set(names).subtracting([$0.name])) }
        return (explanations.map { ($0.name, $0.value) }, findings)
    }

    private static let caseSchema = Schema.object(
        ObjectSchema(
            "Table case", "A case to decide.",
            [.optional("inputs", .any, "The inputs by name. Without it they stand in the body itself.")]))
}
