import Capability
import FEEL
import Kernel
import Registries
import Store

/// Makes the records of all samples in one order, from one seed: the same folder gives the same people.
struct SampleMaker {
    let registries: Registries
    let edition: Edition
    let today: CivilDate
    private let random = SeededGenerator(seed: 20_260_101)
    /// Records made so far, by sample, with their values.
    private(set) var made: [String: [MadeRecord]] = [:]

    private var expressions: [String: Expression] = [:]
    /// Of people, so that their keys could be made ahead: by sample, in the order of its records.
    private var people: [String: [RecordID]] = [:]

    struct MadeRecord {
        /// Empty for one that was not written.
        var id: String
        var name: String?
        var values: Context
    }

    init(registries: Registries, edition: Edition, today: CivilDate) {
        self.registries = registries
        self.edition = edition
        self.today = today
    }

    /// Gives ids to all who will be made, and makes their keys in one durable step instead of one after another.
    mutating func preparePeople(_ identifiers: Identifiers, _ codec: PersonalCodec) async throws {
        for sample in edition[Samples.self].inOrder where registries.book[sample.registry]?.subject == .itself {
            people[sample.id] = (0..<sample.records.count + sample.count).map { _ in identifiers.next() }
        }
        try await codec.prepare(all: people.values.flatMap { $0.compactMap { Identifier($0.text) } }, making: true)
    }

    /// Samples that others refer to come first.
    ///
    /// - Parameter tx: nil makes up the values and writes nothing; ids are then other ones than those in the registers.
    mutating func makeAll(in tx: Transaction?) throws {
        for sample in edition[Samples.self].inOrder {
            guard let registry = registries.book[sample.registry] else { continue }
            for (place, record) in sample.records.enumerated() {
                try make(record.fields, name: record.name, index: place, sample, registry, tx)
            }
            for place in 0..<sample.count { try make(sample.fields, name: nil, index: sample.records.count + place, sample, registry, tx) }
        }
    }

    private mutating func make(
        _ fields: [(name: String, recipe: SampleFile.Recipe)], name: String?, index: Int, _ sample: SampleFile, _ registry: Registry, _ tx: Transaction?
    ) throws {
        var values = Context()
        for (field, recipe) in fields {
            guard let definition = registry.field(field) else { continue }
            let value = try value(recipe, definition, index: index, values)
            if value != .null { values[field] = value }
        }
        let note = ChangeNote(by: Actor(.system("demonstration")), reason: "Made up for a demonstration")
        let known = people[sample.id].flatMap { index < $0.count ? $0[index] : nil }
        let id = try tx.map { try registries.create(sample.registry, values, id: known, note: note, in: $0).text } ?? ""
        made[sample.id, default: []].append(MadeRecord(id: id, name: name, values: values))
    }

    private mutating func value(_ recipe: SampleFile.Recipe, _ field: RegistryField, index: Int, _ earlier: Context) throws -> Value {
        switch recipe {
        case .plain(let text): return plain(text, field)
        case .formula(let source):
            guard let expression = expression(source, earlier.names) else { return .null }
            var scope = earlier
            scope["today"] = .date(today)
            scope["index"] = .number(Decimal128(Int64(index + 1)))
            return expression.evaluate(scope)
        case .pattern(let pattern): return .string(filled(pattern, field))
        case .between(let low, let high): return between(low, high)
        case .oneOf(let choices): return plain(weighted(choices), field)
        case .record(let sample, let pick): return record(sample, pick, index: index)
        case .made(let made): return self.made(made, index: index, earlier)
        case .words(let words):
            let texts = words["en"] ?? words.min { $0.key < $1.key }?.value ?? []
            return texts.isEmpty ? .null : plain(any(texts), field)
        // A register's record has no answers to go by.
        case .wordsBy: return .null
        }
    }

    /// One for all records of a sample whose fields before it are the same.
    private mutating func expression(_ source: SourceText, _ earlier: [String]) -> Expression? {
        let key = "\(source.location) " + earlier.joined(separator: " ")
        if let known = expressions[key] { return known }
        var diagnostics = Diagnostics()
        var names: [String: FEELType] = ["today": .date, "index": .number]
        for name in earlier { names[name] = .any }
        let expression = Expression(source.text, names: Names(names, functions: edition.functions), location: source.location, diagnostics: &diagnostics)
        expressions[key] = expression
        return expression
    }

    private func plain(_ text: String, _ field: RegistryField) -> Value {
        switch field.type {
        case .number, .money: Decimal128(text).map(Value.number) ?? .null
        case .date: CivilDate(text).map(Value.date) ?? .null
        case .boolean: .boolean(text == "true")
        case .list: .list(text.split(separator: ",").map { .string($0.trimmingPrefix { $0 == " " }.description) })
        case .address:
            .context(["line_1": .string(text), "town": .string("Arden")])
        default: text.isEmpty ? .null : .string(text)
        }
    }

    private func filled(_ pattern: String, _ field: RegistryField) -> String {
        let letters = Array("ABCDEFGHJKLMNPRSTUVWXYZ")
        let body = String(
            pattern.map { character in
                switch character {
                case "A": letters[random.next(below: letters.count)]
                case "0": Character(String(random.next(below: 10)))
                default: character
                }
            })
        return field.check.flatMap { $0.completing(body) } ?? body
    }

    private func between(_ low: String, _ high: String) -> Value {
        if let low = CivilDate(low), let high = CivilDate(high), high > low {
            return .date(low.adding(days: random.next(below: Int(high.daysSinceEpoch - low.daysSinceEpoch) + 1)))
        }
        guard let low = Int(low), let high = Int(high), high >= low else { return .null }
        return .number(Decimal128(Int64(low + random.next(below: high - low + 1))))
    }

    private func weighted(_ choices: [(value: String, weight: Int)]) -> String {
        var place = random.next(below: max(1, choices.reduce(0) { $0 + $1.weight }))
        for choice in choices {
            if place < choice.weight { return choice.value }
            place -= choice.weight
        }
        return choices.first?.value ?? ""
    }

    private func record(_ sample: String, _ pick: SampleFile.Pick, index: Int) -> Value {
        let records = made[sample] ?? []
        guard !records.isEmpty else { return .null }
        switch pick {
        case .named(let name): return records.first { $0.name == name }.map { .string($0.id) } ?? .null
        case .any: return .string(records[random.next(below: records.count)].id)
        case .each(let times): return .string(records[index / times % records.count].id)
        }
    }

    private func made(_ made: SampleFile.Made, index: Int, _ earlier: Context) -> Value {
        switch made {
        case .personName:
            return .string("\(any(MadeUpNames.given)) \(any(MadeUpNames.family))")
        case .email:
            guard case .string(let name)? = earlier["name"] else { return .null }
            let letters = name.lowercased().unicodeScalars.filter { ("a"..."z").contains($0) || $0 == " " }
            return .string(String(String.UnicodeScalarView(letters)).replacing(" ", with: ".") + ".\(index + 1)@mail.example")
        // Numbers that a national plan sets aside for drama belong to nobody.
        case .phone: return .string("01632 960\(100 + random.next(below: 900))")
        case .address:
            return .context([
                "line_1": .string("\(1 + random.next(below: 60)) \(any(MadeUpNames.streets))"), "town": .string("Arden"),
                "postal_code": .string("AR\(1 + random.next(below: 9)) \(1 + random.next(below: 9))\(any(["AB", "CD", "EF", "GH"]))"),
            ])
        case .streetName: return .string(MadeUpNames.streets[index % MadeUpNames.streets.count])
        case .streetMiddle: return Town.middle(ofStreet: index)
        case .streetCourse: return Town.course(ofStreet: index)
        case .outline: return Town.outline(ofParcel: index)
        case .houseNumber: return .string(String(index % Town.parcelsOfStreet + 1))
        case .vehicle: return .string(any(MadeUpNames.makes))
        }
    }

    private func any(_ items: [String]) -> String { items[random.next(below: items.count)] }
}
