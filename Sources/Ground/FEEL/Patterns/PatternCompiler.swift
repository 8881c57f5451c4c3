/// Reads a pattern and writes the matcher's instructions (XML Schema part 2, appendix F, with XPath's additions).
struct PatternCompiler {
    private static let maximumDepth = 100
    private static let maximumCount = 1_000

    private let text: [Unicode.Scalar]
    private var index = 0
    private var depth = 0
    /// Groups that are closed, to which a reference may point.
    private var closed: Set<Int> = []
    private(set) var groups = 0
    private(set) var loops = 0
    private(set) var instructions: [Pattern.Instruction] = []
    /// How many instructions were written so far, copies among them.
    private(set) var written = 0
    /// Parts of character classes, which are limited like instructions.
    private var parts = 0

    init(_ source: String, flags: Pattern.Flags) {
        var scalars: [Unicode.Scalar] = []
        // With the flag `x` white space goes before anything is read, also behind a backslash (XPath and XQuery Functions 3.1, section 5.6.2).
        var (inClass, escaped) = (0, false)
        for scalar in source.unicodeScalars {
            if flags.ignoresSpace, inClass == 0, [9, 10, 13, 32].contains(scalar.value) { continue }
            if !escaped, scalar == "[" { inClass += 1 }
            if !escaped, scalar == "]", inClass > 0 { inClass -= 1 }
            escaped = scalar == "\\" && !escaped
            scalars.append(scalar)
        }
        text = scalars
    }

    mutating func compile() -> Bool {
        guard alternatives(), index == text.count else { return false }
        instructions.append(.accept)
        return true
    }

    private var next: Unicode.Scalar? { index < text.count ? text[index] : nil }

    private mutating func take(_ scalar: Unicode.Scalar) -> Bool {
        guard next == scalar else { return false }
        index += 1
        return true
    }

    // MARK: - Alternatives, pieces, quantifiers

    private mutating func alternatives() -> Bool {
        depth += 1
        defer { depth -= 1 }
        guard depth <= Self.maximumDepth else { return false }
        var exits: [Int] = []
        while true {
            let start = instructions.count
            while let scalar = next, scalar != "|", scalar != ")" {
                guard piece(), instructions.count <= Pattern.maximumInstructions else { return false }
            }
            guard take("|") else { break }
            // Room for the choice before what was just written.
            guard insertSplit(at: start) else { return false }
            exits.append(instructions.count)
            instructions.append(.jump(0))
            instructions[start] = .split(start + 1, instructions.count)
        }
        for exit in exits { instructions[exit] = .jump(instructions.count) }
        return instructions.count <= Pattern.maximumInstructions
    }

    private mutating func piece() -> Bool {
        let start = instructions.count
        written += 1
        guard atom() else { return false }
        guard let (least, most) = quantifier() else { return !"*+?{".unicodeScalars.contains(next ?? "a") }
        guard least >= 0 else { return false }
        let isReluctant = take("?")
        return repeated(Array(instructions[start...]), at: start, least, most, isReluctant)
    }

    /// nil without a quantifier; a least of -1 for one that is none.
    private mutating func quantifier() -> (least: Int, most: Int?)? {
        if take("*") { return (0, nil) }
        if take("+") { return (1, nil) }
        if take("?") { return (0, 1) }
        guard take("{") else { return nil }
        guard let least = number() else { return (-1, nil) }
        var most: Int? = least
        if take(",") { most = next == "}" ? nil : number() ?? -1 }
        guard take("}"), least <= Self.maximumCount, most.map({ $0 >= least && $0 <= Self.maximumCount }) ?? true else { return (-1, nil) }
        return (least, most)
    }

    private mutating func number() -> Int? {
        var (value, count) = (0, 0)
        while let scalar = next, ("0"..."9").contains(scalar), count < 6 {
            value = value * 10 + Int(scalar.value - 48)
            index += 1
            count += 1
        }
        return count == 0 ? nil : value
    }

    private mutating func repeated(_ body: [Pattern.Instruction], at start: Int, _ least: Int, _ most: Int?, _ isReluctant: Bool) -> Bool {
        guard body.count * max(least, most ?? 1, 1) <= Pattern.maximumInstructions else { return false }
        instructions.removeSubrange(start...)
        for _ in 0..<least { append(body, from: start) }
        func choice(_ inside: Int, _ outside: Int) -> Pattern.Instruction { isReluctant ? .split(outside, inside) : .split(inside, outside) }
        guard let most else {
            let loop = loops
            loops += 1
            let head = instructions.count
            instructions.append(.jump(0))
            instructions.append(.roundStart(loop))
            append(body, from: start)
            instructions.append(.roundEnd(loop))
            instructions.append(.jump(head))
            instructions[head] = choice(head + 1, instructions.count)
            return true
        }
        var heads: [Int] = []
        for _ in least..<max(least, most) {
            heads.append(instructions.count)
            instructions.append(.jump(0))
            append(body, from: start)
        }
        for head in heads { instructions[head] = choice(head + 1, instructions.count) }
        return true
    }

    /// Copies instructions that were written for `origin`.
    private mutating func append(_ body: [Pattern.Instruction], from origin: Int) {
        written += body.count
        let shift = instructions.count - origin
        for instruction in body { instructions.append(instruction.moved(by: shift)) }
    }

    private mutating func insertSplit(at start: Int) -> Bool {
        let body = Array(instructions[start...])
        instructions.removeSubrange(start...)
        instructions.append(.jump(0))
        append(body, from: start)
        return instructions.count <= Pattern.maximumInstructions
    }

    // MARK: - Atoms

    private mutating func atom() -> Bool {
        guard let scalar = next else { return false }
        index += 1
        switch scalar {
        case "^": instructions.append(.lineStart)
        case "$": instructions.append(.lineEnd)
        case ".": instructions.append(.point)
        case "(": return group()
        case "[":
            let known = parts
            guard let set = characterClass() else { return false }
            instructions.append(.one(set, cost: (parts - known) / 8))
        case "\\": return escape()
        case "*", "+", "?", "{", "}", "]", "|", ")": return false
        default: instructions.append(.character(scalar))
        }
        return true
    }

    private mutating func group() -> Bool {
        if take("?") { return take(":") && alternatives() && take(")") }
        groups += 1
        let number = groups
        instructions.append(.save(2 * number))
        guard alternatives(), take(")") else { return false }
        instructions.append(.save(2 * number + 1))
        closed.insert(number)
        return true
    }

    private mutating func escape() -> Bool {
        if let digit = next, ("1"..."9").contains(digit) {
            // As many digits as still name a group that was begun.
            var reference = 0
            while let digit = next, ("0"..."9").contains(digit), reference == 0 || reference * 10 + Int(digit.value - 48) <= groups {
                reference = reference * 10 + Int(digit.value - 48)
                index += 1
            }
            guard closed.contains(reference) else { return false }
            instructions.append(.same(group: reference))
            return true
        }
        guard let part = escapedPart() else { return false }
        if case .range(let range) = part, range.count == 1, let scalar = Unicode.Scalar(range.lowerBound) {
            instructions.append(.character(scalar))
        } else {
            instructions.append(.one(part, cost: 0))
        }
        return true
    }

    /// Behind a backslash, in a class or outside.
    private mutating func escapedPart() -> CharacterClass? {
        guard let scalar = next else { return nil }
        index += 1
        switch scalar {
        case "n": return .range(10...10)
        case "r": return .range(13...13)
        case "t": return .range(9...9)
        case "s": return .space
        case "S": return .not(.space)
        case "d": return .digit
        case "D": return .not(.digit)
        case "w": return .word
        case "W": return .not(.word)
        case "i": return .nameStart
        case "I": return .not(.nameStart)
        case "c": return .nameCharacter
        case "C": return .not(.nameCharacter)
        case "p", "P":
            guard take("{"), let end = text[index...].firstIndex(of: "}") else { return nil }
            var name = ""
            for scalar in text[index..<end] { name.unicodeScalars.append(scalar) }
            index = end + 1
            return CharacterClass.property(name).map { scalar == "P" ? .not($0) : $0 }
        case "\\", "|", ".", "-", "^", "?", "*", "+", "{", "}", "(", ")", "[", "]", "$": return .range(scalar.value...scalar.value)
        default: return nil
        }
    }

    /// Behind `[`.
    private mutating func characterClass() -> CharacterClass? {
        depth += 1
        defer { depth -= 1 }
        guard depth <= Self.maximumDepth else { return nil }
        let isNegated = take("^")
        var members: [CharacterClass] = []
        var subtracted: CharacterClass?
        while let scalar = next, scalar != "]" {
            if scalar == "-", index + 1 < text.count, text[index + 1] == "[", !members.isEmpty {
                index += 2
                guard let less = characterClass(), next == "]" else { return nil }
                subtracted = less
                break
            }
            guard let part = classPart() else { return nil }
            members.append(part)
            parts += 1
            guard parts <= Pattern.maximumInstructions else { return nil }
        }
        guard take("]"), !members.isEmpty else { return nil }
        let all: CharacterClass = isNegated ? .not(.union(members)) : .union(members)
        return subtracted.map { .without(all, $0) } ?? all
    }

    private mutating func classPart() -> CharacterClass? {
        guard let low = classCharacter() else { return nil }
        guard case .range(let first) = low, next == "-", index + 1 < text.count, text[index + 1] != "]", text[index + 1] != "[" else { return low }
        index += 1
        guard case .range(let last)? = classCharacter(), first.lowerBound <= last.lowerBound else { return nil }
        return .range(first.lowerBound...last.lowerBound)
    }

    private mutating func classCharacter() -> CharacterClass? {
        guard let scalar = next, scalar != "[" else { return nil }
        index += 1
        return scalar == "\\" ? escapedPart() : .range(scalar.value...scalar.value)
    }
}

extension Pattern.Instruction {
    fileprivate func moved(by shift: Int) -> Self {
        switch self {
        case .split(let a, let b): .split(a + shift, b + shift)
        case .jump(let target): .jump(target + shift)
        default: self
        }
    }
}
