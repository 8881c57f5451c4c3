import HTML
import Kernel
import Web

/// The law of another day: any that is typed, or one on which it changed.
struct LawDays: Sendable {
    /// The page of the law.
    let path: String
    let date: CivilDate
    /// The days on which it became what it was from then on, the first of all among them.
    let changes: [CivilDate]
    let request: Request

    /// As many days of change as a side column has room for.
    private static let most = 16

    func draw(_ typed: DateAnswer?, _ faults: [Fault], _ html: inout HTML) {
        html.form(method: "get", action: path) { html in
            html.dateInput(Control("day", request.say(.lawDay), hint: request.say(.lawDayHint), faults: faults), typed ?? DateAnswer(date))
            html.buttons { html in html.submit(request.say(.lawShow), style: .secondary) }
        }
        guard changes.count > 1 else { return }
        html.h2(request.say(.lawChanges))
        let inForce = changes.last { $0 <= date } ?? changes.first
        html.ul(class: "days") { html in
            for day in changes.reversed().prefix(Self.most) {
                html.li { html in
                    html.a(request.language.format(day), href: "\(path)?on=\(day)", [.ariaCurrent(day == inForce ? "date" : nil)])
                }
            }
        }
    }
}

/// The day whose law is asked for: by a program in the address, by the page's own form in three boxes.
struct AskedDay: Sendable {
    static let field = Field<CivilDate?>.query("on", "The day whose law is shown. Today when left out.")

    let date: CivilDate
    /// What was typed; nil where nothing was.
    let typed: DateAnswer?
    let faults: [Fault]

    init(_ request: Request, today: CivilDate) throws {
        let typed = request.query.date("day")
        date = try request[Self.field] ?? typed.date ?? today
        self.typed = typed.isEmpty ? nil : typed
        let isWrong = !typed.isEmpty && typed.date == nil
        faults = isWrong ? [Fault(field: "day", message: request.say(.lawBadDate), code: "RULES-422")] : []
    }
}
