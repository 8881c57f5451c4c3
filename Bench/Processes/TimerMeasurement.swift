import FEEL
import Foundation
import Kernel
import Processes
import Store
import Synchronization

/// A million timers that wait, a tenth of which come due over six minutes: the product's store, job runner and process engine, without
/// what a government's service does at a timer.
struct TimerMeasurement: Measurement {
    let name = "timers"
    let about = "1,000,000 waiting timers, 100,000 of them due over six minutes"

    func run(_ workshop: Workshop, found: (Finding) -> Void) async throws {
        for kind in Workshop.StoreKind.allCases { try await run(workshop, kind).forEach(found) }
    }

    private func run(_ workshop: Workshop, _ kind: Workshop.StoreKind) async throws -> [Finding] {
        // The same number a second in a quick run, and fewer that only wait.
        let (waiting, due, seconds) = workshop.isQuick ? (90_000, 10_000, 36.0) : (900_000, 100_000, 360.0)
        let timers = try await WaitingTimers(workshop.empty(kind))
        Progress.say("writing \(waiting + due) timers on \(kind.rawValue)")
        let now = Clock.wall.now()
        try await timers.write(0..<waiting) { now + .seconds(86_400) + .milliseconds($0) }
        let first = Clock.wall.now() + .seconds(workshop.isQuick ? 10 : 60)
        try await timers.write(waiting..<(waiting + due)) { first + .seconds(Double($0 - waiting) * seconds / Double(due)) }
        guard Clock.wall.now() < first else { throw BenchFault("the timers were due before all of them were written") }
        let late = try await timers.fire(from: first, during: seconds, count: due)
        try await timers.check(waiting: waiting, fired: due)
        await timers.close()
        return [
            Finding(
                "timers.late." + kind.rawValue, late.seconds.max() ?? .nan, "s", .under(1),
                [("median_s", Statistics.median(late.seconds)), ("waiting", Double(waiting)), ("fired", Double(due)), ("over_s", seconds)]),
            Finding("timers.busy." + kind.rawValue, late.cores, "cores", .under(0.5), [("before_they_were_due", late.coresBefore)]),
        ]
    }
}

/// Instances that wait at a timer, as rows of the store, each with its job.
private struct WaitingTimers: Sendable {
    private let store: Store
    private let engine: ProcessEngine
    private static let job = "bench.timer"

    init(_ place: Workshop.Place) async throws {
        let location = SourceLocation(file: "timer.bpmn", line: 1, column: 1)
        let elements = [
            Element("start", .start(.none), at: location),
            Element("wait", .catchEvent(.timer(.at(Formula(SourceText("moment", at: location))))), at: location),
            Element("end", .end(.none), at: location),
        ]
        let flows = [Flow("a", from: "start", to: "wait", at: location), Flow("b", from: "wait", to: "end", at: location)]
        var diagnostics = Diagnostics()
        guard let model = ProcessModel(id: "timer", elements: elements, flows: flows, names: Names(["moment": .any]), diagnostics: &diagnostics)
        else { throw BenchFault(diagnostics.sorted.map(\.description).joined(separator: "\n")) }
        engine = ProcessEngine(model: model, calendar: OfficeCalendar())
        store = try await Store.open(StoreLocation(place.database), clock: .wall, logger: .silent)
        try await store.migrate([
            Migration("bench", 1, "CREATE TABLE bench_instances (id BIGINT PRIMARY KEY, state BYTES NOT NULL, version BIGINT NOT NULL);")
        ])
    }

    func close() async { await store.close() }

    /// Starts instances as the engine does it; their timers are moved to the moments they are to have.
    func write(_ numbers: Range<Int>, due: @escaping @Sendable (Int) -> Instant) async throws {
        for start in stride(from: numbers.lowerBound, to: numbers.upperBound, by: 2_000) {
            let some = start..<min(start + 2_000, numbers.upperBound)
            try await store.write("bench.timers") { tx in
                for number in some {
                    var instance = Instance()
                    let begun = try engine.handle(.start(["moment": .string("2100-01-01")]), advancing: &instance, now: tx.now)
                    guard case .schedule(let ticket, _)? = begun.effects.first else { throw BenchFault("the process asks for no timer") }
                    _ = try engine.handle(.move(ticket, due: due(number)), advancing: &instance, now: tx.now)
                    try tx.write("INSERT INTO bench_instances (id, state, version) VALUES (\(number), \(instance.json(in: engine.model).bytes), 1)")
                    let payload: JSON = ["ticket": .integer(ticket.number), "due": .integer(Int(due(number).microseconds))]
                    try tx.schedule(JobRequest(Self.job, key: String(number), payload: payload.text, at: due(number)))
                }
            }
        }
    }

    struct Late {
        /// Of each timer, from due to durable.
        var seconds: [Double]
        /// Busy cores of the whole machine while they fire, and while all of them wait.
        var cores: Double
        var coresBefore: Double
    }

    func fire(from first: Instant, during length: Double, count: Int) async throws -> Late {
        let late = Mutex<[Double]>([])
        let runner = JobRunner(
            store: store,
            kinds: [
                JobRunner.Kind(Self.job) { job, store in
                    let due = try await advance(job, store)
                    let seconds = Double(Clock.wall.now().microseconds - due.microseconds) / 1e6
                    late.withLock { $0.append(seconds) }
                }
            ])
        let running = Task { await runner.run() }
        defer { running.cancel() }
        let before = try await busyCores(until: first)
        let during = try await busyCores(until: first + .seconds(length))
        for _ in 0..<300 where late.withLock({ $0.count }) < count { try await Task.sleep(for: .milliseconds(100)) }
        let seconds = late.withLock { $0 }
        guard seconds.count == count else { throw BenchFault("of \(count) timers \(seconds.count) fired") }
        return Late(seconds: seconds, cores: during, coresBefore: before)
    }

    /// - Returns: when it was due.
    private func advance(_ job: Job, _ store: Store) async throws -> Instant {
        let payload = try JSON(parsing: job.payload)
        guard let number = Int(job.key), let ticket = payload["ticket"]?.integer, let due = payload["due"]?.integer else {
            throw BenchFault("a timer's job does not say what it is for")
        }
        try await store.write("bench.fire") { tx in
            guard let row = try tx.row("SELECT state, version FROM bench_instances WHERE id = \(number)") else { throw BenchFault("an instance is not there") }
            let version = try row.integer(1)
            var instance = try Instance(JSON(parsing: try row.bytes(0)), in: engine.model)
            _ = try engine.handle(.fire(Ticket(ticket)), advancing: &instance, now: tx.now)
            let state = instance.json(in: engine.model).bytes
            try tx.update("UPDATE bench_instances SET state = \(state), version = \(version + 1) WHERE id = \(number) AND version = \(version)")
            try tx.complete(job)
        }
        return Instant(microseconds: Int64(due))
    }

    /// Of the whole machine, with the database's server and whatever else runs on it.
    private func busyCores(until end: Instant) async throws -> Double {
        let (start, busy) = (ContinuousClock.now, try Self.busyTicks())
        let left = Double(end.microseconds - Clock.wall.now().microseconds) / 1e6
        try await Task.sleep(for: .seconds(max(left, 0.1)))
        return Double(try Self.busyTicks() - busy) / Double(sysconf(Int32(_SC_CLK_TCK))) / seconds(ContinuousClock.now - start)
    }

    /// User, nice, system, interrupts: `proc(5)`, /proc/stat.
    private static func busyTicks() throws -> Int {
        let fields = try String(contentsOfFile: "/proc/stat", encoding: .utf8).prefix { $0 != "\n" }.split(separator: " ").dropFirst().compactMap { Int($0) }
        guard fields.count >= 7 else { throw BenchFault("/proc/stat does not say how busy the machine is") }
        return fields[0] + fields[1] + fields[2] + fields[5] + fields[6]
    }

    /// Each that was due has fired once, and no other.
    func check(waiting: Int, fired: Int) async throws {
        let (running, ended) = try await store.read { connection in
            let running = try connection.value("SELECT COUNT(*) FROM bench_instances WHERE version = 1 AND id < \(waiting)", as: Int.self) ?? 0
            let model = engine.model
            let rows = try connection.rows("SELECT state FROM bench_instances WHERE version = 2 AND id >= \(waiting)")
            return (running, try rows.count { try Instance(JSON(parsing: try $0.bytes(0)), in: model).end(in: model) == "end" })
        }
        guard running == waiting, ended == fired else { throw BenchFault("\(running) timers wait and \(ended) fired, not \(waiting) and \(fired)") }
    }
}
