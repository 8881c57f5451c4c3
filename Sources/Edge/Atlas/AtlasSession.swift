import CAtlas
import Geometry
import Kernel

/// One context of GEOS and one of PROJ. Used by one thread at a time; the pool in `Atlas` sees to that, which is why it
/// may say it is sendable.
final class AtlasSession: @unchecked Sendable {
    let epsg: Int
    let geos: GEOSContextHandle_t
    private let proj: OpaquePointer
    private let transformation: OpaquePointer
    /// The length of the system's unit: 1 for metres.
    private let metresPerUnit: Double
    /// What GEOS said last, through the handler below.
    private let complaint: UnsafeMutablePointer<String>

    init(epsg: Int) throws {
        self.epsg = epsg
        guard let geos = GEOS_init_r() else { throw AtlasFault.noLibrary }
        guard let proj = ProjLibrary.contextCreate?() else {
            GEOS_finish_r(geos)
            throw AtlasFault.noLibrary
        }
        do {
            (transformation, metresPerUnit) = try Self.transformation(to: epsg, proj)
        } catch {
            _ = ProjLibrary.contextDestroy?(proj)
            GEOS_finish_r(geos)
            throw error
        }
        self.geos = geos
        self.proj = proj
        complaint = .allocate(capacity: 1)
        complaint.initialize(to: "")
        _ = GEOSContext_setErrorMessageHandler_r(
            geos,
            { message, data in
                guard let message, let data else { return }
                data.assumingMemoryBound(to: String.self).pointee = String(cString: message)
            }, complaint)
    }

    deinit {
        _ = ProjLibrary.destroy?(transformation)
        _ = ProjLibrary.contextDestroy?(proj)
        GEOS_finish_r(geos)
        complaint.deinitialize(count: 1)
        complaint.deallocate()
    }

    private static func transformation(to epsg: Int, _ proj: OpaquePointer) throws -> (OpaquePointer, metresPerUnit: Double) {
        // Grids from the network would make an answer depend on the day.
        _ = ProjLibrary.contextSetEnableNetwork?(proj, 0)
        _ = ProjLibrary.logLevel?(proj, PJ_LOG_NONE)
        guard let system = ProjLibrary.create?(proj, "EPSG:\(epsg)") else { throw AtlasFault.unknownSystem(epsg) }
        defer { _ = ProjLibrary.destroy?(system) }
        var metresPerUnit = 0.0
        guard ProjLibrary.getType?(system) == PJ_TYPE_PROJECTED_CRS, let axes = ProjLibrary.crsGetCoordinateSystem?(proj, system) else {
            throw AtlasFault.unknownSystem(epsg)
        }
        let hasUnit = ProjLibrary.csGetAxisInfo?(proj, axes, 0, nil, nil, nil, &metresPerUnit, nil, nil, nil)
        _ = ProjLibrary.destroy?(axes)
        // CRS84 is WGS 84 with longitude first; "for visualization" puts easting first on the other side too.
        guard hasUnit == 1, metresPerUnit > 0, let plain = ProjLibrary.createCRSToCRS?(proj, "OGC:CRS84", "EPSG:\(epsg)", nil) else {
            throw AtlasFault.unknownSystem(epsg)
        }
        defer { _ = ProjLibrary.destroy?(plain) }
        guard let ordered = ProjLibrary.normalizeForVisualization?(proj, plain) else { throw AtlasFault.unknownSystem(epsg) }
        return (ordered, metresPerUnit)
    }

    /// Eastings and northings in metres, one pair after the other.
    func metres(_ positions: [Position]) throws -> [Double] {
        var flat: [Double] = []
        flat.reserveCapacity(2 * positions.count)
        for position in positions {
            flat.append(position.longitude)
            flat.append(position.latitude)
        }
        let stride = 2 * MemoryLayout<Double>.stride
        let done = flat.withUnsafeMutableBufferPointer { buffer -> Int in
            guard let start = buffer.baseAddress else { return 0 }
            return ProjLibrary.transGeneric?(
                transformation, PJ_FWD, start, stride, positions.count, start + 1, stride, positions.count, nil, 0, 0, nil, 0, 0) ?? 0
        }
        guard done == positions.count, flat.allSatisfy(\.isFinite) else { throw AtlasFault.outsideSystem(epsg) }
        return metresPerUnit == 1 ? flat : flat.map { $0 * metresPerUnit }
    }

    /// What GEOS complained about since the last call, as an error.
    func fault() -> PolityError {
        defer { complaint.pointee = "" }
        return AtlasFault.geometry(complaint.pointee)
    }
}
