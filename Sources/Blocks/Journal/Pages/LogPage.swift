import HTML
import Kernel
import MerkleLog
import Store
import Web

extension Journal {
    var logPage: Route {
        Route(
            "log", .get, "/log", "The public log: what it is, its newest checkpoint and its latest entries.", output: PublicLog.schema, access: .everyone
        ) { [self] request in
            let log = try await PublicLog.read(self)
            return Reply(log.json) {
                Page(request.say(.logTitle), for: request) { html in
                    log.draw(&html)
                }
            }
        }
    }
}

/// What the page shows. Nothing in it is about anybody: entries are hashes with random bytes in them.
struct PublicLog: Sendable {
    struct Entry: Sendable {
        var position: Int
        var kind: String
        var hash: String

        /// `decision_made` as "Decision made".
        var kindInWords: String { (kind.first?.uppercased() ?? "") + kind.dropFirst().replacing("_", with: " ") }
    }

    var origin: String
    var key: String
    var size: Int
    var root: String
    var latest: [Entry]

    static func read(_ journal: Journal) async throws -> PublicLog {
        try await journal.store.read { connection in
            let head = try StoredTree.head(in: connection)
            let rows = try connection.rows(
                """
                SELECT l.position, a.kind, l.entry FROM journal_leaves l LEFT JOIN journal_acts a ON a.id = l.act_id
                ORDER BY l.position DESC LIMIT 10
                """)
            return PublicLog(
                origin: journal.origin, key: journal.publicKey.description, size: head.size, root: head.root.base64,
                latest: try rows.map {
                    Entry(position: try $0.integer(0), kind: try $0.text(optional: 1) ?? "", hash: Base64.standard.encode(try $0.bytes(2)))
                })
        }
    }

    func draw(_ html: inout HTML) {
        html.h1(html.language.say(.logTitle))
        html.p(html.language.say(.logLead), class: "lead")
        html.p(html.language.say(.logPrivacy))
        html.h2(html.language.say(.logCheckpoint))
        html.summaryList([
            SummaryRow(html.language.say(.logSize), html.language.format(size)),
            SummaryRow(html.language.say(.logRoot), root),
            SummaryRow(html.language.say(.logKey), key),
            SummaryRow(html.language.say(.logFile), "", link: Link("\(origin)/checkpoint", href: "/log/checkpoint")),
        ])
        html.h2(html.language.say(.logLatest))
        if latest.isEmpty {
            html.emptyState(html.language.say(.logEmptyTitle), html.language.say(.logEmptyText))
        } else {
            html.dataTable(
                caption: html.language.say(.logLatest), showsCaption: false,
                [
                    Column(html.language.say(.logPosition), isNumeric: true), Column(html.language.say(.logKind)), Column(html.language.say(.logEntry)),
                ],
                latest.map { entry in
                    [.text(html.language.format(entry.position)), .text(entry.kindInWords), .text(entry.hash.prefix(16) + "…")]
                })
        }
        html.h2(html.language.say(.logCheckTitle))
        html.p(html.language.say(.logCheckText))
        html.p(html.language.say(.logCheckKeep))
    }

    var json: JSON {
        [
            "origin": .string(origin), "key": .string(key), "size": .integer(size), "root": .string(root),
            "latest": .array(latest.map { ["position": .integer($0.position), "kind": .string($0.kind), "entry": .string($0.hash)] }),
        ]
    }

    static let schema = Schema.object(
        ObjectSchema(
            "Public log", "The log's newest checkpoint and latest entries.",
            [
                .required("origin", .text(), "The log's name, the first line of its checkpoints."),
                .required("key", .text(), "The public key that signs them (C2SP signed-note)."),
                .required("size", .integer(minimum: 0), "How many acts stand in the log."),
                .required("root", .text(), "The root of its Merkle tree (RFC 9162), Base 64."),
                .required(
                    "latest",
                    .list(
                        of: .object(
                            ObjectSchema(
                                "Entry", "One act's commitment.",
                                [
                                    .required("position", .integer(minimum: 0), "Its leaf's index."),
                                    .required("kind", .text(), "The kind of act."),
                                    .required("entry", .text(), "SHA-256 of 32 random bytes and the canonical act (RFC 8785), Base 64."),
                                ])), maximum: 10), "The last ten entries, newest first."),
            ]))
}
