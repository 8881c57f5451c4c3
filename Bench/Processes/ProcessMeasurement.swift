import FEEL
import Foundation
import Kernel
import Processes

/// The process engine alone, in memory and on one thread, beside SpiffWorkflow in the same rounds; the size of what is stored; and what an
/// item of a multi-instance task costs when there are ten times as many.
struct ProcessMeasurement: Measurement {
    let name = "processes"
    let about = "approval processes in memory beside SpiffWorkflow, and 10,000 instances of one task"

    /// As `script/setup --bench` makes it.
    private static let python = ".venv-peers/bin/python"

    func run(_ workshop: Workshop, found: (Finding) -> Void) async throws {
        let approval = try ApprovalProcess()
        found(Finding("processes.stored", Double(try approval.storedBytes()), "bytes", .under(600)))
        try linear(isQuick: workshop.isQuick, found: found)
        var own: [Double] = []
        var peer: [Double] = []
        var ratios: [Double] = []
        for _ in 0..<(workshop.isQuick ? 3 : 7) {
            own.append(try ownRate(approval))
            peer.append(try peerRate(seconds: workshop.isQuick ? 1 : 3))
            ratios.append(own[own.count - 1] / peer[peer.count - 1])
        }
        let parts = [("per_second", Statistics.median(own)), ("spiffworkflow_per_second", Statistics.median(peer))]
        found(Finding("processes.approval", Statistics.median(ratios), "of SpiffWorkflow", .atLeast(100), parts))
        try await stored(workshop, found: found)
    }

    /// Every step durable: one client, and 64 of them whose commits share syncs, beside SpiffWorkflow over one connection to SQLite.
    private func stored(_ workshop: Workshop, found: (Finding) -> Void) async throws {
        let (sqlite, postgres) = (try await StoredApprovals(workshop.empty(.sqlite)), try await StoredApprovals(workshop.empty(.postgres)))
        var rates: [String: [Double]] = [:]
        var size = 0.0
        for round in 0...(workshop.isQuick ? 3 : 7) {
            let (alone, together) = (round * 100_000, round * 100_000 + 50_000)
            let measured = [
                ("alone", try await sqlite.rate(alone..<(alone + 2_000), clients: 1)),
                ("together", try await sqlite.rate(together..<(together + 20_000), clients: 64)),
                ("postgres_alone", try await postgres.rate(alone..<(alone + 1_000), clients: 1)),
                ("postgres_together", try await postgres.rate(together..<(together + 5_000), clients: 64)),
            ]
            let folder = workshop.newFolder()
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
            let peer = try peerFigures("approval_stored.py", [workshop.isQuick ? "1" : "3", folder], count: 2)
            size = peer[1]
            // The first round warms all sides up.
            guard round > 0 else { continue }
            for (name, rate) in measured + [("peer", peer[0])] { rates[name, default: []].append(rate) }
        }
        await sqlite.close()
        await postgres.close()
        func ratio(_ name: String) -> Double { Statistics.median(zip(rates[name] ?? [], rates["peer"] ?? []).map { $0 / $1 }) }
        func rate(_ name: String) -> Double { Statistics.median(rates[name] ?? []) }
        let peer = [("spiffworkflow_per_second", rate("peer")), ("spiffworkflow_bytes", size)]
        found(
            Finding(
                "processes.durable", ratio("alone"), "of SpiffWorkflow", .atLeast(5),
                [("per_second", rate("alone")), ("postgres_per_second", rate("postgres_alone"))] + peer))
        found(
            Finding(
                "processes.together", ratio("together"), "of SpiffWorkflow", .atLeast(40),
                [("per_second", rate("together")), ("postgres_per_second", rate("postgres_together"))] + peer))
    }

    private func ownRate(_ approval: ApprovalProcess) throws -> Double {
        let count = 100_000
        let taken = try time { for number in 0..<count { _ = try approval.run(number) } }
        return Double(count) / taken
    }

    private func peerRate(seconds: Int) throws -> Double { try peerFigures("approval.py", ["\(seconds)"], count: 1)[0] }

    /// What a program of SpiffWorkflow prints.
    private func peerFigures(_ program: String, _ arguments: [String], count: Int) throws -> [Double] {
        let (status, output) = try Command.run(Self.python, ["Bench/Peers/" + program] + arguments)
        let figures = output.split(whereSeparator: \.isWhitespace).compactMap { Double($0) }
        guard status == 0, figures.count == count else {
            throw BenchFault("SpiffWorkflow did not run: \(Self.python) needs the package SpiffWorkflow")
        }
        return figures
    }

    /// What an item costs among more and more of them, and the same as a drawing of what all cost together, beside SpiffWorkflow.
    private func linear(isQuick: Bool, found: (Finding) -> Void) throws {
        let counts = [1_000, 2_000, 5_000, 10_000, 20_000]
        let model = try ManyInstances()
        var costs: [Double] = []
        for count in counts {
            let rounds = try (0..<(isQuick ? 3 : 9)).map { _ in try time { try model.run(count) } / Double(count) * 1_000_000 }
            costs.append(Statistics.median(rounds))
        }
        let parts = zip(counts, costs).map { ("us_an_item_of_\($0)", $1) }
        var finding = Finding("processes.instances", costs[costs.count - 1] / costs[0], "times the cost an item", .under(1.5), parts)
        let peerCounts = isQuick ? [100, 200, 400] : [100, 200, 400, 800]
        let peer = try peerFigures("instances.py", peerCounts.map(String.init), count: peerCounts.count)
        finding.plot = Plot(
            title: "A task for each item of a list", horizontal: "items", vertical: "milliseconds, begun and all completed",
            lines: [
                Plot.Line(name: "Polity's engine", points: zip(counts, costs).map { (Double($0), $1 * Double($0) / 1_000) }),
                Plot.Line(name: "SpiffWorkflow", points: zip(peerCounts, peer).map { (Double($0), $1 * 1_000) }),
            ])
        found(finding)
    }
}

/// One task for each item of a list, all open at once.
struct ManyInstances {
    private let engine: ProcessEngine

    init() throws {
        let place = SourceLocation(file: "many.bpmn", line: 1, column: 1)
        func formula(_ text: String) -> Formula { Formula(SourceText(text, at: place)) }
        let loop = Element.Loop.each(of: formula("items"), item: "item", isSequential: false, collect: (value: formula("item + 1"), into: "results"))
        let elements = [
            Element("start", .start(.none), at: place), Element("ask", .task(.user(role: nil, due: nil)), loop: loop, at: place),
            Element("end", .end(.none), at: place),
        ]
        let flows = [Flow("a", from: "start", to: "ask", at: place), Flow("b", from: "ask", to: "end", at: place)]
        var diagnostics = Diagnostics()
        guard
            let model = ProcessModel(id: "many", elements: elements, flows: flows, names: Names(["items": .list(.number)]), diagnostics: &diagnostics)
        else { throw BenchFault(diagnostics.sorted.map(\.description).joined(separator: "\n")) }
        engine = ProcessEngine(model: model, calendar: OfficeCalendar())
    }

    /// Begins with `count` items and completes their tasks from the last to the first and the first to the last in turn.
    func run(_ count: Int) throws {
        let now = Instant(microseconds: 1_795_000_000_000_000)
        var instance = Instance()
        let items = Value.list((0..<count).map { .number(Decimal128($0)) })
        let begun = try engine.handle(.start(["items": items]), advancing: &instance, now: now)
        var tickets = begun.effects.compactMap { if case .createTask(let ticket, _, _, _) = $0 { ticket } else { nil } }[...]
        guard tickets.count == count else { throw BenchFault("\(tickets.count) tasks were opened, not \(count)") }
        while let ticket = tickets.count % 2 == 0 ? tickets.popFirst() : tickets.popLast() {
            _ = try engine.handle(.complete(ticket, output: [:]), advancing: &instance, now: now)
        }
        guard instance.end(in: engine.model) == "end", case .list(let results)? = instance.variables["results"], results.count == count else {
            throw BenchFault("the instances did not come to an end")
        }
    }
}
