import CSQLite

/// One open file of a simulated disk, and the table of C functions through which SQLite uses it.
final class SimulatedOpenFile {
    let disk: SimulatedDisk
    let path: String
    private var identity: ObjectIdentifier { ObjectIdentifier(self) }

    init(disk: SimulatedDisk, path: String) {
        self.disk = disk
        self.path = path
    }

    private static func of(_ file: UnsafeMutablePointer<sqlite3_file>?) -> SimulatedOpenFile {
        guard let file else { preconditionFailure("SQLite gives the file it opened") }
        let pointer = UnsafeMutableRawPointer(file).load(fromByteOffset: MemoryLayout<sqlite3_file>.size, as: UnsafeMutableRawPointer.self)
        return Unmanaged<SimulatedOpenFile>.fromOpaque(pointer).takeUnretainedValue()
    }

    private func read(_ out: UnsafeMutableRawPointer, _ count: Int, at offset: Int) -> Int32 {
        disk.lock.withLock {
            let content = disk.files[path]?.seen ?? []
            let available = max(0, min(count, content.count - offset))
            if available > 0 { content[offset..<(offset + available)].withUnsafeBytes { out.copyMemory(from: $0.baseAddress!, byteCount: available) } }
            guard available < count else { return SQLITE_OK }
            // SQLite wants the rest filled with zeros (SQLITE_IOERR_SHORT_READ).
            (out + available).initializeMemory(as: UInt8.self, repeating: 0, count: count - available)
            return SQLITE_IOERR | 2 << 8
        }
    }

    private func write(_ bytes: UnsafeRawBufferPointer, at offset: Int) -> Int32 {
        let fault = disk.begin(.write, path)
        disk.lock.withLock {
            switch fault {
            case nil: disk.files[path]?.write(Array(bytes), at: offset)
            case .full, .inputOutput: disk.files[path]?.write(Array(bytes.prefix(bytes.count / 2)), at: offset)
            }
        }
        switch fault {
        case nil: return SQLITE_OK
        case .full: return SQLITE_FULL
        case .inputOutput: return SQLITE_IOERR | 3 << 8
        }
    }

    private func truncate(to size: Int) -> Int32 {
        guard disk.begin(.truncate, path) == nil else { return SQLITE_IOERR | 6 << 8 }
        disk.lock.withLock { disk.files[path]?.truncate(to: size) }
        return SQLITE_OK
    }

    private func sync() -> Int32 {
        guard disk.begin(.sync, path) == nil else { return SQLITE_IOERR | 4 << 8 }
        disk.lock.withLock { disk.files[path]?.sync() }
        return SQLITE_OK
    }

    private func close() {
        disk.lock.withLock {
            disk.locks.lower(path, identity, to: SQLITE_LOCK_NONE)
            disk.locks.unmap(path, identity, delete: false)
            if path.hasPrefix("temporary-") { disk.files[path] = nil }
        }
    }

    /// Version 2: with shared memory, without memory maps.
    nonisolated(unsafe) static let methods: UnsafePointer<sqlite3_io_methods> = {
        let methods = UnsafeMutablePointer<sqlite3_io_methods>.allocate(capacity: 1)
        methods.initialize(to: sqlite3_io_methods())
        methods.pointee.iVersion = 2
        methods.pointee.xClose = { file in
            let open = of(file)
            open.close()
            Unmanaged.passUnretained(open).release()
            return SQLITE_OK
        }
        methods.pointee.xRead = { file, out, count, offset in
            guard let out else { return SQLITE_MISUSE }
            return of(file).read(out, Int(count), at: Int(offset))
        }
        methods.pointee.xWrite = { file, bytes, count, offset in
            of(file).write(UnsafeRawBufferPointer(start: bytes, count: Int(count)), at: Int(offset))
        }
        methods.pointee.xTruncate = { file, size in of(file).truncate(to: Int(size)) }
        methods.pointee.xSync = { file, _ in of(file).sync() }
        methods.pointee.xFileSize = { file, out in
            let open = of(file)
            out?.pointee = Int64(open.disk.lock.withLock { open.disk.files[open.path]?.seen.count ?? 0 })
            return SQLITE_OK
        }
        methods.pointee.xLock = { file, level in
            let open = of(file)
            return open.disk.lock.withLock { open.disk.locks.raise(open.path, open.identity, to: level) }
        }
        methods.pointee.xUnlock = { file, level in
            let open = of(file)
            open.disk.lock.withLock { open.disk.locks.lower(open.path, open.identity, to: level) }
            return SQLITE_OK
        }
        methods.pointee.xCheckReservedLock = { file, out in
            let open = of(file)
            out?.pointee = open.disk.lock.withLock { open.disk.locks.isReserved(open.path) } ? 1 : 0
            return SQLITE_OK
        }
        methods.pointee.xFileControl = { _, _, _ in SQLITE_NOTFOUND }
        methods.pointee.xSectorSize = { _ in 4_096 }
        // As SQLite takes any Unix disk to be: overwriting a part of a sector leaves the rest whole.
        methods.pointee.xDeviceCharacteristics = { _ in SQLITE_IOCAP_POWERSAFE_OVERWRITE }
        methods.pointee.xShmMap = { file, number, size, extend, out in
            let open = of(file)
            out?.pointee = open.disk.lock.withLock {
                open.disk.locks.region(open.path, open.identity, number: Int(number), size: Int(size), extend: extend != 0)
            }
            return SQLITE_OK
        }
        methods.pointee.xShmLock = { file, offset, count, flags in
            let open = of(file)
            return open.disk.lock.withLock { open.disk.locks.shmLock(open.path, open.identity, offset: offset, count: count, flags: flags) }
        }
        methods.pointee.xShmBarrier = { file in of(file).disk.lock.withLock {} }
        methods.pointee.xShmUnmap = { file, delete in
            let open = of(file)
            open.disk.lock.withLock { open.disk.locks.unmap(open.path, open.identity, delete: delete != 0) }
            return SQLITE_OK
        }
        return UnsafePointer(methods)
    }()
}
