import HTTPTypes
import HummingbirdCore
import Kernel

extension WebServer {
    /// A body, read.
    struct Content: Sendable {
        var form = FormValues()
        var json: JSON = .null
        var raw: [UInt8] = []
        var uploads: [UploadedFile] = []
        /// Why files were refused, for a handler that tells of it.
        var refusals: [PolityError] = []
    }

    func readBody(_ reader: inout BodyReader, _ exchange: Exchange, _ route: Route) async throws -> Content {
        guard !route.method.isSafe else { return Content() }
        var content = Content()
        if case .bytes = route.body {
            try checkToken(nil, exchange, route)
            content.raw = try await reader.whole()
            return content
        }
        let type = exchange.headers[.contentType] ?? ""
        switch type.prefix(while: { $0 != ";" }).filter({ $0 != " " }).lowercased() {
        case "application/x-www-form-urlencoded", "":
            reader.narrow(to: settings.maximumBodyBytes)
            content.form = try FormValues(urlEncoded: try await reader.whole(), maximum: settings.maximumFields)
            try checkToken(content.form, exchange, route)
        case "multipart/form-data":
            guard let boundary = Self.boundary(in: type) else { throw MultipartParser.malformed("no boundary") }
            var receiver = FormReceiver(
                rule: route.uploads, actor: exchange.session?.actor ?? .nobody, maximumFields: settings.maximumFields,
                maximumFieldBytes: settings.maximumBodyBytes, approve: { form in try checkToken(form, exchange, route) },
                admit: { form in try await route.uploads?.admit(addressed(exchange, route, form)) ?? nil },
                passesOver: route.invalidInput == .handler)
            try await receiver.receive(&reader, boundary: boundary)
            content.form = receiver.form
            content.uploads = receiver.uploads
            content.refusals = receiver.refusals
        case "application/json":
            reader.narrow(to: settings.maximumBodyBytes)
            try checkToken(nil, exchange, route)
            let bytes = try await reader.whole()
            if !bytes.isEmpty { content.json = try JSON(parsing: bytes) }
            guard !content.json.holdsNUL else { throw PolityError(.badInput, "WEB-400", Phrase.badInput, context: "a text with U+0000") }
            return content
        default: throw WebFault(.unsupportedType)
        }
        content.form = content.form.withoutToken
        content.json = content.form.json
        return content
    }

    /// The form token of a browser's form, or the same-origin evidence of a program that rides on a cookie.
    private func checkToken(_ form: FormValues?, _ exchange: Exchange, _ route: Route) throws {
        // A bearer token is sent on purpose; without any cookie nobody's authority can be abused.
        if exchange.bearer != nil { return }
        let visitor = exchange.cookies[cookieNames.visitor]
        if exchange.isProgram, exchange.session == nil, visitor == nil { return }
        let token = form?[FormTokens.fieldName] ?? exchange.headers[.formToken] ?? ""
        guard let owner = exchange.session?.id ?? visitor, tokens.isValid(token, for: owner) else {
            throw StaleForm(answers: form ?? FormValues())
        }
    }

    private static func boundary(in type: String) -> String? {
        for parameter in type.split(separator: ";").dropFirst() {
            let text = parameter.drop { $0 == " " }
            guard text.lowercased().hasPrefix("boundary=") else { continue }
            let value = text.dropFirst(9)
            return value.first == "\"" ? String(value.dropFirst().prefix { $0 != "\"" }) : String(value.prefix { $0 != " " })
        }
        return nil
    }

    func makeRequest(_ exchange: Exchange, _ route: Route, _ content: Content) throws -> Request {
        var values = try parameters(exchange, route)
        var faults = content.refusals.map { Fault(field: $0.field ?? "", message: $0.message(in: exchange.language), code: $0.code) }
        for field in route.input where field.place != .path {
            let value: JSON?
            switch field.place {
            case .query:
                let all = exchange.query.all(field.name)
                value = all.isEmpty ? nil : all.count == 1 ? .string(all[0]) : .array(all.map(JSON.string))
            case .header: value = HTTPField.Name(field.name).flatMap { exchange.headers[$0] }.map(JSON.string)
            case .path, .body: value = content.json[field.name]
            }
            if !field.accepts(value) || !field.schema.admits(value) {
                faults.append(
                    Fault(field: field.name, message: exchange.language.say(value == nil ? .fieldMissing : .fieldInvalid, ["field": .text(field.name)])))
            }
            values[field.name] = value
        }
        guard faults.isEmpty || route.invalidInput == .handler else { throw WebFault(.invalid, faults: faults) }
        return request(exchange, content, values: values, faults: faults, purpose: try purpose(of: exchange, route, content))
    }

    /// The request as far as it is known before its first file: its address, and the fields so far.
    private func addressed(_ exchange: Exchange, _ route: Route, _ form: FormValues) throws -> Request {
        request(exchange, Content(form: form.withoutToken), values: try parameters(exchange, route))
    }

    /// The values in the address.
    ///
    /// - Throws: 404 for one that cannot be an id: it names nothing.
    private func parameters(_ exchange: Exchange, _ route: Route) throws -> [String: JSON] {
        guard !route.parameterNames.isEmpty else { return [:] }
        var values: [String: JSON] = [:]
        for field in route.input where field.place == .path {
            let value = route.parameterNames.firstIndex(of: field.name).map { JSON.string(exchange.parameters[$0]) }
            guard field.accepts(value), field.schema.admits(value) else { throw WebFault(.notFound) }
            values[field.name] = value
        }
        return values
    }

    func request(
        _ exchange: Exchange, _ content: Content = Content(), values: [String: JSON] = [:], faults: [Fault] = [], purpose: String? = nil
    ) -> Request {
        let visitor = exchange.cookies[cookieNames.visitor]
        let isAsked = exchange.method == .get || exchange.method == .head || exchange.isProgram
        return Request(
            id: exchange.id, routeID: exchange.routeID ?? "none", path: exchange.path,
            pagePath: isAsked ? exchange.path : nearestPage(to: exchange.segments) ?? "/", query: exchange.query, isProgram: exchange.isProgram,
            session: exchange.session, language: exchange.language,
            comesFromOutside: exchange.headers[.secFetchSite].map { $0 != "same-origin" } ?? false, client: exchange.client, now: exchange.now,
            purpose: purpose,
            cookies: exchange.cookies, form: content.form, body: content.json, rawBody: content.raw, uploads: content.uploads, faults: faults,
            site: site, values: values, tokens: tokens, security: security, visitor: .init(known: visitor, random: random))
    }

    private func purpose(of exchange: Exchange, _ route: Route, _ content: Content) throws -> String? {
        switch route.purpose {
        case .none: return nil
        case .fixed(let purpose): return purpose
        case .stated:
            guard let stated = exchange.headers[.purpose] ?? content.json["purpose"]?.string ?? exchange.query["purpose"], !stated.isEmpty else {
                throw WebFault(.purposeMissing)
            }
            return stated
        }
    }
}

extension FormValues {
    /// What people answered.
    fileprivate var withoutToken: FormValues { FormValues(entries.filter { $0.name != FormTokens.fieldName }) }
}

extension JSON {
    /// No form can send this character, and PostgreSQL stores it in no text.
    fileprivate var holdsNUL: Bool {
        switch self {
        case .string(let text): text.utf8.contains(0)
        case .array(let items): items.contains(where: \.holdsNUL)
        case .object(let members): members.contains { $0.name.utf8.contains(0) || $0.value.holdsNUL }
        case .null, .bool, .number: false
        }
    }
}
