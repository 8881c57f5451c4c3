import Capability
import HTML
import Kernel
import Privacy
import Store
import Web

/// Views of the queue that an officer keeps: each a name and an address, renamed and deleted by the one who made it.
extension Desk {
    private static var filter: Field<Identifier<SavedFilter>> { .path("filter", "The filter's id.") }
    private static var name: Field<String?> { .body("name", "What the officer calls it.") }
    private static var query: Field<String?> {
        .body("queue", schema: .text(.init(.plain, maximumLength: 2_000)), "The query of the queue's page: `service=complaint&due=overdue`.")
    }

    var filterRoutes: [Route] { [savedFilters, savedFilter, saveFilter, renameFilter, deleteFilter] }

    private var filterStore: SavedFilterStore { SavedFilterStore(codec: host[PersonalCodec.self]) }

    /// The reader's own, in the order in which they were saved.
    func filters(of request: Request) async throws -> [SavedFilter] {
        guard let account = request.actor.account else { return [] }
        return try await host.store.read { try filterStore.all(of: account, $0) }
    }

    private var savedFilters: Route {
        Route(
            "desk_filters", .get, "/desk/filters", "Lists the caller's saved filters of the queue.", output: DeskSchema.filters, access: Self.access
        ) { request in
            let filters = try await filters(of: request)
            return Reply(["filters": .array(filters.map(\.json))]) { FilterPage(filters: filters, request: request).list() }
        }
    }

    private var savedFilter: Route {
        Route(
            "desk_filter", .get, "/desk/filters/{filter}", "Shows one of the caller's saved filters, to rename or delete it.", input: [Self.filter],
            output: DeskSchema.filter, access: Self.access
        ) { request in
            let filter = try await own(try request[Self.filter], request)
            return Reply(filter.json) { FilterPage(filters: [filter], request: request).one(filter) }
        }
    }

    private var saveFilter: Route {
        Route(
            "save_filter", .post, "/desk/filters", "Keeps a filter of the queue under a name. What was searched for is not kept.",
            input: [Self.name, Self.query], output: DeskSchema.filter, access: Self.access
        ) { request in
            guard let account = request.actor.account, let person = request.actor.person else { throw DeskFault.noFilter }
            let address = QueueAddress(FormValues(query: try request[Self.query] ?? "") ?? FormValues())
            let filter = SavedFilter(id: host.identifiers.next(), name: try request[Self.name]?.asName ?? "", query: address.kept)
            if filter.query.isEmpty { return refused([Fault(field: "queue", message: request.say(.filterEmpty))], filter, request) }
            return try await changing(filter, request, to: filter.address) { tx in try filterStore.save(filter, of: account, person, tx) }
        }
    }

    private var renameFilter: Route {
        Route(
            "rename_filter", .post, "/desk/filters/{filter}/rename", "Gives a saved filter another name.", input: [Self.filter, Self.name],
            output: DeskSchema.filter, access: Self.access
        ) { request in
            guard let account = request.actor.account, let person = request.actor.person else { throw DeskFault.noFilter }
            var filter = try await own(try request[Self.filter], request)
            filter.name = try request[Self.name]?.asName ?? ""
            return try await changing(filter, request, to: "/desk/filters") { [filter] tx in
                try filterStore.rename(filter.id, to: filter.name, of: account, person, tx)
            }
        }
    }

    private var deleteFilter: Route {
        Route(
            "delete_filter", .post, "/desk/filters/{filter}/delete", "Deletes a saved filter.", input: [Self.filter], output: DeskSchema.deletedFilter,
            access: Self.access
        ) { request in
            guard let account = request.actor.account else { throw DeskFault.noFilter }
            let id = try request[Self.filter]
            try await host.store.write("desk.delete_filter") { try filterStore.delete(id, of: account, $0) }
            return .redirect(to: "/desk/filters", output: ["filter": .string(id.text)])
        }
    }

    private func own(_ id: Identifier<SavedFilter>, _ request: Request) async throws -> SavedFilter {
        guard let filter = try await filters(of: request).first(where: { $0.id == id }) else { throw DeskFault.noFilter }
        return filter
    }

    private func changing(
        _ filter: SavedFilter, _ request: Request, to address: String, _ change: @escaping @Sendable (Transaction) throws -> Void
    ) async throws -> Reply {
        guard (1...SavedFilter.longestName).contains(filter.name.count) else {
            let length: Phrase.Arguments = ["count": .count(SavedFilter.longestName)]
            return refused([Fault(field: "name", message: request.say(.filterName, length))], filter, request)
        }
        if let person = request.actor.person { try await host[PersonalCodec.self].prepare(person, making: true) }
        do {
            try await host.store.write("desk.change_filter", change)
        } catch let error as PolityError where error.field == "name" && !request.isProgram {
            return refused([Fault(field: "name", message: error.message(in: request.language), code: error.code)], filter, request)
        }
        return .redirect(to: address, output: filter.json)
    }

    private func refused(_ faults: [Fault], _ filter: SavedFilter, _ request: Request) -> Reply {
        .invalid(faults) { FilterPage(filters: [filter], request: request, faults: faults).one(filter) }
    }

    /// An officer's filters, for their own data and when they are erased.
    var filterData: PersonalDataHolder {
        PersonalDataHolder(
            id: "desk",
            export: { subject, connection in
                ["filters": .array(try filterStore.all(about: subject.text, connection).map { ["name": .string($0.name), "query": .string($0.query)] })]
            },
            erase: { subject, tx in try tx.execute("DELETE FROM desk_filters WHERE subject = \(subject.text)") })
    }
}

extension QueueAddress {
    /// As it is kept: in one order, without what is so anyway, and without what was searched for, which may be somebody's name.
    var kept: String {
        let usual = ["assigned": "anyone", "due": "any", "order": "due"]
        return FormValues(filters.entries.filter { $0.name != "q" && usual[$0.name] != $0.value }.sorted { $0.name < $1.name }).encoded
    }
}

extension SavedFilter {
    fileprivate var json: JSON { ["filter": .string(id.text), "name": .string(name), "queue": .string(query), "address": .string(address)] }
}

extension String {
    /// On one line, without white space around it.
    fileprivate var asName: String { split(whereSeparator: \.isWhitespace).joined(separator: " ") }
}

extension DeskSchema {
    static let filter = object(
        "Saved filter", "A view of the queue that its officer has named.",
        [
            .required("filter", .text(), "Its id."), .required("name", .text(), "What the officer calls it."),
            .required("queue", .text(), "The query of the queue's page."), .required("address", .text(), "The page itself."),
        ])

    static let filters = object(
        "Saved filters", "The caller's own.", [.required("filters", .list(of: filter, maximum: SavedFilter.most), "In the order in which they were saved.")])

    static let deletedFilter = object("Deleted filter", "It is gone.", [.required("filter", .text(), "Its id.")])
}
