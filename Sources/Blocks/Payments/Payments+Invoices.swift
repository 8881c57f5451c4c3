import Kernel
import Store

extension Payments {
    /// Invoices of these organisations, the newest first. Ids are made in the order of time, so an index range gives a page.
    public func invoices(
        organisations: [String], state: Invoice.State? = nil, after: Identifier<Invoice>? = nil, limit: Int, connection: Connection
    ) throws -> [Invoice] {
        // One range for each organisation; a list of them in one statement would be sorted as a whole.
        let found = try organisations.flatMap { organisation in
            try InvoiceStore.all(Self.range(organisation, state, after, limit), connection: connection)
        }
        return Array(found.sorted { $0.id > $1.id }.prefix(limit))
    }

    static func range(_ organisation: String, _ state: Invoice.State?, _ after: Identifier<Invoice>?, _ limit: Int) -> SQL {
        var condition: SQL = "organisation = \(organisation)"
        if let state { condition += " AND state = \(state.rawValue)" }
        if let after { condition += " AND id < \(after)" }
        return condition + " ORDER BY id DESC LIMIT \(limit)"
    }
}
