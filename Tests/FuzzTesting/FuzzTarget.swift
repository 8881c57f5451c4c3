/// Something that takes input from outside. Whatever it is given, it gives a value or a finding: it does not trap, hang, or fill the memory.
public protocol FuzzTarget: Sendable {
    var name: String { get }
    /// The same seed, the same input.
    func input(seed: UInt64) -> [UInt8]
    /// - Throws: when the target's parts disagree about the input.
    func feed(_ input: [UInt8]) throws
    /// What is wrong with the inputs that the others are made from: one that is refused as it stands would try nothing.
    var faultsOfSamples: [String] { get }
}

extension FuzzTarget {
    public var faultsOfSamples: [String] { [] }
}

/// Two parts of the engine gave different answers.
public struct FuzzFault: Error, CustomStringConvertible {
    public var description: String

    public init(_ description: String) { self.description = description }
}
