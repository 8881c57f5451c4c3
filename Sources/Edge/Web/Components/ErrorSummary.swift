public import HTML
import Kernel

extension HTML {
    /// What is wrong, at the top of the page, each entry a link to its control. Draws nothing when all is well.
    public mutating func errorSummary(_ faults: [Fault]) {
        guard !faults.isEmpty else { return }
        div(class: "error-summary", [.role("alert"), .tabindex(-1), .ariaLabelledBy("error-summary-title"), .data("focus", "")]) { html in
            html.h2(class: "error-summary-title", id: "error-summary-title") { html in html.say(.thereIsAProblem) }
            html.ul { html in
                for fault in faults {
                    html.li { html in
                        if fault.field.isEmpty { html.text(fault.message) } else { html.a(fault.message, href: "#" + fault.field) }
                    }
                }
            }
        }
    }
}
