import HTML
import Kernel

/// The page that tells what went wrong and what to do now.
enum ErrorPage {
    static func page(_ fault: WebFault, for request: Request, catalogue: Catalogue) -> Page {
        let language = request.language
        let title = title(fault, language, catalogue)
        let faults = fault.faults.map { Fault(field: "", message: words($0.message, language, catalogue), code: $0.code) }
        return Page(title, for: request, hasFaults: !faults.isEmpty, isPrivate: true) { html in
            html.h1(title)
            html.p(class: "lead") { html in
                if let hint = fault.hint { html.text(hint) } else { html.say(fault.advice) }
            }
            if fault.reason == .invalid || fault.reason == .tooLarge, !faults.isEmpty {
                html.ul { html in for one in faults { html.li(one.message) } }
            }
            if fault.reason == .staleForm { html.sendAgain(fault.answers, request) }
            html.buttons { html in
                if fault.reason == .notSignedIn || fault.reason == .weakSignIn {
                    html.buttonLink(language.say(.signIn), href: request.site.signInPath)
                } else if fault.reason != .staleForm {
                    html.buttonLink(language.say(.startAgain), href: "/", style: .secondary)
                }
            }
            if fault.status >= 500 {
                html.p(class: "quiet") { html in
                    html.say(.requestNumber)
                    html.text(" ")
                    html.span(request.id.text, class: "reference")
                }
            }
        }
    }

    /// A message that is a key of the catalogue is said in the reader's language. What broke inside is not for the reader.
    static func title(_ fault: WebFault, _ language: Language, _ catalogue: Catalogue) -> String {
        guard let message = fault.message, fault.reason != .broken else { return language.say(fault.title) }
        return words(message, language, catalogue)
    }

    static func words(_ message: String, _ language: Language, _ catalogue: Catalogue) -> String {
        catalogue[message].map { language.say($0) } ?? message
    }
}

extension HTML {
    /// Everything that was answered, under a fresh token, to be sent by the person's own hand. Secrets are not repeated.
    fileprivate mutating func sendAgain(_ answers: FormValues, _ request: Request) {
        form(request, to: request.path) { html in
            for entry in answers.entries where entry.name != FormTokens.fieldName && !entry.name.contains("password") {
                html.hidden(entry.name, entry.value)
            }
            html.submit(html.language.say(.sendAgain))
        }
    }
}
