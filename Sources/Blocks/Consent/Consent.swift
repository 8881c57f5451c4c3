// The room Consent.
