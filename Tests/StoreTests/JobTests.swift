import Kernel
import StoreTesting
import Synchronization
import Testing

@testable import Store

@Suite struct JobTests {
    static func states(_ store: Store) async throws -> [String: Int] {
        let rows = try await store.read { try $0.rows("SELECT key, state FROM store_jobs") }
        return Dictionary(uniqueKeysWithValues: try rows.map { (try $0.text(0), try $0.integer(1)) })
    }

    @Test(arguments: TestStores.all) func aKeyIsScheduledOnce(_ kind: TestStore) async throws {
        try await withStore(kind) { store in
            try await store.write("test.schedule") { tx in
                for kind in ["mail", "mail", "letter"] { try tx.schedule(JobRequest(kind, key: "a", at: tx.now)) }
            }
            #expect(try await store.jobBacklog().due == 2)
            let jobs = try await store.claimJobs(kinds: ["mail"], limit: 10, lease: .seconds(60))
            #expect(jobs.map(\.key) == ["a"])
            try await store.complete(jobs[0])
            // Done stays done: the same key does not come back.
            try await store.write("test.schedule") { tx in
                try tx.schedule(JobRequest("mail", key: "a", at: tx.now))
                try tx.scheduleOrMove(JobRequest("mail", key: "a", at: tx.now))
            }
            #expect(try await store.claimJobs(kinds: ["mail"], limit: 10, lease: .seconds(60)).isEmpty)
        }
    }

    @Test(arguments: TestStores.all) func dueJobsComeInOrderAndFutureOnesWait(_ kind: TestStore) async throws {
        let clock = TestClock()
        try await withStore(kind, clock: clock.clock) { store in
            try await store.write("test.schedule") { tx in
                for (key, seconds) in [("c", 3), ("a", 1), ("b", 2), ("later", 100)] {
                    try tx.schedule(JobRequest("mail", key: key, at: tx.now + .seconds(seconds)))
                }
            }
            #expect(try await store.nextJobTime() == clock.now + .seconds(1))
            #expect(try await store.claimJobs(kinds: ["mail"], limit: 10, lease: .seconds(60)).isEmpty)
            clock.advance(by: .seconds(10))
            let jobs = try await store.claimJobs(kinds: ["mail", "letter"], limit: 2, lease: .seconds(60))
            #expect(jobs.map(\.key) == ["a", "b"])
            #expect(try await store.claimJobs(kinds: ["mail"], limit: 10, lease: .seconds(60)).map(\.key) == ["c"])
        }
    }

    @Test(arguments: TestStores.all) func aDeadWorkersJobIsTakenOver(_ kind: TestStore) async throws {
        let clock = TestClock()
        try await withStore(kind, clock: clock.clock) { store in
            try await store.write("test.schedule") { try $0.schedule(JobRequest("mail", key: "a", at: $0.now)) }
            let first = try #require(try await store.claimJobs(kinds: ["mail"], limit: 1, lease: .seconds(60)).first)
            clock.advance(by: .seconds(59))
            #expect(try await store.claimJobs(kinds: ["mail"], limit: 1, lease: .seconds(60)).isEmpty)
            clock.advance(by: .seconds(2))
            let second = try #require(try await store.claimJobs(kinds: ["mail"], limit: 1, lease: .seconds(60)).first)
            #expect(second.attempt == 2)
            // The first worker comes back to life: neither its completion nor its effect happens.
            let error = await #expect(throws: PolityError.self) {
                try await store.write("test.late") { tx in
                    try tx.schedule(JobRequest("mail", key: "effect", at: tx.now))
                    try tx.complete(first)
                }
            }
            #expect(error?.code == "STORE-111")
            try await store.fail(first, reason: "late")
            try await store.complete(second)
            #expect(try await Self.states(store) == ["a": 1])
        }
    }

    @Test(arguments: TestStores.all) func manyWorkersShareWithoutOverlap(_ kind: TestStore) async throws {
        try await withStore(kind) { store in
            try await store.write("test.schedule") { tx in
                for index in 0..<100 { try tx.schedule(JobRequest("mail", key: "\(index)", at: tx.now)) }
            }
            let claimed = try await withThrowingTaskGroup(of: [String].self) { group in
                for _ in 0..<10 {
                    group.addTask {
                        var keys: [String] = []
                        while true {
                            let jobs = try await store.claimJobs(kinds: ["mail"], limit: 3, lease: .seconds(60))
                            if jobs.isEmpty { return keys }
                            keys += jobs.map(\.key)
                        }
                    }
                }
                return try await group.reduce(into: [String]()) { $0 += $1 }
            }
            #expect(claimed.count == 100)
            #expect(Set(claimed).count == 100)
        }
    }

    @Test(arguments: TestStores.all) func failingJobsWaitLongerAndThenDie(_ kind: TestStore) async throws {
        let clock = TestClock()
        let runs = Mutex<[Duration]>([])
        let start = clock.now
        try await withStore(kind, clock: clock.clock) { store in
            try await store.write("test.schedule") { try $0.schedule(JobRequest("mail", key: "a", at: $0.now)) }
            let policy = JobPolicy(attempts: 4, firstDelay: .seconds(10), longestDelay: .seconds(25))
            let runner = JobRunner(
                store: store,
                kinds: [
                    .init("mail", policy: policy) { _, _ in
                        runs.withLock { $0.append(clock.now - start) }
                        throw PolityError(.unavailable, "COURIER-101", "No mail server.", context: "connection refused")
                    }
                ])
            for _ in 0..<100 {
                try await runner.runDue()
                clock.advance(by: .seconds(1))
            }
            #expect(runs.withLock { $0 } == [.zero, .seconds(10), .seconds(30), .seconds(55)])
            let dead = try await store.deadJobs()
            #expect(dead.map(\.reason) == ["COURIER-101: connection refused"])
            #expect(dead.first?.attempts == 4)
        }
    }

    /// Those that ended at one moment have an order too, and one that is tried again meanwhile takes no other along.
    @Test(arguments: TestStores.all) func deadJobsAreReadPageByPage(_ kind: TestStore) async throws {
        try await withStore(kind) { store in
            try await store.write("test.dead") { tx in
                for (number, ended) in [(1, 50), (2, 50), (3, 50), (4, 40), (5, 60)] {
                    try tx.write(
                        """
                        INSERT INTO store_jobs (kind, key, payload, run_at, state, attempts, reason, ended_at)
                        VALUES (\(number == 3 ? "a" : "b"), \("a/\(number)"), '', 0, 2, 1, 'TEST', \(Instant(microseconds: Int64(ended))))
                        """)
                }
            }
            var (seen, last) = ([[String]](), DeadJob.Place?.none)
            repeat {
                let page = try await store.deadJobs(after: last, limit: 2)
                seen.append(page.map(\.key))
                last = page.last.flatMap { DeadJob.Place($0.place.description) }
                if seen.count == 1 { #expect(try await store.write("test.retry") { try $0.retryDead("a", key: "a/3") }, "the last of the page goes") }
            } while last != nil && seen.count < 9
            #expect(seen == [["a/4", "a/3"], ["a/1", "a/2"], ["a/5"], []])
            for wrong in ["", "1", "1/a", "x/a/b", "99999999999999999999/a/b", "1/a/" + String(repeating: "k", count: 1_000)] {
                #expect(DeadJob.Place(wrong) == nil)
            }
        }
    }

    @Test(arguments: TestStores.all) func aJobMayLeadToAnother(_ kind: TestStore) async throws {
        try await withStore(kind) { store in
            try await store.write("test.schedule") { try $0.schedule(JobRequest("count", key: "5", at: $0.now)) }
            let runner = JobRunner(
                store: store,
                kinds: [
                    .init("count") { job, store in
                        try await store.write("test.count") { tx in
                            if let left = Int(job.key), left > 0 { try tx.schedule(JobRequest("count", key: "\(left - 1)", at: tx.now)) }
                            try tx.complete(job)
                        }
                    }
                ])
            #expect(try await runner.runDue() == 6)
            #expect(try await Self.states(store).values.allSatisfy { $0 == JobState.done.rawValue })
            #expect(try await store.forgetDoneJobs(before: store.clock.now() + .seconds(1)) == 6)
            #expect(try await Self.states(store).isEmpty)
        }
    }

    @Test(arguments: TestStores.all) func theServiceRunsUntilCancelled(_ kind: TestStore) async throws {
        let done = Mutex<Set<String>>([])
        try await withStore(kind) { store in
            let runner = JobRunner(store: store, kinds: [.init("mail") { job, _ in _ = done.withLock { $0.insert(job.key) } }])
            let service = Task { await runner.run(every: .milliseconds(20)) }
            try await store.write("test.schedule") { tx in
                for index in 0..<25 { try tx.schedule(JobRequest("mail", key: "\(index)", at: tx.now)) }
            }
            #expect(try await eventually { done.withLock { $0.count } == 25 })
            service.cancel()
            await service.value
        }
    }

    /// A mail server that says nothing for half a minute.
    @Test(arguments: TestStores.all) func aKindThatHangsKeepsOnlyItselfWaiting(_ kind: TestStore) async throws {
        let done = Mutex<Set<String>>([])
        let isOver = Mutex(false)
        try await withStore(kind) { store in
            let runner = JobRunner(
                store: store,
                kinds: [
                    .init("letter", isSlow: true) { _, _ in while !isOver.withLock({ $0 }) { try await Task.sleep(for: .milliseconds(10)) } },
                    .init("card", isSlow: true) { job, _ in _ = done.withLock { $0.insert("card \(job.key)") } },
                    .init("timer") { job, _ in _ = done.withLock { $0.insert("timer \(job.key)") } },
                ], concurrency: 2)
            try await store.write("test.schedule") { tx in
                for index in 0..<6 {
                    for kind in ["letter", "card", "timer"] { try tx.schedule(JobRequest(kind, key: "\(index)", at: tx.now)) }
                }
            }
            let service = Task { await runner.run(every: .milliseconds(20)) }
            #expect(try await eventually { done.withLock { $0.count } == 12 })
            isOver.withLock { $0 = true }
            service.cancel()
            await service.value
        }
    }

    @Test(arguments: TestStores.all) func aLongJobKeepsItsLease(_ kind: TestStore) async throws {
        let clock = TestClock()
        let runs = Tally()
        try await withStore(kind, clock: clock.clock) { store in
            try await store.write("test.schedule") { try $0.schedule(JobRequest("slow", key: "a", at: $0.now)) }
            let lease = Duration.milliseconds(300)
            let runner = JobRunner(
                store: store,
                kinds: [
                    .init("slow") { _, store in
                        runs.add()
                        // Four leases long: each time most of it is over, nobody may take the job, and then it is renewed.
                        for _ in 0..<4 {
                            clock.advance(by: .milliseconds(250))
                            #expect(try await store.claimJobs(kinds: ["slow"], limit: 1, lease: lease).isEmpty)
                            let end = clock.now + lease
                            let isRenewed = try await eventually {
                                let until = try await store.read { try $0.value("SELECT run_at FROM store_jobs WHERE kind = 'slow'", as: Int64.self) }
                                return until == end.microseconds
                            }
                            #expect(isRenewed)
                        }
                    }
                ], lease: lease)
            #expect(try await runner.runDue() == 1)
            #expect(runs.count == 1)
            #expect(try await Self.states(store) == ["a": 1])
        }
    }

    @Test(arguments: TestStores.all) func timersAreMovedAndTakenBack(_ kind: TestStore) async throws {
        let clock = TestClock()
        try await withStore(kind, clock: clock.clock) { store in
            try await store.write("test.schedule") { tx in
                try tx.schedule(JobRequest("deadline", key: "a", at: tx.now + .seconds(10)))
                try tx.schedule(JobRequest("deadline", key: "b", at: tx.now + .seconds(10)))
                try tx.scheduleOrMove(JobRequest("deadline", key: "a", at: tx.now + .seconds(20)))
                #expect(try tx.unschedule("deadline", key: "b"))
                #expect(try !tx.unschedule("deadline", key: "c"))
            }
            clock.advance(by: .seconds(15))
            #expect(try await store.claimJobs(kinds: ["deadline"], limit: 5, lease: .seconds(1)).isEmpty)
            clock.advance(by: .seconds(6))
            #expect(try await store.claimJobs(kinds: ["deadline"], limit: 5, lease: .seconds(1)).map(\.key) == ["a"])
        }
    }

    @Test(arguments: TestStores.all) func aLeaseHasOneHolder(_ kind: TestStore) async throws {
        let clock = TestClock()
        try await withStore(kind, clock: clock.clock) { store in
            #expect(try await store.lease("sequencer", holder: "a", for: .seconds(10)))
            #expect(try await !store.lease("sequencer", holder: "b", for: .seconds(10)))
            #expect(try await store.lease("sequencer", holder: "a", for: .seconds(10)))
            #expect(try await store.write("test.holds") { try $0.holdsLease("sequencer", holder: "a") })
            clock.advance(by: .seconds(10))
            #expect(try await !store.write("test.holds") { try $0.holdsLease("sequencer", holder: "a") })
            #expect(try await store.lease("sequencer", holder: "b", for: .seconds(10)))
            #expect(try await !store.lease("sequencer", holder: "a", for: .seconds(10)))
            try await store.releaseLease("sequencer", holder: "b")
            #expect(try await store.lease("sequencer", holder: "a", for: .seconds(10)))
        }
    }

    /// What people wait for outlasts a long weekend, and an operator hears of it within the week.
    @Test func whatPeopleWaitForIsTriedForDays() {
        let delays = (1...200).compactMap { JobPolicy.forDays.delay(afterAttempt: $0) }
        let days = delays.reduce(Duration.zero, +) / .seconds(86_400)
        #expect(days > 4 && days < 7)
        #expect(delays.allSatisfy { $0 <= .seconds(3_600) })
    }

    @Test(arguments: TestStores.all) func whoAsksForMoreTimeGetsIt(_ kind: TestStore) async throws {
        let clock = TestClock()
        try await withStore(kind, clock: clock.clock) { store in
            try await store.write("test.schedule") { tx in
                for key in ["short", "long"] { try tx.schedule(JobRequest("call", key: key, at: tx.now)) }
            }
            let policy = JobPolicy(attempts: 2, firstDelay: .seconds(10))
            let kinds = [
                JobRunner.Kind("call", policy: policy) { job, _ in
                    throw RetryLater(PolityError(.unavailable, "TEST-503", "Not now."), after: .seconds(job.key == "long" ? 60 : 1))
                }
            ]
            let runner = JobRunner(store: store, kinds: kinds)
            #expect(try await runner.runDue() == 2)
            for (seconds, count) in [(9, 0), (1, 1), (49, 0), (1, 1)] {
                clock.advance(by: .seconds(seconds))
                #expect(try await runner.runDue() == count)
            }
            // However long it asks for, the tries are counted, and the reason is the cause's.
            #expect(try await store.deadJobs().map(\.reason) == ["TEST-503", "TEST-503"])
        }
    }

    @Test func delaysDouble() {
        let policy = JobPolicy(attempts: 5, firstDelay: .seconds(5), longestDelay: .seconds(30))
        #expect((1...5).map { policy.delay(afterAttempt: $0) } == [.seconds(5), .seconds(10), .seconds(20), .seconds(30), nil])
    }
}
