import Decisions
import HTML
import Kernel
import Web

/// The law of another day: any that is typed, or one on which it changed.
extension LawPage {
    /// As many days of change as a side column has room for.
    private static let mostDays = 16

    func days(_ answer: DateAnswer, _ faults: [Fault], _ html: inout HTML) {
        html.form(method: "get", action: "/rules/\(book.id)") { html in
            html.dateInput(Control("day", request.say(.lawDay), hint: request.say(.lawDayHint), faults: faults), answer)
            html.buttons { html in html.submit(request.say(.lawShow), style: .secondary) }
        }
        let changes = definition.changes.filter { $0 > Period.forever.start }
        guard changes.count > 1 else { return }
        html.h2(request.say(.lawChanges))
        let inForce = changes.last { $0 <= date }
        html.ul(class: "days") { html in
            for day in changes.reversed().prefix(Self.mostDays) {
                html.li { html in
                    html.a(language.format(day), href: "/rules/\(book.id)?on=\(day)", [.ariaCurrent(day == inForce ? "date" : nil)])
                }
            }
        }
    }
}
