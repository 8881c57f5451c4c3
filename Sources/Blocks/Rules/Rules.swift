// The room Rules.
