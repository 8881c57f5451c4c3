import HTML
import Kernel

/// The page that tells what went wrong and what to do now.
enum ErrorPage {
    /// - Parameters:
    ///   - back: the page that a refused form came from; nil leads to the start.
    ///   - wasSignedOut: the session was over when the form was sent.
    static func page(_ fault: WebFault, for request: Request, back: String? = nil, wasSignedOut: Bool = false) -> Page {
        if wasSignedOut, fault.reason == .notSignedIn || fault.reason == .staleForm { return signedOut(fault, for: request, back: back) }
        let language = request.language
        let title = fault.title(in: language)
        let faults = fault.faults(in: language)
        return Page(title, for: request, hasFaults: !faults.isEmpty, isPrivate: true) { html in
            html.p(String(fault.status), class: "status", [.ariaHidden])
            html.h1(title)
            html.p(fault.advice(in: language), class: "lead")
            if fault.reason == .invalid || fault.reason == .tooLarge, !faults.isEmpty {
                html.ul { html in for one in faults { html.li(one.message) } }
            }
            if fault.reason == .staleForm { html.sendAgain(fault.answers, request) }
            html.buttons { html in
                if fault.reason == .notSignedIn || fault.reason == .weakSignIn {
                    html.buttonLink(language.say(.signIn), href: request.site.signInPath + (back.map { "?return_to=" + WebServer.encode($0) } ?? ""))
                } else if fault.reason == .notFound, fault.cause != nil, back == nil, !request.actor.isSignedIn {
                    // What is somebody's own is not found by strangers; whoever it belongs to finds it once they have said who they are.
                    html.buttonLink(language.say(.signIn), href: request.site.signInPath + "?return_to=" + WebServer.encode(request.path))
                    html.buttonLink(language.say(.startAgain), href: "/", style: .secondary)
                } else if let back, fault.reason != .staleForm {
                    html.buttonLink(language.say(.goBack), href: back)
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
}

extension ErrorPage {
    /// Signing in makes a new page of its own, so that this one, with all that was typed, is still there afterwards. Files are not.
    private static func signedOut(_ fault: WebFault, for request: Request, back: String?) -> Page {
        let language = request.language
        let signIn = request.site.signInPath + (back.map { "?return_to=" + WebServer.encode($0) } ?? "")
        let keeps = !fault.answers.isEmpty
        return Page(language.say(.signedOut), for: request, isPrivate: true) { html in
            html.p(String(fault.status), class: "status", [.ariaHidden])
            html.h1(language.say(.signedOut))
            html.p(language.say(keeps ? .signedOutKept : .signedOutAdvice), class: "lead")
            html.buttons { html in
                html.a(
                    language.say(keeps ? .signInNewTab : .signIn), href: signIn, class: "button",
                    keeps ? [.attribute("target", "_blank"), .attribute("rel", "noopener")] : [])
            }
            if keeps { html.sendAgain(fault.answers, request, style: .secondary) }
        }
    }
}

extension FormValues {
    /// Whether there is nothing but the token.
    fileprivate var isEmpty: Bool { entries.allSatisfy { $0.name == FormTokens.fieldName } }
}

extension HTML {
    /// Everything that was answered, under a fresh token, to be sent by the person's own hand. Secrets are not repeated.
    fileprivate mutating func sendAgain(_ answers: FormValues, _ request: Request, style: ButtonStyle = .primary) {
        let query = request.query.entries.isEmpty ? "" : "?" + request.query.encoded
        form(request, to: request.path + query) { html in
            for entry in answers.entries where entry.name != FormTokens.fieldName && !entry.name.contains("password") {
                html.hidden(entry.name, entry.value)
            }
            html.buttons { html in html.submit(html.language.say(.sendAgain), style: style) }
        }
    }
}
