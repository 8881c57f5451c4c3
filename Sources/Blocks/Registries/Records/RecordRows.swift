import Kernel
import Store

/// The rows of one record, read and written.
struct RecordHead {
    var id: RecordID
    var registry: String
    var organisation: String
    var version: Int
}

struct SpanRow {
    var version: Int
    var span: Timeline<RecordState>.Span
}

enum RecordRows {
    static let columns: SQL = "s.record, s.version, s.valid_from, s.valid_to, s.subject, s.data, s.ordinary, s.contact, s.identifier, s.special"

    static func head(_ id: RecordID, in connection: Connection) throws -> RecordHead? {
        try connection.row("SELECT registry, organisation, version FROM registry_records WHERE id = \(id)").map { row in
            RecordHead(id: id, registry: try row.text(0), organisation: try row.text(1), version: try row.integer(2))
        }
    }

    /// What is recorded about the record at `moment`, over all days.
    static func spans(_ id: RecordID, recorded moment: Instant?, in connection: Connection) throws -> [SpanRow] {
        let condition: SQL = if let moment { "s.recorded_from <= \(moment) AND s.recorded_to > \(moment)" } else { "s.recorded_to = \(Instant.never)" }
        return try connection.rows("SELECT \(columns) FROM registry_spans s WHERE s.record = \(id) AND \(condition) ORDER BY s.valid_from").map(span)
    }

    /// Reads `columns`.
    static func span(_ row: Row) throws -> SpanRow {
        let members = try JSON(parsing: row.text(5)).members ?? []
        var sealed: [PersonalClass: [UInt8]] = [:]
        for (index, part) in PersonalClass.stored.enumerated() { sealed[part] = try row.bytes(optional: 6 + index) }
        let state = RecordState(
            subject: try row.identifier(optional: 4), open: Dictionary(members.map { ($0.name, $0.value) }, uniquingKeysWith: { first, _ in first }),
            sealed: sealed)
        return SpanRow(version: try row.integer(1), span: .init(from: try row.date(2), to: try row.date(3), state: state))
    }

    static func insert(_ span: Timeline<RecordState>.Span, of id: RecordID, version: Int, recorded moment: Instant) -> SQL {
        let state = span.state
        return """
            INSERT INTO registry_spans (record, version, valid_from, valid_to, recorded_from, recorded_to, subject, data, ordinary, contact, identifier, special)
            VALUES (\(id), \(version), \(span.from), \(span.to), \(moment), \(Instant.never), \(state.subject), \(state.data.text),
                \(state.sealed[.ordinary]), \(state.sealed[.contact]), \(state.sealed[.identifier]), \(state.sealed[.special]))
            """
    }

    static func close(_ row: SpanRow, of id: RecordID, recorded moment: Instant) -> SQL {
        """
        UPDATE registry_spans SET recorded_to = \(moment)
        WHERE record = \(id) AND version = \(row.version) AND valid_from = \(row.span.from)
        """
    }
}

extension PersonalClass {
    /// In the order of the columns.
    static let stored: [PersonalClass] = [.ordinary, .contact, .identifier, .special]
}
