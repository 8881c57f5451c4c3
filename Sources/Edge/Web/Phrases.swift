public import Kernel

// Web's own words. A capability declares its own in the same way.

extension Phrase {
    static let yes = Phrase("web.yes", en: "Yes", es: "Sí")
    static let no = Phrase("web.no", en: "No", es: "No")
    static let optional = Phrase("web.optional", en: "(optional)", es: "(opcional)")
    static let chooseOne = Phrase("web.choose_one", en: "Choose one", es: "Elija una opción")
    static let day = Phrase("web.day", en: "Day", es: "Día")
    static let month = Phrase("web.month", en: "Month", es: "Mes")
    static let year = Phrase("web.year", en: "Year", es: "Año")
    static let change = Phrase("web.change", en: "Change", es: "Cambiar")
    static let notAnswered = Phrase("web.not_answered", en: "Not answered", es: "Sin respuesta")
    static let notRecorded = Phrase("web.not_recorded", en: "Not recorded", es: "No consta")
    static let errorPrefix = Phrase("web.error_prefix", en: "Error: ", es: "Error: ")
    static let warningPrefix = Phrase("web.warning_prefix", en: "Warning: ", es: "Advertencia: ")
    static let thereIsAProblem = Phrase("web.there_is_a_problem", en: "There is a problem", es: "Hay un problema")
    static let mostCharacters = Phrase("web.most_characters", en: "At most {count} characters", es: "{count} caracteres como máximo")
    static let charactersLeft = Phrase("web.characters_left", en: "Characters left:", es: "Caracteres que quedan:")
    static let charactersOver = Phrase("web.characters_over", en: "Characters too many:", es: "Caracteres de más:")
    static let fileLimit = Phrase("web.file_limit", en: "Up to {size}", es: "Hasta {size}")
    static let fileLimitSeveral = Phrase("web.file_limit_several", en: "Up to {count} files of {size} each", es: "Hasta {count} archivos de {size} cada uno")
    static let search = Phrase("web.search", en: "Search", es: "Buscar")
    static let pages = Phrase("web.pages", en: "Pages", es: "Páginas")
    static let pageNumber = Phrase("web.page_number", en: "Page {number}", es: "Página {number}")
    static let previousPage = Phrase("web.previous_page", en: "Previous", es: "Anterior")
    static let nextPage = Phrase("web.next_page", en: "Next", es: "Siguiente")
    static let emailAddress = Phrase("web.email_address", en: "E-mail address", es: "Correo electrónico")
    static let password = Phrase("web.password", en: "Password", es: "Contraseña")
    static let signIn = Phrase("web.sign_in", en: "Sign in", es: "Entrar")
    static let signOut = Phrase("web.sign_out", en: "Sign out", es: "Salir")
    static let placeAddress = Phrase(
        "web.place_address", en: "Street and number, or a description of the place", es: "Calle y número, o una descripción del lugar")
    static let placeCoordinates = Phrase("web.place_coordinates", en: "Give coordinates instead", es: "Dar las coordenadas")
    static let latitude = Phrase("web.latitude", en: "Latitude", es: "Latitud")
    static let longitude = Phrase("web.longitude", en: "Longitude", es: "Longitud")
    static let placeMap = Phrase("web.place_map", en: "Map: a click marks the place", es: "Mapa: un clic marca el lugar")
    static let whereIAm = Phrase("web.where_i_am", en: "Use the place where I am", es: "Usar el lugar donde estoy")
    static let whereIAmUnknown = Phrase(
        "web.where_i_am_unknown", en: "Your device does not tell where you are. Please describe the place.",
        es: "Su dispositivo no indica dónde está. Describa el lugar.")
    static let nothingOnMapHere = Phrase(
        "web.nothing_on_map_here", en: "There is nothing to choose here. Click on an outline, or beside one.",
        es: "Aquí no hay nada que elegir. Haga clic en un contorno, o al lado.")
    static let zoomIn = Phrase("web.zoom_in", en: "Zoom in", es: "Acercar")
    static let zoomOut = Phrase("web.zoom_out", en: "Zoom out", es: "Alejar")
    static let back = Phrase("web.back", en: "Back", es: "Atrás")
    static let skipToContent = Phrase("web.skip_to_content", en: "Skip to the content", es: "Ir al contenido")
    static let menu = Phrase("web.menu", en: "Menu", es: "Menú")
    static let breadcrumbs = Phrase("web.breadcrumbs", en: "You are here", es: "Usted está aquí")
    static let languages = Phrase("web.languages", en: "Language", es: "Idioma")
    static let home = Phrase("web.home", en: "home page", es: "página de inicio")
    static let errorTitle = Phrase("web.error_title", en: "Error: {title}", es: "Error: {title}")

    // What every capability may say on its buttons and pages.
    public static let continueButton = Phrase("web.continue", en: "Continue", es: "Continuar")
    public static let saveAndReturn = Phrase("web.save_and_return", en: "Save and come back later", es: "Guardar y volver más tarde")
    public static let cancel = Phrase("web.cancel", en: "Cancel", es: "Cancelar")
    public static let send = Phrase("web.send", en: "Send", es: "Enviar")
    public static let checkAnswers = Phrase("web.check_answers", en: "Check your answers", es: "Revise sus respuestas")
    public static let invalidInput = Phrase("web.invalid_input", en: "Check what you entered", es: "Revise lo que ha escrito")
}
