import HummingbirdCore
import Kernel
import NIOCore

/// Reads a request's body piece by piece, within a size, a time and the length it declared.
struct BodyReader {
    private var iterator: HummingbirdCore.RequestBody.AsyncIterator
    private let declared: Int?
    private let limit: Int
    private let deadline: ContinuousClock.Instant
    private(set) var received = 0
    private(set) var isAtEnd = false

    init(_ body: HummingbirdCore.RequestBody, declared: Int?, limit: Int, seconds: Int) {
        iterator = body.makeAsyncIterator()
        self.declared = declared
        self.limit = limit
        deadline = .now + .seconds(seconds)
    }

    /// - Throws: `WEB-413` beyond the limit, `WEB-408` beyond the time, `ConnectionLost` when the sender went away.
    mutating func next() async throws -> ByteBuffer? {
        if let declared, declared > limit { throw tooLarge }
        let piece: ByteBuffer?
        do { piece = try await iterator.next() } catch { throw ConnectionLost() }
        guard let piece else {
            // A stream that ends short of its declared length was cut off, however quietly it ended.
            if let declared, received < declared { throw ConnectionLost() }
            isAtEnd = true
            return nil
        }
        received += piece.readableBytes
        guard received <= limit else { throw tooLarge }
        guard ContinuousClock.now < deadline else {
            throw PolityError(.badInput, "WEB-408", Phrase.tooSlow.key, context: "a body that took too long to arrive")
        }
        return piece
    }

    mutating func whole() async throws -> [UInt8] {
        var bytes: [UInt8] = []
        while let piece = try await next() { bytes.append(contentsOf: piece.readableBytesView) }
        return bytes
    }

    /// Reads on, and forgets, so that a refused sender gets to read the refusal instead of a reset connection
    /// (RFC 9112, section 9.6); only so much and so long.
    mutating func drain(maximumBytes: Int = 64_000_000, seconds: Int = 10) async {
        let end = ContinuousClock.now + .seconds(seconds)
        var drained = 0
        while !isAtEnd, drained < maximumBytes, ContinuousClock.now < end {
            guard let piece = try? await iterator.next() else {
                isAtEnd = true
                return
            }
            drained += piece.readableBytes
        }
    }

    private var tooLarge: PolityError { PolityError(.tooLarge, "WEB-413", Phrase.tooLarge.key, context: "a body of more than \(limit) bytes") }
}

/// The other side went away in the middle of a request; nobody is left to answer.
struct ConnectionLost: Error {}
