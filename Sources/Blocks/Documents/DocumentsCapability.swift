import Capability
import Kernel
import Store

extension Capability {
    /// Files. It provides `Documents` to later blocks.
    public static var documents: Capability {
        Capability(
            id: "documents", migrations: DocumentsMigrations.all,
            open: { host in
                let documents = try Documents(
                    store: host.store, codec: host[PersonalCodec.self], identifiers: host.identifiers, random: host.random,
                    directory: host.settings.dataDirectory + "/files")
                try await documents.claimFolder()
                host.provide(documents)
                var offer = Offer()
                offer.loops = [BackgroundLoop("documents.sweep", every: .seconds(600)) { try await documents.sweep(now: host.clock.now()) }]
                offer.personalData = [
                    PersonalDataHolder(id: "documents", export: { try documents.export($0, connection: $1) }, erase: { try documents.erase($0, in: $1) })
                ]
                offer.integrity = [
                    IntegrityCheck("documents.files") { try await documents.verify().map { "The file \($0) is missing, was changed or cannot be opened." } }
                ]
                return offer
            })
    }
}

enum DocumentsMigrations {
    static let all = [files, folder]

    private static let files = Migration(
        "documents", 1,
        """
        CREATE TABLE documents_files (
            id TEXT PRIMARY KEY, name TEXT NOT NULL UNIQUE, state TEXT NOT NULL, owner TEXT, subject TEXT NOT NULL, type TEXT NOT NULL,
            size BIGINT NOT NULL, stored_hash BYTES NOT NULL, sealed_key BYTES NOT NULL, sealed_name BYTES NOT NULL, made_at BIGINT NOT NULL,
            changed_at BIGINT NOT NULL
        );
        CREATE INDEX documents_files_by_owner ON documents_files (owner, id);
        CREATE INDEX documents_files_by_subject ON documents_files (subject);
        CREATE INDEX documents_files_by_state ON documents_files (state, changed_at);
        """)

    /// The id that this store and its folder of files both bear; one row.
    private static let folder = Migration(
        "documents", 2,
        """
        CREATE TABLE documents_folder (
            place TEXT PRIMARY KEY, id TEXT NOT NULL
        );
        """)
}
