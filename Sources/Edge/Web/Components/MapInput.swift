public import HTML
import Kernel

extension HTML {
    /// A place: a street or description, and coordinates for those who know them. Where scripts run, a map over it takes a
    /// click, or the device's own position, and fills both in. It sends `name.description`, `name.longitude` and
    /// `name.latitude` (WGS 84, degrees).
    ///
    /// - Parameter dataHref: GeoJSON of the government's own parcels and streets, drawn beneath.
    public mutating func mapInput(_ control: Control, description: String = "", longitude: String = "", latitude: String = "", dataHref: String) {
        fieldGroup(control, bearsID: true) { html in
            html.div(class: "map-frame", [.hidden]) { html in
                let label = html.language.say(.placeMap)
                html.mapFrame([.ariaLabel(label), .data("map", control.name), .data("source", dataHref)])
                html.button(type: "button", class: "button button-secondary map-locate", [.hidden]) { html in html.say(.whereIAm) }
                html.p(class: "map-chosen quiet", [.attribute("aria-live", "polite"), .data("unknown", html.language.say(.whereIAmUnknown))]) { _ in }
            }
            html.textInput(Control(control.name + ".description", html.language.say(.placeAddress)), value: description, autocomplete: "street-address")
            // Open where the numbers are all there is, or are what is wrong.
            html.details(html.language.say(.placeCoordinates), isOpen: !longitude.isEmpty && (description.isEmpty || control.fault != nil)) { html in
                html.div(class: "pair") { html in
                    html.textInput(Control(control.name + ".latitude", html.language.say(.latitude)), value: latitude, kind: .money, width: .half)
                    html.textInput(Control(control.name + ".longitude", html.language.say(.longitude)), value: longitude, kind: .money, width: .half)
                }
            }
        }
    }

    /// Over a box for the number of a record that has a place: where scripts run, a click on the map fills in the one there, or the nearest. What was
    /// chosen is said in words below the map.
    public mutating func mapPicker(for name: String, label: String, registry: String, dataHref: String) {
        div(class: "map-frame", [.hidden]) { html in
            html.p(label, class: "label", id: name + "-map-label")
            html.mapFrame([
                .attribute("aria-labelledby", name + "-map-label"), .data("map", ""), .data("source", dataHref), .data("pick", name),
                .data("registry", registry),
            ])
            html.p(class: "map-chosen quiet", [.attribute("aria-live", "polite"), .data("nothing", html.language.say(.nothingOnMapHere))]) { _ in }
        }
    }

    /// A map to look at; `fallback` is what it says in words.
    public mutating func map(label: String, dataHref: String, longitude: Double? = nil, latitude: Double? = nil, _ fallback: Content) rethrows {
        mapFrame([
            .ariaLabel(label), .data("source", dataHref), .data("map", ""), .hidden,
            .data("longitude", longitude.map { String($0) }), .data("latitude", latitude.map { String($0) }),
        ])
        try fallback(&self)
    }

    /// A map with points that lead to pages, and below it what their colours say; a list on the same page says the same in words.
    public mutating func map(label: String, dataHref: String, points: [MapPoint]) {
        let list = JSON.array(
            points.map {
                [
                    "label": .string("\($0.label) · \($0.status)"), "href": .string($0.href), "tone": .string($0.tone.rawValue),
                    "at": .array([.string(String($0.latitude)), .string(String($0.longitude))]),
                ]
            })
        div(class: "map-frame", [.hidden]) { html in
            html.mapFrame([.ariaLabel(label), .data("source", dataHref), .data("map", ""), .data("points", list.text)])
            html.ul(class: "map-legend") { html in
                for tone in [TagTone.active, .waiting, .bad, .good, .neutral] {
                    let meant = points.filter { $0.tone == tone }
                    if meant.isEmpty { continue }
                    html.li { html in
                        html.span(class: "map-key map-key-\(tone.rawValue)", [.ariaHidden]) { _ in }
                        html.text(Set(meant.map(\.status)).sorted().joined(separator: " · ") + " (" + html.language.format(meant.count) + ")")
                    }
                }
            }
        }
    }

    private mutating func mapFrame(_ attributes: [Attribute]) {
        let zoom: [Attribute] = [.data("zoom-in", language.say(.zoomIn)), .data("zoom-out", language.say(.zoomOut))]
        div(class: "map", [.role("region")] + attributes + zoom) { _ in }
    }
}

/// Something on a map that has a page of its own.
public struct MapPoint: Sendable {
    public var label: String
    public var href: String
    /// What its colour says.
    public var status: String
    public var tone: TagTone
    /// Degrees (WGS 84).
    public var longitude: Double
    public var latitude: Double

    public init(_ label: String, href: String, status: String, tone: TagTone = .neutral, longitude: Double, latitude: Double) {
        self.label = label
        self.href = href
        self.status = status
        self.tone = tone
        self.longitude = longitude
        self.latitude = latitude
    }
}
