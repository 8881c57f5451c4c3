import FEEL
import Kernel
import Processes
import Store

/// A case as its person takes it away: what was asked, answered, found and decided. It names no officer, and leaves out what they noted
/// for each other; what they found is told once the case is closed, as it is to be judged until then.
struct CaseExport {
    static let columns: SQL = "id, application, subject, reference, opened_at, closed_at, stage, state"

    private let reference: String
    private let openedAt: Instant
    private let closedAt: Instant?
    private let stage: String
    private let state: JSON

    /// nil when the person was erased.
    init?(_ row: Row, _ codec: PersonalCodec) throws {
        let opened = try CaseStore.openState(try row.bytes("state"), of: row.identifier("id"), subject: row.identifier("subject"), codec: codec)
        guard let bytes = opened.value else { return nil }
        state = try JSON(parsing: bytes)
        reference = ReferenceNumber(try row.text("reference"))?.description ?? ""
        openedAt = try row.instant("opened_at")
        closedAt = try row.instant(optional: "closed_at")
        stage = try row.text("stage")
    }

    func json(_ papers: [CasePaper]) -> JSON {
        var members: [JSON.Member] = [
            .init("reference", .string(reference)), .init("opened_at", .string(openedAt.description)), .init("stage", .string(stage)),
        ]
        if let closedAt { members.append(.init("closed_at", .string(closedAt.description))) }
        let requests = (state["requests"]?.array ?? []).compactMap(InformationRequest.init)
        if !requests.isEmpty { members.append(.init("questions", .array(requests.map(question)))) }
        let decisions = (state["decisions"]?.array ?? []).compactMap(Decision.init)
        if !decisions.isEmpty { members.append(.init("decisions", .array(decisions.map(decision)))) }
        if let appeal = state["appeal"] { members.append(.init("appeal", appeal)) }
        if closedAt != nil, let found = state["process"]?["x"] { members.append(.init("findings", Value.context(TypedJSON.context(found)).json)) }
        if !papers.isEmpty { members.append(.init("papers", .array(papers.map(paper)))) }
        return .object(members)
    }

    private func question(_ request: InformationRequest) -> JSON {
        var members: [JSON.Member] = [.init("question", .string(request.text)), .init("asked_at", .string(request.askedAt.description))]
        if let answer = request.answer {
            members.append(.init("answer", .string(answer.text)))
            members.append(.init("answered_at", .string(answer.at.description)))
            members.append(.init("files", .array(answer.files.map { .string($0.name) })))
        }
        return .object(members)
    }

    private func decision(_ decision: Decision) -> JSON {
        [
            "outcome": .string(decision.outcome), "decided_at": .string(decision.decidedAt.description),
            "reasons": .array(decision.reasons.map { .string($0.text) }), "conditions": .array(decision.conditions.map(JSON.string)),
            "message": decision.message.map(JSON.string) ?? .null,
        ]
    }

    private func paper(_ paper: CasePaper) -> JSON {
        [
            "kind": .string(paper.kind.rawValue), "number": .string(paper.number.description), "title": .string(paper.title.text),
            "issued_on": .string(paper.issuedOn.description), "valid_until": paper.validUntil.map { .string($0.description) } ?? .null,
        ]
    }
}
