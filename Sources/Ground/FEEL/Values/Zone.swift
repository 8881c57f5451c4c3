import Foundation
import Kernel
import Synchronization

/// Where the clock of a time stands.
public enum Zone: Sendable, Hashable {
    /// No zone: the local time of whoever reads it.
    case local
    /// Seconds ahead of UTC.
    case offset(Int)
    /// A name of the IANA time zone database, with the case it was written in.
    case named(String)

    /// Seconds ahead of UTC when the clock shows `localSeconds` since 1970-01-01T00:00:00; nil for a local time.
    ///
    /// Where clocks are put back and show an hour twice, the first one counts.
    func offset(atLocal localSeconds: Int) -> Int? {
        switch self {
        case .local: return nil
        case .offset(let seconds): return seconds
        case .named(let name):
            guard let zone = ZoneTable.zone(name) else { return nil }
            let before = zone.secondsFromGMT(for: Date(timeIntervalSince1970: Double(localSeconds - 86_400)))
            let guess = zone.secondsFromGMT(for: Date(timeIntervalSince1970: Double(localSeconds - before)))
            return guess == before ? before : zone.secondsFromGMT(for: Date(timeIntervalSince1970: Double(localSeconds - guess)))
        }
    }

    /// Seconds ahead of UTC at a moment, `seconds` since 1970-01-01T00:00:00Z; nil for a local time.
    func offset(atUTC seconds: Int) -> Int? {
        switch self {
        case .local: nil
        case .offset(let ahead): ahead
        case .named(let name): ZoneTable.zone(name)?.secondsFromGMT(for: Date(timeIntervalSince1970: Double(seconds)))
        }
    }

    /// `Z`, `+02:00`, `@Europe/Paris`, or nothing.
    var text: String {
        switch self {
        case .local: return ""
        case .offset(0): return "Z"
        case .offset(let seconds):
            let (size, sign) = (abs(seconds), seconds < 0 ? "-" : "+")
            let tail = size % 60 == 0 ? "" : ":" + twoDigits(size % 60)
            return "\(sign)\(twoDigits(size / 3_600)):\(twoDigits(size / 60 % 60))\(tail)"
        case .named(let name): return "@\(name)"
        }
    }

    static func named(checking name: String) -> Zone? {
        ZoneTable.zone(name) == nil ? nil : .named(name)
    }
}

/// The zones that were asked for: looking one up by its name takes a hundred times as long as asking it, and a sort asks at each comparison.
private enum ZoneTable {
    private static let known = Mutex<[String: TimeZone]>([:])
    /// The database has some 600 names, Foundation makes more of such as `GMT+1`.
    private static let most = 1_000

    static func zone(_ name: String) -> TimeZone? {
        if let zone = known.withLock({ $0[name] }) { return zone }
        guard let zone = TimeZone(identifier: name) else { return nil }
        known.withLock { if $0.count < most { $0[name] = zone } }
        return zone
    }
}

func twoDigits(_ value: Int) -> String { value < 10 ? "0\(value)" : "\(value)" }
