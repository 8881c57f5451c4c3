import Crypto
import Journal
import Kernel
import Store

/// The lines of one file that were entered in a registry: a run that was cut off is taken up again, whatever it came to print.
public struct RecordImport: Sendable {
    /// Names the file by a keyed hash, for its content is people's.
    let file: String

    public init(of bytes: [UInt8], in registry: String, _ journal: Journal) {
        file = Hex.encode(journal.seal(for: "registry_imports").code(over: Array(registry.utf8) + [0] + Array(SHA256.hash(data: bytes))))
    }

    /// The records of those lines that are in already.
    public func entered(_ lines: ClosedRange<Int>, in connection: Connection) throws -> [Int: RecordID] {
        let rows = try connection.rows(
            "SELECT line, record FROM registry_imports WHERE file = \(file) AND line >= \(lines.lowerBound) AND line <= \(lines.upperBound)")
        return Dictionary(try rows.map { (try $0.integer(0), try $0.identifier(1)) }, uniquingKeysWith: { first, _ in first })
    }

    /// In the transaction that enters it.
    public func note(_ line: Int, _ record: RecordID, in tx: Transaction) throws {
        try tx.write("INSERT INTO registry_imports (file, line, record) VALUES (\(file), \(line), \(record))")
    }
}
