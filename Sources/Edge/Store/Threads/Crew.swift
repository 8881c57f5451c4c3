import Foundation

/// The threads of one engine, and how to wait until all have gone home.
final class Crew: Sendable {
    private let group = DispatchGroup()

    func start(_ name: String, _ work: @escaping @Sendable () -> Void) {
        group.enter()
        let thread = Thread { [group] in
            work()
            group.leave()
        }
        thread.name = name
        thread.stackSize = 4 << 20
        thread.start()
    }

    /// The same for a thread that can wait.
    func wait() { group.wait() }

    func finished() async {
        await withCheckedContinuation { continuation in
            group.notify(queue: .global()) { continuation.resume() }
        }
    }
}
