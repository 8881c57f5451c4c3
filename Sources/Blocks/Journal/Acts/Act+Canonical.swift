import Kernel

/// An act as the log commits to it: canonical JSON (RFC 8785) with the act's id in it, so that neither can be exchanged.
public struct CanonicalAct: Sendable, Hashable {
    public let id: ActID
    public let act: Act
    public let bytes: [UInt8]

    /// The form below; a changed form gets the next number, and this one stays readable for ever.
    static let form = 1
    /// Enough for any act; what is longer enters by its hash.
    static let maximumByteCount = 64 * 1024

    /// - Throws: `JOURNAL-101` when the act has no canonical form: too long, a kind that is not snake_case, a number that is none.
    init(_ act: Act, id: ActID) throws(PolityError) {
        guard Self.isName(act.kind), Self.isName(act.organisation) else { throw JournalFault.unfitAct("kind and organisation are names in snake_case") }
        guard Self.isFinite(act.content) else { throw JournalFault.unfitAct("a number in the content is none") }
        var members: [JSON.Member] = [
            .init("at", .string(act.at.description)), .init("by", .string(act.author.text)), .init("content", act.content),
            .init("form", .integer(Self.form)), .init("id", .string(id.text)), .init("kind", .string(act.kind)),
            .init("organisation", .string(act.organisation)),
        ]
        if let purpose = act.purpose { members.append(.init("purpose", .string(purpose))) }
        if let reference = act.reference { members.append(.init("reference", .string(reference))) }
        bytes = JSON.object(members).canonicalBytes
        guard bytes.count <= Self.maximumByteCount else { throw JournalFault.unfitAct("longer than \(Self.maximumByteCount) bytes") }
        self.id = id
        self.act = act
    }

    /// Reads a stored act. Only the canonical form is read: every other text for the same value is refused.
    init(parsing bytes: [UInt8]) throws(PolityError) {
        let json = try JSON(parsing: bytes)
        guard json["form"]?.integer == Self.form, let id = (json["id"]?.string).flatMap({ ActID($0) }), let kind = json["kind"]?.string,
            let organisation = json["organisation"]?.string, let author = (json["by"]?.string).flatMap({ Act.Author(text: $0) }),
            let at = (json["at"]?.string).flatMap({ Instant($0) }), let content = json["content"]
        else { throw JournalFault.unfitAct("a member is missing") }
        let act = Act(
            kind, organisation: organisation, reference: json["reference"]?.string, by: author, purpose: json["purpose"]?.string, at: at, content: content)
        try self.init(act, id: id)
        guard self.bytes == bytes else { throw JournalFault.unfitAct("not in canonical form") }
    }

    private static func isName(_ text: String) -> Bool {
        !text.isEmpty && text.utf8.count <= 100 && text.utf8.allSatisfy { (97...122).contains($0) || (48...57).contains($0) || $0 == 95 }
    }

    private static func isFinite(_ json: JSON) -> Bool {
        switch json {
        case .number(let number): number.isFinite
        case .array(let items): items.allSatisfy(isFinite)
        case .object(let members): members.allSatisfy { isFinite($0.value) }
        case .null, .bool, .string: true
        }
    }
}
