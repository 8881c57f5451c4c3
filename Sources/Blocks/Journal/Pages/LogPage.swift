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
                    log.draw(&html, address: request.site.publicURL)
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

    /// - Parameter address: the government's own, for the commands that a reader can copy.
    func draw(_ html: inout HTML, address: String) {
        let language = html.language
        html.h1(language.say(.logTitle))
        html.p(language.say(.logLead), class: "lead")
        LogDrawing().draw(&html)
        html.h2(language.say(.logProves))
        html.ul { html in for phrase in [Phrase.logProvesOrder, .logProvesWhole, .logProvesOne] { html.li(language.say(phrase)) } }
        html.h2(language.say(.logDoesNot))
        html.ul { html in for phrase in [Phrase.logPrivacy, .logDoesNotRight] { html.li(language.say(phrase)) } }
        html.h2(language.say(.logCheckpoint))
        html.summaryList([
            SummaryRow(language.say(.logSize), language.format(size)),
            SummaryRow(language.say(.logRoot), root),
            SummaryRow(language.say(.logKey), key),
            SummaryRow(language.say(.logFile), "", link: Link("\(origin)/checkpoint", href: "/log/checkpoint")),
        ])
        drawLatest(&html)
        html.h2(language.say(.logCheckTitle))
        html.ol { html in
            html.li { html in
                html.p(language.say(.logCheckKeep))
                html.sample("curl -O \(address)/log/checkpoint", label: language.say(.logCheckpoint))
            }
            html.li { html in
                html.p(language.say(.logCheckCertificate))
                html.p { html in html.a(language.say(.logCheckLink), href: "/verify") }
            }
            html.li { html in
                html.p(language.say(.logCheckMirror))
                html.sample("curl -O \(address)/log/tile/entries/000.p/\(max(1, min(size, 256)))", label: language.say(.logEntry))
            }
        }
    }

    private func drawLatest(_ html: inout HTML) {
        let language = html.language
        html.h2(language.say(.logLatest))
        guard !latest.isEmpty else { return html.emptyState(language.say(.logEmptyTitle), language.say(.logEmptyText)) }
        html.dataTable(
            caption: language.say(.logLatest), showsCaption: false,
            [Column(language.say(.logKind)), Column(language.say(.logEntry)), Column(language.say(.logPosition), isNumeric: true)],
            latest.map { entry in
                [.text(language.say(actOf: entry.kind)), .text(entry.hash.prefix(16) + "…"), .text(language.format(entry.position))]
            })
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
