import Kernel

/// Every error of the registries, with its wording. None of them holds a value of a record.
enum RegistryFault {
    static func noRegistry(_ id: String) -> PolityError {
        PolityError(
            .notFound, "REGISTRY-101", Phrase("registries.fault.no_registry", en: "There is no such registry.", es: "No existe ese registro."), context: id)
    }
    static func noRecord(in registry: String) -> PolityError {
        PolityError(
            .notFound, "REGISTRY-102", Phrase("registries.fault.no_record", en: "There is no such record.", es: "No existe esa ficha."), context: registry)
    }
    static func noField(_ field: String, in registry: String) -> PolityError {
        PolityError(
            .badInput, "REGISTRY-103", Phrase("registries.fault.no_field", en: "The registry has no such field.", es: "El registro no tiene ese campo."),
            field: field, context: registry)
    }
    static func wrongValue(_ field: RegistryField, _ what: Phrase, _ values: Phrase.Arguments) -> PolityError {
        PolityError(.invalid, "REGISTRY-104", what, values, field: field.id)
    }
    static func missing(_ field: RegistryField) -> PolityError {
        PolityError(
            .invalid, "REGISTRY-105", Phrase("registries.fault.missing", en: "This field must have a value.", es: "Este campo debe tener un valor."),
            field: field.id)
    }
    static func taken(_ field: RegistryField) -> PolityError {
        PolityError(
            .conflict, "REGISTRY-106", Phrase("registries.fault.taken", en: "Another record has this value already.", es: "Otra ficha ya tiene este valor."),
            hint: Phrase(
                "registries.fault.taken_hint", en: "Check the number, or find the record that has it.",
                es: "Compruebe el número, o busque la ficha que lo tiene."), field: field.id)
    }
    static func moved(to version: Int) -> PolityError {
        PolityError(
            .conflict, "REGISTRY-107",
            Phrase("registries.fault.moved", en: "Somebody else has changed this record meanwhile.", es: "Alguien ha cambiado esta ficha mientras tanto."),
            hint: Phrase("registries.fault.moved_hint", en: "Look at the new state and try again.", es: "Mire cómo está ahora e inténtelo de nuevo."),
            context: "version \(version)")
    }
    static var notInForce: PolityError {
        PolityError(
            .conflict, "REGISTRY-108",
            Phrase("registries.fault.not_in_force", en: "The record is not in force on that day.", es: "La ficha no está vigente ese día."))
    }
    static var emptyPeriod: PolityError {
        PolityError(
            .invalid, "REGISTRY-109",
            Phrase("registries.fault.empty_period", en: "The period ends before it begins.", es: "El periodo termina antes de empezar."))
    }
    static func notReadable(_ registry: String, ground: String) -> PolityError {
        PolityError(
            .forbidden, "REGISTRY-110",
            Phrase("registries.fault.not_readable", en: "You may not read this registry for this purpose.", es: "No puede leer este registro con ese fin."),
            hint: Phrase(
                "registries.fault.not_readable_hint", en: "The registry's file says who may read it, and for which legal bases.",
                es: "El archivo del registro dice quién puede leerlo y con qué bases legales."), context: "\(registry) for \(ground)")
    }
    static func notWritable(_ registry: String) -> PolityError {
        PolityError(
            .forbidden, "REGISTRY-114",
            Phrase("registries.fault.not_writable", en: "You may not change this registry by hand.", es: "No puede cambiar este registro a mano."),
            hint: Phrase(
                "registries.fault.not_writable_hint", en: "The registry's file names the roles that may.",
                es: "El archivo del registro nombra las funciones que pueden."), context: registry)
    }
    static func unrecorded(_ ground: String) -> PolityError {
        PolityError(.broken, "REGISTRY-111", "Something went wrong on our side.", context: "a read for \(ground) must be recorded, so it needs a transaction")
    }
    static func notSearchable(_ field: String, in registry: String) -> PolityError {
        PolityError(
            .badInput, "REGISTRY-112",
            Phrase(
                "registries.fault.not_searchable", en: "The registry cannot be searched by this field.", es: "No se puede buscar en el registro por este campo."
            ), field: field, context: registry)
    }
    static func noSubject(in registry: String) -> PolityError {
        PolityError(
            .invalid, "REGISTRY-113",
            Phrase("registries.fault.no_subject", en: "The record must say whose data it is.", es: "La ficha debe decir de quién son los datos."),
            context: registry)
    }
}
