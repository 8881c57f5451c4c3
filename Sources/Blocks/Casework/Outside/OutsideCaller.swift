import Capability
import Courier
import Crypto
import FEEL
import Foundation
import Kernel
import Processes
import Store

/// Sends what cases ask of outside systems, and brings back what they answer. Each call is sent at least once, and under the same
/// idempotency key however often (draft-ietf-httpapi-idempotency-key-header).
struct OutsideCaller: Sendable {
    /// A kind of job for each system, so that one which hangs keeps only its own calls waiting.
    static func job(for system: String) -> String { "casework.call." + system }

    /// About an hour and a half in all; then an operator has to look.
    static let tries = 10
    /// The runner goes on where even the failure could not be written down.
    static let policy = JobPolicy(attempts: 130, firstDelay: .seconds(10))
    private static let longestReply = 256 << 10
    /// A system that asks to be left alone for longer is asked again after this all the same, so that somebody hears of it some day.
    static let longestWait = Duration.seconds(86_400)

    let casework: Casework
    let sender: HTTPSender
    /// Where the operator's credentials for outside systems lie.
    let credentials: String
    /// For the whole of a call.
    var timeoutSeconds = 20

    /// One for each system of polity.yaml, and one for calls of systems that it names no more.
    var loops: [BackgroundLoop] {
        let systems = casework.government.systems.map(\.id)
        let named = systems.map { system in
            BackgroundLoop("casework.outside.\(system)", every: .milliseconds(500)) { try await step(system) }
        }
        let others = BackgroundLoop("casework.outside", every: .seconds(60)) {
            let waiting = try await casework.store.read { try $0.rows("SELECT DISTINCT system FROM casework_calls").map { try $0.text(0) } }
            for system in waiting.sorted() where !systems.contains(system) && AskedCall.job(for: system) == Self.job(for: system) { try await step(system) }
        }
        return named + [others]
    }

    /// Sends what is due to one system. Without a call that waits no job is looked for, since that goes through all others that are due.
    func step(_ system: String) async throws {
        guard try await casework.store.read({ try $0.row("SELECT 1 FROM casework_calls WHERE system = \(system) LIMIT 1") }) != nil else { return }
        try await runner([system]).runDue(together: 8)
    }

    /// Runners of their own: a system that hangs keeps no timer and no letter waiting.
    func runner(_ systems: [String]) -> JobRunner {
        JobRunner(
            store: casework.store,
            kinds: systems.map { system in JobRunner.Kind(Self.job(for: system), policy: Self.policy) { job, _ in try await call(job) } })
    }

    private var calls: OutsideCallStore { OutsideCallStore(codec: casework.codec) }

    private func call(_ job: Job) async throws {
        guard let id = Identifier<AskedCall>(job.payload) else { throw PolityError(.broken, "CASE-502", "A job names no call.") }
        guard let subject = try await casework.store.read({ try calls.subject(id, $0) }) else { return }
        try await casework.codec.prepare(subject)
        guard let waiting = try await casework.store.read({ try calls.find(id, $0) }) else { return }
        guard case .outside(let request)? = waiting.call else { return try await casework.store.write("casework.drop_call") { try calls.remove(id, $0) } }
        // A case that cannot be read, whose answer nobody could take, asks nobody.
        try await casework.prepare(waiting.caseID)
        switch await answer(request, waiting) {
        case .answered(let output):
            do {
                try await finish(id, .called(waiting.ticket, output), waiting, job)
            } catch let fault as PolityError where fault.isTheCasesOwn {
                // What was done is not asked for again because the case cannot take the answer: somebody has to look.
                let reason = "\(request.system) answered, and the case could not take it: \(fault.code)"
                try await finish(id, .callFailed(waiting.ticket, code: "not_taken", reason: reason), waiting, job)
            }
        case .refused(let code, let reason): try await finish(id, .callFailed(waiting.ticket, code: code, reason: reason), waiting, job)
        case .notNow(let code, let reason, let wait):
            guard job.attempt >= Self.tries else {
                let cause = PolityError(.unavailable, "CASE-512", "An outside system did not answer.", context: reason)
                throw RetryLater(cause, after: min(wait ?? .zero, Self.longestWait))
            }
            try await finish(id, .callFailed(waiting.ticket, code: code, reason: "\(reason), and so it was \(job.attempt) times"), waiting, job)
        }
    }

    private func answer(_ request: OutsideRequest, _ waiting: OutsideCallStore.Waiting) async -> OutsideAnswer {
        guard let system = casework.government.system(request.system) else {
            return .refused(code: "unknown", reason: "polity.yaml names no system '\(request.system)' any more")
        }
        var headers = [("Accept", "application/json"), ("Idempotency-Key", "\"\(Self.key(request, waiting))\"")]
        if request.method.hasBody { headers.append(("Content-Type", "application/json")) }
        do {
            if let credential = try SystemCredential(of: system.id, in: credentials).value() { headers.append(("Authorization", credential)) }
            var outbound = OutboundRequest(request.method.rawValue, system.address + request.target, headers: headers, body: request.body)
            outbound.timeoutSeconds = timeoutSeconds
            outbound.maximumReplyBytes = Self.longestReply
            // A redirect is an answer like another, and is not followed: nobody else gets what was meant for this system.
            outbound.maximumRedirects = 0
            return OutsideAnswer(try await sender.send(outbound), from: system.id, at: casework.clock.now())
        } catch let failure as DeliveryFailure {
            return OutsideAnswer(failure, from: system.id)
        } catch let error as PolityError {
            return .notNow(code: "unreachable", reason: "\(system.id): \(error.code)", after: nil)
        } catch {
            return .notNow(code: "unreachable", reason: "\(system.id): \(type(of: error))", after: nil)
        }
    }

    /// The same for the same request at the same place of a case, also when an operator lets it be tried again; another once what is sent is
    /// another.
    static func key(_ request: OutsideRequest, _ waiting: OutsideCallStore.Waiting) -> String {
        let said = Data("\(request.method.rawValue) \(request.target)\n".utf8) + Data(request.body)
        return "\(waiting.caseID)-\(waiting.ticket)-\(Hex.encode(Array(SHA256.hash(data: said).prefix(8))))"
    }

    /// The answer, what follows from it, and the end of the job: one transaction.
    private func finish(_ id: Identifier<AskedCall>, _ command: CaseCommand, _ waiting: OutsideCallStore.Waiting, _ job: Job) async throws {
        try await casework.store.write("casework.called") { tx in
            try tx.complete(job)
            // Taken back meanwhile: nobody asks any more.
            guard try calls.subject(id, tx) != nil else { return }
            try calls.remove(id, tx)
            guard try !casework.dossier(waiting.caseID, tx).theCase.isErased else { return }
            _ = try casework.carryOut(waiting.caseID, casework.machine("outside"), tx) { _ in command }
        }
    }
}
