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

    var all: [Filing] { filings.withLock { Array($0.values) } }
    var submitted: [Filing] { all.filter { $0.caseID != nil } }

    func begun(_ application: String, question: String, by browser: Browser) {
        filings.withLock { $0[application] = Filing(application: application, question: question, browser: browser) }
    }

    func answered(_ application: String, _ words: String) { filings.withLock { $0[application]?.words = words } }
    func attached(_ application: String) { filings.withLock { $0[application]?.photos += 1 } }
    func submitted(_ application: String, case id: String) { filings.withLock { $0[application]?.caseID = id } }
    func told(_ application: String, reference: String) { filings.withLock { $0[application]?.reference = reference } }
    func paid(_ application: String, invoice: String) { filings.withLock { $0[application]?.invoice = invoice } }
}
