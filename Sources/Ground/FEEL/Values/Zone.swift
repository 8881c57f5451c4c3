import Foundation
import Kernel

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
            guard let zone = TimeZone(identifier: name) else { return nil }
            let before = zone.secondsFromGMT(for: Date(timeIntervalSince1970: Double(localSeconds - 86_400)))
            let guess = zone.secondsFromGMT(for: Date(timeIntervalSince1970: Double(localSeconds - before)))
            return guess == before ? before : zone.secondsFromGMT(for: Date(timeIntervalSince1970: Double(localSeconds - guess)))
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
        TimeZone(identifier: name) == nil ? nil : .named(name)
    }
}

func twoDigits(_ value: Int) -> String { value < 10 ? "0\(value)" : "\(value)" }
