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
                maximumFieldBytes: settings.maximumBodyBytes, approve: { form in try checkToken(form, exchange, route) })
            try await receiver.receive(&reader, boundary: boundary)
            content.form = receiver.form
            content.uploads = receiver.uploads
        case "application/json":
            reader.narrow(to: settings.maximumBodyBytes)
            try checkToken(nil, exchange, route)
            let bytes = try await reader.whole()
            if !bytes.isEmpty { content.json = try JSON(parsing: bytes) }
            return content
        default: throw WebFault(.unsupportedType)
        }
        content.form.entries.removeAll { $0.name == FormTokens.fieldName }
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
        var values: [String: JSON] = [:]
        var faults: [Fault] = []
        if !route.input.isEmpty {
            let names = route.parameterNames
            for field in route.input {
                let value: JSON?
                switch field.place {
                case .path: value = names.firstIndex(of: field.name).map { .string(exchange.parameters[$0]) }
                case .query:
                    let all = exchange.query.all(field.name)
                    value = all.isEmpty ? nil : all.count == 1 ? .string(all[0]) : .array(all.map(JSON.string))
                case .body: value = content.json[field.name]
                }
                if !field.accepts(value) || !field.schema.admits(value) {
                    // An id in the address that cannot be one names nothing.
                    if field.place == .path { throw WebFault(.notFound) }
                    faults.append(
                        Fault(field: field.name, message: exchange.language.say(value == nil ? .fieldMissing : .fieldInvalid, ["field": .text(field.name)])))
                }
                values[field.name] = value
            }
        }
        guard faults.isEmpty || route.invalidInput == .handler else { throw WebFault(.invalid, faults: faults) }
        return request(exchange, content, values: values, faults: faults, purpose: try purpose(of: exchange, route, content))
    }

    func request(
        _ exchange: Exchange, _ content: Content = Content(), values: [String: JSON] = [:], faults: [Fault] = [], purpose: String? = nil
    ) -> Request {
        let visitor = exchange.cookies[cookieNames.visitor]
        return Request(
            id: exchange.id, routeID: exchange.route?.id ?? "none", path: exchange.path, query: exchange.query, isProgram: exchange.isProgram,
            session: exchange.session, language: exchange.language, client: exchange.client, now: exchange.now, purpose: purpose,
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
