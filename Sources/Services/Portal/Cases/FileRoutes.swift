import Casework
import Documents
import Kernel
import Web

/// Files that were sent with an application: for the one who sent them, and those that a service publishes for everybody.
extension Portal {
    private static let file: Field<Identifier<Document>> = .path("file", "The file's id.")
    private static let reference: Field<String> = .path("reference", "The case's reference number.")

    var fileRoutes: [Route] { [draftFile, caseFile, publicFile] }

    private var draftFile: Route {
        Route(
            "application_file", .get, "/applications/{application}/files/{file}", "Gives a file of one's own draft.",
            input: [Self.applicationField, Self.file], access: .everyone
        ) { request in
            let (id, file) = (try request[Self.applicationField], try request[Self.file])
            return try await hand(file, casework.ownFile(file.text, of: id, caller(request, holding: id.text)))
        }
    }

    private var caseFile: Route {
        Route(
            "case_file", .get, "/cases/{case}/files/{file}", "Gives a file that one sent with one's own application.", input: [Self.caseField, Self.file],
            access: .everyone
        ) { request in
            let (id, file) = (try request[Self.caseField], try request[Self.file])
            return try await hand(file, casework.ownFile(file.text, of: id, caller(request, holding: id.text)))
        }
    }

    private var publicFile: Route {
        Route(
            "public_file", .get, "/public/{reference}/files/{file}", "Gives a file that is public, such as the photo of a broken street light.",
            input: [Self.reference, Self.file], access: .everyone
        ) { request in
            guard let reference = ReferenceNumber(try request[Self.reference]) else { throw PolityError(.notFound, "PORTAL-404", Phrase.noSuchService) }
            let file = try request[Self.file]
            return try await hand(file, casework.publicFile(file.text, of: reference), isPublic: true)
        }
    }

    /// The file's own name may tell about whoever sent it, so a public one has none.
    private func hand(_ file: Identifier<Document>, _ owner: DocumentOwner, isPublic: Bool = false) async throws -> Reply {
        guard var download = try await host[Documents.self].download(file, owner: owner).value else {
            throw PolityError(.notFound, "PORTAL-404", Phrase.noSuchService)
        }
        if isPublic { download.fileName = "file." + (download.contentType.split(separator: "/").last.map(String.init) ?? "bin") }
        return .file(download)
    }
}
