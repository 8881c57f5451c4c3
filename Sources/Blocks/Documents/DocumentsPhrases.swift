import Kernel

extension Phrase {
    static let fileTooLarge = Phrase("documents.fault.too_large", en: "The file is too large", es: "El archivo es demasiado grande")
    static let fileType = Phrase(
        "documents.fault.type", en: "This kind of file is not accepted here", es: "Este tipo de archivo no se acepta aquí")
    static let emptyFile = Phrase("documents.fault.empty", en: "The file is empty", es: "El archivo está vacío")
    static let chooseAnother = Phrase(
        "documents.fault.choose_another", en: "Go back and choose another file. What you answered before is kept.",
        es: "Vuelva atrás y elija otro archivo. Lo que respondió antes se conserva.")
    static let brokenImage = Phrase(
        "documents.fault.broken_image", en: "The image is damaged or incomplete", es: "La imagen está dañada o incompleta")
    static let tooManyPixels = Phrase(
        "documents.fault.too_many_pixels", en: "The image has too many pixels. Make it smaller and send it again.",
        es: "La imagen tiene demasiados píxeles. Hágala más pequeña y envíela de nuevo.")
    static let damagedFile = Phrase("documents.fault.damaged", en: "The stored file is damaged", es: "El archivo guardado está dañado")
    static let disk = Phrase(
        "documents.fault.disk", en: "The file could not be stored. Try again later.", es: "No se pudo guardar el archivo. Inténtelo más tarde.")
    static let diskFull = Phrase(
        "documents.fault.disk_full", en: "There is no room for the file at the moment. What you saved before is safe. Try again later.",
        es: "No hay espacio para el archivo en este momento. Lo que guardó antes está a salvo. Inténtelo más tarde.")
    static let noSuchFile = Phrase("documents.fault.not_found", en: "There is no such file.", es: "No existe ese archivo.")
}
