import FEEL
import Kernel

extension FormReader {
    func yesNo(_ typed: String?, _ name: String) -> Reading {
        switch typed {
        case nil: .nothing
        case "yes", "true": .value(.boolean(true))
        case "no", "false": .value(.boolean(false))
        default: .wrong(FieldError(question: name, .notAChoice))
        }
    }

    func choice(_ typed: String?, _ name: String, _ choices: [QuestionKind.Choice]) -> Reading {
        guard let typed else { return .nothing }
        guard choices.contains(where: { $0.id == typed }) else { return .wrong(FieldError(question: name, .notAChoice)) }
        return .value(.string(typed))
    }

    /// In the order of the service, each once.
    func chosen(_ typed: [String], _ name: String, _ choices: [QuestionKind.Choice]) -> Reading {
        if typed.isEmpty { return .nothing }
        let ids = Set(typed)
        let known = choices.filter { ids.contains($0.id) }
        guard known.count == ids.count else { return .wrong(FieldError(question: name, .notAChoice)) }
        return .value(.list(known.map { .string($0.id) }))
    }

    func files(_ typed: [String], _ name: String) -> Reading {
        var seen: Set<String> = []
        let ids = typed.filter { seen.insert($0).inserted }
        if ids.isEmpty { return .nothing }
        let known = ids.compactMap { files[$0] }
        guard known.count == ids.count else { return .wrong(FieldError(question: name, .unknownFile)) }
        return .value(.list(known))
    }

    /// `.longitude` and `.latitude` in degrees (WGS 84), `.description` in words; a place needs the position or the words.
    func place(_ fields: RawFields, _ name: String) -> Reading {
        let longitude = fields["\(name).longitude"], latitude = fields["\(name).latitude"]
        let description = fields["\(name).description"]
        if longitude == nil, latitude == nil, description == nil { return .nothing }
        var place = Context()
        if longitude != nil || latitude != nil {
            guard let x = degrees(longitude, limit: 180), let y = degrees(latitude, limit: 90) else {
                return .wrong(FieldError(question: name, field: "\(name).latitude", .notAPlace))
            }
            place["longitude"] = .number(x)
            place["latitude"] = .number(y)
        }
        if let description {
            guard description.count <= 500 else {
                return .wrong(FieldError(question: name, field: "\(name).description", .tooLong, ["most": "500", "length": "\(description.count)"]))
            }
            place["description"] = .string(description)
        }
        return .value(.context(place))
    }

    /// Six decimals are eleven centimetres; scripts send more, and more would only pretend.
    private func degrees(_ typed: String?, limit: Int64) -> Decimal128? {
        guard let typed, typed.utf8.count <= 24 else { return nil }
        let halves = typed.split(separator: ".", omittingEmptySubsequences: false)
        guard halves.count <= 2 else { return nil }
        let short = halves.count == 2 ? halves[0] + "." + halves[1].prefix(6) : halves[0]
        guard short.allSatisfy({ ("0"..."9").contains($0) || $0 == "." || $0 == "-" }), let value = Decimal128(short),
            value >= Decimal128(-limit), value <= Decimal128(limit)
        else { return nil }
        return value
    }
}
