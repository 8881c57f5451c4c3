/// The aggregate has moved on since the command read it.
///
/// Thrown inside `Store.write` it makes the store run the body again on the new state, a bounded number of times; after
/// that the caller gets `STORE-110`, of kind `.conflict`.
public struct VersionConflict: Error, Sendable {
    public init() {}
}
