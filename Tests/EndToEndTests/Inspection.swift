import Crypto
import Foundation
import Kernel
import Store
import Testing

/// Looks into a town's data after it was ill-treated: is everything acknowledged there once, and nothing half done?
struct Inspection {
    let town: Town
    let acknowledged: Acknowledged

    /// Asks the running program, as those who were told would.
    func askEverybody() async throws {
        for filing in acknowledged.all {
            if let id = filing.caseID {
                let answer = try await filing.browser.json("/cases/\(id)")
                #expect(answer.status == 200, "the case of \(filing.application) is gone: \(answer.status)")
                let found = try? JSON(parsing: answer.bytes)
                if let reference = filing.reference { #expect(found?["reference"]?.string == reference) }
                if let invoice = filing.invoice {
                    let paid = try await filing.browser.json("/pay/\(invoice)")
                    #expect((try? JSON(parsing: paid.bytes))?["state"]?.string == "settled", "a payment is gone: \(invoice)")
                }
            } else {
                let answer = try await filing.browser.json("/applications/\(filing.application)/check")
                // A submission whose answer was lost may have happened, and the draft then leads to its case.
                guard answer.status == 200 || answer.status == 303, let found = try? JSON(parsing: answer.bytes) else {
                    let led = try await filing.browser.open("/applications/\(filing.application)")
                    #expect(led.status == 303, "the draft \(filing.application) is gone: \(led.status)")
                    continue
                }
                if let words = filing.words { #expect(found["answers"]?[filing.question]?.string == words) }
                #expect((found["answers"]?["photo"]?.array ?? found["answers"]?["picture"]?.array ?? []).count >= filing.photos)
            }
        }
    }

    /// Compares the rows with each other, with what was acknowledged, and with the files.
    func readTheRows() async throws {
        let rows = try await town.inspect { connection in
            func count(_ query: SQL) throws -> Int { try connection.value("SELECT COUNT(*) FROM " + query, as: Int.self) ?? -1 }
            return Rows(
                cases: Dictionary(
                    try connection.rows("SELECT application, id FROM casework_cases").map { (try $0.text(0), try $0.text(1)) },
                    uniquingKeysWith: { $0 + " and " + $1 }),
                submitted: try count("casework_applications WHERE state = 'submitted'"),
                acts: try count("journal_acts WHERE kind = 'application_submitted'"),
                tags: try count("casework_cases WHERE service = 'tag'"),
                invoices: try count("payments_invoices"),
                settled: try count("payments_invoices WHERE state = 'settled'"),
                receipts: try count("ledger_entries WHERE key LIKE 'payment/%'"),
                unbalanced: try count("(SELECT entry FROM ledger_postings GROUP BY entry, currency HAVING SUM(amount) <> 0) AS e"),
                entriesWithoutPostings: try count("ledger_entries WHERE id NOT IN (SELECT entry FROM ledger_postings)"),
                openReportsWithoutTask: try count(
                    "casework_cases c WHERE service = 'report' AND closed_at IS NULL AND NOT EXISTS (SELECT 1 FROM casework_tasks t WHERE t.case_id = c.id)"),
                files: try connection.rows("SELECT name, state, owner, stored_hash FROM documents_files").map {
                    (try $0.text(0), try $0.text(1), try $0.text(optional: 2), try $0.bytes(3))
                })
        }
        for filing in acknowledged.submitted {
            #expect(rows.cases[filing.application] == filing.caseID, "application \(filing.application)")
        }
        #expect(rows.submitted == rows.cases.count && rows.acts == rows.cases.count, "\(rows.submitted), \(rows.acts), \(rows.cases.count)")
        #expect(rows.invoices == rows.tags && rows.receipts == rows.settled, "\(rows.invoices), \(rows.tags), \(rows.receipts), \(rows.settled)")
        #expect(rows.settled >= acknowledged.all.count { $0.invoice != nil })
        #expect(rows.unbalanced == 0 && rows.entriesWithoutPostings == 0 && rows.openReportsWithoutTask == 0)
        checkFiles(rows)
    }

    private func checkFiles(_ rows: Rows) {
        for file in rows.files where file.state != "removed" {
            let bytes = FileManager.default.contents(atPath: "\(town.data)/files/\(file.name.prefix(2))/\(file.name)")
            #expect(bytes.map { Array(SHA256.hash(data: $0)) } == file.hash, "the row of \(file.name) (\(file.state)) has no such file")
        }
        for filing in acknowledged.all where filing.photos > 0 {
            let kept = rows.files.count { $0.owner == "casework_application/\(filing.application)" && $0.state == "kept" }
            #expect(kept >= filing.photos, "a photo of \(filing.application) is gone")
        }
    }

    /// Files without a row: what was on its way when the program died. A day later the sweep has taken them.
    func strays() async throws -> Set<String> {
        let known = try await town.inspect { connection in
            Set(try connection.rows("SELECT name FROM documents_files").map { try $0.text(0) })
        }
        return Set(filesOnDisk.map(\.name)).subtracting(known)
    }

    private var filesOnDisk: [(name: String, path: String)] {
        let folder = town.data + "/files"
        let all = FileManager.default.enumerator(atPath: folder)?.compactMap { $0 as? String } ?? []
        return all.compactMap { path in
            var isFolder: ObjCBool = false
            guard FileManager.default.fileExists(atPath: folder + "/" + path, isDirectory: &isFolder), !isFolder.boolValue, path != "STORE" else { return nil }
            return (String(path.split(separator: "/").last ?? ""), folder + "/" + path)
        }
    }

    func letADayPass() throws {
        for file in filesOnDisk {
            try FileManager.default.setAttributes([.modificationDate: Date(timeIntervalSinceNow: -2 * 86_400)], ofItemAtPath: file.path)
        }
    }

    struct Rows: Sendable {
        var cases: [String: String]
        var submitted: Int
        var acts: Int
        var tags: Int
        var invoices: Int
        var settled: Int
        var receipts: Int
        var unbalanced: Int
        var entriesWithoutPostings: Int
        var openReportsWithoutTask: Int
        var files: [(name: String, state: String, owner: String?, hash: [UInt8])]
    }
}
