import Atlas
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
        "registries.fault.value.no_geometry", en: "The value of this field is not right: it is no geometry of GeoJSON.",
        es: "El valor de este campo no es correcto: no es una geometría de GeoJSON.")

    /// What is wrong with an outline. It does not say where: errors are logged, and a place may be somebody's.
    static func flaw(_ flaw: Validity.Flaw) -> Phrase {
        switch flaw {
        case .selfIntersection, .duplicateRings, .disconnectedInterior: crossesItself
        case .holeOutside, .nestedHoles, .nestedAreas: wrongHole
        case .tooFewPositions, .other: noOutline
        }
    }

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
