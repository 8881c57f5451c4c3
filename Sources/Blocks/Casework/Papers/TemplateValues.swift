import FEEL
import Forms
import Kernel

/// The values a template asks for, as its readers will see them: sealed with the paper's other words until it is printed.
struct TemplateValues {
    let service: PublicService
    let names: Context
    let language: Language
    let currency: Currency

    /// The named values and nothing else: a paper keeps no more of a person than it says.
    func json(for wanted: [String]) -> JSON {
        let roots = Set(wanted.map { String($0.prefix { $0 != "." }) })
        return .object(roots.sorted().compactMap { root in names[root].map { JSON.Member(root, value($0, kind(root))) } })
    }

    private func kind(_ name: String) -> QuestionKind? {
        if name == "fee" { return .money(minimum: nil, maximum: nil) }
        return service.form.question(name)?.kind ?? service.steps.lazy.compactMap { $0.work?.form.question(name)?.kind }.first
    }

    private func value(_ value: Value, _ kind: QuestionKind?) -> JSON {
        switch (value, kind) {
        case (.null, _): .null
        case (.boolean(let flag), _):
            .object([.init("", .string(Wording.text(value, language)))] + (flag ? [] : [.init("?", false)]))
        case (.number(let number), .money?): .string(Money(number, currency: currency).map { language.format($0) } ?? language.format(number))
        case (.list(let items), .chooseMany(let choices)?): .array(items.map { self.value($0, .chooseOne(choices)) })
        case (.list(let items), .group(let group)?):
            .array(
                items.map { item in
                    guard case .context(let item) = item else { return self.value(item, nil) }
                    return record(item) { name in group.questions.first { $0.id == name }?.kind }
                })
        case (.list(let items), _): .array(items.map { self.value($0, nil) })
        case (.context(let context), _): record(context) { _ in nil }
        case (_, let kind?): .string(PublicService.reading(value, kind, language))
        case (_, nil): .string(Wording.text(value, language))
        }
    }

    private func record(_ context: Context, _ kind: (String) -> QuestionKind?) -> JSON {
        .object(
            [.init("", .string(Wording.text(.context(context), language)))]
                + context.entries.filter { !$0.name.isEmpty && $0.name != "?" }.map { .init($0.name, value($0.value, kind($0.name))) })
    }
}
