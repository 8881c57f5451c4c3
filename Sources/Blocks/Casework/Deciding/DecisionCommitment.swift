import Journal
import Kernel
import Store

extension Decision {
    /// What the act of a decision says. The certificate carries it to the applicant, so it names the office and not the
    /// officers' accounts, to which the hash of the stored decision commits all the same. Where one stood in for another, it says so.
    var actContent: JSON {
        let said = (json.members ?? []).filter { !["by", "for", "second", "second_for"].contains($0.name) }
        let standIns = [decidedFor == nil ? nil : "decided", countersignedFor == nil ? nil : "countersigned"].compactMap { $0 }
        return .object(
            said + (standIns.isEmpty ? [] : [.init("by_stand_in", .array(standIns.map(JSON.string)))])
                + [.init("decision_hash", .string(CommittedContent.hash(of: json)))])
    }
}

extension Casework {
    /// Lets `polity verify` compare each decision, as it stands in its case, with the act that was logged for it.
    static func committedDecisions(codec: PersonalCodec) -> CommittedContent {
        CommittedContent(
            "casework.decision", kinds: ["decision_made"], member: "decision_hash", endsWithAct: true,
            hash: { act, connection in
                guard let row = try connection.row("SELECT id, subject, state, outcome FROM casework_cases WHERE reference = \(act.reference)") else {
                    return nil
                }
                // A case whose time is over has lost its acts with it. One that has them was emptied by another hand.
                if try row.identifier(1) == Identifier<DataSubject>.nobody { return .value("the case was emptied and its act was not") }
                let sealed = try CaseStore.openState(try row.bytes(2), of: try row.identifier(0), subject: try row.identifier(1), codec: codec)
                guard case .value(let state) = sealed else { return .erased }
                let decisions = try JSON(parsing: state)["decisions"]?.array ?? []
                guard let decision = decisions.first(where: { $0["n"] == act.content["n"] }) else { return nil }
                // The column repeats the outcome of the decision that stands, for lists.
                guard try decisions.last?["outcome"]?.string == row.text(optional: 3) else { return .value("the outcome beside the case differs") }
                return .value(CommittedContent.hash(of: decision))
            })
    }
}
