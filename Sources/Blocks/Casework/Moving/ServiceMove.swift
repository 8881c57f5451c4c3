import FEEL
import Forms
import Kernel
import Processes

/// How cases of one version of a service go on in another: process, answers and decisions have to find their place there. Pure.
struct ServiceMove: Sendable {
    let from: PublicService
    let to: PublicService
    let migration: Processes.Migration

    /// - Parameter renames: steps that are called otherwise in the new version. What the steps' own elements are called follows.
    init(from: PublicService, to: PublicService, renames: [String: String]) {
        self.from = from
        self.to = to
        migration = Processes.Migration(from: from.process, to: to.process, renames: Self.elements(renames, from.process, to.process))
    }

    /// `review` → `assess` is `review_asked` → `assess_asked` as well, as a list of steps is laid out.
    private static func elements(_ renames: [String: String], _ from: ProcessModel, _ to: ProcessModel) -> [String: String] {
        var elements = renames
        for (old, new) in renames {
            for element in from.elements where to.element(element.id) == nil && element.id.hasPrefix(old + "_") {
                let name = new + element.id.dropFirst(old.count)
                if elements[element.id] == nil, to.element(name) != nil { elements[element.id] = name }
            }
        }
        return elements
    }

    /// Elements that are called otherwise in the new version.
    var renamed: [String: String] {
        var renamed: [String: String] = [:]
        for step in migration.steps { if let target = step.target, target != step.element { renamed[step.element] = target } }
        return renamed
    }

    /// What keeps a case in its version; empty when it can move.
    func obstacles(_ theCase: Case, _ answers: Answers) -> [MoveObstacle] {
        migration.obstacles(for: theCase.process).map { MoveObstacle(place: $0.element, reason: $0.reason) } + obstacles(answers) + obstacles(theCase.outcomes)
    }

    private func obstacles(_ answers: Answers) -> [MoveObstacle] {
        let read = Answers(answers.json, form: to.form)
        let lost = from.form.questions.filter { question in
            guard let answer = answers[question.id], answer != .null else { return false }
            return read[question.id] != answer
        }.map { MoveObstacle(place: $0.id, reason: "the answer to '\($0.id)' has no place in the new version") }
        let asked = to.form.pages.filter { $0.when == nil }.flatMap(\.questions)
        let missing = asked.filter { !$0.isOptional && $0.when == nil && read[$0.id] == nil }
        return lost + missing.map { MoveObstacle(place: $0.id, reason: "the new version asks '\($0.id)', which was not answered") }
    }

    private func obstacles(_ outcomes: [String]) -> [MoveObstacle] {
        outcomes.filter { to.outcome($0) == nil }.map { MoveObstacle(place: $0, reason: "the new version has no outcome '\($0)'") }
    }

    /// With its answers as the new version reads them.
    func application(_ application: Application) -> Application {
        var application = application
        application.answers = Answers(application.answers.json, form: to.form)
        return application
    }

    /// - Parameter folder: the new version's hash.
    /// - Throws: `Migration.Refusal` when the process has no place in the new version.
    func change(_ theCase: Case, to folder: String) throws -> CaseChange {
        var change = CaseChange(theCase: theCase)
        let process = try migration.migrate(theCase.process)
        change.record(.moved(CaseMove(from: theCase.folder, to: folder, process: process, renamed: renamed)))
        // A task goes to whom the new version gives it, unless it was handed to somebody else.
        for task in theCase.tasks.values.sorted(by: { $0.ticket < $1.ticket }) {
            guard let was = from.step(task.step)?.work, let becomes = to.step(renamed[task.step] ?? task.step)?.work, task.role == was.role else { continue }
            let isAtItsPlace = task.organisation == was.organisation ?? theCase.organisation
            let organisation = isAtItsPlace ? becomes.organisation ?? theCase.organisation : task.organisation
            guard becomes.role != task.role || organisation != task.organisation else { continue }
            change.record(.taskMoved(task.ticket, role: becomes.role, organisation: organisation))
        }
        return change
    }
}

extension CaseDecider {
    /// A case that has moved listens to what its version before did not have. Where that has come already, it goes on at once.
    func listen(to additions: [String], _ change: inout CaseChange) throws {
        guard !additions.isEmpty else { return }
        try play(.listen(to: additions), &change)
        close(&change)
    }
}

/// What keeps a case in its version, and where: a step, a question or an outcome.
public struct MoveObstacle: Sendable, Hashable {
    public var place: String
    public var reason: String
}

extension Case {
    /// Outcomes that may still take effect or be appealed against.
    fileprivate var outcomes: [String] { [decisions.last?.outcome, proposal?.outcome].compactMap { $0 } }
}

/// A case goes on in another version of its service.
public struct CaseMove: Sendable, Hashable {
    /// Hashes of the folders.
    public var from: String
    public var to: String
    /// The process as it stands in the new version.
    public var process: Instance
    /// Elements that are called otherwise there.
    public var renamed: [String: String]

    func json(_ model: ProcessModel) -> [JSON] {
        [.string(from), .string(to), process.json(in: model), .object(renamed.sorted { $0.key < $1.key }.map { .init($0.key, .string($0.value)) })]
    }

    init(from: String, to: String, process: Instance, renamed: [String: String]) {
        self.from = from
        self.to = to
        self.process = process
        self.renamed = renamed
    }

    /// - Parameter parts: from, to, process, renamed.
    init?(_ parts: ArraySlice<JSON>, _ model: ProcessModel) {
        let parts = Array(parts)
        guard parts.count == 4, let from = parts[0].string, let to = parts[1].string, let process = try? Instance(parts[2], in: model) else { return nil }
        var renamed: [String: String] = [:]
        for member in parts[3].members ?? [] { renamed[member.name] = member.value.string }
        self.init(from: from, to: to, process: process, renamed: renamed)
    }
}
