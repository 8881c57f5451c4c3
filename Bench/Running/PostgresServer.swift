import CPostgres
import Synchronization

/// The private PostgreSQL server of a run, asked as its administrator.
final class PostgresServer: Sendable {
    private let url: String
    private let made = Mutex(0)

    init(_ url: String) throws {
        guard url.contains("/postgres?") else { throw BenchFault("--postgres takes the URL of a database called postgres") }
        self.url = url
    }

    /// - Returns: the URL of a new database, a copy of the given one.
    func createDatabase(from original: String?) throws -> String {
        let number = made.withLock { made in
            made += 1
            return made
        }
        let name = "bench_\(number)"
        var template = ""
        if let original = original.flatMap(Self.name) {
            // A database is copied only when nobody is connected to it.
            _ = try answer("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '\(original)'")
            template = " TEMPLATE \(original)"
        }
        // An earlier run on the same server may have left one of that name.
        _ = try answer("DROP DATABASE IF EXISTS \(name)")
        _ = try answer("CREATE DATABASE \(name)\(template)")
        return url.replacing("/postgres?", with: "/\(name)?")
    }

    func value(_ query: String) throws -> String { try answer(query) }

    private static func name(of url: String) -> String? { url.split(separator: "?").first?.split(separator: "/").last.map { String($0) } }

    private func answer(_ query: String) throws -> String {
        let connection = PQconnectdb(url)
        defer { PQfinish(connection) }
        guard PQstatus(connection) == CONNECTION_OK else { throw BenchFault("PostgreSQL does not answer at \(url)") }
        PQsetNoticeProcessor(connection, { _, _ in }, nil)
        let result = PQexec(connection, query)
        defer { PQclear(result) }
        let status = PQresultStatus(result)
        guard status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK else { throw BenchFault(String(cString: PQresultErrorMessage(result))) }
        return PQntuples(result) > 0 ? String(cString: PQgetvalue(result, 0, 0)) : ""
    }
}
