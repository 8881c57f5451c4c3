import Foundation

/// What this disk does at this moment: the time from one page's write to its being durable.
enum DiskProbe {
    /// - Returns: the median, in milliseconds, of appending 4 KiB and syncing it (fdatasync(2)).
    static func syncMilliseconds(in folder: String, count: Int = 200) throws -> Double {
        let path = folder + "/probe"
        let file = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
        guard file >= 0 else { throw BenchFault("no file can be made in \(folder)") }
        defer {
            close(file)
            unlink(path)
        }
        let page = [UInt8](repeating: 0xA5, count: 4_096)
        var times: [Double] = []
        for _ in 0..<count {
            times.append(
                try time {
                    guard write(file, page, page.count) == page.count, fdatasync(file) == 0 else { throw BenchFault("the disk refused a page") }
                } * 1_000)
        }
        return Statistics.median(times)
    }
}
