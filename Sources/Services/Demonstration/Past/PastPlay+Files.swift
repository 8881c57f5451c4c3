import Casework
import Documents
import Forms
import Kernel
import Web

extension PastPlay {
    /// Sends the files of a page through the door of every upload, where their type is found and their metadata removed.
    ///
    /// - Returns: their ids by question.
    func upload(for page: Form.Page, to id: Identifier<Application>, _ lots: AnswerMaker, _ caller: Caller) async throws -> [String: [String]] {
        var ids: [String: [String]] = [:]
        for question in page.questions {
            guard case .files(let rule) = question.kind, rule.accept.contains("png"), !question.isOptional || lots.chance(40) else { continue }
            // Whoever takes documents too wants plans; where only pictures are taken, it is photos.
            let isPhoto = !rule.accept.contains("pdf")
            let picture = isPhoto ? Picture.photo(lots.generator) : Picture.plan(lots.generator)
            let name = isPhoto ? "photo-\(100 + lots.generator.next(below: 900)).png" : "plan-\(1 + lots.generator.next(below: 9)).png"
            let bytes = picture.png
            let documents = government.host[Documents.self]
            let policy = isPhoto ? UploadPolicy.publicPhotos : .evidence
            let writer = try await documents.sink(policy).open(UploadHead(field: question.id, fileName: name, declaredType: "image/png"), caller.actor)
            try await writer.write(bytes)
            let stored = try await writer.finish()
            let file = Application.AttachedFile(id: stored.id, question: question.id, name: name, type: stored.contentType, bytes: bytes.count)
            try await casework.attach(file, to: id, caller)
            ids[question.id] = [stored.id]
        }
        return ids
    }
}
