// The room Registries.
