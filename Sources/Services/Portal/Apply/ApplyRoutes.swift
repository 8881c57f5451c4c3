import Casework
import Documents
import Forms
import HTML
import Kernel
import Web

/// From "Start now" to "Sent": a draft, its questions one page at a time, the check, the submission.
extension Portal {
    static var applicationField: Field<Identifier<Application>> { .path("application", "The application's id.") }
    static var pageField: Field<String> { .path("page", "The page's id.") }

    var applyRoutes: [Route] { [start, resume, question, answer, check, submit, askToDiscard, discard] }

    private var start: Route {
        Route(
            "start_application", .post, "/services/{service}/start", "Begins a draft of an application.", input: [Self.serviceField],
            output: PortalSchema.started, access: .everyone, rate: RateLimit(60, perSeconds: 600, by: .account)
        ) { request in
            let service = try service(request[Self.serviceField])
            guard service.access == .everyone || request.actor.isSignedIn else {
                guard !request.isProgram else { throw PolityError(.notSignedIn, "PORTAL-401", Phrase.signInToStart) }
                return .redirect(to: request.site.signInPath + "?return_to=/services/" + service.id)
            }
            let (id, secret) = try await casework.start(service.id, caller(request))
            let reply = Reply.redirect(
                to: "/applications/\(id)", output: ["application": .string(id.text), "secret": secret.map { .string(Hex.encode($0)) } ?? .null])
            guard let secret else { return reply }
            return reply.setting(Self.opening(id.text, Hex.encode(secret)))
        }
    }

    /// A draft is kept for so long after its last change, and so is what opens it.
    private static func opening(_ id: String, _ secret: String) -> Cookie {
        Cookie(secretCookie(id), secret, lifetimeSeconds: Casework.draftDays * 86_400)
    }

    /// Where a draft was left: the first page without a good answer, or the check.
    private var resume: Route {
        Route(
            "application", .get, "/applications/{application}", "Leads to where a draft was left, or to its case once it was sent.",
            input: [Self.applicationField], output: PortalSchema.draft, access: .everyone
        ) { request in
            if let elsewhere = try await submitted(request) { return elsewhere }
            let draft = try await draft(request)
            let place = draft.progress.firstOpenPage.map { "/questions/\($0)" } ?? "/check"
            return .redirect(to: "/applications/\(draft.application.id)\(place)", output: draftOutput(draft, language: request.language.code))
        }
    }

    private var question: Route {
        Route(
            "question", .get, "/applications/{application}/questions/{page}", "Asks the questions of one page.",
            input: [Self.applicationField, Self.pageField], output: PortalSchema.draft, access: .everyone
        ) { request in
            if let elsewhere = try await submitted(request) { return elsewhere }
            let draft = try await draft(request)
            guard let page = draft.progress.pages.first(where: { $0.id == (try? request[Self.pageField]) }) else {
                return .redirect(to: "/applications/\(draft.application.id)", output: draftOutput(draft, language: request.language.code))
            }
            let principal = try await principalName(request)
            var drawn = drawn(page, draft, request.language)
            drawn.addsItem = request.query["add"] != nil
            return Reply(draftOutput(draft, page, language: request.language.code)) { [drawn] in questionPage(draft, drawn, principal, request) }
        }
    }

    private var answer: Route {
        Route(
            "answer_question", .post, "/applications/{application}/questions/{page}", "Keeps the answers of one page.",
            input: [Self.applicationField, Self.pageField], body: .open(PortalSchema.answers), output: PortalSchema.answered,
            access: .everyone, uploads: uploads { request in fileFields(of: try await draft(request), request) }, invalidInput: .handler
        ) { request in
            let before = try await draft(request)
            let (id, caller) = (before.application.id, caller(request, holding: before.application.id.text))
            guard let page = before.progress.pages.first(where: { $0.id == (try? request[Self.pageField]) }) else {
                return .redirect(to: "/applications/\(id)", output: draftOutput(before, language: request.language.code))
            }
            var fields = RawFields(request)
            var refused = request.faults.map { FieldError(file: $0.field, $0.message) }
            for upload in request.uploads {
                let question = String(upload.field.dropLast(FieldError.fileSuffix.count))
                do {
                    try await casework.attach(
                        Application.AttachedFile(id: upload.id, question: question, name: upload.fileName, type: upload.contentType, bytes: upload.size),
                        keeping: fields.values[question] ?? [], to: id, caller)
                    fields.values[question, default: []].append(upload.id)
                } catch let error as PolityError where [.unsupportedType, .tooLarge, .invalid].contains(error.kind) {
                    if let file = Identifier<Document>(upload.id) { try await host[Documents.self].discard(file) }
                    refused.append(FieldError(file: upload.field, error.message(in: request.language)))
                }
            }
            let principal = try await principalName(request)
            if let item = request.form["remove"] { fields.values = fields.values.filter { !$0.key.hasPrefix(item + ".") } }
            if let sought = request.form["find"] {
                // A search keeps everything that was typed and answers nothing yet; files that came with it are there.
                let draft = try await request.uploads.isEmpty ? before : draft(request)
                var drawn = drawn(page, draft, request.language)
                drawn.typed = fields
                drawn.found = try await found(page.questions.filter { $0.id == sought }, fields)
                let numbers = drawn.found[sought, default: []].map { JSON.string($0.number) }
                return Reply(["found": .array(numbers)]) { [drawn] in questionPage(draft, drawn, principal, request) }
            }
            let outcome = try await casework.answer(id, page: page.id, fields: fields, caller)
            guard refused.isEmpty else { return try await again(page, refused, outcome, principal, request) }
            switch outcome {
            case .saved(let next):
                let isFromCheck = request.query["from"] == "check"
                let again = isFromCheck ? "&from=check" : ""
                if request.form["add"] != nil { return .redirect(to: "/applications/\(id)/questions/\(page.id)?add=1\(again)") }
                if request.form["remove"] != nil { return .redirect(to: "/applications/\(id)/questions/\(page.id)?removed=1\(again)") }
                let after = isFromCheck || next == nil ? "check" : "questions/\(next ?? "")"
                let reply = Reply.redirect(to: "/applications/\(id)/\(after)", output: ["next": next.map(JSON.string) ?? .null])
                return request.cookies[Self.secretCookie(id.text)].map { reply.setting(Self.opening(id.text, $0)) } ?? reply
            case .wrong(let errors, let typed):
                let draft = try await draft(request)
                var drawn = drawn(page, draft, request.language)
                (drawn.errors, drawn.typed) = (errors, typed)
                let unknown = Set(errors.filter { $0.problem == .noSuchRecord }.map(\.question))
                drawn.found = try await found(page.questions.filter { unknown.contains($0.id) }, typed)
                return .invalid(drawn.faults(in: request.language)) { [drawn] in questionPage(draft, drawn, principal, request) }
            }
        }
    }

    /// The page once more, for files that will not do. Everything else that was sent is kept.
    private func again(_ page: Form.Page, _ refused: [FieldError], _ outcome: AnswerOutcome, _ principal: String?, _ request: Request) async throws -> Reply {
        let draft = try await draft(request)
        var drawn = drawn(page, draft, request.language)
        drawn.errors = refused
        if case .wrong(let errors, let typed) = outcome {
            drawn.errors += errors.filter { error in !refused.contains { $0.question == error.question } }
            drawn.typed = typed
        }
        return .invalid(drawn.faults(in: request.language)) { [drawn] in questionPage(draft, drawn, principal, request) }
    }

    private var submit: Route {
        Route(
            "submit_application", .post, "/applications/{application}/submit", "Sends an application in. Sent twice it is one application.",
            input: [Self.applicationField], output: PortalSchema.submitted, access: .everyone
        ) { request in
            let id = try request[Self.applicationField]
            let submission = try await casework.submit(id, caller(request, holding: id.text))
            let reply = Reply.redirect(
                to: "/cases/\(submission.caseID)/sent",
                output: ["case": .string(submission.caseID.text), "reference": .string(submission.reference.description)])
            guard let secret = request.cookies[Self.secretCookie(id.text)] else { return reply }
            return reply.setting(Cookie(Self.secretCookie(submission.caseID.text), secret, lifetimeSeconds: 365 * 86_400))
        }
    }

    /// Asks once more: what is deleted cannot be brought back.
    private var askToDiscard: Route {
        Route(
            "discard_form", .get, "/applications/{application}/discard", "Asks whether a draft is to be deleted.", input: [Self.applicationField],
            access: .everyone, audience: .browsers
        ) { request in
            let draft = try await draft(request)
            return Reply {
                let title = request.say(.discardTitle)
                return Page(title, for: request, back: "/applications/\(draft.application.id)") { html in
                    html.p(draft.service.title[request.language.code], class: "caption")
                    html.h1(title)
                    html.p(request.say(.discardAbout))
                    html.buttons { html in
                        html.formButton(
                            request.say(.discardDraft), request, to: "/applications/\(draft.application.id)/discard", style: .danger)
                        html.a(request.say(.keepDraft), href: "/applications/\(draft.application.id)")
                    }
                }
            }
        }
    }

    private var discard: Route {
        Route(
            "discard_application", .post, "/applications/{application}/discard", "Deletes a draft.", input: [Self.applicationField],
            access: .everyone
        ) { request in
            let id = try request[Self.applicationField]
            try await casework.discard(id, caller(request, holding: id.text))
            return .redirect(to: request.actor.isSignedIn ? "/applications" : "/")
        }
    }
}

extension Portal {
    func draft(_ request: Request) async throws -> DraftView {
        let id = try request[Self.applicationField]
        return try await casework.draft(id, caller(request, holding: id.text))
    }

    /// Where an application that was sent already leads: to its case. "Back" after sending brings people here.
    func submitted(_ request: Request) async throws -> Reply? {
        let id = try request[Self.applicationField]
        guard let caseID = try await casework.caseID(of: id, caller(request, holding: id.text)) else { return nil }
        return .redirect(to: "/cases/\(caseID)", output: ["case": .string(caseID.text)])
    }

    /// - Parameter page: the one that was asked for, whose questions are told.
    func draftOutput(_ draft: DraftView, _ page: Form.Page? = nil, language: String) -> JSON {
        [
            "application": .string(draft.application.id.text), "service": .string(draft.service.id), "answers": draft.progress.answers.json,
            "pages": .array(draft.progress.pages.map { .string($0.id) }), "first_open_page": draft.progress.firstOpenPage.map(JSON.string) ?? .null,
            "questions": .array((page?.questions ?? []).map { $0.output(language, published: draft.service.publishedFields.contains($0.id)) }),
            "fee": draft.fee.map { .string($0.description) } ?? .null,
            "unmet": .array(draft.unmet.map { $0.output(language) }),
        ]
    }

    func drawn(_ page: Form.Page, _ draft: DraftView, _ language: Language) -> QuestionPage {
        var drawn = QuestionPage(
            page, answers: draft.service.form.prefilled(page, answers: draft.application.answers, context: draft.progress.context), mapHref: Self.mapHref,
            currency: currency, shown: shown(page, draft, language))
        drawn.published = Set(draft.service.publishedFields)
        return drawn
    }

    /// The controls of a page that files may be sent in: a file under any other name would be nobody's.
    private func fileFields(of draft: DraftView, _ request: Request) -> Set<String> {
        let page = draft.progress.pages.first { $0.id == (try? request[Self.pageField]) }
        return Set((page?.questions ?? []).compactMap { if case .files = $0.kind { $0.id + FieldError.fileSuffix } else { nil } })
    }

    /// What stands beside the questions of a page, as `show` gives it.
    private func shown(_ page: Form.Page, _ draft: DraftView, _ language: Language) -> [String: [String]] {
        var shown: [String: [String]] = [:]
        for question in page.questions {
            if let lines = question.show?.evaluate(draft.progress.context).lines(in: language), !lines.isEmpty { shown[question.id] = lines }
        }
        return shown
    }

    /// The streets and parcels beneath every map.
    static let mapHref = "/map"
}

extension FieldError {
    /// What the control for more files is called, behind the question's id.
    fileprivate static let fileSuffix = ".new"

    /// A file that was refused, in the reader's words.
    fileprivate init(file field: String, _ message: String) {
        let question = field.hasSuffix(Self.fileSuffix) ? String(field.dropLast(Self.fileSuffix.count)) : field
        self.init(question: question, field: field, .invalid, message: LocalizedText(message))
    }
}

extension RawFields {
    /// What the browser or program sent.
    init(_ request: Request) {
        guard !request.form.entries.isEmpty else {
            self.init(json: request.body)
            return
        }
        self.init()
        for entry in request.form.entries { values[entry.name, default: []].append(entry.value) }
    }
}
