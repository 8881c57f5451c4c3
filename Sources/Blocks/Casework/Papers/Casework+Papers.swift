import Capability
import Documents
import Journal
import Kernel
import Messages
import Paper
import Store

/// Certificates and letters are made once their act stands in the public log, because they carry its proof.
extension Casework {
    static let printJob = "casework.print"

    private var papers: PaperStore { PaperStore(codec: codec) }

    /// Writes a paper down in the transaction of its decision.
    func promise(_ request: PaperRequest, act: String, _ tx: Transaction) throws {
        guard try papers.insert(identifiers.next(), request, act: act, tx) else { throw CaseFault.incident("the number of a paper was just taken") }
    }

    /// Acts have their place in the log: papers that wait for them are printed.
    func sequenced(_ event: Event, _ tx: Transaction) throws {
        for act in event.payload["acts"]?.array ?? [] where act["kind"]?.string == "decision_made" {
            guard let id = act["id"]?.string else { continue }
            for paper in try papers.waiting(act: id, tx) { try tx.schedule(JobRequest(Self.printJob, key: paper.text, payload: paper.text, at: tx.now)) }
        }
    }

    func supersedePapers(of id: Identifier<Case>, _ tx: Transaction) throws { try papers.supersede(of: id, tx) }

    /// Prints one paper and puts it into its case's file. A second run finds it printed.
    func print(_ id: Identifier<CasePaper>, journal: Journal, documents: Documents, publicAddress: String) async throws {
        let found = try await store.read { connection in (paper: try papers.paper(id, connection), content: try papers.content(id, connection)) }
        guard let paper = found.paper, paper.document == nil, let content = found.content, let act = ActID(paper.act) else { return }
        guard case .value(let proof)? = try await journal.proof(for: act) else { return }
        let layout = PaperLayout(
            paper: paper, content: content.json, language: government.language(content.language), government: government, publicAddress: publicAddress,
            template: try await template(of: content.json, service: paper.service))
        let printed = try await Paper.print(layout.document(proof: proof.json, at: clock.now()))
        let bytes = try PaperSeal.seal(printed, number: paper.number, journal: journal)
        let file = try await documents.make(bytes, fileName: "\(paper.kind.rawValue)-\(paper.number.plain.lowercased()).pdf", type: .pdf, for: content.subject)
        try await store.write("casework.paper_printed") { tx in
            guard try tx.execute("UPDATE casework_papers SET document = \(file.text) WHERE id = \(id) AND document IS NULL") == 1 else { return }
            try documents.attach(file, to: Self.fileOwner(paper.caseID), subject: content.subject, in: tx)
        }
    }

    /// The template as it was when the paper was promised.
    private func template(of content: JSON, service: String) async throws -> LetterTemplate? {
        guard let name = content["template"]?.string, let folder = content["folder"]?.string else { return nil }
        try await services.prepare(folder)
        return try pinned(service, folder).templates.template(name, language: content["language"]?.string ?? "")?.template
    }

    /// Whose files the papers and the evidence of a case are.
    public static func fileOwner(_ id: Identifier<Case>) -> DocumentOwner { DocumentOwner("casework_case", id.text) }
    public static func fileOwner(_ id: Identifier<Application>) -> DocumentOwner { DocumentOwner("casework_application", id.text) }

    /// The papers of an applicant's own case.
    public func papers(of id: Identifier<Case>, _ caller: Caller) async throws -> [CasePaper] {
        _ = try await applicantView(id, caller)
        return try await store.read { try papers.papers(of: id, $0) }
    }

    /// The papers of a case, for those who work on it.
    public func papersForOfficers(of id: Identifier<Case>, _ caller: Caller) async throws -> [CasePaper] {
        _ = try await officerView(id, caller)
        return try await store.read { try papers.papers(of: id, $0) }
    }

    /// A certificate by the number that its QR code holds; nil when none was issued under it. It tells nothing about its holder.
    public func certificate(_ number: ReferenceNumber) async throws -> CasePaper? {
        try await store.read { try papers.paper(number: number, $0) }.flatMap { $0.kind == .certificate ? $0 : nil }
    }

    /// A paper by its id, for the routes that hand it out after they have asked `papers(of:_:)`.
    func paper(_ id: Identifier<CasePaper>) async throws -> CasePaper? { try await store.read { try papers.paper(id, $0) } }
}
