extension SQL: ExpressibleByStringInterpolation {
    public init(stringLiteral value: String) { self.init(text: value) }

    public init(stringInterpolation: StringInterpolation) {
        self.init(text: stringInterpolation.text, values: stringInterpolation.values)
    }

    public struct StringInterpolation: StringInterpolationProtocol {
        var text = ""
        var values: [SQLValue] = []

        public init(literalCapacity: Int, interpolationCount: Int) {
            text.reserveCapacity(literalCapacity + interpolationCount)
            values.reserveCapacity(interpolationCount)
        }

        public mutating func appendLiteral(_ literal: String) { text += literal }

        /// A bound value.
        public mutating func appendInterpolation(_ value: some SQLBindable) {
            text += "?"
            values.append(value.sqlValue)
        }

        /// A bound value, or null.
        public mutating func appendInterpolation<Value: SQLBindable>(_ value: Value?) {
            text += "?"
            values.append(value.sqlValue)
        }

        /// Another piece of SQL with its own values.
        public mutating func appendInterpolation(_ piece: SQL) {
            text += piece.text
            values += piece.values
        }

        /// Text that the program itself holds, such as a table's name. Never anything from outside.
        public mutating func appendInterpolation(raw: String) { text += raw }

        /// `(?, ?, …)` for `IN`. An empty list matches nothing (in `NOT IN` too, so do not negate one).
        ///
        /// The list is filled up to the next power of two with its last value, which changes no answer and keeps the
        /// number of different statements small.
        public mutating func appendInterpolation<Value: SQLBindable>(list: some Collection<Value>) {
            guard !list.isEmpty else {
                text += "(NULL)"
                return
            }
            var bound = list.map(\.sqlValue)
            while bound.count & (bound.count - 1) != 0 { bound.append(bound[bound.count - 1]) }
            text += "(" + repeatElement("?", count: bound.count).joined(separator: ", ") + ")"
            values += bound
        }

        /// The text member of a JSON text column; null when it is missing or is no string. Equal on both drivers.
        ///
        /// - Precondition: the names are lower-case letters, digits and `_`.
        public mutating func appendInterpolation(json column: String, _ path: String...) {
            text += JSONMember(column: column, path: path).placeholder
        }
    }
}
