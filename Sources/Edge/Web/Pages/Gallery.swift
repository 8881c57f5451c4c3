import HTML
import Kernel

/// Every component with made-up content, filled and with errors: what designers look at and what the tests measure.
enum Gallery {
    static let routes = [page, places]

    private static let page = Route(
        "components", .get, "/components", "Shows every component of the pages.", access: .everyone, audience: .browsers
    ) { request in
        Reply {
            Page(
                "Components", for: request, width: .text, breadcrumbs: [Link("Arden", href: "/"), Link("Components", href: "/components")], hasFaults: true,
                scripts: ["map.js"], content: draw(request))
        }
    }

    private static let places = Route(
        "component_places", .get, "/components/places", "A few made-up places for the gallery's map.", access: .everyone
    ) { _ in
        Reply(
            output: .null,
            body: .bytes(
                contentType: "application/geo+json",
                Array(
                    """
                    {"type":"FeatureCollection","features":[\
                    {"type":"Feature","properties":{"label":"Parcel 12"},"geometry":{"type":"Polygon","coordinates":\
                    [[[-1.52,52.30],[-1.516,52.30],[-1.516,52.303],[-1.52,52.303],[-1.52,52.30]]]}},\
                    {"type":"Feature","properties":{"label":"Quay Street"},"geometry":{"type":"LineString","coordinates":[[-1.524,52.299],[-1.512,52.304]]}}]}
                    """.utf8)))
    }

    private static func draw(_ request: Request) -> @Sendable (inout HTML) throws -> Void {
        { html in
            let faults = [
                Fault(field: "email", message: "Enter an e-mail address like name@example.org"), Fault(field: "birthday", message: "Enter your date of birth"),
            ]
            // Made-up content in English, on pages of every language.
            html.div([.lang("en")]) { html in
                html.errorSummary(faults)
                html.h1("Components")
                html.p("Everything the pages of this government are made of.", class: "lead")
                forms(request, faults, &html)
                messages(&html)
                lists(&html)
                figures(&html)
            }
        }
    }

    private static func forms(_ request: Request, _ faults: [Fault], _ html: inout HTML) {
        html.h2("Questions")
        html.form(request, to: "/components", sendsFiles: true) { html in
            html.textInput(Control("full_name", "Full name", hint: "As it stands in your passport"), value: "Rosa Marbury", autocomplete: "name")
            html.textInput(Control("email", "E-mail address", faults: faults), value: "rosa@", kind: .email, width: .half)
            html.textInput(Control("cost", "Cost of the works", isOptional: true), value: "12500", kind: .money, width: .short, prefix: "£")
            html.dateInput(
                Control("birthday", "Date of birth", hint: "For example, 27 3 1985", faults: faults), DateAnswer(day: "31", month: "2", year: "1985"),
                isBirthday: true)
            html.radios(
                Control("reason", "Why do you need a new licence?"),
                [
                    ChoiceOption("expired", "It has expired or soon will"),
                    ChoiceOption("lost", "It was lost or stolen", hint: "Report a theft to the police first"), ChoiceOption("damaged", "It is damaged"),
                ],
                chosen: "expired")
            html.yesNo(Control("glasses", "Do you wear glasses when you drive?"))
            html.checkboxes(
                Control("groups", "Which vehicles do you drive?", hint: "Choose all that apply"),
                [ChoiceOption("b", "Cars"), ChoiceOption("a", "Motorcycles"), ChoiceOption("c", "Lorries")], chosen: ["b"])
            html.select(Control("district", "District"), [ChoiceOption("north", "North Arden"), ChoiceOption("south", "South Arden")], chosen: "south")
            html.textArea(Control("notes", "Anything else we should know?", isOptional: true), rows: 4)
            html.fileUpload(Control("photo", "A photo of you"), accept: "image/*", maximumBytes: 10_000_000)
            html.mapInput(Control("place", "Where is it?"), dataHref: "/components/places")
            html.checkbox(Control("truth", "What I have entered is true", hint: "A false statement can cost you the licence."))
            html.buttons { html in
                html.submit("Continue")
                html.submit("Save and come back later", name: "then", value: "save", style: .quiet)
            }
        }
        html.buttons { html in
            html.buttonLink("Start now", href: "#main")
            html.buttonLink("See the rules", href: "#main", style: .secondary)
            html.formButton("Withdraw the application", request, to: "/components", style: .danger)
        }
        html.searchForm(action: "/components", label: "Find a service")
    }

    private static func messages(_ html: inout HTML) {
        html.h2("Messages")
        html.banner(.information, title: "The office is closed on Monday", "Applications sent on Sunday are read on Tuesday.")
        html.banner(.success, title: "Your address was changed", "Letters go to the new one from today.")
        html.banner(.warning, title: "The card reader is out of order", "Pay by bank transfer until tomorrow noon.")
        html.warning("You can be fined if you drive without a valid licence.")
        html.inset { html in html.p("It takes about four minutes. You need your old licence at hand.") }
        html.details("What if I have moved?") { html in html.p("Tell the residents' register first. The new address is then filled in here.") }
        html.confirmation(
            "Application sent", referenceLabel: "Your reference", reference: "K7M-4TXR-9", "We have sent the details to your e-mail address.",
            isHeading: false)
        html.emptyState("No applications yet", "Whatever you apply for will be listed here.", link: Link("See all services", href: "#main"))
    }

    private static func lists(_ html: inout HTML) {
        html.h2("Lists")
        html.summaryList([
            SummaryRow("Name", "Rosa Marbury", changeHref: "#full_name"),
            SummaryRow("Address", "", lines: ["14 Quay Street", "North Arden", "AR4 2TT"], changeHref: "#main"),
            SummaryRow("Middle name", "", changeHref: "#main"),
            SummaryRow("Photo", "", link: Link("portrait.jpg", href: "#photo")),
        ])
        html.taskList([
            TaskItem("Your details", href: "#main", status: "Done", tone: .good),
            TaskItem("The site and the works", href: "#main", hint: "You need the number of the parcel", status: "In progress", tone: .active),
            TaskItem("Drawings", href: "#main", status: "To do"),
            TaskItem("Check and send", href: nil, status: "Cannot start yet"),
        ])
        html.cards(
            [
                Card("Renew a driving licence", href: "#main", text: "Takes about four minutes. £21.50, decided at once."),
                Card("Apply for a building permit", href: "#main", text: "Upload the drawings and follow the case.", status: "New", tone: .active),
                Card("Report a problem", href: "#main", text: "A broken light, a hole in the road. No sign-in."),
            ], headingLevel: 3)
        html.timeline([
            TimelineEvent("Application sent", moment: "12 October 2026, 14:02", datetime: "2026-10-12T14:02:00Z"),
            TimelineEvent("Asked for the site plan", moment: "15 October 2026", datetime: "2026-10-15", text: "The plan was missing its scale."),
            TimelineEvent("Decision by 9 November 2026", moment: "20 working days", datetime: "2026-11-09", isFuture: true),
        ])
    }

    private static func figures(_ html: inout HTML) {
        html.h2("Figures and tables")
        html.figures([
            Figure("4 min", "Time to apply", note: "half of all people"), Figure("1,204", "Licences this month", href: "#main"),
            Figure("98.2 %", "Decided in time"),
        ])
        html.barChart(
            caption: "Applications by service", labelTitle: "Service", valueTitle: "Applications",
            [Bar("Driving licence", 1_204, text: "1,204"), Bar("Building permit", 86, text: "86"), Bar("Problem report", 533, text: "533")])
        html.dataTable(
            caption: "Waiting for you",
            [Column("Reference"), Column("Service"), Column("Due", sortHref: "#main", sorted: .ascending), Column("Fee", isNumeric: true), Column("Status")],
            [
                [
                    .link("K7M-4TXR-9", href: "#main"), .text("Building permit"), .date(text: "9 Nov 2026", datetime: "2026-11-09"), .text("£120.00"),
                    .tag("Overdue", .bad),
                ],
                [
                    .link("P3C-9WLD-2", href: "#main"), .text("Building permit"), .date(text: "30 Nov 2026", datetime: "2026-11-30"), .text("£85.00"),
                    .tag("Waiting", .waiting),
                ],
            ])
        html.pagination(page: 3, of: 12) { "?page=\($0)" }
    }
}
