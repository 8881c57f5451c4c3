import Blueprint
import Forms
import Kernel
import Testing

@testable import Casework

/// A folder with a clerk and one or two drawn services, each with a single question, for what a process does.
enum SmallTown {
    static let government = """
        name: Smalltown
        languages: [en]
        currency: GBP
        time_zone: UTC
        organisations: {town: {title: Town}}
        roles:
          clerk: {title: Clerk, organisation: town, permissions: [casework.work]}
        legal_bases:
          town_act: {title: To run the town, source: "Town Act, section 1"}

        """

    /// - Parameter steps: what `service.yaml` says of them, from `steps:` on.
    static func service(_ question: String, _ steps: String, head: String = "") -> String {
        """
        title: Report something
        summary: Tell the clerk about it.
        access: signed_in
        \(head)
        questions:
          \(question)
        \(steps)
        outcomes:
          done: {title: It is done}

        """
    }

    /// - Parameters:
    ///   - root: messages, signals, errors and escalations.
    ///   - flow: elements and flows of the process.
    static func process(_ id: String, root: String = "", _ flow: String) -> String {
        """
        <?xml version="1.0" encoding="UTF-8"?>
        <definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:polity="urn:polity:bpmn" targetNamespace="urn:town">
        \(root)
        <process id="\(id)" isExecutable="true">
        \(flow)
        </process>
        </definitions>
        """
    }

    /// `a -> b`, `a -> b : condition`, one after the other; each flow's id is `a_b`.
    static func flows(_ lines: String...) -> String {
        lines.map { line in
            let parts = line.split(separator: " : ", maxSplits: 1).map(String.init)
            let ends = parts[0].split(separator: " -> ").map(String.init)
            let head = "<sequenceFlow id=\"\(ends[0])_\(ends[1])\" sourceRef=\"\(ends[0])\" targetRef=\"\(ends[1])\""
            guard parts.count > 1 else { return head + "/>" }
            let condition = parts[1].replacing("<", with: "&lt;").replacing(">", with: "&gt;")
            return head + "><conditionExpression>\(condition)</conditionExpression></sequenceFlow>"
        }.joined(separator: "\n")
    }

    static func folder(_ files: [String: String], government: String = Self.government) -> FolderSnapshot {
        let all = files.merging(["polity.yaml": government]) { first, _ in first }
        return FolderSnapshot(files: all.map { .init(path: $0.key, bytes: Array($0.value.utf8)) })
    }

    /// What `polity check` says of a folder, the first line of each.
    static func findings(_ folder: FolderSnapshot) -> [String] {
        TestGovernment.composition.edition(of: folder).1.sorted.map { String($0.description.split(separator: "\n")[0]) }
    }
}

extension TestGovernment {
    /// Sends in an application to a service with one question.
    func send(_ service: String, _ question: String, _ answer: String, _ caller: Caller) async throws -> Identifier<Case> {
        let (application, _) = try await casework.start(service, caller)
        #expect(try await self.answer(application, [(question, [question: answer])], caller) == [])
        return try await casework.submit(application, caller).caseID
    }

    func finish(_ step: String, of id: Identifier<Case>, _ fields: [String: String] = [:], by officer: Caller) async throws {
        let row = try #require(try await casework.queue(QueueQuery(), officer).rows.first { $0.caseID == id && $0.step == step })
        _ = try await casework.finish(.init(row.ticket), of: id, fields: RawFields(fields.mapValues { [$0] }), officer)
    }

    /// Where a case waits, and what its process knows.
    func standing(_ id: Identifier<Case>) async throws -> Case {
        try await casework.prepare(id)
        return try await store.read { try casework.dossier(id, $0).theCase }
    }

    func waiting(_ id: Identifier<Case>) async throws -> [String] {
        let theCase = try await standing(id)
        let service = try #require(casework.services.service(theCase.service, folder: theCase.folder))
        return theCase.process.waiting(in: service.process).map(\.element)
    }
}
