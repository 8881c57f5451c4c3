// The room Ledger.
