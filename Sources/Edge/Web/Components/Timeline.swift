public import HTML

/// Something that happened, or will.
public struct TimelineEvent: Sendable {
    public var title: String
    /// Written for people, in the government's time. Empty where nobody can say.
    public var moment: String
    /// ISO 8601, for programs.
    public var datetime: String
    public var text: String?
    /// Still to come.
    public var isFuture: Bool

    public init(_ title: String, moment: String, datetime: String, text: String? = nil, isFuture: Bool = false) {
        self.title = title
        self.moment = moment
        self.datetime = datetime
        self.text = text
        self.isFuture = isFuture
    }
}

extension HTML {
    public mutating func timeline(_ events: [TimelineEvent]) {
        ol(class: "timeline") { html in
            for event in events {
                html.li(class: event.isFuture ? "timeline-event timeline-future" : "timeline-event") { html in
                    html.p(event.title, class: "timeline-title")
                    if !event.moment.isEmpty { html.time(event.moment, class: "quiet", [.datetime(event.datetime)]) }
                    if let text = event.text { html.p { html in html.textWithReferences(text) } }
                }
            }
        }
    }
}
