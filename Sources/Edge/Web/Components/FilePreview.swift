public import HTML
import Kernel

/// A file of a list, and how a page can show it.
public struct ListedFile: Sendable {
    public enum Kind: String, Sendable {
        case picture
        /// A PDF, in the browser's own viewer.
        case document
    }

    public var name: String
    public var bytes: Int
    /// The file itself.
    public var source: String
    /// What a page can show of it; nil for what is only saved.
    public var kind: Kind?
    /// The page with this file shown.
    public var page: String

    public init(_ name: String, bytes: Int, type: String, source: String, page: String) {
        self.name = name
        self.bytes = bytes
        self.source = source
        self.page = page
        kind =
            switch type {
            case "image/png", "image/jpeg", "image/webp": .picture
            case "application/pdf": .document
            default: nil
            }
    }
}

extension HTML {
    /// Files, each a link that shows it in the page's `filePreview`, or saves it. The page asks for the script `preview.js`, and its answer frames files where one
    /// of them is a document.
    ///
    /// - Parameter next: the source of the one that a key opens next.
    public mutating func fileList(_ files: [ListedFile], shown: String? = nil, next: String? = nil) {
        guard !files.isEmpty else { return }
        ul(class: "files") { html in
            for file in files {
                html.li { html in
                    if let kind = file.kind {
                        html.a(
                            file.name, href: file.page,
                            [
                                .data("preview-kind", kind.rawValue), .data("preview-source", file.source), .data("preview-name", file.name),
                                .data("preview-next", file.source == next ? "" : nil), .ariaCurrent(file.source == shown ? "true" : nil),
                            ])
                    } else {
                        html.a(file.name, href: file.source)
                    }
                    html.span(" " + html.language.formatBytes(file.bytes), class: "quiet")
                }
            }
        }
    }

    /// The place where a page shows one of its files. Nothing is fetched before somebody asks for it.
    public mutating func filePreview(_ file: ListedFile?) {
        div(id: "preview", [.data("preview", ""), .data("preview-open", language.say(.previewOpen)), .attribute("aria-live", "polite")]) { html in
            guard let file, let kind = file.kind else { return }
            html.figure(class: "preview-shown") { html in
                html.figcaption { html in
                    html.span(file.name + " ")
                    html.a(html.language.say(.previewOpen), href: file.source)
                }
                switch kind {
                case .picture: html.img(src: file.source, alt: file.name, class: "preview")
                case .document: html.element("iframe", class: "preview-document", [.src(file.source), .title(file.name)]) { _ in }
                }
            }
        }
    }
}

extension Phrase {
    static let previewOpen = Phrase("web.preview_open", en: "Open it by itself", es: "Abrirlo aparte")
}
