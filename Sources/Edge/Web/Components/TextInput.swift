public import HTML

public enum TextKind: Sendable {
    case text, email, password, newPassword, phone, number, money, search, url

    var type: StaticString {
        switch self {
        case .text, .number, .money: "text"
        case .email: "email"
        case .password, .newPassword: "password"
        case .phone: "tel"
        case .search: "search"
        case .url: "url"
        }
    }

    /// What the on-screen keyboard offers (HTML standard, section 6.8.7).
    var inputmode: String? {
        switch self {
        case .number: "numeric"
        case .money: "decimal"
        default: nil
        }
    }

    /// Addresses, numbers and passwords run from left to right in every script.
    var direction: String? {
        switch self {
        case .email, .password, .newPassword, .phone, .url: "ltr"
        default: nil
        }
    }

    var autocomplete: String? {
        switch self {
        case .email: "email"
        case .password: "current-password"
        case .newPassword: "new-password"
        case .phone: "tel"
        default: nil
        }
    }
}

/// How wide a box is drawn; it tells what length of answer is expected.
public enum TextWidth: String, Sendable { case full, half, short, tiny }

extension HTML {
    /// One line of text.
    ///
    /// - Parameters:
    ///   - autocomplete: what the browser may fill in (WCAG 2.2, 1.3.5): `name`, `postal-code`; mail, phone and passwords know their own.
    ///   - prefix: drawn before the box: a currency's symbol.
    public mutating func textInput(
        _ control: Control, value: String = "", kind: TextKind = .text, width: TextWidth = .full, autocomplete: String? = nil,
        maximumLength: Int? = nil, prefix: String? = nil, suffix: String? = nil
    ) {
        field(control) { html in
            let hasAffix = prefix != nil || suffix != nil
            let draw = { (html: inout HTML) in
                html.input(
                    type: kind.type, name: control.name, value: kind.type.description == "password" ? nil : value,
                    class: "input input-\(width.rawValue)", id: control.id,
                    [
                        .autocomplete(autocomplete ?? kind.autocomplete), .inputmode(kind.inputmode), .maxlength(maximumLength),
                        .ariaDescribedBy(control.description()), .ariaInvalid(control.fault != nil),
                        .attribute("dir", html.language.isRightToLeft ? kind.direction : nil),
                        .attribute("spellcheck", kind.inputmode != nil || kind.autocomplete != nil ? "false" : nil),
                    ])
            }
            guard hasAffix else { return draw(&html) }
            html.div(class: "affixed affixed-\(width.rawValue)") { html in
                if let prefix { html.span(prefix, class: "affix", [.ariaHidden]) }
                draw(&html)
                if let suffix { html.span(suffix, class: "affix", [.ariaHidden]) }
            }
        }
    }

    /// Several lines of text.
    ///
    /// - Parameters:
    ///   - counts: the limit is told and counted against, and whoever receives the text refuses a longer one: a browser that keeps the limit itself cuts off
    ///     in silence what is pasted.
    ///   - textLanguage: the language of the text where it is not the page's (WCAG 2.2, 3.1.2).
    public mutating func textArea(
        _ control: Control, value: String = "", rows: Int = 6, maximumLength: Int? = nil, counts: Bool = false, textLanguage: String? = nil
    ) {
        let told = counts ? maximumLength : nil
        let countID = control.id + "-count"
        field(control) { html in
            // The HTML parser drops one line feed right behind the tag; one more keeps the answer's own.
            html.textarea(
                value.hasPrefix("\n") ? "\n" + value : value, class: "input", id: control.id,
                [
                    .name(control.name), .attribute("lang", textLanguage), .attribute("rows", String(rows)),
                    .maxlength(told == nil ? maximumLength : nil), .data("most", told.map { String($0) }),
                    .ariaDescribedBy(control.description(told == nil ? nil : countID)), .ariaInvalid(control.fault != nil),
                ])
            guard let told else { return }
            html.p(
                html.language.say(.mostCharacters, ["count": .count(told)]), class: "hint count", id: countID,
                [
                    .attribute("aria-live", "polite"), .data("left", html.language.say(.charactersLeft)),
                    .data("over", html.language.say(.charactersOver)),
                ])
        }
    }
}
