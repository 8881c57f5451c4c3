/// Values by ticket, in the order of the tickets. New tickets are the highest, so that they are appended; a value that is taken away
/// leaves a gap, and gaps are closed when they are more than half.
///
/// - Complexity: O(log n) to find, O(1) amortised to add and to take away; a few hashes cheaper than a dictionary for the few
///   tickets that most instances have.
struct TicketMap<Value: Sendable & Hashable>: Sendable {
    private struct Entry: Sendable {
        var ticket: Ticket
        var value: Value?
    }

    private var entries: [Entry] = []
    /// Before it there are gaps alone.
    private var head = 0
    private(set) var count = 0

    var isEmpty: Bool { count == 0 }

    /// The place of a ticket, or where it would stand.
    private func place(of ticket: Ticket) -> Int {
        guard let last = entries.last, ticket <= last.ticket else { return entries.count }
        var (low, high) = (head, entries.count - 1)
        while low < high {
            let middle = (low + high) / 2
            if entries[middle].ticket < ticket { low = middle + 1 } else { high = middle }
        }
        return low
    }

    private func isAt(_ place: Int, _ ticket: Ticket) -> Bool { place < entries.count && entries[place].ticket == ticket }

    func contains(_ ticket: Ticket) -> Bool {
        let place = place(of: ticket)
        return isAt(place, ticket) && entries[place].value != nil
    }

    subscript(ticket: Ticket) -> Value? {
        get {
            let place = place(of: ticket)
            return isAt(place, ticket) ? entries[place].value : nil
        }
        _modify {
            let place = place(of: ticket)
            if isAt(place, ticket), entries[place].value != nil {
                yield &entries[place].value
                if entries[place].value == nil {
                    count -= 1
                    close()
                }
            } else {
                // Nothing is added before it is known that there will be something: an access that finds nil ends at the yield.
                var value: Value?
                yield &value
                if let value { insert(ticket, value, at: place) }
            }
        }
    }

    private mutating func insert(_ ticket: Ticket, _ value: Value, at place: Int) {
        if isAt(place, ticket) { entries[place].value = value } else { entries.insert(Entry(ticket: ticket, value: value), at: place) }
        head = min(head, place)
        count += 1
    }

    @discardableResult
    mutating func removeValue(forKey ticket: Ticket) -> Value? {
        let place = place(of: ticket)
        guard isAt(place, ticket), let value = entries[place].value else { return nil }
        entries[place].value = nil
        count -= 1
        close()
        return value
    }

    mutating func removeAll() { self = TicketMap() }

    /// Takes gaps away: at the ends always, between when they are many.
    private mutating func close() {
        while entries.count > head, entries[entries.count - 1].value == nil { entries.removeLast() }
        while head < entries.count, entries[head].value == nil { head += 1 }
        guard entries.count > 2 * count + 16 || head == entries.count else { return }
        entries.removeAll { $0.value == nil }
        head = 0
    }

    /// In the order of the tickets.
    var tickets: [Ticket] { entries.compactMap { $0.value == nil ? nil : $0.ticket } }
    var last: Ticket? { isEmpty ? nil : entries.last?.ticket }
    var first: Ticket? { head < entries.count ? entries[head].ticket : nil }
    var values: [Value] { entries.compactMap(\.value) }
    var pairs: [(key: Ticket, value: Value)] { entries.compactMap { entry in entry.value.map { (entry.ticket, $0) } } }
}

extension TicketMap: Hashable {
    static func == (a: Self, b: Self) -> Bool { a.count == b.count && a.pairs.elementsEqual(b.pairs) { $0 == $1 } }

    func hash(into hasher: inout Hasher) {
        for pair in pairs {
            hasher.combine(pair.key)
            hasher.combine(pair.value)
        }
    }
}

/// Tickets in their order.
struct TicketSet: Sendable, Hashable {
    private struct Present: Sendable, Hashable {}

    private var map = TicketMap<Present>()

    var isEmpty: Bool { map.isEmpty }
    var tickets: [Ticket] { map.tickets }
    var first: Ticket? { map.first }
    var last: Ticket? { map.last }

    func contains(_ ticket: Ticket) -> Bool { map.contains(ticket) }
    mutating func insert(_ ticket: Ticket) { map[ticket] = Present() }
    mutating func remove(_ ticket: Ticket) { map.removeValue(forKey: ticket) }
    mutating func removeAll() { map.removeAll() }
}
