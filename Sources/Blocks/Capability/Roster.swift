import Synchronization
import Web

/// What all capabilities offer, for those that go over all of them: the desk's panels, the search, an erasure.
///
/// It is filled once every capability is open, which is before the first request.
public final class Roster: Sendable {
    private let offers = Mutex<[Offer]>([])

    func fill(_ all: [Offer]) { offers.withLock { $0 = all } }

    public func panels(_ place: Panel.Place) -> [Panel] {
        offers.withLock { $0 }.flatMap(\.panels).filter { $0.place == place }.sorted { $0.rank < $1.rank }
    }

    public var accountPages: [AccountPage] { offers.withLock { $0 }.flatMap(\.accountPages) }
    public var personalData: [PersonalDataHolder] { offers.withLock { $0 }.flatMap(\.personalData) }
    public var searches: [SearchProvider] { offers.withLock { $0 }.flatMap(\.searches) }
    public var figures: [Figure] { offers.withLock { $0 }.flatMap(\.figures) }
    public func serviceTask(_ name: String) -> ServiceTaskHandler? { offers.withLock { $0 }.lazy.compactMap { $0.serviceTasks[name] }.first }
    public var checks: [@Sendable () async -> HealthCheck] { offers.withLock { $0 }.flatMap(\.checks) }
}
