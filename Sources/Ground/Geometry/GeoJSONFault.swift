import Kernel

/// What can be wrong with a GeoJSON text: each wording once.
enum GeoJSONFault {
    static func wrongType(at path: String, wanted: String) -> PolityError {
        fault("GEO-101", "This is not a GeoJSON object of the right type.", "Its type must be \(wanted).", path.isEmpty ? "type" : "\(path).type")
    }
    static func notAList(at path: String) -> PolityError { fault("GEO-102", "A list is missing.", "Give a list of coordinates.", path) }
    static func notAnObject(at path: String) -> PolityError { fault("GEO-103", "This is not an object.", "Give an object or null.", path) }
    static func badID(at path: String) -> PolityError { fault("GEO-104", "An id is neither a text nor a number.", "Give a text.", path) }
    static func notAPosition(at path: String) -> PolityError {
        fault("GEO-105", "This is not a position.", "Give longitude and latitude in degrees, in this order.", path)
    }
    static func offTheEarth(at path: String) -> PolityError {
        fault("GEO-106", "This place is not on the earth.", "Longitude lies between -180 and 180, latitude between -90 and 90; longitude comes first.", path)
    }
    static func empty(at path: String) -> PolityError {
        fault("GEO-107", "There are no coordinates.", "Give at least one position, or null for no place.", path)
    }
    static func tooShort(at path: String) -> PolityError { fault("GEO-108", "A line needs two positions or more.", "Add a position.", path) }
    static func openRing(at path: String) -> PolityError {
        fault("GEO-109", "A ring is not closed.", "Give four positions or more, the last the same as the first.", path)
    }
    static func flatRing(at path: String) -> PolityError { fault("GEO-110", "A ring encloses nothing.", "Its positions must not lie on one line.", path) }
    static func otherSystem(at path: String) -> PolityError {
        fault("GEO-111", "The file names another coordinate system.", "Convert it to WGS 84 and leave 'crs' out (RFC 7946, section 4).", path)
    }
    static func tooMany(_ what: String, limit: Int, at path: String) -> PolityError {
        fault("GEO-112", "The file has too many \(what).", "At most \(limit) are read.", path)
    }
    static func tooDeep(limit: Int, at path: String) -> PolityError {
        fault("GEO-113", "Collections are nested too deeply.", "At most \(limit) levels are read.", path)
    }

    private static func fault(_ code: String, _ message: String, _ hint: String, _ path: String) -> PolityError {
        PolityError(.invalid, code, message, hint: hint, field: path)
    }
}
