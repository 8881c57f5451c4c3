import CCurl
import Dispatch
import Synchronization

/// Lanes of its own for each machine that is spoken with, so that one which hangs keeps no other waiting.
final class CurlMachines: Sendable {
    /// A government speaks with a few; beyond these, machines share lanes.
    private static let most = 64

    private let lanesEach: Int
    private let known = Mutex<[String: CurlLanes]>([:])

    init(lanesEach: Int) { self.lanesEach = lanesEach }

    subscript(machine: String) -> CurlLanes {
        known.withLock { known in
            let name = known[machine] != nil || known.count < Self.most ? machine : ""
            if let lanes = known[name] { return lanes }
            let lanes = CurlLanes(count: lanesEach)
            known[name] = lanes
            return lanes
        }
    }
}

/// A few threads, each with one libcurl handle that keeps its connections open between uses.
///
/// libcurl blocks; here it blocks threads of its own and none of Swift's pool.
final class CurlLanes: Sendable {
    private let lanes: [CurlLane]
    private let next = Atomic<Int>(0)

    init(count: Int) {
        CurlHandle.prepareLibrary()
        lanes = (0..<count).map(CurlLane.init)
    }

    func run<Result: Sendable>(_ work: @escaping @Sendable (CurlHandle) throws -> Result) async throws -> Result {
        let turn = next.wrappingAdd(1, ordering: .relaxed).newValue
        return try await lanes[Int(turn.magnitude % UInt(lanes.count))].run(work)
    }
}

/// The handle is touched on its queue only.
private final class CurlLane: @unchecked Sendable {
    private let queue: DispatchQueue
    private var handle: CurlHandle?

    init(number: Int) { queue = DispatchQueue(label: "polity.courier.\(number)") }

    func run<Result: Sendable>(_ work: @escaping @Sendable (CurlHandle) throws -> Result) async throws -> Result {
        try await withCheckedThrowingContinuation { continuation in
            queue.async {
                guard let handle = self.handle ?? CurlHandle() else {
                    return continuation.resume(throwing: DeliveryFailure(isTemporary: true, reason: "out of memory"))
                }
                self.handle = handle
                handle.reset()
                continuation.resume(with: Swift.Result { try work(handle) })
            }
        }
    }
}
