import HTTPTypes
import HummingbirdCore
import Kernel
import NIOCore

/// Reads a request's body piece by piece, within a size, a time and the length it declared.
struct BodyReader {
    private var iterator: HummingbirdCore.RequestBody.AsyncIterator
    private let declared: Int?
    private let started = ContinuousClock.now
    private var limit = 0
    private var seconds = 0
    private(set) var received = 0
    private(set) var isAtEnd: Bool

    /// - Parameter headers: they tell whether there is a body (RFC 9112, section 6.3) and how long it will be.
    init(_ body: HummingbirdCore.RequestBody, _ headers: HTTPFields) {
        iterator = body.makeAsyncIterator()
        declared = headers[.contentLength].flatMap { Int($0) }
        isAtEnd = declared ?? 0 == 0 && headers[.transferEncoding] == nil
    }

    /// What the route allows, once it is known.
    mutating func allow(bytes: Int, seconds: Int) {
        limit = bytes
        self.seconds = seconds
    }

    /// What is held in memory as a whole is held to less than what streams into files.
    mutating func narrow(to bytes: Int) { limit = min(limit, bytes) }

    /// - Throws: `WEB-413` beyond the limit, `WEB-408` beyond the time, `ConnectionLost` when the sender went away.
    mutating func next() async throws -> ByteBuffer? {
        guard !isAtEnd else { return nil }
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
        guard ContinuousClock.now < started + .seconds(seconds) else {
            throw PolityError(.badInput, "WEB-408", Phrase.tooSlow, context: "a body that took too long to arrive")
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
    ///
    /// - Throws: `ConnectionLost` when the sender still does not come to an end: the connection is of no more use.
    mutating func drain(maximumBytes: Int = 64_000_000, seconds: Int = 10) async throws {
        let end = ContinuousClock.now + .seconds(seconds)
        var drained = 0
        while !isAtEnd, drained < maximumBytes, ContinuousClock.now < end {
            guard let piece = try? await iterator.next() else {
                isAtEnd = true
                return
            }
            drained += piece.readableBytes
        }
        if !isAtEnd { throw ConnectionLost() }
    }

    private var tooLarge: PolityError { PolityError(.tooLarge, "WEB-413", Phrase.tooLarge, context: "a body of more than \(limit) bytes") }
}

/// The other side went away in the middle of a request; nobody is left to answer.
struct ConnectionLost: Error {}
