import Foundation
import Synchronization

/// Whether the machine itself goes on while something is measured. One that is shared, or holds back its heat, may do a tenth of its work on
/// all cores at once for a tenth of a second; whoever waits then waits for the machine, and not for the program that is measured.
///
/// A thread does the same small sum every millisecond and looks at the processor time that it took. Other threads that come in between do
/// not count there; a processor that is slow does.
final class MachineProbe: Sendable {
    /// The machine was at least three times as slow as it usually is.
    struct Stall: Sendable {
        var begin: ContinuousClock.Instant
        var end: ContinuousClock.Instant

        var duration: Duration { end - begin }

        /// Whoever was due then waited for the machine, or behind those who had: at half its rate, a server needs about as long as it stood
        /// still to catch up, and twice as long where it has other work to do.
        func disturbs(_ due: ContinuousClock.Instant, until answered: ContinuousClock.Instant) -> Bool { answered >= begin && due <= end + duration * 2 }
    }

    private struct Sum {
        var begin: ContinuousClock.Instant
        var end: ContinuousClock.Instant
        var nanoseconds: Int
    }

    private let isOver = Atomic(false)
    private let sums = Mutex<[Sum]>([])
    private static let steps = 20_000
    private static let slow = 3
    /// Sums are looked at as often as the thread gets a turn; two slow ones so near to each other belong together.
    private static let pause = Duration.milliseconds(50)

    /// - Returns: what `body` did, and when the machine stood still meanwhile.
    static func watch<Result>(_ body: () throws -> Result) throws -> (Result, [Stall]) {
        let probe = MachineProbe()
        let thread = Thread { probe.run() }
        thread.start()
        defer { probe.isOver.store(true, ordering: .relaxed) }
        let result = try body()
        return (result, probe.stalls())
    }

    private func run() {
        // Before others where that is allowed (it is to root); else it has its turn among them, and sees less.
        var first = sched_param()
        first.sched_priority = 1
        _ = pthread_setschedparam(pthread_self(), SCHED_FIFO, &first)
        var seed: UInt64 = 1
        while !isOver.load(ordering: .relaxed) {
            let (begin, before) = (ContinuousClock.now, Self.processorTime())
            for _ in 0..<Self.steps { seed = seed &* 6_364_136_223_846_793_005 &+ 1 }
            let sum = Sum(begin: begin, end: .now, nanoseconds: Self.processorTime() - before)
            // A sum that nobody looks at would not be done.
            if seed == 0 { return }
            sums.withLock { $0.append(sum) }
            usleep(1_000)
        }
    }

    private static func processorTime() -> Int {
        var time = timespec()
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
        return time.tv_sec * 1_000_000_000 + time.tv_nsec
    }

    private func stalls() -> [Stall] {
        let sums = sums.withLock { $0 }
        let usual = Int(Statistics.median(sums.map { Double($0.nanoseconds) }))
        var stalls: [Stall] = []
        for sum in sums where sum.nanoseconds > usual * Self.slow {
            if let last = stalls.last, sum.begin - last.end < Self.pause {
                stalls[stalls.count - 1].end = sum.end
            } else {
                stalls.append(Stall(begin: sum.begin, end: sum.end))
            }
        }
        return stalls
    }
}
