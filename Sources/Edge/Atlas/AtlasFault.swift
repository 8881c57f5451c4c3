import Kernel

/// Every error of the atlas, with its wording, in one place. None names a place.
enum AtlasFault {
    static func unknownSystem(_ epsg: Int) -> PolityError {
        PolityError(
            .invalid, "ATLAS-101", "EPSG:\(epsg) is not a projected coordinate system.",
            hint: "Name one in which positions are eastings and northings, such as 25830 (UTM zone 30 north, ETRS89).")
    }
    static func outsideSystem(_ epsg: Int) -> PolityError {
        PolityError(.invalid, "ATLAS-102", "The place lies too far outside the country's map.", context: "EPSG:\(epsg) has no coordinates for it")
    }
    static func tooLarge(limit: Int) -> PolityError {
        PolityError(.tooLarge, "ATLAS-103", "The shape has too many positions.", hint: "At most \(limit) can be measured.")
    }
    static func geometry(_ reason: String) -> PolityError {
        PolityError(.invalid, "ATLAS-104", "The shapes cannot be compared.", hint: "Check that no outline crosses itself.", context: reason)
    }
    static var noLibrary: PolityError {
        PolityError(.broken, "ATLAS-105", "Something went wrong on our side.", context: "no context of GEOS or PROJ could be made")
    }
}
