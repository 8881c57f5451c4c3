import Foundation
import Kernel
import StoreTesting
import Synchronization
import Testing
import WebTesting

/// People who file, add photos and pay in a town that something happens to, and what they were told.
struct Crowd {
    let town: Town
    /// The processes that serve it, where there are several: requests go to each in turn.
    var doors: [RawClient] = []
    /// What visitors come for, one after the other.
    var errands = ["report"]
    let acknowledged = Acknowledged()

    /// Lets everybody live while the town dies so many times, each time at a moment of the generator's choosing.
    ///
    /// - Parameter after: what happens to the dead program's data before it is started again.
    func live(through blows: Int, moments: SeededGenerator, after: @escaping @Sendable (_ blow: Int) throws -> Void = { _ in }) async throws {
        try await live {
            for blow in 1...blows {
                // However slow the machine is, people get somewhere between two blows: a town that is dead all the time proves nothing.
                try await somethingIsSaid()
                try await Task.sleep(for: .milliseconds(moments.next(below: 400)))
                town.kill()
                try after(blow)
                // Every fifth time it dies while it is starting.
                if blow % 5 == 0 {
                    try town.launch()
                    try await Task.sleep(for: .milliseconds(moments.next(below: 400)))
                    town.kill()
                    try after(blow)
                }
                try await town.start()
            }
            try await isBusy()
        }
    }

    /// Waits until everything there is to do was done: else a test would prove nothing.
    func isBusy() async throws {
        guard try await eventually(within: .seconds(300), { hasSeenEverything }) else {
            throw TownFault.silent("nobody comes to an end: \(town.log.suffix(2_000))")
        }
    }

    private var hasSeenEverything: Bool {
        acknowledged.submitted.count > 10 && acknowledged.all.contains { $0.invoice != nil } && acknowledged.all.contains { $0.photos > 0 }
    }

    func somethingIsSaid() async throws {
        let before = acknowledged.count
        guard try await eventually(within: .seconds(300), { acknowledged.count > before }) else {
            throw TownFault.silent("nobody is told anything: \(town.log.suffix(2_000))")
        }
    }

    func live(during events: @escaping @Sendable () async throws -> Void) async throws {
        let closing = ClosingTime()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for account in Town.residents.map(Optional.some) + [nil, nil, nil] {
                group.addTask {
                    try await Citizen(doors: doors.isEmpty ? [town.client] : doors, errands: errands, acknowledged: acknowledged, account: account) {
                        closing.hasCome
                    }
                    .live()
                }
            }
            group.addTask {
                defer { closing.come() }
                try await events()
            }
            try await group.waitForAll()
        }
    }

    /// Everything they were told is true, once, nothing is half done, and the log verifies.
    func check() async throws {
        #expect(hasSeenEverything)
        let inspection = Inspection(town: town, acknowledged: acknowledged)
        try await inspection.askEverybody()
        try await inspection.readTheRows()
        town.stop()
        let verified = try town.verify()
        #expect(verified.status == 0, "\(verified.output)\(verified.complaints)")
        try inspection.letADayPass()
        try await town.start()
        #expect(try await eventually { try await inspection.strays().isEmpty })
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
