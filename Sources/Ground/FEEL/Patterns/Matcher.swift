/// Runs a pattern's instructions with a stack of choices of its own, so that no text can fill the native one.
struct Matcher {
    static let maximumChoices = 1_000_000

    let pattern: Pattern
    let text: [Unicode.Scalar]
    /// What is left of the steps that may be taken.
    var steps: Int
    private var saved: [Int]
    private var rounds: [Int]
    private var choices: [Choice] = []

    private enum Choice {
        case branch(instruction: Int, position: Int)
        case restoreSaved(Int, Int)
        case restoreRound(Int, Int)
    }

    init(pattern: Pattern, text: [Unicode.Scalar], steps: Int) {
        self.pattern = pattern
        self.text = text
        self.steps = steps
        saved = [Int](repeating: -1, count: 2 * pattern.groups + 2)
        rounds = [Int](repeating: -1, count: pattern.loops)
    }

    mutating func match(at start: Int) -> Pattern.Match? {
        steps -= (saved.count + rounds.count) / 8
        for index in saved.indices { saved[index] = -1 }
        for index in rounds.indices { rounds[index] = -1 }
        choices.removeAll(keepingCapacity: true)
        guard let end = run(from: start) else { return nil }
        let groups = (0..<pattern.groups).map { group -> Range<Int>? in
            let (low, high) = (saved[2 * group + 2], saved[2 * group + 3])
            return low >= 0 && high >= low ? low..<high : nil
        }
        return Pattern.Match(whole: start..<end, groups: groups)
    }

    private mutating func run(from start: Int) -> Int? {
        var (instruction, position) = (0, start)
        while steps > 0, choices.count < Self.maximumChoices {
            steps -= 1
            if case .accept = pattern.instructions[instruction] { return position }
            if step(&instruction, &position) { continue }
            guard backtrack(&instruction, &position) else { return nil }
        }
        steps = 0
        return nil
    }

    private mutating func step(_ instruction: inout Int, _ position: inout Int) -> Bool {
        switch pattern.instructions[instruction] {
        case .accept: return true
        case .jump(let target):
            instruction = target
            return true
        case .split(let first, let second):
            choices.append(.branch(instruction: second, position: position))
            instruction = first
            return true
        case .save(let slot):
            choices.append(.restoreSaved(slot, saved[slot]))
            saved[slot] = position
        case .roundStart(let loop):
            choices.append(.restoreRound(loop, rounds[loop]))
            rounds[loop] = position
        case .roundEnd(let loop): guard rounds[loop] != position else { return false }
        case .lineStart: guard isLineStart(position) else { return false }
        case .lineEnd: guard position == text.count || (pattern.flags.isMultiline && text[position] == "\n") else { return false }
        case .same(let group):
            guard let end = end(ofGroup: group, at: position) else { return false }
            position = end
        case .character, .point, .one:
            guard position < text.count else { return false }
            // The other cases of a letter beyond ASCII are looked up.
            if pattern.flags.ignoresCase { steps -= text[position].isASCII ? 1 : 16 }
            if case .one(_, let cost) = pattern.instructions[instruction] { steps -= cost }
            guard accepts(text[position], pattern.instructions[instruction]) else { return false }
            position += 1
        }
        instruction += 1
        return true
    }

    private mutating func backtrack(_ instruction: inout Int, _ position: inout Int) -> Bool {
        while let choice = choices.popLast() {
            switch choice {
            case .branch(let next, let place):
                (instruction, position) = (next, place)
                return true
            case .restoreSaved(let slot, let value): saved[slot] = value
            case .restoreRound(let loop, let value): rounds[loop] = value
            }
        }
        return false
    }

    private func accepts(_ scalar: Unicode.Scalar, _ instruction: Pattern.Instruction) -> Bool {
        switch instruction {
        case .character(let wanted): scalar == wanted || (pattern.flags.ignoresCase && scalar.isSameLetter(as: wanted))
        case .point: pattern.flags.pointMatchesAll || (scalar != "\n" && scalar != "\r")
        case .one(let set, _): set.contains(scalar, ignoringCase: pattern.flags.ignoresCase)
        default: false
        }
    }

    /// The last line end of the text begins no line.
    private func isLineStart(_ position: Int) -> Bool {
        position == 0 || (pattern.flags.isMultiline && text[position - 1] == "\n" && position < text.count)
    }

    /// A group that took no part matches nothing at all.
    private mutating func end(ofGroup group: Int, at position: Int) -> Int? {
        let (low, high) = (saved[2 * group], saved[2 * group + 1])
        guard low >= 0, high >= low else { return position }
        guard position + high - low <= text.count else { return nil }
        for offset in 0..<(high - low) {
            steps -= 1
            guard steps > 0 else { return nil }
            let (a, b) = (text[low + offset], text[position + offset])
            guard a == b || (pattern.flags.ignoresCase && a.isSameLetter(as: b)) else { return nil }
        }
        return position + high - low
    }
}
