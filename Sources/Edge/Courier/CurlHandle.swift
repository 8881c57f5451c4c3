import CCurl

/// One libcurl easy handle and the bytes of the transfer under way.
final class CurlHandle {
    private let easy: UnsafeMutableRawPointer
    private var lists: [UnsafeMutablePointer<curl_slist>] = []
    private var outgoing: [UInt8] = []
    private var sent = 0
    private(set) var received: [UInt8] = []
    private(set) var headerLines: [String] = []
    private var limit = 0
    /// More came than `receive` allowed.
    private(set) var overflowed = false

    init?() {
        guard let easy = curl_easy_init() else { return nil }
        self.easy = easy
    }

    deinit {
        curl_easy_cleanup(easy)
        lists.forEach(curl_slist_free_all)
    }

    private static let isPrepared = curl_global_init(Int(CURL_GLOBAL_ALL)) == CURLE_OK

    /// Once in a process, before any handle (libcurl's own rule).
    static func prepareLibrary() { precondition(isPrepared, "libcurl could not be started") }

    /// Forgets all options and bytes; open connections stay.
    func reset() {
        curl_easy_reset(easy)
        lists.forEach(curl_slist_free_all)
        (lists, outgoing, sent, received, headerLines, limit, overflowed) = ([], [], 0, [], [], 0, false)
        // Timeouts must not come as signals in a program with threads.
        set(CURLOPT_NOSIGNAL, 1)
        receive(upTo: 64 << 10)
    }

    func set(_ option: CURLoption, _ value: Int) { _ = polity_curl_set_long(easy, option, value) }
    func set(_ option: CURLoption, _ value: String) { _ = polity_curl_set_string(easy, option, value) }

    func setList(_ option: CURLoption, _ values: [String]) {
        var list: UnsafeMutablePointer<curl_slist>?
        for value in values { list = curl_slist_append(list, value) ?? list }
        guard let list else { return }
        lists.append(list)
        _ = polity_curl_set_list(easy, option, list)
    }

    /// What libcurl sends.
    func upload(_ bytes: [UInt8]) {
        outgoing = bytes
        set(CURLOPT_UPLOAD, 1)
        set(CURLOPT_INFILESIZE, bytes.count)
        _ = polity_curl_set_read(easy, CURLOPT_READFUNCTION) { buffer, size, count, context in
            guard let buffer, let context else { return 0 }
            return Unmanaged<CurlHandle>.fromOpaque(context).takeUnretainedValue().give(to: buffer, atMost: size * count)
        }
        _ = polity_curl_set_pointer(easy, CURLOPT_READDATA, Unmanaged.passUnretained(self).toOpaque())
    }

    /// Keeps what comes, and ends the transfer when it is more than `limit` bytes.
    func receive(upTo limit: Int) {
        self.limit = limit
        let context = Unmanaged.passUnretained(self).toOpaque()
        _ = polity_curl_set_read(easy, CURLOPT_WRITEFUNCTION) { buffer, size, count, context in
            guard let buffer, let context else { return 0 }
            return Unmanaged<CurlHandle>.fromOpaque(context).takeUnretainedValue().take(buffer, size * count)
        }
        _ = polity_curl_set_pointer(easy, CURLOPT_WRITEDATA, context)
        _ = polity_curl_set_read(easy, CURLOPT_HEADERFUNCTION) { buffer, size, count, context in
            guard let buffer, let context else { return 0 }
            return Unmanaged<CurlHandle>.fromOpaque(context).takeUnretainedValue().takeHeader(buffer, size * count)
        }
        _ = polity_curl_set_pointer(easy, CURLOPT_HEADERDATA, context)
    }

    func perform() -> CURLcode { curl_easy_perform(easy) }

    func long(_ info: CURLINFO) -> Int {
        var value = 0
        _ = polity_curl_get_long(easy, info, &value)
        return value
    }

    private func give(to buffer: UnsafeMutablePointer<CChar>, atMost room: Int) -> Int {
        let count = min(room, outgoing.count - sent)
        outgoing.withUnsafeBytes { bytes in
            guard count > 0, let start = bytes.baseAddress else { return }
            UnsafeMutableRawPointer(buffer).copyMemory(from: start + sent, byteCount: count)
        }
        sent += count
        return count
    }

    /// - Returns: fewer bytes than came to end the transfer.
    private func take(_ buffer: UnsafeMutablePointer<CChar>, _ count: Int) -> Int {
        guard received.count + count <= limit else {
            overflowed = true
            return 0
        }
        received += UnsafeRawBufferPointer(start: buffer, count: count)
        return count
    }

    private func takeHeader(_ buffer: UnsafeMutablePointer<CChar>, _ count: Int) -> Int {
        guard headerLines.count < 200, count <= 16 << 10 else { return 0 }
        headerLines.append(String(decoding: UnsafeRawBufferPointer(start: buffer, count: count), as: UTF8.self))
        return count
    }
}
