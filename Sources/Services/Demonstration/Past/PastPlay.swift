import Capability
import Casework
import Documents
import Identity
import Kernel
import Payments
import Registries
import Store
import Synchronization

/// The past as a play: every few days some residents apply, those who are waited for act, officers do their work, and
/// the government's own jobs and loops run. All of it goes through the same doors as a browser's requests.
///
/// The same seed gives the same people, answers and decisions; ids and reference numbers are as random as everywhere.
struct PastPlay: Sendable {
    static let roundDays = 4
    private static let roundsBetweenNews = 5
    static let seed: UInt64 = 20_260_101

    let government: RunningGovernment
    let clock: PastClock
    let plan: PastPlan
    let mark: PastMark
    let samples: SampleWords
    let people: PastPeople
    let casework: Casework
    let calendar: OfficeCalendar
    /// How many applications each round begins, from the first to the present.
    let counts: [Int]

    init(_ government: RunningGovernment, clock: PastClock, plan: PastPlan, mark: PastMark, applications: Int?) async throws {
        let host = government.host
        self.government = government
        self.clock = clock
        self.plan = plan
        self.mark = mark
        casework = host[Casework.self]
        calendar = casework.calendar
        let registries = host[Registries.self]
        // The same seed gives the same values again; nothing is written.
        var maker = SampleMaker(registries: registries, edition: host.edition, today: mark.madeOn)
        try maker.makeAll(in: nil)
        samples = SampleWords(maker.made, host.edition, registries.book)
        people = try await PastPeople(host)
        let services = casework.services.all(in: .english).count
        let rounds = max(1, Int(mark.madeOn.daysSinceEpoch - mark.begins.daysSinceEpoch) / Self.roundDays)
        counts = Self.spread(applications ?? plan.applications ?? 60 * services, over: rounds)
    }

    /// Evenly, and twice as many in the last weeks: an office that is tried out should have work on its desks.
    static func spread(_ count: Int, over rounds: Int) -> [Int] {
        let weights = (0..<rounds).map { $0 >= rounds - 8 ? 2 : 1 }
        let total = weights.reduce(0, +)
        var given = 0, weight = 0
        return weights.map { each in
            weight += each
            let due = count * weight / total
            defer { given = due }
            return due - given
        }
    }

    func run(isResumed: Bool, _ progress: @Sendable (DemonstrationProgress) -> Void) async throws {
        let open = Mutex(isResumed ? try await adopted() : [:])
        let first = isResumed ? Int(mark.reached.daysSinceEpoch - mark.begins.daysSinceEpoch) / Self.roundDays + 1 : 0
        let total = counts.reduce(0, +)
        let begun = counts.prefix(first).reduce(0, +)
        progress(.past(begun, of: total, "Playing the \(plan.days) days before today" + (isResumed ? ", from where it was interrupted" : "")))
        let store = government.host.store
        for round in counts.indices.dropFirst(first) {
            try Task.checkCancellation()
            let day = mark.begins.adding(days: round * Self.roundDays)
            try await store.write("demonstration.reached") { try PastMark.reach(day, $0) }
            clock.go(to: moment(day, hour: 8, round))
            let number = counts[..<round].reduce(0, +)
            let begun = try await begin(number..<number + counts[round])
            open.withLock { for application in begun { $0[application.caseID] = application } }
            clock.go(to: moment(day.adding(days: 1), hour: 18, round))
            try await followUp(open.withLock { $0 })
            try await bringStatement(of: open.withLock { $0 })
            clock.go(to: moment(workingDay(from: day.adding(days: 2)), hour: 9, round))
            try await PastOffice(self, cases: open.withLock { $0 }).work()
            try await tick()
            let played = number + counts[round]
            if round % Self.roundsBetweenNews == 0 { progress(.past(played, of: total, "  \(played) of \(total) applications, \(day)")) }
        }
        clock.comeBack()
        try await tick()
        try await store.write("demonstration.finished") { try PastMark.finish($0) }
    }

    /// What the government does by itself: places in the log, papers, letters, deadlines.
    private func tick() async throws {
        let runner = government.jobRunner()
        for _ in 0..<3 {
            for loop in government.offers.flatMap(\.loops) { try await loop.step() }
            if try await runner.runDue(together: 64) == 0 { return }
        }
    }

    /// Some minutes after the hour, other ones each round.
    private func moment(_ day: CivilDate, hour: Int, _ round: Int) -> Instant {
        calendar.zone.start(of: day) + .seconds(hour * 3_600 + round * 997 % 7_200)
    }

    private func workingDay(from day: CivilDate) -> CivilDate { calendar.isWorkingDay(day) ? day : calendar.date(after: day, workingDays: 1) }

    /// Cases of an interrupted start, of which nothing but what is stored is known. A visitor's secret is gone with them.
    private func adopted() async throws -> [Identifier<Case>: PastApplication] {
        var found: [Identifier<Case>: PastApplication] = [:]
        let languages = government.host.edition.government.languages
        for standing in try await casework.openCases() {
            guard let account = standing.account, let actor = people.actor(of: account) else { continue }
            let fate = Fate(seed: Fate.seed(of: standing.caseID.text), languages: [standing.language] + languages.filter { $0 != standing.language })
            found[standing.caseID] = PastApplication(
                caseID: standing.caseID, service: standing.service, actor: actor, secret: nil, language: .known(standing.language), fate: fate)
        }
        return found
    }
}

/// An application that was sent, with what is needed to act for its applicant.
struct PastApplication: Sendable {
    var caseID: Identifier<Case>
    var service: String
    var actor: Actor
    var secret: [UInt8]?
    var language: Language
    var fate: Fate
}

extension PastPlay {
    func caller(_ actor: Actor, _ language: Language = .english, secret: [UInt8]? = nil) -> Caller {
        Caller(actor, request: government.host.identifiers.next(), secret: secret, language: language)
    }

    func caller(_ application: PastApplication) -> Caller { caller(application.actor, application.language, secret: application.secret) }

    func maker(_ generator: SeededGenerator, _ language: Language) -> AnswerMaker {
        AnswerMaker(generator: generator, language: language.code, today: calendar.zone.date(of: clock.now), samples: samples)
    }

    /// Rejections are part of life: somebody was not eligible, or a colleague was first. A fault of ours is not.
    func allowing(_ body: () async throws -> Void) async throws {
        do { try await body() } catch let error as PolityError where error.kind != .broken && error.kind != .unavailable {}
    }
}
