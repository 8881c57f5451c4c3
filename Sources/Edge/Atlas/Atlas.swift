// The room Atlas.
