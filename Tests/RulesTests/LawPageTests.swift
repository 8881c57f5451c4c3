import Blueprint
import Capability
import Decisions
import FEEL
import Kernel
import Logging
import Testing
import Web
import WebTesting

@testable import Rules

/// The law as anybody reads and tries it, over HTTP: rulebooks with all they hold, and decision tables.
@Suite struct LawPageTests {
    static let book = """
        title: Levies
        results: [rent_aid]
        entities:
          person: {title: Person}
          family: {title: Family, members: person, roles: {adults: Adults}}
        inputs:
          pay: {of: person, title: Pay, unit: EUR}
          due: {of: person, title: Day, type: date}
          rent: {of: family, title: Rent, unit: EUR}
        parameters:
          rate: {title: Rate, unit: rate, source: Act 1, values: {2020-01-01: 0.1, 2022-01-01: {value: 0.2, source: Act 5}}}
          scale:
            title: Scale
            unit: rate
            base: EUR
            source: Act 2
            brackets:
              - {threshold: {2020-01-01: 0}, rate: {2020-01-01: 0.1, 2021-01-01: 0.3}}
              - {threshold: {2020-01-01: 100}, rate: {2020-01-01: {value: 0.4, source: Act 9}}}
        formulas:
          levy:
            of: person
            title: Levy
            unit: EUR
            source: Act 3
            law_of: due
            round: {to: 0.5, mode: floor}
            versions: {2020-01-01: pay * rate, 2022-01-01: {value: scale(pay), source: Act 7}}
          rent_aid: {of: family, title: Rent aid, unit: EUR, source: Act 4, value: rent - sum(members.pay) * rate}
        """

    static let tolls = """
        title: Tolls
        entities: {boat: {title: Boat}}
        inputs:
          way: {title: Way, type: text, choices: {by_sail: Sails, by_motor: Motor}, default: by_sail}
          flag: {title: Flag, type: text, choices: [own, of_a_neighbour]}
          berth: {title: Berth, type: text, choices: {own: Bought, hired: Hired}}
        formulas:
          berth_toll: {title: Berth toll, unit: EUR, value: 'if berth = "own" then 0 else if berth = "hired" then 5 else 0'}
          toll: {title: Toll, unit: EUR, value: 'if way = "by_motor" then 7 else 0'}
        """

    static let permit = Town.model(
        Town.input("work", "string") + Town.input("cost", "number")
            + "<inputData id=\"site\" name=\"site\"><variable name=\"site\" typeRef=\"site_type\"/></inputData>"
            + "<itemDefinition name=\"site_type\"><itemComponent name=\"zone\"><typeRef>string</typeRef></itemComponent>"
            + "<itemComponent name=\"plots\" isCollection=\"true\"><typeRef>number</typeRef></itemComponent></itemDefinition>"
            + Town.table(
                "permit_fee", policy: "FIRST", of: ["work", "cost"], annotations: ["reason", "reason_es", "source"],
                [
                    (["\"new\"", "<= 1000"], "20", ["Small work.", "Obra pequeña.", "Order 1"]),
                    (["not(\"demolition\")", "-"], "cost * 0.02", ["Large work.", "Obra grande.", "Order 2"]),
                ])
            + "<decision id=\"total\" name=\"total\"><variable name=\"total\" typeRef=\"number\"/><informationRequirement><requiredDecision href=\"#permit_fee\"/>"
            + "</informationRequirement><informationRequirement><requiredInput href=\"#site\"/></informationRequirement>"
            + "<literalExpression><text>if site.zone = \"old\" then permit_fee + 1 else permit_fee</text></literalExpression></decision>")

    @Test(
        "a number is read as the reader's language writes it",
        arguments: [
            ("1,5", Language.spanish, "1.5" as String?), ("1.234,56 €", .spanish, "1234.56"), ("1.5", .english, "1.5"), ("£1,234.56", .english, "1234.56"),
            (" 12 000 ", .english, "12000"), ("-3", .spanish, "-3"), ("1,5", .english, nil), ("1.5", .spanish, nil), ("many", .english, nil),
        ])
    func typedNumbers(_ typed: String, _ language: Language, _ expected: String?) throws {
        let number = expected.flatMap { Decimal128($0) }
        let book = try #require(rulebook(Self.book.utf8, "levies").book)
        var law = LawCase(book: book, form: FormValues([.init("rent", typed)]), language: language)
        #expect(law.json()["family"]?["rent"] == number.map(JSON.number) && law.faults.map(\.field) == (expected == nil ? ["rent"] : []))
        var diagnostics = Diagnostics()
        let model = try #require(DecisionModel(parsing: Array(Self.permit.utf8), file: "rules.dmn", diagnostics: &diagnostics), "\(diagnostics.sorted)")
        let field = try #require(TableCase(model, form: FormValues(), language: language).fields.first { $0.path == ["cost"] })
        var table = TableCase(model, form: FormValues([.init(field.name, typed)]), language: language)
        #expect(table.json()["cost"] == number.map(JSON.number) && table.faults.map(\.field) == (expected == nil ? [field.name] : []))
    }

    /// One decision of two tables, the second of which holds nowhere; and an input with a few values.
    static let twins = {
        func table(_ test: String) -> String {
            "<decisionTable><input><inputExpression><text>kind</text></inputExpression></input><output/>"
                + "<rule><inputEntry><text>\(test)</text></inputEntry><outputEntry><text>1</text></outputEntry></rule></decisionTable>"
        }
        let tables = ["\"a\"", "\"b\""].map {
            "<contextEntry><variable name=\"part\"/>\(table($0))</contextEntry>".replacing("part", with: $0 == "\"a\"" ? "first" : "second")
        }
        let allowed = "<itemDefinition name=\"kind_type\"><typeRef>string</typeRef><allowedValues><text>\"a\", \"b\"</text></allowedValues></itemDefinition>"
        let head = Town.head.replacing("urn:m", with: "urn:twins").replacing(
            "name=\"m\"", with: "name=\"Twins\" xmlns:polity=\"urn:polity:dmn\" polity:name_es=\"Gemelas\"")
        return head + allowed + Town.input("kind", "kind_type")
            + "<decision id=\"fees\" name=\"fees\"><variable name=\"fees\"/><informationRequirement><requiredInput href=\"#kind\"/></informationRequirement>"
            + "<context>" + tables.joined() + "</context></decision></definitions>"
    }()

    /// The routes of these rules on a socket.
    ///
    /// - Parameter words: those of the service `permit`.
    static func serve(words: RuleWords? = nil, permit: String = Self.permit, _ body: (RunningWebServer) async throws -> Void) async throws {
        let shared = Town.head.replacing("urn:m", with: "urn:law").replacing("name=\"m\"", with: "name=\"Bands\"") + Town.input("cost", "number")
        let bands = shared + Town.table("band", type: "string", of: ["cost"], [(["< 10"], "\"a\"", []), ([">= 10"], "\"b\"", [])]) + "</definitions>"
        let files = [
            ("polity.yaml", "name: M\nlanguages: [en, es]\ncurrency: EUR\ntime_zone: UTC\n"), ("rules/levies.yaml", book), ("rules/tolls.yaml", tolls),
            ("translations/es.yaml", "rules: {tolls: {inputs: {way: {choices: {by_sail: Vela, by_motor: Motor de explosión}}}}}\n"),
            ("rules/bands.dmn", bands), ("rules/twins.dmn", twins),
            ("services/permit/rules.dmn", permit.replacing("name=\"m\"", with: "name=\"Permit\"")),
        ]
        let snapshot = FolderSnapshot(files: files.map { FolderSnapshot.File(path: $0.0, bytes: Array($0.1.utf8)) })
        let (linked, diagnostics) = Composition([.rules]).edition(of: snapshot)
        let edition = try #require(linked, "\(diagnostics.sorted)")
        let models = edition[DecisionBook.self].readable.map { $0.id == "permit" ? $0.adding(words) : $0 }
        let today: @Sendable () -> CivilDate = { CivilDate(daysSinceEpoch: 19_800) }
        let routes = LawRoutes(books: edition[Rulebooks.self], models: models, today: today).all + TableRoutes(models: models, history: nil, today: today).all
        try await serve(routes, body)
    }

    static func serve(_ routes: [Route], _ body: (RunningWebServer) async throws -> Void) async throws {
        var settings = WebSettings()
        settings.port = 0
        settings.clientRate = nil
        settings.formKey = [UInt8](repeating: 7, count: 32)
        var logger = Logger(label: "test")
        logger.logLevel = .critical
        let site = Site(name: ["en": "M", "es": "M"], publicURL: "http://localhost:1")
        let server = try WebServer(
            settings, site: site, routes: routes, clock: Clock { Instant(microseconds: 1_700_000_000_000_000) }, logger: logger, authenticate: { _ in nil })
        let running = try await server.start()
        do { try await body(running) } catch {
            await running.stop()
            throw error
        }
        await running.stop()
    }

    @Test("programs read of each formula and scale since when it holds, where it stands and how it is rounded")
    func json() async throws {
        try await Self.serve { running in
            let law = try JSON(parsing: try await Visitor(port: running.port).call("GET", "/rules/levies?on=2023-05-01").body)
            let levy = try #require(law["formulas"]?.array?.first { $0["id"]?.string == "levy" })
            #expect(levy["formula"]?.string == "scale(pay)" && levy["from"]?.string == "2022-01-01" && levy["source"]?.string == "Act 7")
            #expect(levy["round"]?.text == #"{"to":0.5,"mode":"floor"}"# && levy["law_of"]?.string == "due", "\(levy.text)")
            let aid = try #require(law["formulas"]?.array?.last)
            #expect(aid["from"] == nil && aid["round"] == nil && aid["source"]?.string == "Act 4", "what always held has no first day")
            let scale = try #require(law["parameters"]?.array?.last)
            #expect(scale["from"]?.string == "2021-01-01" && scale["source"]?.string == "Act 2" && scale["base"]?.string == "EUR")
            #expect(scale["steps"]?.text == #"[{"threshold":0,"rate":0.3},{"threshold":100,"rate":0.4,"source":"Act 9"}]"#, "\(scale.text)")
            #expect(law["parameters"]?.array?.first?["source"]?.string == "Act 5")
        }
    }

    @Test("the page tells the rounding, the law's day, and all days of scales and formulas")
    func page() async throws {
        try await Self.serve { running in
            let visitor = Visitor(port: running.port)
            let page = try await visitor.get("/rules/levies?on=2023-05-01").body
            #expect(page.contains("rounded down to €0.5") && page.contains("by the law of the day: ‹Day›"), "\(page)")
            #expect(page.contains("from €100.00: 40\u{A0}% (Act 9)"))
            #expect(page.contains("<li>From 1 January 2021: from €0.00: 30\u{A0}%; from €100.00: 40\u{A0}% (Act 9)</li>"))
            #expect(page.contains("<li>From 1 January 2022: ‹Scale›(‹Pay›) (Act 7)</li><li>From 1 January 2020: ‹Pay› × ‹Rate›</li>"))
            let spanish = try await visitor.get("/rules/levies?on=2023-05-01&language=es").body
            #expect(spanish.contains("redondeado hacia abajo a 0,5\u{A0}€") && spanish.contains("según la ley del día: ‹Day›"))
        }
    }

    @Test("what can be chosen is told in the reader's words: in the form, in the formula, and in why a value is what it is")
    func choices() async throws {
        try await Self.serve { running in
            let visitor = Visitor(port: running.port)
            let page = try await visitor.get("/rules/tolls").body
            #expect(
                page.contains("<option value=\"by_sail\">Sails</option>") && page.contains("<option value=\"of_a_neighbour\">of a neighbour</option>"),
                "\(page)")
            #expect(page.contains("if ‹Way› = &quot;Motor&quot;") || page.contains("if ‹Way› = \"Motor\""))
            // Two inputs have this text, and word it otherwise.
            #expect(page.contains("= &quot;own&quot;") || page.contains("= \"own\""), "\(page)")
            #expect(page.contains("= &quot;Hired&quot;") || page.contains("= \"Hired\""))
            let asked = [("way", "by_motor")]
            #expect(try await visitor.post("/rules/tolls", asked).body.contains("Way is Motor"))
            // What the page does not offer is told, with a way to the form.
            let wrong = try await visitor.post("/rules/tolls", [("way", "by_kite")])
            #expect(wrong.status == 422 && wrong.body.contains("href=\"#case\"") && wrong.body.contains("<h2 id=\"case\">"), "\(wrong.body)")
            let spanish = try await visitor.post("/rules/tolls?language=es", asked).body
            #expect(spanish.contains(">Vela</option>") && spanish.contains("Way: Motor de explosión") && !spanish.contains("Sails"), "\(spanish)")
        }
    }

    /// The first entity of the file is the person, and what is asked for is of the family.
    @Test("the case to try is one of those that the results are of")
    func entity() async throws {
        try await Self.serve { running in
            let visitor = Visitor(port: running.port)
            #expect(try await visitor.get("/rules/levies").body.contains("name=\"rent\""))
            let fields = [("as_of", "2021-05-01"), ("rent", "500"), ("count.adults", "1"), ("adults.0.pay", "1000")]
            let answer = try await visitor.post("/rules/levies", fields).body
            #expect(answer.contains("What the law says") && answer.contains("€400.00"), "\(answer)")
        }
    }

    @Test("decision tables are listed and read, of services and shared ones, in both languages")
    func tables() async throws {
        try await Self.serve { running in
            let visitor = Visitor(port: running.port)
            let list = try await visitor.get("/rules").body
            #expect(list.contains("href=\"/rules/models/bands\"") && list.contains("href=\"/rules/services/permit\"") && list.contains(">Tables: Permit</a>"))
            let page = try await visitor.get("/rules/services/permit").body
            #expect(page.contains("<h2>Permit fee</h2>") && page.contains("The first row that applies counts"), "\(page)")
            for cell in ["≤ 1,000", "not (&quot;demolition&quot;)", "anything", "cost × 0.02", "Large work.", "Order 2"] {
                #expect(page.contains(">\(cell)</td>") || page.contains(">\(cell.replacing("&quot;", with: "\""))</td>"), "\(cell): \(page)")
            }
            #expect(page.contains("then permit fee + 1"), "names are written with spaces: \(page)")
            #expect(page.contains("data-label=\"→ Permit fee\""), "a list of labelled lines on a phone")
            let spanish = try await Visitor(port: running.port).get("/rules/services/permit?language=es").body
            #expect(spanish.contains("Obra grande.") && !spanish.contains("Large work.") && spanish.contains("cualquiera"))
            #expect(try await visitor.get("/rules/models/bands").body.contains("One row applies at most"))
            #expect(try await visitor.get("/rules/services/bands").status == 404)
            #expect(try await visitor.get("/rules/models/permit").status == 404)
            let told = try JSON(parsing: try await visitor.call("GET", "/rules/services/permit").body)
            let table = try #require(told["decisions"]?.array?.first?["tables"]?.array?.first)
            #expect(table["policy"]?.string == "FIRST" && table["inputs"]?.array?.count == 2)
            #expect(
                table["rules"]?.array?.last?.text
                    == #"{"conditions":["not(\"demolition\")","-"],"results":["cost * 0.02"],"reason":"Large work.","source":"Order 2"}"#, "\(table.text)")
            #expect(told["decisions"]?.array?.last?["formula"]?.string?.hasPrefix("if site.zone") ?? false)
        }
    }

    @Test("a page of a service's tables has the words of its questions and its labels, in the reader's language")
    func tablesInPeoplesWords() async throws {
        let words = RuleWords(
            [
                "work": .init(
                    LocalizedText("What will you do?", translations: ["es": "¿Qué va a hacer?"]),
                    choices: [
                        "new": LocalizedText("Build", translations: ["es": "Construir"]),
                        "demolition": LocalizedText("Take down", translations: ["es": "Derribar"]),
                    ]),
                "site.zone": .init(LocalizedText("Zone", translations: ["es": "Zona"])),
            ], service: LocalizedText("Ask for a permit", translations: ["es": "Pedir una licencia"]))
        let labelled = Self.permit.replacing("<definitions ", with: "<definitions xmlns:polity=\"urn:polity:dmn\" ").replacing(
            "<decision id=\"permit_fee\"", with: "<decision label=\"Fee for it\" polity:label_es=\"Tasa por ella\" id=\"permit_fee\"")
        try await Self.serve(words: words, permit: labelled) { running in
            let visitor = Visitor(port: running.port)
            let english = try await visitor.get("/rules/services/permit").body
            #expect(english.contains("<h1>Tables: Permit</h1>") && english.contains("<h2>Fee for it</h2>"), "\(english)")
            #expect(english.contains("<option value=\"demolition\">Take down</option>") && english.contains("then ‹Fee for it› + 1"), "\(english)")
            let spanish = try await visitor.get("/rules/services/permit?language=es").body
            for text in ["<h1>Tablas: Pedir una licencia</h1>", "<h2>Tasa por ella</h2>", "¿Qué va a hacer?", "Construir", ">Zona<", "‹Zona› = "] {
                #expect(spanish.contains(text), "\(text): \(spanish)")
            }
            #expect(!spanish.contains(">work<") && !spanish.contains("Permit fee") && !spanish.contains(">demolition"), "\(spanish)")
            #expect(try await visitor.get("/rules?language=es").body.contains(">Tablas: Pedir una licencia</a>"))
            let answer = try await visitor.post("/rules/services/permit?language=es", [("input.0", "3.000"), ("input.2", "new")]).body
            #expect(answer.contains("la tabla ‹Tasa por ella›: cost es 3000"), "\(answer)")
            let told = try JSON(parsing: try await visitor.call("GET", "/rules/services/permit?language=en").body)
            let work = try #require(told["inputs"]?.array?.first { $0["name"]?.string == "work" })
            #expect(
                work.text == ##"{"name":"work","type":"string","title":"What will you do?","choices":{"demolition":"Take down","new":"Build"}}"##,
                "\(work.text)")
            #expect(told["decisions"]?.array?.first?["title"]?.string == "Fee for it")
            let asked: JSON = ["inputs": ["work": "demolition", "cost": 500, "site": ["zone": "old", "plots": [1, 2]]], "sentences": true]
            let why = try JSON(parsing: try await visitor.call("POST", "/rules/services/permit?language=en", asked).body)
            #expect(
                why["sentences"]?["permit_fee"]?.array?.last?.string
                    == "Row 2 of the table ‹Fee for it› does not apply: ‹What will you do?› is Take down, and the row asks for not (\"Take down\")",
                "\(why.text)")
            let levy = try JSON(
                parsing: try await visitor.call(
                    "POST", "/rules/levies?language=en", ["family": ["rent": 500, "adults": [["pay": 1000]]], "as_of": "2021-05-01", "sentences": true]
                ).body)
            #expect(
                levy["sentences"]?["rent_aid"]?.array?.first?.string?.hasPrefix("Rent aid is €400.00, because it is ‹Rent› - the sum of ") == true,
                "\(levy.text)")
        }
    }

    @Test("the tables of one decision have names of their own, and the model a title in each language")
    func tablesOfOneDecision() async throws {
        try await Self.serve { running in
            let visitor = Visitor(port: running.port)
            let page = try await visitor.get("/rules/models/twins").body
            #expect(page.contains("<h3>Fees</h3>") && page.contains("<h3>Fees 2</h3>"), "\(page)")
            let spanish = try await Visitor(port: running.port).get("/rules/models/twins?language=es").body
            #expect(spanish.contains("<h1>Tablas: Gemelas</h1>") && page.contains("<h1>Tables: Twins</h1>"), "\(spanish)")
            #expect(try await Visitor(port: running.port).get("/rules?language=es").body.contains(">Tablas: Gemelas</a>"))
            let told = try JSON(parsing: try await visitor.call("POST", "/rules/models/twins", ["inputs": ["kind": "a"]]).body)
            let finding = try #require(told["findings"]?.array?.first)
            #expect(finding["rules"]?.array?.map { $0["table"]?.string } == ["fees"], "\(told.text)")
            #expect(finding["silent_tables"]?.array?.map { $0["table"]?.string } == ["fees 2"], "\(told.text)")
        }
    }

    @Test("tables are tried: by a form with a field for each input, and by programs, with why the others do not apply")
    func tryTables() async throws {
        try await Self.serve { running in
            let visitor = Visitor(port: running.port)
            let form = try await visitor.get("/rules/services/permit").body
            // cost, the record's zone, work; the list in the record is for programs.
            #expect(form.contains("name=\"input.0\"") && form.contains("name=\"input.1.1\"") && !form.contains("name=\"input.1.0\""), "\(form)")
            #expect(form.contains("Only a program can give these: Site") && form.contains("<option value=\"demolition\""))
            let fields = [("as_of", "2024-05-01"), ("input.0", "3,000"), ("input.2", "something_else")]
            let answer = try await visitor.post("/rules/services/permit", fields).body
            #expect(answer.contains("What the tables say") && answer.contains(">60<"), "\(answer)")
            #expect(answer.contains("Large work.") && answer.contains("Why other rules did not apply"))
            #expect(answer.contains("value=\"3,000\""), "what was typed stands there still")
            let wrong = try await visitor.post("/rules/services/permit", [("input.0", "much")])
            #expect(wrong.status == 422 && wrong.body.contains("Enter a number"))

            let told = try JSON(
                parsing: try await visitor.call(
                    "POST", "/rules/services/permit",
                    ["inputs": ["work": "new", "cost": 500, "site": ["zone": "old", "plots": [1, 2]]], "as_of": "2024-05-01"]
                ).body)
            #expect(told["values"]?.text == #"{"permit_fee":20,"total":21}"#, "\(told.text)")
            #expect(told["findings"]?.array?.first?["passed_over"]?.array?.first?["rule"]?.integer == 2)
            // The answer tells each table's inputs many times: a large case is not computed.
            let long = JSON.string(String(repeating: "x", count: TableRoutes.mostBytes))
            let large = try await visitor.call("POST", "/rules/services/permit", ["inputs": ["work": long]])
            #expect(large.status == 413 && large.body.contains("too large to try") && large.body.utf8.count < 5_000, "\(large.status)")
            let typed = try await visitor.post("/rules/services/permit", [("input.2", String(repeating: "x", count: TableRoutes.mostBytes))])
            #expect(typed.status == 413 && typed.body.contains("too large to try"), "\(typed.status)")
            let unknown = try await visitor.call("POST", "/rules/services/permit", ["inputs": ["wrok": "new"]])
            #expect(unknown.status == 422 && unknown.body.contains("wrok"))
        }
    }
}
