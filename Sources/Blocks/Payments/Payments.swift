// The room Payments.
