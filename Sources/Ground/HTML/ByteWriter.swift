/// A growing run of bytes with one owner. Every piece is one check and one copy: a page is some thousand pieces, and an
/// array's append asks twice as much of each.
struct ByteWriter: ~Copyable {
    private var start: UnsafeMutablePointer<UInt8>
    private var count = 0
    private var capacity: Int

    init(capacity: Int) {
        self.capacity = max(64, capacity)
        start = .allocate(capacity: self.capacity)
    }

    deinit { start.deallocate() }

    var bytes: [UInt8] { Array(UnsafeBufferPointer(start: start, count: count)) }

    mutating func write(_ text: StaticString) {
        write(UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
    }

    mutating func write(_ source: UnsafeBufferPointer<UInt8>) {
        guard let first = source.baseAddress, !source.isEmpty else { return }
        if count + source.count > capacity { grow(by: source.count) }
        (start + count).update(from: first, count: source.count)
        count += source.count
    }

    private mutating func grow(by more: Int) {
        let larger = max(capacity * 2, count + more)
        let moved = UnsafeMutablePointer<UInt8>.allocate(capacity: larger)
        moved.update(from: start, count: count)
        start.deallocate()
        start = moved
        capacity = larger
    }
}
