public import HTML
import Kernel

extension HTML {
    /// Files to send; the form around it needs `sendsFiles: true`.
    ///
    /// - Parameter accept: `.pdf,image/*`: what the browser offers first; the server looks at the content itself.
    public mutating func fileUpload(_ control: Control, accept: String? = nil, allowsSeveral: Bool = false, maximumBytes: Int? = nil) {
        let limitID = control.name + "-limit"
        field(control) { html in
            html.input(
                type: "file", name: control.name, class: "input input-file", id: control.name,
                [
                    .accept(accept), .multiple(allowsSeveral), .ariaDescribedBy(control.description(maximumBytes == nil ? nil : limitID)),
                    .ariaInvalid(control.fault != nil),
                ])
            if let maximumBytes {
                html.p(class: "hint", id: limitID) { html in
                    html.say(.fileLimit, ["size": .text(html.language.formatBytes(maximumBytes))])
                }
            }
        }
    }
}
