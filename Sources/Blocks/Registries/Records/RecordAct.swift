import Journal
import Kernel
import Privacy
import Store

/// The act of one change of one record, for the public log: which record, how, and the hash of everything it wrote.
struct RecordAct {
    static let member = "change_hash"
    /// `record_created` and so on, by the kind of change.
    static func kind(of change: RecordedChange.Kind) -> String { "record_" + change.rawValue }
    static let kinds = Set([RecordedChange.Kind.created, .updated, .corrected, .ended].map(kind))

    var head: RecordHead
    var kind: RecordedChange.Kind
    var recordedAt: Instant
    var actor: String
    var reason: String
    var caseReference: String?
    /// What the change made hold, and what it made be said no longer.
    var written: [WrittenSpan]
    var closed: [ClosedSpan]

    struct WrittenSpan {
        var from: CivilDate
        var to: CivilDate
        var recordedFrom: Instant
        var subject: PersonID?
        /// The open values, as the column has them: the hash is of the text, so that no number loses a digit on the way.
        var data: String
        var sealed: [PersonalClass: [UInt8]]
    }

    struct ClosedSpan {
        var version: Int
        var from: CivilDate
    }

    /// What the act says. Values enter by their hash.
    func content(hash: String) -> JSON {
        [
            "registry": .string(head.registry), "record": .string(head.id.text), "version": .integer(head.version), "change": .string(kind.rawValue),
            Self.member: .string(hash),
        ]
    }

    /// SHA-256 of everything the change wrote, personal values in clear: another key over the same values is the same change.
    ///
    /// - Returns: the hash, and whether a value in it was erased; then it cannot be compared.
    func hash(_ codec: PersonalCodec) throws -> (text: String, isErased: Bool) {
        var isErased = false
        let place = RecordSealer.place(registry: head.registry, record: head.id)
        let spans = try written.sorted { $0.from < $1.from }.map { span -> JSON in
            var members: [JSON.Member] = [
                .init("from", .string(span.from.description)), .init("to", .string(span.to.description)),
                .init("recorded_from", .string("\(span.recordedFrom.microseconds)")), .init("data", .string(span.data)),
            ]
            if let subject = span.subject { members.append(.init("subject", .string(subject.text))) }
            for part in PersonalClass.stored {
                guard let sealed = span.sealed[part], let subject = span.subject else { continue }
                let opened = try codec.open(sealed, subject: subject, class: part, place: place).value
                isErased = isErased || opened == nil
                members.append(.init(part.rawValue, opened.map { .string(String(decoding: $0, as: UTF8.self)) } ?? .null))
            }
            return .object(members)
        }
        let gone = closed.sorted { ($0.version, $0.from) < ($1.version, $1.from) }.map { span -> JSON in
            ["version": .integer(span.version), "from": .string(span.from.description)]
        }
        let all: JSON = [
            "registry": .string(head.registry), "record": .string(head.id.text), "version": .integer(head.version),
            "organisation": .string(head.organisation), "kind": .string(kind.rawValue), "recorded_at": .string("\(recordedAt.microseconds)"),
            "actor": .string(actor), "reason": .string(reason), "case": caseReference.map(JSON.string) ?? .null,
            "written": .array(spans), "closed": .array(gone),
        ]
        return (CommittedContent.hash(of: all), isErased)
    }
}
