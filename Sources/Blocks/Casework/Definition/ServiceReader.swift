import BPMN
import Blueprint
import Capability
import Decisions
import FEEL
import Forms
import Kernel
import Processes
import Registries
import Rules

/// Turns the checked tree of a `service.yaml` into a service: names first, then the expressions that use them.
struct ServiceReader {
    let id: String
    let file: Checked
    let government: Government
    /// A registry by its id; nil for one that is not known.
    let registry: (String) -> Registry?
    /// Decision models; nil where a government is read without any.
    let book: DecisionBook?
    /// Rulebooks, of which the service may call values; nil where a government is read without any.
    let rulebooks: Rulebooks?
    let templates: PaperTemplates
    /// The order of its steps, where that is drawn.
    let drawn: DrawnProcess?
    var calledSteps: [CalledStep] = []
    /// What its service tasks may ask of the capabilities.
    let serviceTasks: [ServiceTaskDeclaration]
    /// What its folder was first served in; nil for one that was not served yet.
    let servedIn: FolderDialect?
    var names: Names
    /// What names count and what functions give, where that is known; `children.costs` for the entries of a record or of a list of them.
    var units: [String: Unit] = [:]
    var diagnostics: Diagnostics

    /// - Parameter functions: what the capabilities give to FEEL.
    init(
        id: String, file: Checked, government: Government, book: DecisionBook? = nil, rulebooks: Rulebooks? = nil,
        templates: PaperTemplates = PaperTemplates([], languages: []), drawn: ServiceProcessFile? = nil,
        functions: [NamedFunction] = [], serviceTasks: [ServiceTaskDeclaration] = [], servedIn: FolderDialect? = nil,
        registry: @escaping (String) -> Registry?
    ) {
        self.id = id
        self.file = file
        self.government = government
        self.registry = registry
        self.book = book
        self.rulebooks = rulebooks
        self.templates = templates
        self.drawn = drawn.map { DrawnProcess($0, of: id, servedIn: servedIn) }
        self.serviceTasks = serviceTasks
        self.servedIn = servedIn
        diagnostics = Diagnostics(isOfServed: servedIn != nil)
        names = Names(functions: functions)
    }

    mutating func read() -> PublicService? {
        let questions = QuestionReader(file.dictionary("questions"), &diagnostics)
        let findings = stepNodes.map { QuestionReader($0.work?.dictionary("questions") ?? [], &diagnostics) }
        let said = file.dictionary("messages").map { QuestionReader($0.value.dictionary("questions"), &diagnostics) }
        declareNames(questions, findings + said)
        let asked = questions.entries.flatMap(\.page.questions) + findings.flatMap(\.entries).flatMap(\.page.questions)
        units = units(of: asked)
        let law = readLaw()
        let rules = readRules(law, asked)
        let form = questions.form(names: names, units: units, currency: currency, &diagnostics)
        // Not to the form, which is filled in before the process begins.
        let (own, later) = (names, namesOfCases())
        names = later
        let outcomes = readOutcomes()
        let written = readSteps(findings, outcomes: outcomes.map(\.id))
        names = own
        let decisions = Set((rules?.decisions.map(\.name) ?? []) + law.calls.map(\.name))
        let teams = readTeams(written)
        guard let process = compile(written, decisions: decisions) else { return nil }
        let messages = readMessages(said, process)
        let skilled = addingDrawnSkills(to: written)
        let steps = skilled + calledSteps.steps(of: skilled)
        let service = PublicService(
            id: id, title: file.localized("title"), summary: file.localized("summary"), about: file.optionalLocalized("about"),
            organisation: file.text("organisation", or: home), access: file.choice("access", or: .signedIn), assurance: file.choice("assurance", or: .low),
            youNeed: file.list("you_need").map(\.localized), takes: file.optionalLocalized("takes"), legalBasis: file.optionalText("legal_basis"),
            lookUps: readLookUps(), eligibility: file.list("eligibility").compactMap { requirement($0) }, form: form, fee: readFee(), steps: steps,
            teams: teams, skillTitles: Dictionary(government.skills.map { ($0.id, $0.title) }, uniquingKeysWith: { first, _ in first }),
            outcomes: outcomes, answerWithin: file["ask"].flatMap { term($0, "within") } ?? Term(20, .workingDays), appeal: readAppeal(),
            decideWithin: promise(file), warnBefore: readWarnBefore(), publicFields: file.texts("public"),
            publishedFields: published(form.questions + steps.flatMap { $0.work?.form.questions ?? [] }), messages: messages, keep: term(file, "keep"),
            names: names.types, law: law, rules: rules, ruleWords: ruleWords(asked, law, rules), templates: templates,
            process: process,
            drawing: drawn?.document, government: government, location: file.location)
        check(service)
        checkUse(of: rules, by: service)
        checkUse(of: law, by: service)
        checkTemplates(outcomes, names: later.types)
        return service
    }

    var home: String { government.organisations.first?.id ?? government.id }

    // MARK: Names

    private mutating func declareNames(_ questions: QuestionReader, _ findings: [QuestionReader]) {
        names.types = [
            "today": .date,
            "law_date": .date,
            "applicant": .context(["id": .string, "name": .string, "email": .string]),
            "case": .context(["reference": .string, "opened_on": .date]),
            "decision": .context(["outcome": .string, "conditions": .list(.string), "reasons": .list(.string)]),
            "fee": .number,
            "valid_until": .date,
        ]
        for (key, node) in file.dictionary("look_up") {
            let registry = registry(node.isMap ? node.text("registry") : node.text)
            declare(key, registry?.feelType ?? .any, "a look-up")
            for field in registry?.fields ?? [] {
                if case .choice(let choices) = field.type { names.texts["\(key.value).\(field.id)"] = choices.map(\.id) }
            }
        }
        for entry in questions.entries {
            for question in entry.page.questions { declare(question, "a question") }
        }
        for reader in findings {
            for entry in reader.entries {
                for question in entry.page.questions { declare(question, "a finding") }
            }
        }
    }

    /// The service's names, and what its drawn process sets: what a script computes, an event brings, or another part of the government answers.
    private func namesOfCases() -> Names {
        var names = names
        for name in drawn?.variables ?? [] where names.types[name] == nil { names.types[name] = .any }
        return names
    }

    private mutating func declare(_ question: Question, _ what: String) {
        declare(Located(question.id, at: question.location), question.kind.type, what)
        switch question.kind {
        case .chooseOne(let choices), .chooseMany(let choices): names.texts[question.id] = choices.map(\.id)
        default: break
        }
    }

    private mutating func declare(_ name: Located<String>, _ type: FEELType, _ what: String) {
        if names.types[name.value] != nil {
            diagnostics.error(name.location, "\(what) is called '\(name.value)', which already means something here", mend: "Choose another name.")
        } else {
            names.types[name.value] = type
        }
    }

    // MARK: Parts

    private mutating func readLookUps() -> [PublicService.LookUp] {
        if file.has("look_up"), !file.has("legal_basis") {
            diagnostics.error(
                file.keyLocation(of: "look_up"), "records are read without a legal basis", mend: "Add 'legal_basis: …', one of 'legal_bases' in polity.yaml.")
        }
        return file.dictionary("look_up").map { key, node in
            guard node.isMap else { return PublicService.LookUp(name: key.value, registry: node.text, key: .applicant) }
            let record = expression(node, "record")
            return PublicService.LookUp(name: key.value, registry: node.text("registry"), key: record.map { .record($0) } ?? .applicant)
        }
    }

    mutating func requirement(_ node: Checked) -> PublicService.Requirement? {
        guard let must = expression(node, "must", .boolean) else { return nil }
        return PublicService.Requirement(must: must, otherwise: node.localized("otherwise"), source: node.optionalText("source"))
    }

    private mutating func readFee() -> PublicService.Fee? {
        guard let fee = file["fee"] else { return nil }
        if fee.isMap {
            guard let amount = expression(fee, "amount", .number, counting: currency) else { return nil }
            checkPayable(amount, fee.keyLocation(of: "amount"))
            return PublicService.Fee(
                amount: amount, text: fee.optionalLocalized("text"), source: fee.optionalText("source"),
                isPaidBackOnWithdrawal: fee.boolean("refund_when_withdrawn"))
        }
        guard let amount = expression(file, "fee", .number, counting: currency) else { return nil }
        checkPayable(amount, file.keyLocation(of: "fee"))
        return PublicService.Fee(amount: amount)
    }

    /// Whether somebody can be asked to pay it, as far as that is known without their answers.
    private mutating func checkPayable(_ amount: Expression, _ location: SourceLocation) {
        guard case .number(let number)? = amount.constant else { return }
        if number < 0 {
            diagnostics.error(location, "the fee is less than nothing", mend: "Write 0 where it costs nothing.")
        } else if Money(number, currency: government.currency) == nil {
            diagnostics.error(location, "the fee is no amount of money", mend: "Write whole units, such as 12.50.")
        }
    }

    private mutating func readAppeal() -> PublicService.Appeal? {
        guard let appeal = file["appeal"], let within = term(appeal, "within") else { return nil }
        let role = appeal.text("role")
        return PublicService.Appeal(within: within, decideWithin: promise(appeal), role: role, organisation: organisation(of: role))
    }

    /// The time within which something is decided.
    private mutating func promise(_ node: Checked) -> Term? {
        guard let value = node["decide_within"], let term = term(node, "decide_within") else { return nil }
        guard term.count > 0, ![.minutes, .hours].contains(term.unit) else {
            diagnostics.error(value.location, "a decision is promised within '\(value.text)', and no whole day", mend: "Write '20 working days' or '3 months'.")
            return nil
        }
        return term
    }

    private static let usualWarning = 3, earliestWarning = 100

    private mutating func readWarnBefore() -> Int {
        guard let value = file["warn_before"], let term = term(file, "warn_before") else { return Self.usualWarning }
        guard term.unit == .workingDays, (1...Self.earliestWarning).contains(term.count) else {
            diagnostics.error(
                value.location, "officers are warned '\(value.text)' before a promised day, and not 1 to \(Self.earliestWarning) working days",
                mend: "Write '3 working days'.")
            return Self.usualWarning
        }
        if !file.has("decide_within"), file["appeal"]?.has("decide_within") != true {
            diagnostics.error(
                file.keyLocation(of: "warn_before"), "there is no promised day to warn of", mend: "Add 'decide_within: …', or take this line out.")
        }
        return term.count
    }

    /// Where the holders of a role find the service's tasks: nil for the service's own organisation where the role reaches
    /// it, else the role's. Otherwise nobody would ever see them.
    func organisation(of role: String) -> String? {
        guard let own = government.role(role)?.organisation else { return nil }
        var next: String? = file.text("organisation", or: home)
        // The check of polity.yaml finds circles; this only must not hang in one.
        for _ in government.organisations {
            guard let organisation = next else { break }
            if organisation == own { return nil }
            next = government.organisation(organisation)?.parent
        }
        return own
    }

    // MARK: Small words

    /// - Parameter unit: what its value has to count.
    mutating func expression(_ node: Checked, _ key: String, _ expected: FEELType = .any, counting unit: Unit? = nil) -> Expression? {
        node.source(key).flatMap { expression($0, expected, counting: unit) }
    }

    mutating func expression(_ source: SourceText, _ expected: FEELType = .any, counting unit: Unit? = nil) -> Expression? {
        Expression(source, names: names, units: units, expected: expected, counting: unit, &diagnostics)
    }

    mutating func term(_ node: Checked, _ key: String) -> Term? {
        guard let value = node[key] else { return nil }
        guard let term = Term(value.text) else {
            diagnostics.error(
                value.location, "'\(key)' must be a length of time, not '\(value.text)'",
                mend: "Write '10 working days', '30 days', '6 weeks', '3 months', '2 years' or '4 hours'.")
            return nil
        }
        return term
    }

    private mutating func check(_ service: PublicService) {
        let questions = service.form.questions + service.steps.flatMap { $0.work?.form.questions ?? [] }
        for name in file.list("public") {
            let named = questions.filter { $0.id == name.text }
            if named.isEmpty {
                diagnostics.error(name.location, "there is no question '\(name.text)' to publish", mend: "Name a question of the form or of a task.")
            } else if !named.allSatisfy({ mayBePublished($0) }) {
                diagnostics.tightened(
                    name.location, "'\(name.text)' may tell about a person, and everybody would read it",
                    mend: "Remove it from 'public', or say 'personal: none' at the question if it truly does not.")
            }
        }
        checkImpersonalInputs(of: service, questions)
        if service.access == .everyone, !service.lookUps.filter({ if case .applicant = $0.key { true } else { false } }).isEmpty {
            diagnostics.error(
                file.keyLocation(of: "look_up"), "nobody signs in, so the applicant's own record cannot be looked up",
                mend: "Write 'access: signed_in', or give the record's identifier.")
        }
    }
}

extension ServiceReader {
    /// Of what the folder publishes, that which everybody may read.
    fileprivate func published(_ questions: [Question]) -> [String] {
        file.texts("public").filter { name in questions.allSatisfy { $0.id != name || mayBePublished($0) } }
    }

    fileprivate func mayBePublished(_ question: Question) -> Bool { question.mayBePublished && !tellsWhose(question) }

    /// What service tasks take that is kept for ever or read by many must not tell about a person: an answer, who applies, a record of somebody's, or what
    /// the process makes of them.
    fileprivate mutating func checkImpersonalInputs(of service: PublicService, _ questions: [Question]) {
        func isSomebodys(_ id: String) -> Bool { registry(id).map { $0.subject != .nobody } ?? false }
        let told = questions.filter { !mayBePublished($0) }.map(\.id) + service.lookUps.filter { isSomebodys($0.registry) }.map(\.name) + ["applicant"]
        let found = service.found.filter { isSomebodys($0.registry) }.flatMap(\.variables)
        let personal = service.process.variables(madeOf: Set(told + found))
        for element in service.process.elements {
            guard case .task(.service(let name, let given)) = element.kind, let task = serviceTasks.first(where: { $0.name == name }) else { continue }
            let impersonal = task.inputs.filter { $0.kind == .impersonal }.map(\.name)
            for line in given where impersonal.contains(line.name) {
                for name in line.value.references.intersection(personal).sorted() {
                    diagnostics.tightened(
                        line.value.source.location, "'\(name)' may tell about a person, and '\(line.name)' is kept for ever and read by others",
                        mend: "Leave it out, or say 'personal: none' at the question if it truly does not.")
                }
            }
        }
    }

    /// Whether its answer is the number of a record that belongs to somebody, unless the folder says that it says nothing about them.
    fileprivate func tellsWhose(_ question: Question) -> Bool {
        switch question.kind {
        case .record(let id): !question.isSaidImpersonal && registry(id).map { $0.subject != .nobody } ?? false
        case .group(let group): group.questions.contains { tellsWhose($0) }
        default: false
        }
    }
}

extension Question {
    /// Whether everybody may read its answers: they say nothing about a person, by their kind or because the folder says so. Of a picture
    /// where and when it was taken is removed when it arrives, so one may be shown.
    fileprivate var mayBePublished: Bool {
        switch kind {
        case .files(let rule): privacy == nil || privacy == .ordinary && rule.accept.allSatisfy { ["png", "jpeg"].contains($0) }
        case .group(let group): privacy == nil && group.questions.allSatisfy(\.mayBePublished)
        default: privacy == nil
        }
    }
}

extension Step {
    public var work: Work? {
        switch kind {
        case .review(let work, _), .countersign(let work, _), .task(let work): work
        case .pay, .check, .decide, .wait, .tell: nil
        }
    }
}
