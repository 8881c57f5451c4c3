// The room Identity.
