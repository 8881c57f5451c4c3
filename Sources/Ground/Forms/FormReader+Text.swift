import FEEL
import Kernel

extension FormReader {
    func text(_ typed: String?) -> Reading {
        // Browsers send line ends as CR LF (HTML, section 4.10.21.7); one form is stored.
        typed.map { .value(.string($0.replacing("\r\n", with: "\n"))) } ?? .nothing
    }

    /// Accepts what a letter can be sent to, at a host that has a dot. Whether it exists only a letter can tell.
    func email(_ typed: String?, _ name: String) -> Reading {
        guard let typed else { return .nothing }
        let parts = typed.split(separator: "@", maxSplits: 1)
        guard EmailAddress.isPublic(typed), parts.count == 2 else {
            return .wrong(FieldError(question: name, EmailAddress.isInternational(typed) ? .notMailable : .notAnEmail))
        }
        return .value(.string(parts[0] + "@" + parts[1].lowercased()))
    }

    /// Keeps digits and a leading +; people group digits as they like. ITU-T E.164 allows 15 digits.
    func phone(_ typed: String?, _ name: String) -> Reading {
        guard let typed else { return .nothing }
        // `+44 (0)20 …`: the zero in brackets is dialled inside the country only.
        let dialled = typed.hasPrefix("+") ? typed.replacing("(0)", with: "") : typed
        var digits = ""
        for (place, character) in dialled.enumerated() {
            if ("0"..."9").contains(character) {
                digits.append(character)
            } else if character == "+", place == 0 {
                digits.append(character)
            } else if !" -()./".contains(character) {
                return .wrong(FieldError(question: name, .notAPhone))
            }
        }
        let count = digits.filter { $0 != "+" }.count
        guard (3...15).contains(count) else { return .wrong(FieldError(question: name, .notAPhone)) }
        return .value(.string(digits))
    }

    func address(_ fields: RawFields, _ name: String) -> Reading {
        var address = Context()
        var errors: [FieldError] = []
        for part in QuestionKind.addressFields {
            guard let typed = fields["\(name).\(part)"] else { continue }
            guard typed.count <= 200 else {
                errors.append(FieldError(question: name, field: "\(name).\(part)", .tooLong, ["most": 200, "length": .count(typed.count)]))
                continue
            }
            address[part] = .string(typed)
        }
        guard errors.isEmpty else { return .wrong(errors) }
        if address.names.isEmpty { return .nothing }
        // A street and a town make an address anywhere; the rest depends on the country.
        for part in ["line_1", "town"] where address[part] == nil {
            errors.append(FieldError(question: name, field: "\(name).\(part)", .addressIncomplete))
        }
        return errors.isEmpty ? .value(.context(address)) : .wrong(errors)
    }
}
