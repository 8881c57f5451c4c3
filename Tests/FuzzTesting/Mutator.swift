import Kernel

/// Changes bytes as an attacker, or a careless hand, would: flips, cuts, doublings, pieces of other inputs, deep nesting.
public struct Mutator {
    private let random: SeededGenerator
    /// Pieces that mean something in the format.
    private let words: [[UInt8]]

    public init(seed: UInt64, words: [String]) {
        random = SeededGenerator(seed: seed)
        self.words = words.map { Array($0.utf8) }
    }

    /// One of the samples, changed in one to eight places.
    public func input(from samples: [[UInt8]], limit: Int = 200_000) -> [UInt8] {
        guard !samples.isEmpty else { return [] }
        var bytes = samples[random.next(below: samples.count)]
        for _ in 0...random.next(below: 8) { change(&bytes, samples) }
        return Array(bytes.prefix(limit))
    }

    private func change(_ bytes: inout [UInt8], _ samples: [[UInt8]]) {
        let place = random.next(below: bytes.count + 1)
        let stretch = place..<min(bytes.count, place + 1 + random.next(below: random.next(below: 8) == 0 ? 2_000 : 12))
        switch random.next(below: 10) {
        case 0 where place < bytes.count: bytes[place] ^= 1 << UInt8(random.next(below: 8))
        case 1 where place < bytes.count: bytes[place] = UInt8(random.next(below: 256))
        case 2: bytes.removeSubrange(stretch)
        case 3: bytes.insert(contentsOf: bytes[stretch], at: place)
        case 4:
            // A piece of another input.
            let other = samples[random.next(below: samples.count)]
            let start = random.next(below: other.count + 1)
            bytes.replaceSubrange(stretch, with: other[start..<min(other.count, start + 1 + random.next(below: 60))])
        case 5: swapWords(&bytes)
        case 6:
            // Many of the same, in each other.
            let piece = Array(bytes[stretch])
            for _ in 0..<random.next(below: 120) { bytes.insert(contentsOf: piece, at: place) }
        case 7: bytes.replaceSubrange(stretch, with: number())
        default: if !words.isEmpty { bytes.insert(contentsOf: words[random.next(below: words.count)], at: place) }
        }
    }

    private func swapWords(_ bytes: inout [UInt8]) {
        let ends = bytes.indices.filter { bytes[$0] == 32 || bytes[$0] == 10 }
        guard ends.count > 3 else { return }
        let (a, b) = (ends[random.next(below: ends.count - 1)], ends[random.next(below: ends.count - 1)])
        guard a + 40 < b, b + 40 < bytes.count else { return }
        let piece = Array(bytes[a..<a + 20])
        bytes.replaceSubrange(a..<a + 20, with: bytes[b..<b + 20])
        bytes.replaceSubrange(b..<b + 20, with: piece)
    }

    /// The numbers at which arithmetic ends.
    private func number() -> [UInt8] {
        let numbers = [
            "0", "-1", "9223372036854775807", "-9223372036854775808", "9223372036854775808", "18446744073709551616", "1E6144",
            "9.999999999999999999999999999999999E+6144",
            "1E-6176", "0.1", "99999999999999999999999999999999999", "170141183460469231731687303715884105728", "4294967296", "1E400", "-0", "NaN",
            "2147483648",
        ]
        return Array(numbers[random.next(below: numbers.count)].utf8)
    }
}
