import FEEL
import Forms
import Kernel
import Store

/// Files come into a draft, and go out of it again.
extension Casework {
    /// A file that Documents has stored becomes part of the draft.
    ///
    /// - Parameter kept: the question's files that the applicant goes on naming; the others are taken out first, and make room.
    ///   Those that its answer names unless given.
    public func attach(
        _ file: Application.AttachedFile, keeping kept: [String]? = nil, to id: Identifier<Application>, _ caller: Caller
    ) async throws {
        try await change(id, caller) { application, service, tx in
            guard case .files(let rule)? = service.form.question(file.question)?.kind else { throw CaseFault.noPage }
            guard !application.files.contains(where: { $0.id == file.id }) else { return }
            guard rule.takes(contentType: file.type) else { throw CaseFault.wrongFileType(file.question, rule.accept) }
            guard file.bytes <= rule.maximumBytes else { throw CaseFault.fileTooLarge(file.question) }
            let out = application.files.filter { $0.question == file.question && !(kept?.contains($0.id) ?? application.names($0)) }
            try takeOut(out, of: &application, tx)
            guard application.files.filter({ $0.question == file.question }).count < rule.maximumCount else { throw CaseFault.tooManyFiles }
            try neighbours.keepFile(file.id, Self.fileOwner(application.id), application.subject, tx)
            application.files.append(file)
            application.answers[file.question] = .list(application.files.filter { $0.question == file.question }.map(\.value))
        }
    }

    /// Takes files out of an application: their bytes go with the next sweep.
    func takeOut(_ files: [Application.AttachedFile], of application: inout Application, _ tx: Transaction) throws {
        for file in files { try neighbours.dropFile(file.id, Self.fileOwner(application.id), tx) }
        application.files.removeAll { files.contains($0) }
    }
}

extension Application {
    /// Whether the answer to its question still has the file: who takes the tick away leaves it out.
    func names(_ file: AttachedFile) -> Bool {
        guard case .list(let files)? = answers[file.question] else { return false }
        return files.contains { if case .context(let named) = $0 { named["id"] == .string(file.id) } else { false } }
    }

    /// The files that its answers name. In what earlier versions of this program took in, some are left of which that is not so.
    public var evidence: [AttachedFile] { files.filter(names) }
}
