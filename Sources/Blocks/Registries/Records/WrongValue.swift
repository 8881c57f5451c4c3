import Atlas
import Geometry
import Kernel

/// What can be wrong with a value of a field (`REGISTRY-104`), each with its whole sentence in every language.
enum WrongValue {
    static let notYesOrNo = Phrase(
        "registries.fault.value.no_boolean", en: "The value of this field is not right: it is not yes or no.",
        es: "El valor de este campo no es correcto: no es sí o no.")
    static let namesNoRecord = Phrase(
        "registries.fault.value.no_record_named", en: "The value of this field is not right: it names no record.",
        es: "El valor de este campo no es correcto: no nombra ninguna ficha.")
    static let noText = Phrase(
        "registries.fault.value.no_text", en: "The value of this field is not right: it is no text.",
        es: "El valor de este campo no es correcto: no es un texto.")
    static let tooLong = Phrase(
        "registries.fault.value.too_long", en: "The value of this field is not right: it is longer than {limit} bytes.",
        es: "El valor de este campo no es correcto: ocupa más de {limit} bytes.")
    static let otherForm = Phrase(
        "registries.fault.value.other_form", en: "The value of this field is not right: it has another form.",
        es: "El valor de este campo no es correcto: tiene otra forma.")
    static let wrongCheckDigit = Phrase(
        "registries.fault.value.check_digit", en: "The value of this field is not right: its check digit is wrong.",
        es: "El valor de este campo no es correcto: su dígito de control es erróneo.")
    static let noNumber = Phrase(
        "registries.fault.value.no_number", en: "The value of this field is not right: it is no number.",
        es: "El valor de este campo no es correcto: no es un número.")
    static let tooFine = Phrase(
        "registries.fault.value.too_fine", en: "The value of this field is not right: it has parts smaller than the currency's smallest coin.",
        es: "El valor de este campo no es correcto: tiene partes menores que la moneda más pequeña.")
    static let noDate = Phrase(
        "registries.fault.value.no_date", en: "The value of this field is not right: it is no date.",
        es: "El valor de este campo no es correcto: no es una fecha.")
    static let noChoice = Phrase(
        "registries.fault.value.no_choice", en: "The value of this field is not right: it is none of the choices.",
        es: "El valor de este campo no es correcto: no es ninguna de las opciones.")
    static let noAddress = Phrase(
        "registries.fault.value.no_address", en: "The value of this field is not right: it is no address.",
        es: "El valor de este campo no es correcto: no es una dirección.")
    static let longLine = Phrase(
        "registries.fault.value.long_line", en: "The value of this field is not right: a line is longer than 500 bytes.",
        es: "El valor de este campo no es correcto: una línea ocupa más de 500 bytes.")
    static let noPlace = Phrase(
        "registries.fault.value.no_place", en: "The value of this field is not right: it is no place on the earth.",
        es: "El valor de este campo no es correcto: no es un lugar de la tierra.")
    static let tooManyItems = Phrase(
        "registries.fault.value.too_many_items", en: "The value of this field is not right: it has more than 1,000 items.",
        es: "El valor de este campo no es correcto: tiene más de 1000 elementos.")
    static let wrongItem = Phrase(
        "registries.fault.value.wrong_item", en: "The value of this field is not right: an item is no text, or longer than 2,000 bytes.",
        es: "El valor de este campo no es correcto: un elemento no es texto o ocupa más de 2000 bytes.")
    static let noGeometry = Phrase(
        "registries.fault.value.no_geometry",
        en: "The value of this field is not right: it is no geometry of GeoJSON. Give its type (Polygon, MultiPolygon, LineString, Point) and its coordinates.",
        es:
            "El valor de este campo no es correcto: no es una geometría de GeoJSON. Indique su tipo (Polygon, MultiPolygon, LineString, Point) y sus coordenadas."
    )

    /// Why an outline cannot be read, with what mends it; nothing of where it is.
    static func unread(_ error: PolityError) -> Phrase {
        switch error.code {
        case "GEO-106": offTheEarth
        case "GEO-107", "GEO-110": noOutline
        case "GEO-108": noLength
        case "GEO-109": notClosed
        case "GEO-112": tooManyPositions
        default: noGeometry
        }
    }

    /// What is wrong with an outline. It does not say where: errors are logged, and a place may be somebody's.
    static func flaw(_ flaw: Validity.Flaw, of shape: Shape) -> Phrase {
        switch (shape, flaw) {
        case (.line, _), (.lines, _): noLength
        case (.areas, .selfIntersection), (.areas, .duplicateRings), (.areas, .nestedAreas): partsOverlap
        case (_, .selfIntersection), (_, .duplicateRings), (_, .disconnectedInterior): crossesItself
        case (_, .holeOutside), (_, .nestedHoles), (_, .nestedAreas): wrongHole
        case (_, .tooFewPositions), (_, .other): noOutline
        }
    }

    private static let offTheEarth = Phrase(
        "registries.fault.value.off_the_earth", en: "The outline leaves the earth. Give positions in degrees, longitude first and then latitude.",
        es: "El contorno se sale de la tierra. Indique las posiciones en grados, primero la longitud y después la latitud.")
    private static let noLength = Phrase(
        "registries.fault.value.no_length", en: "The line leads nowhere. Give it two different positions or more.",
        es: "La línea no lleva a ninguna parte. Indique dos posiciones distintas o más.")
    private static let notClosed = Phrase(
        "registries.fault.value.not_closed", en: "The outline is not closed. End it at the position at which it begins.",
        es: "El contorno no está cerrado. Termínelo en la posición en la que empieza.")
    private static let tooManyPositions = Phrase(
        "registries.fault.value.too_many_positions", en: "The outline has too many positions. Simplify it.",
        es: "El contorno tiene demasiadas posiciones. Simplifíquelo.")
    private static let partsOverlap = Phrase(
        "registries.fault.value.parts_overlap",
        en: "Parts of the outline overlap, or one crosses itself. Draw each part once around and side by side, and make one of what overlaps.",
        es:
            "Hay partes del contorno que se solapan, o una se cruza a sí misma. Trace cada parte una sola vez, una junto a otra, y haga una sola de las que se solapan."
    )

    private static let crossesItself = Phrase(
        "registries.fault.value.crosses_itself",
        en: "The outline crosses or touches itself. Draw it once around, without crossing.",
        es: "El contorno se cruza o se toca a sí mismo. Trácelo una sola vez alrededor, sin cruces.")
    private static let wrongHole = Phrase(
        "registries.fault.value.wrong_hole",
        en: "The outline has a hole outside its area, or a part in another part. Draw holes inside, and parts side by side.",
        es: "El contorno tiene un hueco fuera de su superficie, o una parte dentro de otra. Trace los huecos dentro y las partes una junto a otra.")
    private static let noOutline = Phrase(
        "registries.fault.value.no_outline", en: "The outline encloses nothing. Draw it once around.",
        es: "El contorno no encierra nada. Trácelo una sola vez alrededor.")
}
