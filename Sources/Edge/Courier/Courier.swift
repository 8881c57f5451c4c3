// The room Courier.
