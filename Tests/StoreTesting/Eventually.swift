/// Waits until something has come about. A test that needs it can be as patient as the busiest machine asks for: where all
/// goes well it waits no longer than it must, and a time is waited out in full only by a fault.
///
/// - Returns: whether it has come about.
public func eventually(
    within patience: Duration = .seconds(120), isolation: isolated (any _Concurrency.Actor)? = #isolation, _ condition: () async throws -> Bool
) async throws -> Bool {
    let end = ContinuousClock.now + patience
    while try await !condition() {
        guard ContinuousClock.now < end else { return false }
        try await Task.sleep(for: .milliseconds(10))
    }
    return true
}
