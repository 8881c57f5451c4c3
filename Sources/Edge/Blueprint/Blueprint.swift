// The room Blueprint.
