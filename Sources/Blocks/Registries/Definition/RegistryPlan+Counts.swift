import Store

extension RegistryPlan {
    /// How many records each registry holds.
    public static func recordCounts(in store: Store) async throws -> [String: Int] {
        let rows = try await store.read { try $0.rows("SELECT registry, COUNT(*) AS number FROM registry_records GROUP BY registry ORDER BY registry") }
        var counts: [String: Int] = [:]
        for row in rows { counts[try row.value("registry", as: String.self)] = try row.value("number", as: Int.self) }
        return counts
    }
}
