// The room Decisions.
