// The room Messages.
