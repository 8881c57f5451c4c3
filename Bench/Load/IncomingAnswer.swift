/// An answer as it arrives (RFC 9112, sections 2.1 and 6.3).
struct IncomingAnswer {
    private var bytes: [UInt8] = []
    private var start: Int?
    private var length = 0

    mutating func append(_ piece: some Collection<UInt8>) throws {
        let before = bytes.count
        bytes.append(contentsOf: piece)
        guard start == nil, let end = Self.endOfHead(bytes, from: max(0, before - 3)) else { return }
        start = end
        length = try Self.length(in: bytes[..<end])
    }

    /// The answer, once it is whole; the next one begins then.
    mutating func take() throws -> HTTPConnection.Answer? {
        guard let start, bytes.count >= start + length else { return nil }
        guard bytes.count == start + length else { throw BenchFault("an answer is longer than it says") }
        guard bytes.starts(with: "HTTP/1.1 ".utf8), let status = Int(String(decoding: bytes[9..<12], as: UTF8.self)) else {
            throw BenchFault("not an answer: \(String(decoding: bytes.prefix(80), as: UTF8.self))")
        }
        let answer = HTTPConnection.Answer(status: status, head: bytes[..<start], body: bytes[start...])
        (bytes, self.start, length) = ([], nil, 0)
        return answer
    }

    /// Behind the empty line.
    private static func endOfHead(_ bytes: [UInt8], from start: Int) -> Int? {
        guard bytes.count >= 4 else { return nil }
        for index in start...(bytes.count - 4) where bytes[index] == 13 && bytes[index + 1] == 10 && bytes[index + 2] == 13 && bytes[index + 3] == 10 {
            return index + 4
        }
        return nil
    }

    private static func length(in head: ArraySlice<UInt8>) throws -> Int {
        for line in head.split(separator: 10) where line.count < 40 && line.count > 15 && line[line.startIndex] | 32 == UInt8(ascii: "c") {
            let text = String(decoding: line, as: UTF8.self).lowercased()
            guard text.hasPrefix("content-length:") else { continue }
            guard let length = Int(text.dropFirst(15).filter { !$0.isWhitespace }) else { throw BenchFault("an answer whose length is no number") }
            return length
        }
        return 0
    }
}
