import Documents
import FEEL
import Forms
import Kernel
import Store

/// Which file of an application or a case may be handed to whom. Each answer names the owner under which Documents keeps it.
extension Casework {
    /// A file of a person's own draft.
    ///
    /// - Throws: `CASE-404` when there is none or it is another person's.
    public func ownFile(_ file: String, of id: Identifier<Application>, _ caller: Caller) async throws -> DocumentOwner {
        let service = try await serviceOfDraft(id)
        let application = try await store.read { try own(id, caller, service, $0) }
        guard application.evidence.contains(where: { $0.id == file }) else { throw CaseFault.notFound }
        return Self.fileOwner(id)
    }

    /// A file that a person sent with their own application, or with an answer to a question about it.
    ///
    /// - Throws: `CASE-404` when there is none or it is another person's.
    public func ownFile(_ file: String, of id: Identifier<Case>, _ caller: Caller) async throws -> DocumentOwner {
        let view = try await applicantView(id, caller)
        if view.application.evidence.contains(where: { $0.id == file }) { return Self.fileOwner(view.application.id) }
        guard view.requests.contains(where: { $0.answer?.files.contains { $0.id == file } == true }) else { throw CaseFault.notFound }
        return Self.fileOwner(id)
    }

    /// A file that the service publishes: the photo of a broken street light.
    ///
    /// - Throws: `CASE-404` for every other.
    public func publicFile(_ file: String, of reference: ReferenceNumber) async throws -> DocumentOwner {
        let view = try await publicView(reference)
        guard view.files.contains(where: { $0.id == file }) else { throw CaseFault.notFound }
        return Self.fileOwner(view.application)
    }
}

extension PublicView {
    /// The files among the published answers: their ids and types.
    public var files: [(id: String, type: String)] {
        fields.flatMap { field -> [(id: String, type: String)] in
            guard case .files = field.question.kind, case .list(let files) = field.value else { return [] }
            return files.compactMap { file in
                guard case .context(let file) = file, case .string(let id)? = file["id"], case .string(let type)? = file["type"] else { return nil }
                return (id, type)
            }
        }
    }
}
