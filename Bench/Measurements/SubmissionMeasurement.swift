import Store

/// Applications sent in over HTTP (validated; application, case, task, act and letter written; durable), beside bare
/// transactions that write the same rows and bytes to a copy of the same database.
struct SubmissionMeasurement: Measurement {
    let name = "submission"
    let about = "submitted applications, as parts of bare group commit of the same rows"
    private static let connections = 256
    /// As many as the product opens.
    private static var databaseConnections: Int {
        let settings = StoreSettings()
        return settings.connections + settings.committers + settings.askers
    }

    func run(_ workshop: Workshop, found: (Finding) -> Void) async throws {
        for kind in Workshop.StoreKind.allCases { try await run(workshop, kind).forEach(found) }
    }

    private func run(_ workshop: Workshop, _ kind: Workshop.StoreKind) async throws -> [Finding] {
        // What is offered goes on for some seconds, so that whatever the server does by the second is met.
        let (rounds, size, offered) = workshop.isQuick ? (3, 500, 4_000) : (7, 3_000, 10_000)
        let place = try workshop.demonstration(on: kind)
        let count = size * (rounds + 1) + offered
        Progress.say("beginning \(count) drafts on \(kind.rawValue)")
        let town = try await Town.open(place)
        let drafts = try await Draft.make(count, in: town)
        await town.close()
        let copy = try workshop.copy(place)
        let bare: any BareWriter =
            switch kind {
            case .sqlite: try BareSQLite(path: copy.database, batch: Self.connections)
            case .postgres: try BarePostgres(url: copy.database, connections: Self.databaseConnections)
            }
        // What the database does with as many in one transaction as the product puts there, beside the ceiling.
        let settings = StoreSettings()
        let grouped: BarePostgres? =
            kind == .postgres
            ? try BarePostgres(url: try workshop.copy(place).database, connections: settings.committers, together: settings.groupLimit) : nil

        let server = try workshop.serve(place)
        defer { try? server.stop() }
        let store = try await Store.open(StoreLocation(place.database), clock: .wall, logger: .silent)
        let load = SubmissionLoad(port: server.port, connections: Self.connections)
        var own: [Double] = [], ceiling: [Double] = [], ofGroups: [Double] = [], rowsEach = 0.0
        var before = try await TableRows(store)
        let syncBefore = try DiskProbe.syncMilliseconds(in: place.folder)
        for round in 0...rounds {
            let rate = try load.closedLoop(drafts[(round * size)..<((round + 1) * size)])
            try await quiet(store)
            let after = try await TableRows(store)
            let transactions = Self.shares(after.changes(since: before), of: size)
            before = after
            let took = try time { try bare.write(transactions) }
            let groupsTook = try time { try grouped?.write(transactions) }
            // The first round warms both sides up.
            guard round > 0 else { continue }
            own.append(rate)
            ceiling.append(Double(size) / took)
            if grouped != nil { ofGroups.append(Double(size) / groupsTook) }
            rowsEach = Double(transactions.reduce(0) { $0 + $1.count }) / Double(size)
        }
        let rate = Statistics.median(own)
        let (times, stalls) = try MachineProbe.watch { try load.openLoop(drafts[((rounds + 1) * size)...], perSecond: rate / 2) }
        let sync = max(syncBefore, try DiskProbe.syncMilliseconds(in: place.folder))
        try await quiet(store)
        let kept = try await kept(load.acknowledged, of: count, in: store)
        await store.close()
        try server.stop()
        try verify(place, workshop)
        let suffix = kind.rawValue
        return [
            Finding(
                "submission." + suffix, Statistics.median(zip(own, ceiling).map { $0 / $1 }), "of bare", .atLeast(0.5),
                [("submissions_per_second", rate), ("bare_per_second", Statistics.median(ceiling)), ("rows_each", rowsEach)]
                    + (ofGroups.isEmpty ? [] : [("bare_grouped_per_second", Statistics.median(ofGroups))])),
            slowest(times, stalls, "submission.p99." + suffix, .under(max(20, 20 * sync)), [("offered_per_second", rate / 2), ("sync_ms", sync)]),
            Finding("submission.kept." + suffix, Double(kept) / Double(count), "of acknowledged", .atLeast(1), [("submissions", Double(count))]),
        ]
    }

    /// How long the slowest hundredth waited while the machine went on. What all of them waited, and how much of it was the machine's, stands beside it.
    private func slowest(
        _ times: [SubmissionLoad.Times], _ stalls: [MachineProbe.Stall], _ name: String, _ target: Finding.Target, _ parts: [(String, Double)]
    ) -> Finding {
        let all = times.map(\.milliseconds)
        let undisturbed = times.filter { time in !stalls.contains { $0.disturbs(time.due, until: time.answered) } }.map(\.milliseconds)
        let stood = stalls.reduce(Duration.zero) { $0 + $1.duration }
        var parts = parts
        parts.append(("p50_ms", Statistics.percentile(0.5, undisturbed)))
        parts.append(("slowest_ms", undisturbed.max() ?? .nan))
        parts.append(("p99_of_all_ms", Statistics.percentile(0.99, all)))
        parts.append(("slowest_of_all_ms", all.max() ?? .nan))
        parts.append(("left_out", 1 - Double(undisturbed.count) / Double(all.count)))
        parts.append(("machine_stood_still_ms", seconds(stood) * 1_000))
        parts.append(("machine_stood_still_times", Double(stalls.count)))
        // Of a machine that hardly ever went on, nothing can be said.
        let figure = undisturbed.count * 2 < all.count ? .nan : Statistics.percentile(0.99, undisturbed)
        return Finding(name, figure, "ms", target, parts)
    }

    /// The changes of all tables, dealt evenly to so many transactions.
    private static func shares(_ changes: [(table: String, statements: [Statement])], of count: Int) -> [[Statement]] {
        (0..<count).map { index in
            changes.flatMap { change in change.statements[(index * change.statements.count / count)..<((index + 1) * change.statements.count / count)] }
        }
    }

    /// Waits until letters are handed on, acts are in the log and cases can be found by their words, so that the other side is measured alone.
    private func quiet(_ store: Store) async throws {
        for _ in 0..<600 {
            let waiting = try await store.read { connection in
                let soon = connection.now.microseconds + 120_000_000
                let acts = try connection.value("SELECT COUNT(*) FROM journal_waiting", as: Int.self) ?? 0
                let jobs = try connection.value("SELECT COUNT(*) FROM store_jobs WHERE state = 0 AND run_at <= \(soon)", as: Int.self) ?? 0
                let cases = try connection.value("SELECT COUNT(*) FROM casework_unindexed", as: Int.self) ?? 0
                return acts + jobs + cases
            }
            if waiting == 0 { return }
            try await Task.sleep(for: .milliseconds(100))
        }
        throw BenchFault("the server's own work did not come to an end within a minute")
    }

    /// How many acknowledged submissions are in the store as they were acknowledged, each with its case, task, act and letter.
    private func kept(_ acknowledged: [String: String], of count: Int, in store: Store) async throws -> Int {
        guard acknowledged.count == count else { throw BenchFault("\(count - acknowledged.count) submissions were not acknowledged") }
        return try await store.read { connection in
            let rows = try connection.rows(
                """
                SELECT a.id, c.id AS case_id,
                    (SELECT COUNT(*) FROM casework_tasks t WHERE t.case_id = c.id) AS tasks,
                    (SELECT COUNT(*) FROM journal_acts j WHERE j.reference = c.reference AND j.kind = 'application_submitted') AS acts
                FROM casework_applications a JOIN casework_cases c ON c.id = a.case_id AND c.application = a.id
                WHERE a.service = 'report_a_problem' AND a.state = 'submitted'
                """)
            let letters = try connection.value("SELECT COUNT(*) FROM messages_messages WHERE kind LIKE '%received%'", as: Int.self) ?? 0
            guard letters >= count else { throw BenchFault("there are \(letters) letters for \(count) submissions") }
            return try rows.count { row in
                try acknowledged[row.text("id")] == row.text("case_id") && row.integer("tasks") == 1 && row.integer("acts") == 1
            }
        }
    }

    /// The log still proves every act.
    private func verify(_ place: Workshop.Place, _ workshop: Workshop) throws {
        let (status, output) = try Command.run(workshop.polity, ["verify", Workshop.government, "--data", place.folder, "--database", place.database])
        guard status == 0 else { throw BenchFault("polity verify said: \(output)") }
    }
}
