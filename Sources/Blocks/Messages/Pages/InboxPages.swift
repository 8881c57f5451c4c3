import Courier
import HTML
import Kernel
import Web

extension Messages {
    static func inboxPage(_ messages: [Message], _ request: Request) -> Page {
        let title = request.say(.inbox)
        return Page(title, for: request, back: "/account") { html in
            html.h1(title)
            guard let last = messages.last else { return html.p(request.say(.inboxEmpty)) }
            html.dataTable(
                caption: title, showsCaption: false,
                [Column(request.say(.messageTitle)), Column(request.say(.messageDate)), Column(request.say(.messageState))],
                messages.map { message in
                    [
                        .quoted(message.title, language: message.language, href: "/messages/\(message.id)"),
                        .date(text: day(message.madeAt, request), datetime: message.madeAt.description),
                        message.readAt == nil ? .tag(request.say(.unread), .active) : .text(request.say(.messageRead)),
                    ]
                })
            if messages.count == 50 {
                html.p { html in html.a(request.say(.olderMessages), href: "/messages?before=\(last.madeAt)&last=\(last.id)") }
            }
        }
    }

    static func messagePage(_ message: Message, _ request: Request) -> Page {
        Page(message.title, for: request, back: "/messages") { html in
            html.h1(message.title, [.lang(message.language)])
            html.p(class: "quiet") { html in
                html.time(day(message.madeAt, request), [.datetime(message.madeAt.description)])
                if let reference = message.caseReference { html.text(" · " + request.say(.aboutCase, ["reference": .text(reference)])) }
            }
            html.div([.lang(message.language)]) { html in html.paragraphs(message.text) }
        }
    }

    /// Everything the demonstration would have sent, for whoever tries it out.
    static func demonstrationMail(_ mailbox: Mailbox) -> Route {
        Route(
            "demonstration_mail", .get, "/demo/mail", "The mail that a demonstration would have sent.", access: .everyone, audience: .browsers
        ) { request in
            let mails = mailbox.messages.reversed().prefix(100)
            return Reply {
                let title = request.say(.demoMail)
                return Page(title, for: request, width: .wide, isPrivate: true) { html in
                    html.h1(title)
                    html.p(request.say(mails.isEmpty ? .demoMailEmpty : .demoMailAbout))
                    for mail in mails {
                        html.article(class: "letter") { html in
                            html.h2(mail.subject, [.lang(mail.language)])
                            html.p("\(request.say(.mailTo)) \(mail.to.address) · \(day(mail.date, request))", class: "quiet")
                            html.div([.lang(mail.language)]) { html in html.paragraphs(mail.text) }
                        }
                    }
                }
            }
        }
    }

    private static func day(_ instant: Instant, _ request: Request) -> String {
        request.language.format((CivilZone(request.site.timeZone) ?? .utc).date(of: instant))
    }
}

extension HTML {
    /// Plain text: an empty line parts paragraphs, and a line that is an address of the web is a link.
    mutating func paragraphs(_ text: String) {
        for paragraph in text.replacing("\r\n", with: "\n").paragraphs {
            p { html in
                for (index, line) in paragraph.split(separator: "\n").enumerated() {
                    if index > 0 { html.br() }
                    if line.hasPrefix("https://") || line.hasPrefix("http://"), !line.contains(where: \.isWhitespace) {
                        html.a(String(line), href: String(line))
                    } else {
                        html.text(String(line))
                    }
                }
            }
        }
    }
}
