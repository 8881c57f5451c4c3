import CAtlas
import Geometry
import Kernel
import Synchronization

/// Measures and compares shapes: GEOS for planes, PROJ for the way from WGS 84 to the government's own system.
///
/// Lengths and areas are those in the plane of the EPSG system the government names, in metres. Whether shapes touch or
/// cover each other is decided in the plane of degrees, where they were drawn. Safe to use from any thread: each call
/// takes a session (contexts of both libraries) from a pool, or makes one.
public final class Atlas: Sendable {
    /// The EPSG code of the system in which lengths and areas are measured.
    public let epsg: Int
    public let limits: AtlasLimits
    private let idle: Mutex<[AtlasSession]>

    /// - Throws: `ATLAS-101` when the EPSG register has no such projected system.
    public convenience init(epsg: Int, limits: AtlasLimits = AtlasLimits()) throws {
        self.init(unopened: epsg, limits: limits)
        try open()
    }

    /// Nothing is looked up yet, which takes some ten milliseconds the first time: `open()` does it, or else the first measure.
    public init(unopened epsg: Int, limits: AtlasLimits = AtlasLimits()) {
        self.epsg = epsg
        self.limits = limits
        idle = Mutex([])
    }

    /// - Throws: `ATLAS-101` when the EPSG register has no such projected system.
    public func open() throws { try withSession { _ in } }

    func withSession<T>(_ body: (AtlasSession) throws -> T) throws -> T {
        let session = try idle.withLock { $0.popLast() } ?? AtlasSession(epsg: epsg)
        defer { idle.withLock { if $0.count < limits.idleSessions { $0.append(session) } } }
        return try body(session)
    }

    func check(_ shapes: Shape...) throws {
        for shape in shapes {
            guard shape.positions.count <= limits.positions else { throw AtlasFault.tooLarge(limit: limits.positions) }
        }
    }
}

/// How much one call may be given: some operations take time with the square of the positions.
public struct AtlasLimits: Sendable, Hashable {
    public var positions: Int
    /// Sessions kept for the next call; further ones are made for the moment.
    public var idleSessions: Int

    public init(positions: Int = 100_000, idleSessions: Int = 8) {
        self.positions = positions
        self.idleSessions = idleSessions
    }
}
