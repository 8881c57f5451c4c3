import HTML
import Kernel
import Web

/// An officer's saved filters: the list of them, and one to be named, renamed or deleted.
struct FilterPage: Sendable {
    let filters: [SavedFilter]
    let request: Request
    var faults: [Fault] = []

    func list() -> Page {
        Page(request.say(.filtersTitle), for: request, breadcrumbs: [Link(request.say(.back), href: "/desk")]) { html in
            html.h1(request.say(.filtersTitle))
            guard !filters.isEmpty else {
                return html.emptyState(request.say(.noFilters), request.say(.noFiltersAdvice), link: Link(request.say(.back), href: "/desk"))
            }
            html.dataTable(
                caption: request.say(.filtersTitle), showsCaption: false, [Column(request.say(.filterNameLabel)), Column(request.say(.filterChange))],
                filters.map { filter in
                    [
                        .link(filter.name, href: filter.address),
                        .link(request.say(.changeThis, ["name": .text(filter.name)]), href: "/desk/filters/\(filter.id)"),
                    ]
                })
        }
    }

    /// One that is saved already is renamed, another is saved.
    func one(_ filter: SavedFilter) -> Page {
        let isNew = request.path == "/desk/filters"
        let title = request.say(isNew ? .keepFilter : .filterChange)
        return Page(
            title, for: request, breadcrumbs: [Link(request.say(.back), href: "/desk"), Link(request.say(.filtersTitle), href: "/desk/filters")],
            hasFaults: !faults.isEmpty
        ) { html in
            html.errorSummary(faults)
            html.h1(title)
            html.form(request, to: isNew ? "/desk/filters" : "/desk/filters/\(filter.id)/rename") { html in
                html.textInput(
                    Control("name", request.say(.filterNameLabel), faults: faults), value: filter.name, width: .half, autocomplete: "off",
                    maximumLength: SavedFilter.longestName)
                if isNew { html.hidden("queue", filter.query) }
                html.buttons { html in html.submit(request.say(isNew ? .keepFilter : .renameFilter)) }
            }
            guard !isNew else { return }
            html.formButton(request.say(.deleteFilter), request, to: "/desk/filters/\(filter.id)/delete", style: .danger)
        }
    }
}

extension QueueDrawing {
    /// The reader's saved filters, and the way to keep the one that is shown.
    func savedFilters(_ html: inout HTML) {
        let shown = address.kept
        if !filters.isEmpty {
            let links = filters.map { Link($0.name, href: $0.address, isCurrent: $0.query == shown) }
            html.tabs(links + [Link(request.say(.filtersTitle), href: "/desk/filters")], label: request.say(.filtersTitle), on: request)
        }
    }

    /// Offered beneath the filters, where something is filtered that is not kept yet.
    func keepFilter(_ html: inout HTML) {
        let shown = address.kept
        guard !shown.isEmpty, filters.count < SavedFilter.most, !filters.contains(where: { $0.query == shown }) else { return }
        html.details(request.say(.keepFilter)) { html in
            html.form(request, to: "/desk/filters") { html in
                html.textInput(
                    Control("name", request.say(.filterNameLabel), hint: request.say(query.search.isEmpty ? .filterNameHint : .filterNameHintSearched)),
                    width: .half, autocomplete: "off", maximumLength: SavedFilter.longestName)
                html.hidden("queue", shown)
                html.buttons { html in html.submit(request.say(.keepFilter), style: .secondary) }
            }
        }
    }
}

extension Phrase {
    static let filtersTitle = Phrase("desk.filters", en: "Your saved filters", es: "Sus filtros guardados")
    static let noFilters = Phrase("desk.no_filters", en: "You have saved no filter", es: "No ha guardado ningún filtro")
    static let noFiltersAdvice = Phrase(
        "desk.no_filters_advice", en: "Filter your queue, and keep the filter under a name.", es: "Filtre su bandeja y guarde el filtro con un nombre.")
    static let keepFilter = Phrase("desk.keep_filter", en: "Keep this filter", es: "Guardar este filtro")
    static let filterNameLabel = Phrase("desk.filter_name", en: "Name of the filter", es: "Nombre del filtro")
    static let filterNameHint = Phrase("desk.filter_name_hint", en: "Only you see it.", es: "Solo lo ve usted.")
    static let filterNameHintSearched = Phrase(
        "desk.filter_name_hint_searched", en: "Only you see it. What you searched for is not kept.", es: "Solo lo ve usted. Lo buscado no se guarda.")
    static let filterName = Phrase(
        "desk.filter_name_fault", en: "Give it a name of at most {count} characters", es: "Dele un nombre de {count} caracteres como máximo")
    static let filterEmpty = Phrase(
        "desk.filter_empty", en: "There is nothing to keep: choose a filter first", es: "No hay nada que guardar: elija antes un filtro")
    static let filterChange = Phrase("desk.filter_change", en: "Rename or delete", es: "Renombrar o borrar")
    static let changeThis = Phrase("desk.filter_change_this", en: "Rename or delete “{name}”", es: "Renombrar o borrar «{name}»")
    static let renameFilter = Phrase("desk.rename_filter", en: "Rename it", es: "Renombrarlo")
    static let deleteFilter = Phrase("desk.delete_filter", en: "Delete it", es: "Borrarlo")
}
