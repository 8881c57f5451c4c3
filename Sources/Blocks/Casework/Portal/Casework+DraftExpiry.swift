import Kernel
import Store

/// Drafts nobody comes back to are deleted: what a government does not need it does not keep.
extension Casework {
    /// Days for which a draft is kept after it was last changed.
    public static let draftDays = 60
    static let draftJob = "casework.draft_expiry"

    /// The last day on which a draft that was changed at `moment` can be taken up again.
    public func draftEnds(changedAt moment: Instant) -> CivilDate { calendar.zone.date(of: moment).adding(days: Self.draftDays) }

    /// One job a draft, from its start on; it looks again when the draft was changed meanwhile.
    func scheduleExpiry(of id: Identifier<Application>, changedAt moment: Instant, _ tx: Transaction) throws {
        let due = moment + .seconds(Int64(Self.draftDays + 1) * 86_400)
        try tx.scheduleOrMove(JobRequest(Self.draftJob, key: id.text, payload: id.text, at: due))
    }

    var draftExpiry: JobRunner.Kind {
        JobRunner.Kind(Self.draftJob, policy: .forDays) { job, _ in
            guard let id = Identifier<Application>(job.payload) else { throw PolityError(.broken, "CASE-502", "An expiry names no draft.") }
            guard let name = try await store.read({ try $0.value("SELECT service FROM casework_applications WHERE id = \(id)", as: String.self) }) else {
                return
            }
            let form = services.service(name)?.form
            try await store.write("casework.draft_expiry") { tx in
                guard var draft = try applications.find(id, tx, form: { _ in form ?? .init(pages: []) }), draft.state == .draft else { return }
                if draftEnds(changedAt: draft.updatedAt) >= calendar.zone.date(of: tx.now) {
                    return try scheduleExpiry(of: id, changedAt: draft.updatedAt, tx)
                }
                try discard(&draft, tx)
                try applications.update(draft, tx)
            }
        }
    }

    /// Empties a draft and lets go of its files.
    func discard(_ draft: inout Application, _ tx: Transaction) throws {
        for file in draft.files { try neighbours.dropFile(file.id, Self.fileOwner(draft.id), tx) }
        draft.state = .discarded(at: draft.updatedAt)
        draft.answers = .init()
        draft.files = []
    }
}
