// The room Web.
