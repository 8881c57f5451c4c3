import Blueprint
import Capability
import Decisions
import FEEL
import Kernel

/// The worked cases of the law in an edition, each beside the law it tests.
public struct RuleCases: Sendable {
    public struct OfLaw: Sendable {
        public let id: String
        public let law: TestedLaw
        public let cases: [RuleCase]
    }

    /// A law that nobody has written a case for.
    public struct Untried: Sendable {
        public let id: String
        public let law: TestedLaw
        let path: String

        public var warning: Diagnostic {
            Diagnostic(.warning, SourceLocation(file: path, line: 1, column: 1), "no case tries '\(id)'", mend: "Write rules/cases/\(id).yaml.")
        }
    }

    /// In the order of the laws' names.
    public let all: [OfLaw]
    public let untried: [Untried]

    init(_ edition: inout Linking) {
        let (books, models) = (edition[Rulebooks.self], edition[DecisionBook.self].sharedByName)
        var all: [OfLaw] = []
        for file in edition.folder.all(of: RuleCasesFile.kind).map(\.value) {
            let law: TestedLaw
            switch (books[file.law], models[file.law]) {
            case (let book?, nil): law = .rulebook(book)
            case (nil, let model?): law = .model(model)
            case (_?, _?):
                edition.diagnostics.error(
                    file.location, "'\(file.law)' is both a rulebook and a decision model, so it is not plain which one these cases are of",
                    mend: "Give one of them another name.")
                continue
            case (nil, nil):
                // The law is there, and what is wrong with it is told where it stands.
                if ["yaml", "dmn"].contains(where: { edition.folder.snapshot["rules/\(file.law).\($0)"] != nil }) { continue }
                let known = books.all.map(\.id) + models.keys.sorted()
                edition.diagnostics.error(
                    file.location, "there is no law '\(file.law)' for these cases",
                    mend: Spelling.nearest(to: file.law, among: known).map { "Did you mean '\($0)'?" } ?? "Call the file as the law in rules/ is called.")
                continue
            }
            for example in file.cases { law.check(example, &edition.diagnostics) }
            all.append(OfLaw(id: file.law, law: law, cases: file.cases))
        }
        self.all = all.sorted { $0.id < $1.id }
        let tried = Set(all.map(\.id))
        let laws =
            books.all.map { Untried(id: $0.id, law: .rulebook($0), path: "rules/\($0.id).yaml") }
            + models.map { Untried(id: $0.key, law: .model($0.value), path: "rules/\($0.key).dmn") }
        untried = laws.filter { !tried.contains($0.id) }.sorted { $0.path < $1.path }
    }
}

/// What a worked case is a case of.
public enum TestedLaw: Sendable {
    case rulebook(Rulebook)
    case model(DecisionModel)

    /// A case that cannot be run at all is a fault of the folder, told by `polity check`.
    func check(_ example: RuleCase, _ diagnostics: inout Diagnostics) {
        let names = names
        for (name, _) in example.expected where type(of: name.value) == nil {
            diagnostics.error(
                name.location, "nothing in the law is called '\(name.value)'",
                mend: Spelling.nearest(to: name.value, among: names).map { "Did you mean '\($0)'?" }
                    ?? "It has: \(names.sorted().prefix(30).joined(separator: ", ")).")
        }
        do throws(SituationFault) {
            try checkInputs(example)
        } catch {
            let place = error.path.isEmpty ? "" : error.path + ": "
            diagnostics.error(example.location(ofInput: error), "the inputs of '\(example.id)' cannot be read: \(place)\(error.message)", mend: error.mend)
        }
    }

    private var names: [String] {
        switch self {
        case .rulebook(let book): book.names
        case .model(let model): model.decisions
        }
    }

    /// nil for a name that is not computed here.
    func type(of name: String) -> FEELType? {
        switch self {
        case .rulebook(let book): book.subject(name)?.type
        case .model(let model): model.decisionElements.first { $0.name == name }?.type
        }
    }

    private func checkInputs(_ example: RuleCase) throws(SituationFault) {
        switch self {
        case .rulebook(let book): _ = try Situation(example.inputs, for: book)
        case .model(let model): _ = try Self.inputs(example.inputs, of: model)
        }
    }

    static func inputs(_ json: JSON, of model: DecisionModel) throws(SituationFault) -> Context {
        guard case .object(let members) = json else { throw SituationFault("", "a case is an object of values by name") }
        let types = model.inputs
        var context = Context()
        for member in members {
            guard let type = types[member.name] else {
                throw SituationFault(
                    member.name, "the model has no such input", mend: Spelling.nearest(to: member.name, among: types.keys).map { "Did you mean '\($0)'?" },
                    isAboutName: true)
            }
            guard let value = Value(member.value, as: type) else {
                let (path, wanted) = type.misfit(member.value, at: member.name) ?? (member.name, type)
                throw SituationFault(path, "this must be \(wanted.plainName)")
            }
            context[member.name] = value
        }
        return context
    }
}
