import Capability
import Casework
import Kernel
import Registries
import Store

/// Makes what a demonstration brings, once: records, accounts, and a past that the government's own casework has lived
/// through on a clock that begins about a year ago.
public enum Demonstration {
    /// A demonstration's data is no government's, and a government's data is not for showing: the one has passwords that everybody can
    /// look up, and a demonstration shows the other's mail, with links to sign in by, to whoever asks.
    ///
    /// - Throws: `DEMO-101` and `DEMO-102` where the data was begun as the other.
    public static func require(_ isDemonstration: Bool, in store: Store) async throws {
        let (wasMade, isUsed) = try await store.read { connection in
            (try PastMark.find(connection) != nil, try connection.row("SELECT 1 FROM identity_accounts LIMIT 1") != nil)
        }
        if wasMade, !isDemonstration {
            throw PolityError(
                .invalid, "DEMO-101", "This data was made for a demonstration, whose passwords everybody can look up.",
                hint: "Serve it with --demo, or begin a government with another --data or --database.")
        }
        if isDemonstration, isUsed, !wasMade {
            throw PolityError(
                .invalid, "DEMO-102", "This data is a government's, and a demonstration would show its mail to everybody.",
                hint: "Serve it without --demo, or give the demonstration another --data or --database.")
        }
    }

    /// Goes on where an interrupted start ended; a past that is made is left alone.
    ///
    /// - Parameters:
    ///   - clock: the clock that the government was opened with. It is back in the present when this returns.
    ///   - applications: how many the past has; as the folder says unless given.
    public static func prepare(
        _ government: RunningGovernment, clock: PastClock, applications: Int? = nil, progress: @escaping @Sendable (DemonstrationProgress) -> Void
    ) async throws {
        defer { clock.comeBack() }
        let store = government.host.store
        let mark = try await store.read { try PastMark.find($0) }
        let isNew = try await store.read { try $0.row("SELECT 1 FROM identity_accounts LIMIT 1") == nil }
        let plan = PastPlan.of(government.host.edition)
        let zone = government.host[Registries.self].zone
        if mark == nil, isNew {
            clock.go(to: zone.start(of: zone.date(of: clock.present.now()).adding(days: -plan.days)) + .seconds(6 * 3_600))
        } else if let mark, !mark.isFinished {
            clock.go(to: zone.start(of: mark.reached.adding(days: PastPlay.roundDays)))
        }
        for offer in government.offers { try await offer.sample?({ progress(DemonstrationProgress(percent: 0, text: $0)) }) }
        guard let mark = try await store.read({ try PastMark.find($0) }), !mark.isFinished else { return }
        let play = try await PastPlay(government, clock: clock, plan: plan, mark: mark, applications: applications)
        try await play.run(isResumed: !isNew, progress)
    }
}

extension PastPlan {
    /// The folder's, else one that knows nothing but the services.
    static func of(_ edition: Edition) -> PastPlan { edition.folder.all(of: DemonstrationFile.kind).first?.value.past ?? PastPlan() }
}
