import Capability
import Crypto
import FEEL
import Foundation
import Kernel
import Privacy
import Processes
import Store

/// Asks other capabilities what service tasks of cases ask of them, and brings back what they answer. What one does and how the case goes on is
/// one transaction.
struct CapabilityCaller: Sendable {
    static let job = "casework.service_task"
    /// `registries.find`, and neither a call of an outside system nor one of casework's own names, which are answered within a decision.
    static func isMeant(by name: String) -> Bool { name.contains(".") && !name.contains(" ") && !name.hasPrefix("casework.") }

    let casework: Casework
    let handler: @Sendable (_ task: String) -> ServiceTaskHandler?

    var jobs: [JobRunner.Kind] { [JobRunner.Kind(Self.job, policy: OutsideCaller.policy) { job, _ in try await call(job) }] }

    private var calls: OutsideCallStore { OutsideCallStore(codec: casework.codec) }

    /// What a capability answered with an error, apart from those of the case and of the store.
    private struct Refusal: Error { var fault: PolityError }

    private func call(_ job: Job) async throws {
        guard let id = Identifier<AskedCall>(job.payload) else { throw PolityError(.broken, "CASE-502", "A job names no call.") }
        guard let subject = try await casework.store.read({ try calls.subject(id, $0) }) else { return }
        try await casework.codec.prepare(subject)
        guard let waiting = try await casework.store.read({ try calls.find(id, $0) }) else { return }
        guard case .capability(let task, let input)? = waiting.call else {
            return try await casework.store.write("casework.drop_call") { try calls.remove(id, $0) }
        }
        try await casework.prepare(waiting.caseID)
        do {
            try await finish(id, waiting, job) { dossier, tx in
                guard let handler = handler(task) else {
                    return .callFailed(waiting.ticket, code: "unknown", reason: "nothing here answers '\(task)' any more")
                }
                do {
                    let answer = try handler(request(input, task, waiting, dossier), tx)
                    return .called(waiting.ticket, [OutsideCall.reply: .context(answer)])
                } catch let fault as PolityError where !fault.code.hasPrefix("STORE-") {
                    throw Refusal(fault: fault)
                }
            }
        } catch let refusal as Refusal {
            // What is only out of order just now is asked again, and after so many times somebody has to look.
            guard refusal.fault.isTheCasesOwn || job.attempt >= OutsideCaller.tries else { throw refusal.fault }
            try await finish(id, waiting, job) { _, _ in
                .callFailed(waiting.ticket, code: refusal.fault.code, reason: "\(task): \(refusal.fault.code)")
            }
        } catch let fault as PolityError where fault.isTheCasesOwn {
            let reason = "\(task) answered, and the case could not take it: \(fault.code)"
            try await finish(id, waiting, job) { _, _ in .callFailed(waiting.ticket, code: "not_taken", reason: reason) }
        }
    }

    /// What is done, the answer, what follows from it, and the end of the job: one transaction.
    private func finish(
        _ id: Identifier<AskedCall>, _ waiting: OutsideCallStore.Waiting, _ job: Job,
        _ command: @escaping @Sendable (Casework.Dossier, Transaction) throws -> CaseCommand
    ) async throws {
        try await casework.store.write("casework.service_task") { tx in
            try tx.complete(job)
            // Taken back meanwhile: nobody asks any more.
            guard try calls.subject(id, tx) != nil else { return }
            try calls.remove(id, tx)
            let dossier = try casework.dossier(waiting.caseID, tx)
            guard !dossier.theCase.isErased else { return }
            let wanted = try command(dossier, tx)
            _ = try casework.carryOut(dossier, casework.machine("service_tasks"), tx) { _ in wanted }
        }
    }

    private func request(_ input: Context, _ task: String, _ waiting: OutsideCallStore.Waiting, _ dossier: Casework.Dossier) -> ServiceTaskRequest {
        let theCase = dossier.theCase
        let said = Data("\(task)\n".utf8) + Data(TypedJSON.write(input).bytes)
        let key = "\(theCase.id)-\(waiting.ticket)-\(Hex.encode(Array(SHA256.hash(data: said).prefix(8))))"
        return ServiceTaskRequest(
            input: input, idempotencyKey: key, caseID: theCase.id.text, reference: theCase.reference, service: theCase.service,
            organisation: theCase.organisation, subject: theCase.subject, legalBasis: dossier.service.legalBasis)
    }
}

extension PublicService {
    /// Whether a service task asks another capability.
    func asksCapability(at element: String) -> Bool {
        guard case .task(.service(let name, _))? = process.element(element)?.kind else { return false }
        return CapabilityCaller.isMeant(by: name)
    }
}
