// The room MerkleLog.
