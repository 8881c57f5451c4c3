public import HTML
import Kernel

/// One of the answers to choose from.
public struct ChoiceOption: Sendable {
    public var value: String
    public var text: String
    public var hint: String?

    public init(_ value: String, _ text: String, hint: String? = nil) {
        self.value = value
        self.text = text
        self.hint = hint
    }
}

extension HTML {
    /// Choose one. Every option is a large target; nothing is chosen beforehand unless it was answered.
    public mutating func radios(_ control: Control, _ options: [ChoiceOption], chosen: String? = nil, isInline: Bool = false) {
        fieldGroup(control) { html in
            html.div(class: isInline ? "choices choices-inline" : "choices") { html in
                for (index, option) in options.enumerated() {
                    html.choice(
                        "radio", control: control, option, id: index == 0 ? control.id : "\(control.id)-\(index + 1)",
                        isChosen: option.value == chosen)
                }
            }
        }
    }

    /// Choose any number; each chosen one sends `name` once.
    public mutating func checkboxes(_ control: Control, _ options: [ChoiceOption], chosen: [String] = []) {
        fieldGroup(control) { html in
            html.div(class: "choices") { html in
                for (index, option) in options.enumerated() {
                    html.choice(
                        "checkbox", control: control, option, id: index == 0 ? control.id : "\(control.id)-\(index + 1)",
                        isChosen: chosen.contains(option.value))
                }
            }
        }
    }

    /// Yes or no, as `true` and `false`.
    public mutating func yesNo(_ control: Control, chosen: Bool? = nil) {
        radios(
            control, [ChoiceOption("true", language.say(.yes)), ChoiceOption("false", language.say(.no))],
            chosen: chosen.map { $0 ? "true" : "false" }, isInline: true)
    }

    /// One box to tick: "I agree", "the address is the same".
    public mutating func checkbox(_ control: Control, isChecked: Bool = false) {
        div(class: control.fault == nil ? "field" : "field field-faulty") { html in
            if let fault = control.fault {
                html.p(class: "fault", id: control.faultID) { html in
                    html.span(class: "unseen") { html in html.say(.errorPrefix) }
                    html.text(fault)
                }
            }
            html.choice(
                "checkbox", control: control, ChoiceOption("true", control.label, hint: control.hint), id: control.id, isChosen: isChecked, isAlone: true)
        }
    }

    /// A short list to choose from, closed until opened; radios serve better wherever there is room.
    public mutating func select(_ control: Control, _ options: [ChoiceOption], chosen: String? = nil, hasEmpty: Bool = true) {
        field(control) { html in
            html.select(
                class: "input input-select", id: control.id,
                [.name(control.name), .ariaDescribedBy(control.description()), .ariaInvalid(control.fault != nil)]
            ) { html in
                if hasEmpty { html.option(html.language.say(.chooseOne), value: "", isSelected: chosen == nil) }
                for option in options { html.option(option.text, value: option.value, isSelected: option.value == chosen) }
            }
        }
    }

    /// - Parameter isAlone: nothing around it tells what was wrong with the answer.
    private mutating func choice(
        _ type: StaticString, control: Control, _ option: ChoiceOption, id: String, isChosen: Bool, isAlone: Bool = false
    ) {
        let isFaulty = isAlone && control.fault != nil
        let descriptions = [option.hint == nil ? nil : id + "-about", isFaulty ? control.faultID : nil].compactMap(\.self)
        div(class: "choice") { html in
            html.input(
                type: type, name: control.name, value: option.value, id: id,
                [
                    .checked(isChosen), .ariaDescribedBy(descriptions.isEmpty ? nil : descriptions.joined(separator: " ")), .ariaInvalid(isFaulty),
                ])
            html.label(for: id) { html in html.text(option.text) }
            if let hint = option.hint { html.p(hint, class: "hint", id: id + "-about") }
        }
    }
}
