import FEEL
import Geometry
import HTML
import Kernel
import Web

/// A record's page.
struct RecordPage: Sendable {
    let routes: RegistryRoutes
    let registry: Registry
    let id: RecordID
    let sight: RegistryRoutes.Sight
    /// Names by the history's actor texts.
    let changers: [String: String]
    let request: Request

    private var language: Language { request.language }
    private var currency: Currency { routes.registries.book.currency }

    func page() -> Page {
        routes.page(registry, request, title: title, scripts: place == nil ? [] : ["map.js"]) { html in
            html.p(registry.title[language.code], class: "caption")
            html.h1(title)
            html.p { html in html.tag(standing.words, standing.tone) }
            routes.ground(registry, request, &html)
            html.div(class: "columns") { html in
                html.div(class: "column-main") { html in main(&html) }
                html.div(class: "column-side") { html in side(&html) }
            }
        }
    }

    private var title: String {
        if sight.record?.isErased == true { return request.say(.recordErased) }
        return sight.record?.title ?? sight.history.last?.states.last?.title ?? registry.title[language.code]
    }

    private var standing: (words: String, tone: TagTone) {
        guard let record = sight.record else { return (request.say(.notInForceThen), .waiting) }
        return record.isErased ? (request.say(.recordErased), .neutral) : (request.say(.inForce), .good)
    }

    // MARK: What holds

    private func main(_ html: inout HTML) {
        if let record = sight.record {
            html.summaryList(registry.fields.map { row($0, record) }, isRecord: true)
            map(record, &html)
        } else {
            html.emptyState(request.say(.notInForceThen), request.say(.notInForceAdvice))
        }
        for relation in sight.relations { self.relation(relation, &html) }
    }

    private func row(_ field: RegistryField, _ record: Record) -> SummaryRow {
        let label = field.title[language.code]
        if let target = sight.references[field.id] {
            let address = RegistryRoutes.address(target.registry, target.id, request)
            return SummaryRow(label, target.title, link: Link(target.isErased ? request.say(.recordErased) : target.title, href: address))
        }
        let lines = routes.registries.book.lines(record.values[field.id] ?? .null, of: field, in: language)
        return SummaryRow(label, lines.count == 1 ? lines[0] : "", lines: lines.count > 1 ? lines : [])
    }

    private var place: Position? { sight.record.flatMap { registry.place(of: $0.values) } }

    private func map(_ record: Record, _ html: inout HTML) {
        guard let place else { return }
        html.map(label: request.say(.registryMap), dataHref: "/map", longitude: place.longitude, latitude: place.latitude) { _ in }
    }

    private func relation(_ relation: (registry: Registry, field: RegistryField, records: [Record]), _ html: inout HTML) {
        html.h2("\(relation.registry.title[language.code]) (\(relation.field.title[language.code]))")
        html.ul(class: "files") { html in
            for record in relation.records {
                html.li { html in
                    html.a(
                        record.isErased ? html.language.say(.recordErased) : record.title,
                        href: RegistryRoutes.address(relation.registry.id, record.id, request))
                }
            }
        }
    }

    // MARK: Since when, and by whom

    private func side(_ html: inout HTML) {
        if let record = sight.record {
            html.summaryList([
                SummaryRow(request.say(.holdsFrom), language.format(record.validFrom)),
                SummaryRow(request.say(.holdsUntil), record.validTo.map { language.format($0.adding(days: -1)) } ?? request.say(.openEnd)),
                SummaryRow(request.say(.recordVersion), language.format(record.version)),
            ])
        }
        if routes.mayChange(registry, request.actor), sight.record != nil, sight.record?.isErased != true {
            let kept = request.query.entries.filter { ["purpose", "case"].contains($0.name) }
            let address = "\(RegistryRoutes.address(registry))/records/\(id)/change?" + FormValues(kept).encoded
            html.buttons { html in html.buttonLink(html.language.say(.changeRecord), href: address, style: .secondary) }
        }
        html.h2(request.say(.recordHistory))
        html.timeline(sight.history.reversed().map(event))
        html.details(request.say(.anotherDay), isOpen: request.query["on"] != nil || request.query["known"] != nil) { html in moments(&html) }
    }

    /// The record as it held on a day, by what was known at the end of another.
    private func moments(_ html: inout HTML) {
        html.form(method: "get", action: "\(RegistryRoutes.address(registry))/records/\(id)") { html in
            for entry in request.query.entries where ["purpose", "case"].contains(entry.name) { html.hidden(entry.name, entry.value) }
            for (name, label) in [("on", Phrase.holdsOn), ("known", Phrase.knownOn)] {
                html.div(class: "field") { html in
                    html.label(html.language.say(label), for: name, class: "label")
                    html.input(type: "date", name: name, value: request.query[name] ?? "", class: "input", id: name)
                }
            }
            html.buttons { html in html.submit(html.language.say(.showThen), style: .secondary) }
        }
    }

    private func event(_ change: RecordedChange) -> TimelineEvent {
        var more = [change.reason]
        if let reference = change.caseReference { more.append(request.say(.underCase, ["reference": .text(reference)])) }
        more += changes(change)
        let zone = routes.registries.zone
        let local = Instant(microseconds: change.recordedAt.microseconds + Int64(zone.secondsFromUTC(change.recordedAt)) * 1_000_000).description
        let moment = "\(language.formatShort(zone.date(of: change.recordedAt))), \(local.dropFirst(11).prefix(5))"
        return TimelineEvent(
            request.say(.recordChange(change.kind), ["who": .text(who(change))]), moment: moment, datetime: change.recordedAt.description,
            text: more.filter { !$0.isEmpty }.joined(separator: " · "))
    }

    private func who(_ change: RecordedChange) -> String {
        if let name = changers[change.actor] { return name }
        return change.actor.hasPrefix("system:") ? request.say(.changedBySystem) : request.say(.changedByOfficer)
    }

    /// Which fields a change gave another value, and from when.
    private func changes(_ change: RecordedChange) -> [String] {
        guard change.kind != .created, let state = change.states.last else { return [] }
        let earlier = sight.history.last { $0.version < change.version && !$0.states.isEmpty }?.states.last
        let from = request.say(.changeHoldsFrom, ["date": .date(state.validFrom)])
        return registry.fields.compactMap { field -> String? in
            let (new, old) = (state.values[field.id] ?? .null, earlier?.values[field.id] ?? .null)
            guard new != old, !field.type.isReference else { return nil }
            let words = field.lines(new, in: language, currency: currency).joined(separator: ", ")
            return "\(field.title[language.code]): \(words.isEmpty ? request.say(.noValue) : words)"
        } + [from]
    }
}
