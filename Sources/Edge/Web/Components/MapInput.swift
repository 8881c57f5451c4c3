public import HTML
import Kernel

extension HTML {
    /// A place: a street or description, and coordinates for those who know them. Where scripts run, a map over it takes a
    /// click. It sends `name.description`, `name.longitude` and `name.latitude` (WGS 84, degrees).
    ///
    /// - Parameter dataHref: GeoJSON of the government's own parcels and streets, drawn beneath.
    public mutating func mapInput(_ control: Control, description: String = "", longitude: String = "", latitude: String = "", dataHref: String) {
        fieldGroup(control, bearsID: true) { html in
            html.div(class: "map", [.data("map", control.name), .data("source", dataHref), .hidden]) { _ in }
            html.textInput(Control(control.name + ".description", html.language.say(.placeAddress)), value: description, autocomplete: "street-address")
            html.details(html.language.say(.placeCoordinates), isOpen: !longitude.isEmpty) { html in
                html.div(class: "pair") { html in
                    html.textInput(Control(control.name + ".latitude", html.language.say(.latitude)), value: latitude, kind: .money, width: .half)
                    html.textInput(Control(control.name + ".longitude", html.language.say(.longitude)), value: longitude, kind: .money, width: .half)
                }
            }
        }
    }

    /// Over a box for the number of a record that has a place: where scripts run, a click on the map fills it in. What was
    /// chosen is said in words below the map.
    public mutating func mapPicker(for name: String, label: String, registry: String, dataHref: String) {
        div(class: "map-frame", [.hidden]) { html in
            html.p(label, class: "label", id: name + "-map-label")
            html.div(
                class: "map",
                [
                    .role("region"), .attribute("aria-labelledby", name + "-map-label"), .data("map", ""), .data("source", dataHref), .data("pick", name),
                    .data("registry", registry),
                ]
            ) { _ in }
            html.p(class: "map-chosen quiet", [.attribute("aria-live", "polite")]) { _ in }
        }
    }

    /// A map to look at; `fallback` is what it says in words.
    public mutating func map(label: String, dataHref: String, longitude: Double? = nil, latitude: Double? = nil, _ fallback: Content) rethrows {
        div(
            class: "map",
            [
                .role("region"), .ariaLabel(label), .data("source", dataHref), .data("map", ""), .hidden,
                .data("longitude", longitude.map { String($0) }), .data("latitude", latitude.map { String($0) }),
            ]
        ) { _ in }
        try fallback(&self)
    }
}
