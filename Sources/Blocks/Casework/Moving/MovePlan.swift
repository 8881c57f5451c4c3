import Kernel
import Processes

/// What moving the running cases of a government to the newest version of their services would do: nothing is moved by it.
public struct MovePlan: Sendable {
    /// By service and the version its cases are in.
    public var groups: [Group] = []

    public struct Group: Sendable {
        public var service: String
        /// The hash of the folder the cases were opened under.
        public var folder: String
        /// Why none of them can move: the service is gone, or its version cannot be read any more.
        public var obstacle: String?
        /// Every element of the version the cases are in, in its order.
        public var steps: [Processes.Migration.Step]
        /// Events that come with the new version, to which moved cases listen from then on.
        public var additions: [String]
        /// Elements that are called otherwise in the new version.
        public var renamed: [String: String]
        public var cases: [CasePlan]
    }

    public struct CasePlan: Sendable {
        public var id: Identifier<Case>
        public var reference: ReferenceNumber
        /// Where it waits, oldest first.
        public var waits: [String]
        /// What keeps it where it is; empty when it can move.
        public var obstacles: [MoveObstacle]
    }

    public var movable: [CasePlan] { groups.flatMap(\.movable) }
    public var staying: Int { groups.reduce(0) { $0 + $1.cases.count - $1.movable.count } }
}

extension MovePlan.Group {
    public var movable: [MovePlan.CasePlan] { obstacle == nil ? cases.filter(\.obstacles.isEmpty) : [] }

    /// How many cases wait at an element.
    public func waiting(at element: String) -> Int { cases.count { $0.waits.contains(element) } }
}
