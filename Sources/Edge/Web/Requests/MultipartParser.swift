import Kernel

/// Reads multipart/form-data (RFC 7578, RFC 2046 section 5.1) as it arrives, in pieces of any size.
///
/// A pure state machine: bytes in, events out. It holds back only what might be the beginning of a delimiter.
struct MultipartParser {
    enum Event: Equatable {
        case began(PartHead)
        case data([UInt8])
        case ended
        /// The closing delimiter has come: the form is whole.
        case finished
    }

    struct PartHead: Equatable {
        var name: String
        /// nil for a plain field.
        var fileName: String?
        var contentType: String
    }

    private enum State { case preamble, head, body, betweenParts, finished }

    static let maximumHeadBytes = 8_192

    private let delimiter: [UInt8]
    private var state = State.preamble
    private var pending: [UInt8]
    /// Up to where `pending` is read. It is cut off there once for each piece: cutting at each step would cost the square of a piece of many
    /// small parts.
    private var start = 0

    /// - Returns: nil unless the boundary has 1 to 70 characters.
    init?(boundary: String) {
        guard (1...70).contains(boundary.utf8.count) else { return nil }
        delimiter = Array("\r\n--\(boundary)".utf8)
        // The first delimiter may stand at the very beginning, without the line break that belongs to all others.
        pending = Array("\r\n".utf8)
    }

    var isFinished: Bool { state == .finished }

    /// - Throws: `WEB-400` for what is no multipart form, `WEB-413` for a part whose head is too long.
    mutating func feed(_ bytes: some Sequence<UInt8>) throws(PolityError) -> [Event] {
        pending.append(contentsOf: bytes)
        var events: [Event] = []
        while try step(&events) {}
        pending.removeFirst(start)
        start = 0
        return events
    }

    /// One step; false when more bytes are needed.
    private mutating func step(_ events: inout [Event]) throws(PolityError) -> Bool {
        switch state {
        case .preamble:
            guard let place = first(delimiter) else {
                start = max(start, pending.count - (delimiter.count - 1))
                return false
            }
            start = place + delimiter.count
            state = .betweenParts
            return true
        case .betweenParts:
            // Blanks may pad a delimiter line (RFC 2046, "transport-padding").
            while start < pending.count, pending[start] == 32 || pending[start] == 9 { start += 1 }
            guard pending.count - start >= 2 else { return false }
            switch (pending[start], pending[start + 1]) {
            case (UInt8(ascii: "-"), UInt8(ascii: "-")):
                state = .finished
                events.append(.finished)
            case (13, 10):
                start += 2
                state = .head
            default: throw Self.malformed("a delimiter line")
            }
            return true
        case .head:
            if pending[start...].starts(with: [13, 10]) { throw Self.malformed("a part without a head") }
            guard let end = first(Self.endOfHead), end - start <= Self.maximumHeadBytes else {
                guard pending.count - start <= Self.maximumHeadBytes else {
                    throw PolityError(.tooLarge, "WEB-413", Phrase.tooLarge, context: "a part's head")
                }
                return false
            }
            events.append(.began(try PartHead(reading: pending[start..<end])))
            start = end + Self.endOfHead.count
            state = .body
            return true
        case .body:
            if let place = first(delimiter) {
                if place > start { events.append(.data(Array(pending[start..<place]))) }
                events.append(.ended)
                start = place + delimiter.count
                state = .betweenParts
                return true
            }
            let free = pending.count - (delimiter.count - 1)
            if free > start {
                events.append(.data(Array(pending[start..<free])))
                start = free
            }
            return false
        case .finished:
            start = pending.count
            return false
        }
    }

    private static let endOfHead = Array("\r\n\r\n".utf8)

    /// Where `mark`, which begins with a carriage return, stands first in what is not read yet.
    private func first(_ mark: [UInt8]) -> Int? {
        pending.withUnsafeBufferPointer { bytes in
            let last = bytes.count - mark.count
            var index = start
            while index <= last {
                guard bytes[index] == 13 else {
                    index += 1
                    continue
                }
                var matched = 1
                while matched < mark.count, bytes[index + matched] == mark[matched] { matched += 1 }
                if matched == mark.count { return index }
                index += 1
            }
            return nil
        }
    }

    static func malformed(_ what: String) -> PolityError {
        PolityError(.badInput, "WEB-400", Phrase.badInput, context: "multipart: \(what)")
    }
}

extension MultipartParser.PartHead {
    /// Reads `Content-Disposition: form-data; name="…"; filename="…"` and `Content-Type` (RFC 7578, section 4.2).
    init(reading bytes: ArraySlice<UInt8>) throws(PolityError) {
        guard let text = String(validating: bytes, as: UTF8.self) else { throw MultipartParser.malformed("a head that is not UTF-8") }
        var name: String?
        fileName = nil
        contentType = "text/plain"
        for line in text.split(separator: "\r\n") {
            guard let colon = line.firstIndex(of: ":") else { throw MultipartParser.malformed("a head without a colon") }
            let value = line[line.index(after: colon)...].drop { $0 == " " }
            switch line[..<colon].lowercased() {
            case "content-disposition":
                guard value.lowercased().hasPrefix("form-data") else { throw MultipartParser.malformed("a part that is no form-data") }
                name = Self.parameter("name", in: value)
                fileName = Self.parameter("filename", in: value).map(Self.safe)
            case "content-type": contentType = String(value.prefix { $0 != ";" }).lowercased()
            default: break
            }
        }
        guard let name, !name.isEmpty, name.utf8.count <= 200 else { throw MultipartParser.malformed("a part without a name") }
        self.name = name
    }

    /// A quoted parameter. Browsers write `%22`, `%0D` and `%0A` for what may not stand in one (HTML standard, 4.10.21.8).
    private static func parameter(_ wanted: String, in text: Substring) -> String? {
        var rest = text[...]
        while let semicolon = rest.firstIndex(of: ";") {
            rest = rest[rest.index(after: semicolon)...].drop { $0 == " " }
            guard let equals = rest.firstIndex(of: "=") else { return nil }
            let name = rest[..<equals]
            rest = rest[rest.index(after: equals)...]
            var value = ""
            if rest.first == "\"" {
                rest = rest.dropFirst()
                guard let quote = rest.firstIndex(of: "\"") else { return nil }
                value = String(rest[..<quote])
                rest = rest[rest.index(after: quote)...]
            } else {
                value = String(rest.prefix { $0 != ";" })
                rest = rest.drop { $0 != ";" }
            }
            if name.lowercased() == wanted {
                return value.replacing("%22", with: "\"").replacing("%0D", with: "").replacing("%0A", with: "")
            }
        }
        return nil
    }

    /// The last part of a path, without control characters, at most 200 characters.
    static func safe(_ fileName: String) -> String {
        let last = fileName.split(whereSeparator: { $0 == "/" || $0 == "\\" }).last ?? ""
        let printable = last.unicodeScalars.filter { scalar in
            // Control and format characters would let a name lie about its end (a right-to-left override, for example).
            scalar.properties.generalCategory != .control && scalar.properties.generalCategory != .format
        }
        var view = String.UnicodeScalarView()
        view.append(contentsOf: printable.prefix(200))
        let name = String(view)
        return name == "." || name == ".." ? "" : name
    }
}
