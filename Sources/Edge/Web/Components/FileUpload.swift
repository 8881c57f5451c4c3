public import HTML
import Kernel

extension HTML {
    /// Files to send; the form around it needs `sendsFiles: true`.
    ///
    /// - Parameters:
    ///   - accept: `.pdf,image/*`: what the browser offers first; the server looks at the content itself.
    ///   - kinds: what people call the kinds of file that may come: `PDF`, `JPEG`.
    ///   - maximumCount: how many may come; nil where only the size is told.
    public mutating func fileUpload(
        _ control: Control, accept: String? = nil, allowsSeveral: Bool = false, maximumBytes: Int? = nil, kinds: [String] = [], maximumCount: Int? = nil
    ) {
        let limitID = control.id + "-limit"
        field(control) { html in
            html.input(
                type: "file", name: control.name, class: "input input-file", id: control.id,
                [
                    .accept(accept), .multiple(allowsSeveral), .ariaDescribedBy(control.description(maximumBytes == nil ? nil : limitID)),
                    .ariaInvalid(control.fault != nil),
                ])
            if let maximumBytes {
                let size = html.language.formatBytes(maximumBytes)
                let limit =
                    if let maximumCount, maximumCount > 1 {
                        html.language.say(.fileLimitSeveral, ["count": .count(maximumCount), "size": .text(size)])
                    } else {
                        html.language.say(.fileLimit, ["size": .text(size)])
                    }
                html.p(kinds.isEmpty ? limit : "\(kinds.joined(separator: ", ")). \(limit)", class: "hint", id: limitID)
            }
        }
    }
}
