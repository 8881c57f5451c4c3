import CSQLite
import Foundation
import Synchronization

/// Registers simulated disks with SQLite as file systems (https://www.sqlite.org/vfs.html).
enum SimulatedFileSystem {
    private static let count = Mutex(0)

    /// A registration lives as long as the process: SQLite may ask for it whenever it likes.
    ///
    /// - Returns: the name to open files under.
    static func register(_ disk: SimulatedDisk) -> String {
        let name = count.withLock { count in
            count += 1
            return "simulated-\(count)"
        }
        let system = UnsafeMutablePointer<sqlite3_vfs>.allocate(capacity: 1)
        system.initialize(to: sqlite3_vfs())
        system.pointee.iVersion = 2
        system.pointee.szOsFile = Int32(MemoryLayout<sqlite3_file>.size + MemoryLayout<UnsafeRawPointer>.size)
        system.pointee.mxPathname = 512
        system.pointee.zName = UnsafePointer(strdup(name))
        system.pointee.pAppData = Unmanaged.passRetained(disk).toOpaque()
        system.pointee.xOpen = { system, path, file, flags, outFlags in SimulatedFileSystem.open(system, path, file, flags, outFlags) }
        system.pointee.xDelete = { system, path, _ in SimulatedFileSystem.delete(system, path) }
        system.pointee.xAccess = { system, path, _, answer in
            answer?.pointee = SimulatedFileSystem.owner(of: system).exists(path.map { String(cString: $0) } ?? "") ? 1 : 0
            return SQLITE_OK
        }
        system.pointee.xFullPathname = { _, path, size, out in
            guard let path, let out, strlen(path) < size else { return SQLITE_CANTOPEN }
            strcpy(out, path)
            return SQLITE_OK
        }
        system.pointee.xRandomness = { _, size, out in
            // Always the same bytes: a run can be repeated.
            for index in 0..<Int(size) { out?[index] = CChar(truncatingIfNeeded: index &* 37 &+ 11) }
            return size
        }
        system.pointee.xSleep = { _, microseconds in
            usleep(UInt32(max(0, min(microseconds, 1_000))))
            return microseconds
        }
        system.pointee.xCurrentTimeInt64 = { _, out in
            out?.pointee = 0
            return SQLITE_OK
        }
        system.pointee.xCurrentTime = { _, out in
            out?.pointee = 0
            return SQLITE_OK
        }
        system.pointee.xGetLastError = { _, _, _ in 0 }
        sqlite3_vfs_register(system, 0)
        return name
    }

    private static func owner(of system: UnsafeMutablePointer<sqlite3_vfs>?) -> SimulatedDisk {
        guard let data = system?.pointee.pAppData else { preconditionFailure("registered with its disk") }
        return Unmanaged<SimulatedDisk>.fromOpaque(data).takeUnretainedValue()
    }

    private static func open(
        _ system: UnsafeMutablePointer<sqlite3_vfs>?, _ path: UnsafePointer<CChar>?, _ file: UnsafeMutablePointer<sqlite3_file>?, _ flags: Int32,
        _ outFlags: UnsafeMutablePointer<Int32>?
    ) -> Int32 {
        guard let file else { return SQLITE_MISUSE }
        // SQLite closes only what has methods.
        file.pointee.pMethods = nil
        let disk = owner(of: system)
        let path = path.map { String(cString: $0) } ?? "temporary-\(UUID().uuidString)"
        if disk.begin(.open, path) != nil { return SQLITE_CANTOPEN }
        disk.make(path)
        let open = SimulatedOpenFile(disk: disk, path: path)
        UnsafeMutableRawPointer(file).storeBytes(
            of: Unmanaged.passRetained(open).toOpaque(), toByteOffset: MemoryLayout<sqlite3_file>.size, as: UnsafeMutableRawPointer.self)
        file.pointee.pMethods = SimulatedOpenFile.methods
        outFlags?.pointee = flags
        return SQLITE_OK
    }

    private static func delete(_ system: UnsafeMutablePointer<sqlite3_vfs>?, _ path: UnsafePointer<CChar>?) -> Int32 {
        let disk = owner(of: system)
        let path = path.map { String(cString: $0) } ?? ""
        if disk.begin(.delete, path) != nil { return SQLITE_IOERR_DELETE_CODE }
        return disk.remove(path) ? SQLITE_OK : SQLITE_IOERR_DELETE_NOENT_CODE
    }
}

// Extended codes are macros that Swift cannot see (sqlite3.h).
private let SQLITE_IOERR_DELETE_CODE = SQLITE_IOERR | 10 << 8
private let SQLITE_IOERR_DELETE_NOENT_CODE = SQLITE_IOERR | 23 << 8

extension SimulatedDisk {
    func exists(_ path: String) -> Bool { lock.withLock { files[path] != nil } }
    func make(_ path: String) { lock.withLock { if files[path] == nil { files[path] = SimulatedFile() } } }
    func remove(_ path: String) -> Bool { lock.withLock { files.removeValue(forKey: path) != nil } }
}
