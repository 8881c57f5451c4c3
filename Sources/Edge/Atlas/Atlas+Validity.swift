import CAtlas
import Geometry

/// Whether a shape is what it seems: no outline crosses itself or another, holes lie inside (OGC 06-103r4, section 6.1.11).
public enum Validity: Hashable, Sendable {
    case valid
    case invalid(Flaw, at: Position?)

    public enum Flaw: String, Hashable, Sendable, CaseIterable {
        case selfIntersection = "self_intersection"
        case holeOutside = "hole_outside"
        case nestedHoles = "nested_holes"
        case nestedAreas = "nested_areas"
        case disconnectedInterior = "disconnected_interior"
        case duplicateRings = "duplicate_rings"
        case tooFewPositions = "too_few_positions"
        case other
    }
}

extension Atlas {
    /// The first flaw found, and where it is.
    public func validity(of shape: Shape) throws -> Validity {
        try check(shape)
        return try withSession { session in
            let planar = try Planar(shape, in: .degrees, session)
            var reason: UnsafeMutablePointer<CChar>?
            var place: OpaquePointer?
            let code = GEOSisValidDetail_r(session.geos, planar.handle, 0, &reason, &place)
            defer { reason.map { GEOSFree_r(session.geos, $0) } }
            let flaw = reason.map { Validity.Flaw(geos: String(cString: $0)) } ?? .other
            let position = try place.map { try self.position(of: Planar(taking: $0, session), session) } ?? nil
            switch code {
            case 1: return .valid
            case 0: return .invalid(flaw, at: position)
            default: throw session.fault()
            }
        }
    }
}

extension Validity.Flaw {
    /// By the words that GEOS 3.11 uses (TopologyValidationError).
    init(geos reason: String) {
        self =
            switch reason {
            case "Self-intersection", "Ring Self-intersection": .selfIntersection
            case "Hole lies outside shell": .holeOutside
            case "Holes are nested": .nestedHoles
            case "Nested shells": .nestedAreas
            case "Interior is disconnected": .disconnectedInterior
            case "Duplicate Rings": .duplicateRings
            case "Too few points in geometry component": .tooFewPositions
            default: .other
            }
    }
}
