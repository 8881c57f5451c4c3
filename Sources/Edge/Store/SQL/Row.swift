import Kernel

/// One answer of a query. Columns are asked for by name or by index from 0.
///
/// A missing column, a null where a value is asked for and a value of another kind throw `STORE-105`, which names the
/// column and the kinds but never the value.
public struct Row: Sendable {
    let columns: Columns
    public let values: [SQLValue]

    public subscript(index: Int) -> SQLValue { values[index] }

    public func value<Value: SQLBindable>(_ column: some RowColumn, as _: Value.Type = Value.self) throws -> Value {
        let found = try self[column]
        guard let value = Value(sqlValue: found) else {
            throw StoreFault.wrongKind(column: "\(column)", wanted: "\(Value.self)", found: found.kind)
        }
        return value
    }

    // Texts and identifiers, which a page reads by the hundred, are spelled out: the general way looks up how each kind of value is made.
    public func text(_ column: some RowColumn) throws -> String {
        let found = try self[column]
        guard case .text(let text) = found else { throw StoreFault.wrongKind(column: "\(column)", wanted: "String", found: found.kind) }
        return text
    }

    public func text(optional column: some RowColumn) throws -> String? {
        if case .null = try self[column] { nil } else { try text(column) }
    }

    public func integer(_ column: some RowColumn) throws -> Int { try value(column) }
    public func bytes(_ column: some RowColumn) throws -> [UInt8] { try value(column) }
    public func bool(_ column: some RowColumn) throws -> Bool { try value(column) }
    public func instant(_ column: some RowColumn) throws -> Instant { try value(column) }
    public func date(_ column: some RowColumn) throws -> CivilDate { try value(column) }
    public func identifier<Entity>(_ column: some RowColumn, of _: Entity.Type = Entity.self) throws -> Identifier<Entity> {
        let found = try self[column]
        guard case .text(let text) = found, let identifier = Identifier<Entity>(text) else {
            throw StoreFault.wrongKind(column: "\(column)", wanted: "\(Identifier<Entity>.self)", found: found.kind)
        }
        return identifier
    }

    public func integer(optional column: some RowColumn) throws -> Int? { try value(column) }
    public func bytes(optional column: some RowColumn) throws -> [UInt8]? { try value(column) }
    public func bool(optional column: some RowColumn) throws -> Bool? { try value(column) }
    public func instant(optional column: some RowColumn) throws -> Instant? { try value(column) }
    public func date(optional column: some RowColumn) throws -> CivilDate? { try value(column) }
    public func identifier<Entity>(optional column: some RowColumn, of _: Entity.Type = Entity.self) throws -> Identifier<Entity>? {
        if case .null = try self[column] { nil } else { try identifier(column) }
    }

    private subscript(column: some RowColumn) -> SQLValue {
        get throws {
            guard let index = column.index(in: columns.names), values.indices.contains(index) else {
                throw StoreFault.noColumn("\(column)")
            }
            return values[index]
        }
    }
}

/// The names of a statement's columns, shared by all its rows.
final class Columns: Sendable {
    let names: [String]
    init(_ names: [String]) { self.names = names }
}

/// A column's name or its index.
public protocol RowColumn: Sendable {
    func index(in names: [String]) -> Int?
}

extension String: RowColumn {
    public func index(in names: [String]) -> Int? { names.firstIndex(of: self) }
}

extension Int: RowColumn {
    public func index(in names: [String]) -> Int? { self }
}
