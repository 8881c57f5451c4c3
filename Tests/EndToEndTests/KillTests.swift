import Foundation
import Kernel
import StoreTesting
import Synchronization
import Testing

/// The program dies at any moment, again and again, while people use it. Whatever they were told is true afterwards.
@Suite("kill -9", .serialized, .enabled(if: PolityCommand.isBuilt))
struct KillTests {
    @Test("everything acknowledged is there once, nothing is half done, and the log verifies", .timeLimit(.minutes(10)), arguments: TestStores.all)
    func kills(_ kind: TestStore) async throws {
        try await withTown(kind) { town in
            let acknowledged = try await use(town, blows: kind == .sqlite ? 50 : 25)
            try await check(town, acknowledged)
        }
    }

    /// Lets people use the town while it is killed so many times.
    private func use(_ town: Town, blows: Int, after: @escaping @Sendable (Int) throws -> Void = { _ in }) async throws -> Acknowledged {
        let (acknowledged, closing) = (Acknowledged(), ClosingTime())
        try await withThrowingTaskGroup(of: Void.self) { group in
            for account in Town.residents.map(Optional.some) + [nil, nil, nil] {
                group.addTask { try await Citizen(town: town, acknowledged: acknowledged, account: account) { closing.hasCome }.live() }
            }
            group.addTask {
                defer { closing.come() }
                for blow in 1...blows {
                    try await Task.sleep(for: .milliseconds(Int.random(in: 20...500)))
                    town.kill()
                    try after(blow)
                    // Every fifth time it dies while it is starting.
                    if blow % 5 == 0 {
                        try town.launch()
                        try await Task.sleep(for: .milliseconds(Int.random(in: 0...400)))
                        town.kill()
                        try after(blow)
                    }
                    try await town.start()
                }
                try await Task.sleep(for: .seconds(1))
            }
            try await group.waitForAll()
        }
        return acknowledged
    }

    private func check(_ town: Town, _ acknowledged: Acknowledged) async throws {
        // Else the test would prove nothing.
        #expect(acknowledged.submitted.count > 10 && acknowledged.all.contains { $0.invoice != nil } && acknowledged.all.contains { $0.photos > 0 })
        let inspection = Inspection(town: town, acknowledged: acknowledged)
        try await inspection.askEverybody()
        try await inspection.readTheRows()
        town.stop()
        let verified = try town.verify()
        #expect(verified.status == 0, "\(verified.output)\(verified.complaints)")
        try inspection.letADayPass()
        try await town.start()
        for _ in 0..<200 where try await !inspection.strays().isEmpty { try await Task.sleep(for: .milliseconds(50)) }
        #expect(try await inspection.strays() == [])
        try await inspection.askEverybody()
    }
}

/// When the people go home.
final class ClosingTime: Sendable {
    private let isNow = Mutex(false)

    var hasCome: Bool { isNow.withLock { $0 } }
    func come() { isNow.withLock { $0 = true } }
}

extension Town {
    /// The residents of the demonstration, with the passwords it prints.
    static let residents = [
        (email: "ada@town.example", password: "velvet-candle-53"), (email: "bo@town.example", password: "lantern-lantern-82"),
        (email: "cy@town.example", password: "willow-juniper-22"), (email: "di@town.example", password: "timber-quarry-83"),
    ]
}
