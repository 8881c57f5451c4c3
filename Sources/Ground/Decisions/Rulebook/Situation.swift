import FEEL
import Kernel

/// The people and things one computation is about, with what is known of them.
///
/// Values are kept for the periods they were given for; `Calculation` spreads them over others.
public struct Situation: Sendable {
    public struct Instance: Sendable {
        /// By variable: what was given, for which period. `nil` for a period stands for every one.
        var given: [Int: [(period: Period?, value: Value)]] = [:]
        /// In the order in which they were added.
        var members: [(role: Int, instance: Int)] = []
        /// By kind of group: the one it is a member of.
        var groups: [Int: Int] = [:]
    }

    /// At most so many people and things in one case, where whoever reads it says no less.
    public static let maximumInstances = 10_000

    let rulebook: Rulebook
    /// By entity.
    private(set) var instances: [[Instance]]
    private let most: Int
    private var total = 0

    /// - Parameter most: how many people and things there may be.
    public init(_ rulebook: Rulebook, most: Int = Situation.maximumInstances) {
        self.rulebook = rulebook
        self.most = most
        instances = rulebook.entities.map { _ in [] }
    }

    public func count(of entity: String) -> Int { rulebook.entities.firstIndex { $0.id == entity }.map { instances[$0].count } ?? 0 }

    /// - Returns: its number among those of its kind.
    mutating func add(_ entity: Int) throws(SituationFault) -> Int {
        guard total < most else { throw SituationFault("", "there are more than \(most) people and things in this case") }
        total += 1
        instances[entity].append(Instance())
        return instances[entity].count - 1
    }

    mutating func set(_ variable: Int, of instance: Int, to value: Value, in period: Period?) {
        instances[rulebook.variables[variable].entity][instance].given[variable, default: []].append((period, value))
    }

    mutating func join(_ member: Int, of memberEntity: Int, to group: Int, of groupEntity: Int, as role: Int) {
        instances[groupEntity][group].members.append((role, member))
        instances[memberEntity][member].groups[groupEntity] = group
    }
}

/// What is wrong with a described case, and at which place in it.
public struct SituationFault: Error, Sendable, CustomStringConvertible {
    /// `household.adults[1].salary`
    public let path: String
    public let message: String
    public let mend: String?
    /// Whether the last name of the path is what is wrong, and not what stands under it.
    public let isAboutName: Bool

    public init(_ path: String, _ message: String, mend: String? = nil, isAboutName: Bool = false) {
        self.path = path
        self.message = message
        self.mend = mend
        self.isAboutName = isAboutName
    }

    public var description: String { (path.isEmpty ? "" : path + ": ") + message + (mend.map { ". " + $0 } ?? "") }
}
