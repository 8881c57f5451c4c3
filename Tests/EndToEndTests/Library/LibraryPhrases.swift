import Kernel

extension Phrase {
    static let libraryTitle = Phrase("library.title", en: "The library", es: "La biblioteca")
    static let borrow = Phrase("library.borrow", en: "Borrow", es: "Tomar prestado")
    static let libraryLoans = Phrase("library.figure_loans", en: "Books that are lent", es: "Libros prestados")
    static let loansOut = Phrase(
        "library.loans_out", en: .plural(one: "{count} book is lent", other: "{count} books are lent"),
        es: .plural(one: "{count} libro prestado", other: "{count} libros prestados"))
    static let besideCase = Phrase("library.beside_case", en: "{reference}, while {count} are lent", es: "{reference}, con {count} prestados")
    static let noSuchBook = Phrase("library.fault.not_found", en: "The library has no such book.", es: "La biblioteca no tiene ese libro.")
    static let allLent = Phrase("library.fault.all_lent", en: "Every copy is lent.", es: "Todos los ejemplares están prestados.")
    static let allLentHint = Phrase("library.fault.all_lent_hint", en: "Ask again in a week.", es: "Pregunte de nuevo en una semana.")
}
