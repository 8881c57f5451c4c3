// The room Paper.
