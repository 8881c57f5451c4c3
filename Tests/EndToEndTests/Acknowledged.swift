import Synchronization

/// What the government has said "yes" to, as those who were told keep it. Nothing in it may ever be lost.
final class Acknowledged: Sendable {
    struct Filing: Sendable {
        var application: String
        /// An answer that was kept: the question and the words.
        var words: String?
        var question: String
        var photos = 0
        var caseID: String?
        var reference: String?
        var invoice: String?
        var browser: Browser
    }

    private let filings = Mutex<[String: Filing]>([:])
    private let answers = Mutex(0)

    /// How often anybody was told anything.
    var count: Int { answers.withLock { $0 } }
    var all: [Filing] { filings.withLock { Array($0.values) } }
    var submitted: [Filing] { all.filter { $0.caseID != nil } }

    func begun(_ application: String, question: String, by browser: Browser) {
        note(application) { $0 = Filing(application: application, question: question, browser: browser) }
    }

    func answered(_ application: String, _ words: String) { note(application) { $0?.words = words } }
    func attached(_ application: String) { note(application) { $0?.photos += 1 } }
    func submitted(_ application: String, case id: String) { note(application) { $0?.caseID = id } }
    func told(_ application: String, reference: String) { note(application) { $0?.reference = reference } }
    func paid(_ application: String, invoice: String) { note(application) { $0?.invoice = invoice } }

    private func note(_ application: String, _ change: (inout Filing?) -> Void) {
        filings.withLock { change(&$0[application]) }
        answers.withLock { $0 += 1 }
    }
}
