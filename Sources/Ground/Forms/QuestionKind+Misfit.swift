import FEEL
import Kernel

extension QuestionKind {
    /// What is wrong with an answer as JSON tells it, where nobody was asked on a page: it is of another kind than the question's. nil where it is right.
    ///
    /// Limits, patterns and rules of the service are the form's own to tell.
    public func misfit(_ json: JSON) -> (message: String, mend: String?)? {
        if json.isNull { return nil }
        let given = json.string ?? json.text
        switch self {
        case .date:
            guard json.string.flatMap({ CivilDate($0) }) == nil else { return nil }
            let looksLikeADay = given.utf8.count == 10 && given.split(separator: "-").count == 3
            return (looksLikeADay ? "takes a day, and there is no \(given)" : "takes a day, not '\(given)'", "Write year-month-day, such as 2026-09-30.")
        case .number, .money: return json.number == nil ? ("takes a number, not '\(given)'", "Write digits with a point, without quotation marks.") : nil
        case .yesNo: return json.bool == nil ? ("takes true or false, not '\(given)'", nil) : nil
        case .chooseOne(let choices): return Self.misfit(given, among: choices)
        case .chooseMany(let choices):
            guard let items = json.array else { return ("takes a list, not '\(given)'", "Write [\(given)].") }
            return items.lazy.compactMap { Self.misfit($0.string ?? $0.text, among: choices) }.first
        case .group: return json.array == nil ? ("takes a list of items, not '\(given)'", "Begin each item with '- '.") : nil
        case .files: return json.array == nil ? ("takes a list of files, not '\(given)'", nil) : nil
        case .address, .place: return json.members == nil ? ("takes a map, not '\(given)'", nil) : nil
        case .text, .longText, .email, .phone, .personName, .record:
            return json.string == nil ? ("takes a text, not \(given)", "Put it in quotation marks.") : nil
        }
    }

    private static func misfit(_ given: String, among choices: [Choice]) -> (message: String, mend: String?)? {
        let known = choices.map(\.id)
        guard !known.contains(given) else { return nil }
        let nearest = Spelling.nearest(to: given, among: known).map { "Did you mean '\($0)'?" }
        return ("has no choice '\(given)'", nearest ?? "There are: \(known.joined(separator: ", ")).")
    }
}
