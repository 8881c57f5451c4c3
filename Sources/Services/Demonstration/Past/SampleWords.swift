import Capability
import FEEL
import Kernel
import Registries

/// What the samples know that a made-up person can type: the numbers of parcels, the plates of vehicles.
struct SampleWords: Sendable {
    /// By sample: what people call its records.
    private var identifiers: [String: [String]] = [:]
    /// The samples of a registry.
    private var samples: [String: [String]] = [:]
    let town: String

    init(_ made: [String: [SampleMaker.MadeRecord]], _ edition: Edition, _ book: RegistryBook) {
        town = edition.government.name.text
        for sample in edition[Samples.self].inOrder {
            guard let registry = book[sample.registry], let field = registry.identifier else { continue }
            // Only what is about nobody: no one types another person's number.
            guard registry.subject == .nobody else { continue }
            identifiers[sample.id] = (made[sample.id] ?? []).compactMap { if case .string(let text)? = $0.values[field.id] { text } else { nil } }
            samples[registry.id, default: []].append(sample.id)
        }
    }

    func identifier(of registry: String, _ generator: SeededGenerator) -> String? {
        let all = (samples[registry] ?? []).flatMap { identifiers[$0] ?? [] }
        return all.isEmpty ? nil : all[generator.next(below: all.count)]
    }

    /// How a recipe's text is drawn; nil for one that makes no text.
    func text(for recipe: SampleFile.Recipe) -> (@Sendable (AnswerMaker) -> String?)? {
        switch recipe {
        case .plain(let text): return { _ in text }
        case .words(let words): return { maker in maker.any(words, maker.language) }
        case .wordsBy: return nil
        case .oneOf(let choices): return { maker in maker.weighted(choices) }
        case .between(let low, let high): return { maker in Self.between(low, high, maker) }
        case .pattern(let pattern): return { maker in Self.filled(pattern, maker) }
        case .record(let sample, _): return { maker in identifiers[sample].flatMap { $0.isEmpty ? nil : maker.any($0) } }
        case .formula(let source): return { maker in Self.computed(source, maker) }
        case .made(let made): return { maker in Self.made(made, maker) }
        }
    }

    private static func between(_ low: String, _ high: String, _ maker: AnswerMaker) -> String? {
        if let low = CivilDate(low), let high = CivilDate(high), high >= low {
            return low.adding(days: maker.generator.next(below: Int(high.daysSinceEpoch - low.daysSinceEpoch) + 1)).description
        }
        guard let low = Int(low), let high = Int(high), high >= low else { return nil }
        return String(low + maker.generator.next(below: high - low + 1))
    }

    private static func filled(_ pattern: String, _ maker: AnswerMaker) -> String {
        let letters = Array("ABCDEFGHJKLMNPRSTUVWXYZ")
        return String(
            pattern.map { character in
                switch character {
                case "A": letters[maker.generator.next(below: letters.count)]
                case "0": Character(String(maker.generator.next(below: 10)))
                default: character
                }
            })
    }

    private static func computed(_ source: SourceText, _ maker: AnswerMaker) -> String? {
        var diagnostics = Diagnostics()
        let names = Names(["today": .date, "index": .number])
        guard let expression = Expression(source.text, names: names, location: source.location, diagnostics: &diagnostics) else { return nil }
        switch expression.evaluate(["today": .date(maker.today), "index": .number(Decimal128(Int64(maker.generator.next(below: 10_000))))]) {
        case .string(let text): return text
        case .date(let date): return date.description
        case .number(let number): return number.description
        case .boolean(let isTrue): return isTrue ? "true" : "false"
        default: return nil
        }
    }

    private static func made(_ made: SampleFile.Made, _ maker: AnswerMaker) -> String? {
        switch made {
        case .personName: "\(maker.any(MadeUpNames.given)) \(maker.any(MadeUpNames.family))"
        case .email: "resident\(maker.generator.next(below: 100_000))@mail.example"
        case .phone: "01632 960\(100 + maker.generator.next(below: 900))"
        case .address: "\(1 + maker.generator.next(below: 60)) \(maker.any(MadeUpNames.streets))"
        case .streetName: maker.any(MadeUpNames.streets)
        case .houseNumber: String(1 + maker.generator.next(below: 60))
        case .vehicle: maker.any(MadeUpNames.makes)
        case .streetMiddle, .streetCourse, .outline: nil
        }
    }
}
