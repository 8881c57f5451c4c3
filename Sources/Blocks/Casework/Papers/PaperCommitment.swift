import Journal
import Kernel
import Store

extension PaperRequest {
    /// What the paper says: sealed in the store, attached to the PDF, and committed to by the act of its decision.
    var json: JSON {
        var members: [JSON.Member] = [
            .init("kind", .string(kind.rawValue)), .init("number", .string(number.plain)), .init("decision", .integer(decision)),
            .init("reference", .string(reference.description)), .init("service", .string(service)), .init("folder", .string(folder)),
            .init("organisation", .string(organisation)), .init("title", title.json), .init("language", .string(language)),
            .init("issued_on", .string(issuedOn.description)), .init("valid_until", validUntil.map { .string($0.description) } ?? .null),
            .init("lines", .array(lines.map { [.string($0.label), .string($0.value)] })), .init("paragraphs", .array(paragraphs.map(JSON.string))),
        ]
        if let template { members += [.init("template", .string(template)), .init("values", values)] }
        return .object(members)
    }
}

/// Papers as the act of their decision names them: `certificate:HASH letter:HASH`.
enum PaperCommitment {
    static let member = "papers"

    static func text(_ contents: [JSON]) -> String {
        contents.map { "\($0["kind"]?.string ?? ""):\(CommittedContent.hash(of: $0))" }.sorted().joined(separator: " ")
    }

    /// Whether an act's content commits to a paper.
    static func holds(_ paper: JSON, in act: JSON) -> Bool {
        act[member]?.string?.split(separator: " ").contains { $0 == text([paper]) } ?? false
    }
}

extension Casework {
    /// Lets `polity verify` compare each paper, as it stands sealed in the store, with the act of its decision.
    static func committedPapers(codec: PersonalCodec) -> CommittedContent {
        CommittedContent(
            "casework.papers", kinds: ["decision_made"], member: PaperCommitment.member, isOptional: true, endsWithAct: true,
            hash: { act, connection in
                let store = PaperStore(codec: codec)
                guard let row = try connection.row("SELECT id FROM casework_cases WHERE reference = \(act.reference)") else { return nil }
                let id: Identifier<Case> = try row.identifier(0)
                var contents: [JSON] = []
                for paper in try store.papers(of: id, connection) {
                    guard let content = try store.content(paper.id, connection) else { return .erased }
                    guard content.json["decision"] == act.content["n"] else { continue }
                    // What a verifier is shown repeats the content in columns of its own.
                    guard paper.repeats(content.json) else { return .value("what stands beside the paper differs") }
                    contents.append(content.json)
                }
                return .value(PaperCommitment.text(contents))
            })
    }
}

extension CasePaper {
    fileprivate func repeats(_ content: JSON) -> Bool {
        content["kind"]?.string == kind.rawValue && content["number"]?.string == number.plain && content["title"] == title.json
            && content["organisation"]?.string == organisation && content["issued_on"]?.string == issuedOn.description
            && content["valid_until"]?.string == validUntil?.description
    }
}
