import Casework
import Synchronization

/// The newest figures, counted beside the requests: a front page waits for no count.
final class FiguresBoard: Sendable {
    private let newest = Mutex<PublicFigures?>(nil)

    var figures: PublicFigures? { newest.withLock { $0 } }

    func count(_ casework: Casework) async throws {
        let figures = try await casework.publicFigures()
        newest.withLock { $0 = figures }
    }
}
