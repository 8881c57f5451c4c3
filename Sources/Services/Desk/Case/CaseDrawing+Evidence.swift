import Casework
import FEEL
import Forms
import Geometry
import HTML
import Kernel
import Registries
import Web

/// What a case is judged by: the files somebody sent, and the records that are kept.
extension CaseDrawing {
    /// Every file somebody sent, and the one that is looked at.
    func evidence(_ html: inout HTML) {
        html.h2(request.say(.evidence))
        files(view.files, &html)
        html.filePreview(shownFile)
    }

    /// A file is fetched when somebody opens it and not before: each fetch is a look, and is written down.
    func files(_ files: [Application.AttachedFile], _ html: inout HTML) {
        html.fileList(files.map(listed), shown: shownFile?.source, next: nextFile?.source)
    }

    func listed(_ file: Application.AttachedFile) -> ListedFile {
        var query = [FormValues.Entry("file", file.id)]
        if let queue = request.query["queue"] { query.append(.init("queue", queue)) }
        return ListedFile(
            file.name, bytes: file.bytes, type: file.type, source: "\(base)/files/\(file.id)", page: "\(base)?\(FormValues(query).encoded)#preview")
    }

    private var shownFile: ListedFile? { view.files.first { $0.id == shown }.map(listed) }

    /// The one that a key opens: behind the one that is shown, else the first.
    private var nextFile: ListedFile? {
        let files = view.files.map(listed).filter { $0.kind != nil }
        guard let at = files.firstIndex(where: { $0.source == shownFile?.source }) else { return files.first }
        return files[(at + 1) % files.count]
    }

    /// The place the case is about: what the applicant showed on the map, else where a record that is looked up lies.
    var place: Position? {
        for line in view.summary {
            if case .place = line.question.kind, case .context(let value) = line.value, let place = Position(value) { return place }
        }
        return found.lazy.compactMap { registry, record in registry.place(of: record) }.first
    }

    private var found: [(registry: Registry, record: Context)] { desk.found(in: view).map { ($0.registry, $0.record) } }

    /// The records that the service looks up, as they stand now.
    func records(_ html: inout HTML) {
        guard !found.isEmpty || !view.withheld.isEmpty else { return }
        html.h2(request.say(.whatWeHold))
        if !view.withheld.isEmpty {
            let names = desk.registryNames(view.withheld, language)
            html.banner(.information, title: request.say(.withheldTitle), request.say(.withheldText, ["registries": .text(names)]))
        }
        let book = desk.host[Registries.self].book
        for (registry, record) in found {
            html.details(registry.title[language.code]) { html in
                html.summaryList(
                    registry.fields.filter { !$0.isReference }.map { field in
                        let lines = book.lines(record[field.id] ?? .null, of: field, in: language)
                        return SummaryRow(field.title[language.code], lines.count == 1 ? lines[0] : "", lines: lines.count > 1 ? lines : [])
                    }, isRecord: true)
                link(registry, record, &html)
            }
        }
    }

    /// To the record's own page with its history, for those who may open it.
    private func link(_ registry: Registry, _ record: Context, _ html: inout HTML) {
        guard request.actor.may("registries.read"), registry.subject == .nobody || view.service.legalBasis != nil, case .string(let id)? = record["id"] else {
            return
        }
        let address = "/desk/registries/\(registry.id)/records/\(id)"
        var query: [FormValues.Entry] = [.init("case", view.theCase.reference.description)]
        query.append(.init("purpose", registry.subject == .nobody ? "no_person" : view.service.legalBasis ?? ""))
        html.p { html in html.a(html.language.say(.openRecord), href: address + "?" + FormValues(query).encoded) }
    }
}

extension Desk {
    /// The records that were looked up, by the names of their look-ups.
    func found(in view: OfficerView) -> [(name: String, registry: Registry, record: Context)] {
        let book = host[Registries.self].book
        return view.service.lookUps.compactMap { lookUp in
            guard case .context(let record)? = view.facts[lookUp.name], let registry = book[lookUp.registry] else { return nil }
            return (lookUp.name, registry, record)
        }
    }
}

extension RegistryField {
    fileprivate var isReference: Bool { if case .record = type { true } else { false } }
}
