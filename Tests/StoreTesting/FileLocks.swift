import CSQLite

/// The locks and the shared memory of a simulated disk's files: what SQLite asks of `fcntl` and `mmap` elsewhere.
struct FileLocks {
    /// By path: the level each open file holds (SQLITE_LOCK_NONE to SQLITE_LOCK_EXCLUSIVE).
    private var levels: [String: [ObjectIdentifier: Int32]] = [:]
    private var shared: [String: SharedMemory] = [:]

    /// https://www.sqlite.org/lockingv3.html, section 3.
    mutating func raise(_ path: String, _ owner: ObjectIdentifier, to level: Int32) -> Int32 {
        let others = (levels[path] ?? [:]).filter { $0.key != owner }.values.max() ?? SQLITE_LOCK_NONE
        guard (levels[path]?[owner] ?? SQLITE_LOCK_NONE) < level else { return SQLITE_OK }
        switch level {
        case SQLITE_LOCK_SHARED where others >= SQLITE_LOCK_PENDING: return SQLITE_BUSY
        case SQLITE_LOCK_RESERVED where others >= SQLITE_LOCK_RESERVED: return SQLITE_BUSY
        case SQLITE_LOCK_EXCLUSIVE where others >= SQLITE_LOCK_RESERVED: return SQLITE_BUSY
        case SQLITE_LOCK_EXCLUSIVE where others >= SQLITE_LOCK_SHARED:
            levels[path, default: [:]][owner] = SQLITE_LOCK_PENDING
            return SQLITE_BUSY
        default:
            levels[path, default: [:]][owner] = level
            return SQLITE_OK
        }
    }

    mutating func lower(_ path: String, _ owner: ObjectIdentifier, to level: Int32) {
        levels[path]?[owner] = level == SQLITE_LOCK_NONE ? nil : level
    }

    func isReserved(_ path: String) -> Bool { (levels[path] ?? [:]).values.contains { $0 >= SQLITE_LOCK_RESERVED } }

    // MARK: - The index of the write-ahead log

    private final class SharedMemory {
        var regions: [UnsafeMutableRawPointer] = []
        var holders: [ObjectIdentifier: (shared: UInt32, exclusive: UInt32)] = [:]
        deinit { for region in regions { region.deallocate() } }
    }

    mutating func region(_ path: String, _ owner: ObjectIdentifier, number: Int, size: Int, extend: Bool) -> UnsafeMutableRawPointer? {
        let memory = shared[path] ?? SharedMemory()
        shared[path] = memory
        if memory.holders[owner] == nil { memory.holders[owner] = (0, 0) }
        while memory.regions.count <= number {
            guard extend else { return nil }
            let region = UnsafeMutableRawPointer.allocate(byteCount: size, alignment: 16)
            region.initializeMemory(as: UInt8.self, repeating: 0, count: size)
            memory.regions.append(region)
        }
        return memory.regions[number]
    }

    mutating func shmLock(_ path: String, _ owner: ObjectIdentifier, offset: Int32, count: Int32, flags: Int32) -> Int32 {
        let memory = shared[path] ?? SharedMemory()
        shared[path] = memory
        let mask = ((UInt32(1) << UInt32(count)) - 1) << UInt32(offset)
        var own = memory.holders[owner] ?? (0, 0)
        let others = memory.holders.filter { $0.key != owner }.values
        if flags & SQLITE_SHM_UNLOCK != 0 {
            own.shared &= ~mask
            own.exclusive &= ~mask
        } else if flags & SQLITE_SHM_EXCLUSIVE != 0 {
            guard others.allSatisfy({ ($0.shared | $0.exclusive) & mask == 0 }) else { return SQLITE_BUSY }
            own.exclusive |= mask
        } else {
            guard others.allSatisfy({ $0.exclusive & mask == 0 }) else { return SQLITE_BUSY }
            own.shared |= mask
        }
        memory.holders[owner] = own
        return SQLITE_OK
    }

    mutating func unmap(_ path: String, _ owner: ObjectIdentifier, delete: Bool) {
        guard let memory = shared[path] else { return }
        memory.holders[owner] = nil
        if delete && memory.holders.isEmpty { shared[path] = nil }
    }
}
