import Atlas
import FEEL
import Geometry
import Kernel
import Privacy

/// Turns a field's value into what is stored, and back. What is stored has one form a kind, whatever came in.
struct FieldValue {
    let field: RegistryField
    let book: RegistryBook

    /// - Returns: nil for null, which is no value.
    /// - Throws: `REGISTRY-104` with what is wrong.
    func stored(_ value: Value) throws -> JSON? {
        if case .null = value { return nil }
        if case .string(let text) = value, text.isEmpty { return nil }
        switch field.type {
        case .text, .longText, .personName, .phone, .file: return try .string(text(value, limit: field.type == .longText ? 20_000 : 1_000))
        case .email: return try .string(TextFolding.email(text(value, limit: 254)))
        case .number: return .number(try number(value))
        case .money: return try money(value)
        case .date: return .string(try date(value).description)
        case .boolean:
            guard case .boolean(let flag) = value else { throw fault(WrongValue.notYesOrNo) }
            return .bool(flag)
        case .choice(let choices): return .string(try choice(value, choices))
        case .list: return .array(try texts(value))
        case .address: return try address(value)
        case .position: return try position(value)
        case .area: return try area(value)
        case .record:
            guard case .string(let id) = value, let record = RecordID(id) else { throw fault(WrongValue.namesNoRecord) }
            return .string(record.text)
        }
    }

    /// What FEEL and pages see of a stored value. A value of a kind the field had earlier is null.
    func value(_ stored: JSON?) -> Value {
        guard let stored else { return .null }
        switch field.type {
        case .date: return stored.string.flatMap { CivilDate($0) }.map(Value.date) ?? .null
        case .money:
            guard let units = stored["minor_units"]?.integer, let code = stored["currency"]?.string, let currency = Currency(code) else { return .null }
            return .number(Decimal128(Int64(units), scale: currency.digits))
        case .number: return stored.number.map(Value.number) ?? .null
        case .boolean: return stored.bool.map(Value.boolean) ?? .null
        case .list: return stored.array.map { .list($0.map { Value($0) }) } ?? .null
        case .address, .position, .area: return stored.members == nil ? .null : Value(stored)
        default: return stored.string.map(Value.string) ?? .null
        }
    }

    private func fault(_ what: Phrase, _ values: Phrase.Arguments = [:]) -> PolityError { RegistryFault.wrongValue(field, what, values) }

    private func text(_ value: Value, limit: Int) throws -> String {
        guard case .string(let text) = value else { throw fault(WrongValue.noText) }
        guard text.utf8.count <= limit else { throw fault(WrongValue.tooLong, ["limit": .number(Decimal128(Int64(limit)))]) }
        let pattern = field.pattern.flatMap { book.patterns[$0] }
        guard let check = field.check else {
            if let pattern, !pattern.matches(text) { throw fault(WrongValue.otherForm) }
            return text
        }
        // One number has one form, without what it is printed with; unless its pattern asks for that.
        let plain = CheckScheme.plain(text)
        let isPlain = pattern?.matches(plain) ?? true
        guard isPlain || pattern?.matches(text) == true else { throw fault(WrongValue.otherForm) }
        guard check.accepts(plain) else { throw fault(WrongValue.wrongCheckDigit) }
        return isPlain ? plain : text
    }

    private func number(_ value: Value) throws -> Decimal128 {
        guard case .number(let number) = value, number.isFinite else { throw fault(WrongValue.noNumber) }
        return number
    }

    private func money(_ value: Value) throws -> JSON {
        let amount = try number(value)
        guard let money = Money(amount, currency: book.currency), money.amount == amount else {
            throw fault(WrongValue.tooFine)
        }
        return ["minor_units": .integer(money.minorUnits), "currency": .string(money.currency.code)]
    }

    private func date(_ value: Value) throws -> CivilDate {
        switch value {
        case .date(let date): return date
        case .string(let text):
            if let date = CivilDate(text) { return date }
            fallthrough
        default: throw fault(WrongValue.noDate)
        }
    }

    private func choice(_ value: Value, _ choices: [FieldType.Choice]) throws -> String {
        guard case .string(let id) = value, choices.contains(where: { $0.id == id }) else { throw fault(WrongValue.noChoice) }
        return id
    }

    private func address(_ value: Value) throws -> JSON {
        guard case .context(let parts) = value else { throw fault(WrongValue.noAddress) }
        return .object(
            try FieldType.addressParts.compactMap { name in
                guard let part = parts[name], case .string(let text) = part, !text.isEmpty else { return nil }
                guard text.utf8.count <= 500 else { throw fault(WrongValue.longLine) }
                return JSON.Member(name, .string(text))
            })
    }

    private func position(_ value: Value) throws -> JSON {
        guard case .context(let parts) = value, case .number(let longitude)? = parts["longitude"], case .number(let latitude)? = parts["latitude"],
            let position = Position(longitude: longitude, latitude: latitude)
        else { throw fault(WrongValue.noPlace) }
        return ["longitude": .number(position.longitudeDegrees), "latitude": .number(position.latitudeDegrees)]
    }

    /// Several texts; a single one counts as a list of it.
    private func texts(_ value: Value) throws -> [JSON] {
        let items = if case .list(let items) = value { items } else { [value] }
        guard items.count <= 1_000 else { throw fault(WrongValue.tooManyItems) }
        return try items.map { item in
            guard case .string(let text) = item, text.utf8.count <= 2_000 else { throw fault(WrongValue.wrongItem) }
            return .string(text)
        }
    }

    /// Outlines that cross themselves have no surface, and whether something lies in them has no answer.
    private func area(_ value: Value) throws -> JSON {
        let shape: Shape
        do { shape = try Shape(geoJSON: value.json, limits: .answer) } catch { throw fault(WrongValue.unread(error)) }
        if case .invalid(let flaw, _) = try book.atlas.validity(of: shape) { throw fault(WrongValue.flaw(flaw, of: shape)) }
        return shape.geoJSON
    }
}
