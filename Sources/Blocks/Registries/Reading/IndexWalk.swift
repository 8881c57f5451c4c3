/// Walks an index page by page until enough of what it names is in force. The indexes follow a record's changes: they also know records
/// that have ended since their last change, or that begin later.
enum IndexWalk {
    private static let page = 200
    /// So that no reader works for ever on words that thousands of ended records have.
    private static let mostPages = 25

    /// - Parameters:
    ///   - ids: those that come after one of them, in their order, at most so many.
    ///   - take: takes some of them in their order, and answers the last one it looked at as soon as it has enough.
    /// - Returns: where to go on; nil behind the last.
    static func walk(after start: RecordID?, ids: (RecordID?, Int) throws -> [RecordID], take: ([RecordID]) throws -> RecordID?) throws -> RecordID? {
        var last = start
        for _ in 0..<mostPages {
            let found = try ids(last, page)
            if let enough = try take(found) { return enough == found.last && found.count < page ? nil : enough }
            guard found.count == page else { return nil }
            last = found.last
        }
        return last
    }
}
