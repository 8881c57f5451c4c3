import Kernel

extension Store {
    /// Takes or renews a named lease, such as the sequencer's, for `duration` from now.
    ///
    /// - Returns: whether `holder` has it. The machines' clocks must agree to well within `duration`.
    public func lease(_ name: String, holder: String, for duration: Duration) async throws -> Bool {
        try await write("store.lease") { tx in
            try tx.execute(
                """
                INSERT INTO store_leases (name, holder, ends_at) VALUES (\(name), \(holder), \(tx.now + duration))
                ON CONFLICT (name) DO UPDATE SET holder = excluded.holder, ends_at = excluded.ends_at
                WHERE store_leases.holder = excluded.holder OR store_leases.ends_at <= \(tx.now)
                """) == 1
        }
    }

    /// Gives a lease up before its end.
    public func releaseLease(_ name: String, holder: String) async throws {
        try await write("store.release_lease") { tx in
            try tx.execute("DELETE FROM store_leases WHERE name = \(name) AND holder = \(holder)")
        }
    }
}

extension Transaction {
    /// Whether `holder` still has the lease, asked inside the transaction that depends on it, which then cannot commit
    /// beside another holder's.
    public func holdsLease(_ name: String, holder: String) throws -> Bool {
        try execute("UPDATE store_leases SET holder = holder WHERE name = \(name) AND holder = \(holder) AND ends_at > \(now)") == 1
    }
}
