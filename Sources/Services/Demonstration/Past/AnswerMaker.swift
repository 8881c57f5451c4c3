import FEEL
import Forms
import Kernel

/// What a made-up person types into a form: as the folder's recipes say, else what a question of its kind takes.
struct AnswerMaker: Sendable {
    let generator: SeededGenerator
    let language: String
    let today: CivilDate
    let samples: SampleWords
    /// What was answered in forms before this one.
    var known: [String: String] = [:]
    /// What the form has filled in already; whoever has no reason to change a text leaves it.
    var prefilled = Answers()

    /// The fields of one page. Files are uploaded before; their ids are given.
    func fields(_ page: Form.Page, _ recipes: [String: SampleFile.Recipe], files: [String: [String]] = [:]) -> RawFields {
        var fields: [String: [String]] = [:]
        for question in page.questions { fill(question, question.id, question.id, recipes, files, &fields) }
        return RawFields(fields)
    }

    private func fill(
        _ question: Question, _ name: String, _ recipeName: String, _ recipes: [String: SampleFile.Recipe], _ files: [String: [String]],
        _ fields: inout [String: [String]]
    ) {
        let recipe = recipes[recipeName].flatMap { chosen($0, fields) }
        // People leave out what they may, more often than not.
        if question.isOptional, chance(recipe == nil ? 60 : 25) { return }
        switch question.kind {
        case .files: fields[name] = files[question.id]
        case .group(let group):
            for place in 0..<1 + generator.next(below: min(2, group.maximumCount)) {
                for inner in group.questions { fill(inner, "\(name).\(place).\(inner.id)", "\(recipeName).\(inner.id)", recipes, files, &fields) }
            }
        default:
            if let text = recipe.flatMap(samples.text(for:)).flatMap({ $0(self) }) {
                put(text, question.kind, name, &fields)
            } else if case .string(let text)? = prefilled[name] {
                put(text, question.kind, name, &fields)
            } else {
                makeUp(question, name, &fields)
            }
        }
    }

    /// The recipe for what was answered so far; nil where it has nothing to say about that.
    private func chosen(_ recipe: SampleFile.Recipe, _ fields: [String: [String]]) -> SampleFile.Recipe? {
        guard case .wordsBy(let questions, let words) = recipe else { return recipe }
        let answers = questions.compactMap { fields[$0]?.first ?? known[$0] }
        return (words[answers.joined(separator: " ")] ?? answers.first.flatMap { words[$0] }).map(SampleFile.Recipe.words)
    }

    /// A recipe's text, laid out in the fields of the question's kind.
    private func put(_ text: String, _ kind: QuestionKind, _ name: String, _ fields: inout [String: [String]]) {
        switch kind {
        case .chooseMany: fields[name] = text.split(separator: ",").map { String($0.trimmingPrefix(" ")) }
        case .place: fields[name + ".description"] = [text]
        case .address:
            fields[name + ".line_1"] = [text]
            fields[name + ".town"] = [samples.town]
        case .yesNo: fields[name] = [text == "true" ? "yes" : text == "false" ? "no" : text]
        default: fields[name] = [text]
        }
    }

    private func makeUp(_ question: Question, _ name: String, _ fields: inout [String: [String]]) {
        switch question.kind {
        case .text(let maximum, _): fields[name] = [String(any(MadeUpNames.words).prefix(maximum))]
        case .longText(let maximum): fields[name] = [String(any(PastWords.remarks, language).prefix(maximum))]
        case .number(let least, let most), .money(let least, let most): fields[name] = [number(least, most)]
        case .date(let earliest, let latest): fields[name] = [date(earliest, latest).description]
        case .yesNo: fields[name] = [chance(50) ? "yes" : "no"]
        case .chooseOne(let choices): fields[name] = choices.isEmpty ? [] : [choices[generator.next(below: choices.count)].id]
        case .chooseMany(let choices): fields[name] = choices.isEmpty ? [] : [choices[generator.next(below: choices.count)].id]
        case .email: fields[name] = ["resident\(generator.next(below: 100_000))@mail.example"]
        case .phone: fields[name] = ["01632 960\(100 + generator.next(below: 900))"]
        case .address: put("\(1 + generator.next(below: 60)) \(any(MadeUpNames.streets))", question.kind, name, &fields)
        case .place:
            let spot = Town.spot(generator)
            fields[name + ".longitude"] = [spot.longitude]
            fields[name + ".latitude"] = [spot.latitude]
            fields[name + ".description"] = [MadeUpNames.streets[spot.street]]
        case .personName: fields[name] = ["\(any(MadeUpNames.given)) \(any(MadeUpNames.family))"]
        case .record(let registry): fields[name] = samples.identifier(of: registry, generator).map { [$0] }
        case .files, .group: break
        }
    }

    /// Small numbers are the common ones: the square of a fraction leans to the low end.
    private func number(_ least: Decimal128?, _ most: Decimal128?) -> String {
        let low = least.flatMap { Int($0.description) } ?? 1
        let high = max(low, most.flatMap { Int($0.description) } ?? low + 5_000)
        let share = generator.next(below: 1_000)
        return String(low + Int(Double(high - low) * Double(share * share) / 1_000_000))
    }

    private func date(_ earliest: CivilDate?, _ latest: CivilDate?) -> CivilDate {
        let low = earliest ?? today.adding(days: -720)
        let high = max(low, min(latest ?? today, today))
        return low.adding(days: generator.next(below: Int(high.daysSinceEpoch - low.daysSinceEpoch) + 1))
    }

    // MARK: - Drawing lots

    func chance(_ percent: Int) -> Bool { generator.next(below: 100) < percent }

    func any(_ texts: [String]) -> String { texts[generator.next(below: texts.count)] }

    /// In the language, else in the first there is; the house's own words where the folder has none.
    func any(_ words: PastPlan.Words, _ language: String, or fallback: PastPlan.Words = [:]) -> String {
        let words = words.isEmpty ? fallback : words
        let texts = words[language] ?? words["en"] ?? words.min { $0.key < $1.key }?.value ?? []
        return texts.isEmpty ? "" : any(texts)
    }

    func weighted(_ choices: [(value: String, weight: Int)]) -> String? {
        var place = generator.next(below: max(1, choices.reduce(0) { $0 + $1.weight }))
        for choice in choices {
            if place < choice.weight { return choice.value }
            place -= choice.weight
        }
        return choices.first?.value
    }
}
