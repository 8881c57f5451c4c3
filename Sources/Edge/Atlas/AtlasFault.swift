import Kernel

/// Every error of the atlas, with its wording, in one place. None names a place.
enum AtlasFault {
    static func unknownSystem(_ epsg: Int) -> PolityError {
        PolityError(
            .invalid, "ATLAS-101", "EPSG:\(epsg) is not a projected coordinate system.",
            hint: "Name one in which positions are eastings and northings, such as 25830 (UTM zone 30 north, ETRS89).")
    }
    static func outsideSystem(_ epsg: Int) -> PolityError {
        PolityError(.invalid, "ATLAS-102", Phrase.outsideMap, context: "EPSG:\(epsg) has no coordinates for it")
    }
    static func tooLarge(limit: Int) -> PolityError {
        PolityError(.tooLarge, "ATLAS-103", Phrase.tooManyPositions, ["most": .count(limit)], hint: .mostPositions)
    }
    static func geometry(_ reason: String) -> PolityError {
        PolityError(.invalid, "ATLAS-104", Phrase.notComparable, hint: .crossesItself, context: reason)
    }
    static var noLibrary: PolityError {
        PolityError(.broken, "ATLAS-105", "Something went wrong on our side.", context: "no context of GEOS or PROJ could be made")
    }
}

extension Phrase {
    fileprivate static let outsideMap = Phrase(
        "atlas.fault.outside_map", en: "The place lies too far outside the country's map.", es: "El lugar queda demasiado lejos del mapa del país.")
    fileprivate static let tooManyPositions = Phrase(
        "atlas.fault.too_many_positions", en: "The shape has too many positions.", es: "La figura tiene demasiados puntos.")
    fileprivate static let mostPositions = Phrase(
        "atlas.fault.most_positions", en: "At most {most} can be measured.", es: "Se pueden medir {most} como máximo.")
    fileprivate static let notComparable = Phrase(
        "atlas.fault.not_comparable", en: "The shapes cannot be compared.", es: "Las figuras no se pueden comparar.")
    fileprivate static let crossesItself = Phrase(
        "atlas.fault.crosses_itself", en: "Check that no outline crosses itself.", es: "Compruebe que ningún contorno se cruza a sí mismo.")
}
