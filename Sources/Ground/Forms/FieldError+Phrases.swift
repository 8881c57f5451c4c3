import Kernel

extension FieldError.Problem {
    /// What the person reads: what to do, not what they did wrong.
    public var phrase: Phrase {
        switch self {
        case .missing: Phrase("form.missing", en: "Please answer this question", es: "Responda a esta pregunta")
        case .notChosen: Phrase("form.not_chosen", en: "Please choose an answer", es: "Elija una respuesta")
        case .tooLong:
            Phrase("form.too_long", en: "Use {most} characters or fewer. You have {length}", es: "Use {most} caracteres como máximo. Hay {length}")
        case .pattern: Phrase("form.pattern", en: "Check what you typed: it does not have the right form", es: "Revise lo escrito: no tiene la forma correcta")
        case .notANumber: Phrase("form.not_a_number", en: "Enter a number, like 12 or 12.5", es: "Escriba un número, como 12 o 12,5")
        case .tooSmall: Phrase("form.too_small", en: "Enter {least} or more", es: "Escriba {least} o más")
        case .tooLarge: Phrase("form.too_large", en: "Enter {most} or less", es: "Escriba {most} o menos")
        case .notMoney: Phrase("form.not_money", en: "Enter an amount, like 120 or 120.50", es: "Escriba un importe, como 120 o 120,50")
        case .notADate: Phrase("form.not_a_date", en: "Enter a real date, like 27 3 1985", es: "Escriba una fecha que exista, como 27 3 1985")
        case .dateIncomplete: Phrase("form.date_incomplete", en: "Enter the day, the month and the year", es: "Escriba el día, el mes y el año")
        case .tooEarly: Phrase("form.too_early", en: "Enter a date from {earliest} on", es: "Escriba una fecha desde el {earliest}")
        case .tooLate: Phrase("form.too_late", en: "Enter a date up to {latest}", es: "Escriba una fecha hasta el {latest}")
        case .notAChoice: Phrase("form.not_a_choice", en: "Choose one of the answers shown", es: "Elija una de las respuestas que se muestran")
        case .notAnEmail:
            Phrase("form.not_an_email", en: "Enter an e-mail address, like name@example.org", es: "Escriba una dirección de correo, como nombre@example.org")
        case .notMailable: .notMailable
        case .notAPhone:
            Phrase("form.not_a_phone", en: "Enter a phone number, like +44 20 7946 0000", es: "Escriba un número de teléfono, como +34 910 000 000")
        case .notAPlace: Phrase("form.not_a_place", en: "Choose a place on the map, or describe it", es: "Elija un lugar en el mapa o descríbalo")
        case .noSuchRecord: Phrase("form.no_such_record", en: "We cannot find this. Check the number", es: "No lo encontramos. Revise el número")
        case .addressIncomplete: Phrase("form.address_incomplete", en: "Enter the street and the town", es: "Escriba la calle y la localidad")
        case .tooManyFiles: Phrase("form.too_many_files", en: "Add {most} files or fewer", es: "Añada {most} archivos como máximo")
        case .unknownFile: Phrase("form.unknown_file", en: "Please add the file again", es: "Vuelva a añadir el archivo")
        case .tooManyItems: Phrase("form.too_many_items", en: "Add {most} or fewer", es: "Añada {most} como máximo")
        case .invalid: Phrase("form.invalid", en: "Please check this answer", es: "Revise esta respuesta")
        }
    }
}
