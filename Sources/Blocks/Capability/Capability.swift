// The room Capability.
