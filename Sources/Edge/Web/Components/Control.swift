public import HTML
import Kernel

/// What every control of a form has: its name, its label, a hint, and what was wrong with the last answer.
///
/// The control's id is its name, so an error summary links straight to it; another where a page has two forms with a field of one name.
public struct Control: Sendable {
    public var name: String
    public var id: String
    public var label: String
    public var hint: String?
    public var fault: String?
    /// The label is the page's heading: one question a page.
    public var isHeading: Bool
    public var isOptional: Bool
    /// What is known already and is asked about, in lines: the address in "Is this still your address?".
    public var known: [String] = []
    /// A sentence of the page's own about the answer, below the hint: who reads it.
    public var note: String?

    public init(
        _ name: String, _ label: String, id: String? = nil, hint: String? = nil, faults: [Fault] = [], fault: String? = nil,
        isHeading: Bool = false, isOptional: Bool = false
    ) {
        self.name = name
        self.id = id ?? name
        self.label = label
        self.hint = hint
        self.fault = fault ?? faults.first { $0.field == name }?.message
        self.isHeading = isHeading
        self.isOptional = isOptional
    }

    var knownID: String { id + "-known" }
    var hintID: String { id + "-hint" }
    var noteID: String { id + "-note" }
    var faultID: String { id + "-fault" }

    /// The ids that `aria-describedby` names: what is known, hint, note, fault.
    func description(_ extra: String? = nil) -> String? {
        let ids = [known.isEmpty ? nil : knownID, hint == nil ? nil : hintID, note == nil ? nil : noteID, fault == nil ? nil : faultID, extra].compactMap { $0 }
        return ids.isEmpty ? nil : ids.joined(separator: " ")
    }
}

extension HTML {
    /// A control with one input: label, hint, fault, then the input.
    mutating func field(_ control: Control, _ input: Content) rethrows {
        try div(class: control.fault == nil ? "field" : "field field-faulty") { html in
            if control.isHeading {
                html.h1(class: "question") { html in html.label(for: control.id) { html in html.labelText(control) } }
            } else {
                html.label(for: control.id, class: "label") { html in html.labelText(control) }
            }
            html.hintAndFault(of: control)
            try input(&html)
        }
    }

    /// A control of several inputs: a fieldset with its legend.
    ///
    /// - Parameter bearsID: the fieldset itself has the control's id, for error summaries to lead to; else its first input must.
    public mutating func fieldGroup(_ control: Control, bearsID: Bool = false, _ inputs: Content) rethrows {
        try fieldset(
            class: control.fault == nil ? "field" : "field field-faulty", id: bearsID ? control.id : nil,
            [.ariaDescribedBy(control.description()), .attribute("tabindex", bearsID ? "-1" : nil)]
        ) { html in
            html.legend(class: control.isHeading ? nil : "label") { html in
                if control.isHeading {
                    html.h1(class: "question") { html in html.labelText(control) }
                } else {
                    html.labelText(control)
                }
            }
            html.hintAndFault(of: control)
            try inputs(&html)
        }
    }

    private mutating func labelText(_ control: Control) {
        text(control.label)
        if control.isOptional {
            text(" ")
            span(class: "optional") { html in html.say(.optional) }
        }
    }

    private mutating func hintAndFault(of control: Control) {
        if !control.known.isEmpty {
            p(class: "inset", id: control.knownID) { html in for line in control.known { html.span(line, class: "line") } }
        }
        if let hint = control.hint { p(hint, class: "hint", id: control.hintID) }
        if let note = control.note { p(class: "hint", id: control.noteID) { html in html.strong(note) } }
        if let fault = control.fault {
            p(class: "fault", id: control.faultID) { html in
                html.span(class: "unseen") { html in html.say(.errorPrefix) }
                html.text(fault)
            }
        }
    }
}
