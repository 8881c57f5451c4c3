import Kernel

extension Element {
    /// How often an activity is done (section 10.3.8). Inside, `loopCounter` is the number of the turn or instance, from 1.
    public enum Loop: Sendable {
        case once
        case standard(StandardLoop)
        case multiple(MultiInstance)

        /// Once for each item of a list; `item` names the variable that holds it, `collect` the result of each and the list they
        /// are gathered in.
        public static func each(of list: Formula, item: String, isSequential: Bool, collect: (value: Formula, into: String)?) -> Loop {
            .multiple(MultiInstance(.items(list, name: item), isSequential: isSequential, collect: collect))
        }
    }

    /// Again and again while a condition holds (section 10.3.8.1).
    public struct StandardLoop: Sendable {
        /// Without one it goes on until `maximum`.
        public var condition: Formula?
        /// Whether the condition is asked before each turn (a while loop) or after it (a repeat loop).
        public var testsBefore: Bool
        public var maximum: Int?

        public init(while condition: Formula?, testsBefore: Bool = false, maximum: Int? = nil) {
            self.condition = condition
            self.testsBefore = testsBefore
            self.maximum = maximum
        }
    }

    /// Several instances at once or one after the other (section 10.3.8.2).
    public struct MultiInstance: Sendable {
        public enum Source: Sendable {
            /// `loopDataInputRef` and `inputDataItem`: one for each item, which inside has this name.
            case items(Formula, name: String?)
            /// `loopCardinality`: a number.
            case count(Formula)
        }

        /// `behavior`: which events an ending instance throws to the border of the activity.
        public enum Behavior: Sendable {
            /// None but the end of the whole: `All`, the standard's default.
            case all
            /// After the first: `One`, with `oneBehaviorEventRef`.
            case one(EventResult)
            /// After each: `None`, with `noneBehaviorEventRef`.
            case each(EventResult)
            /// After each for which the condition holds: `Complex`.
            case complex([(condition: Formula, event: EventResult)])
        }

        public var source: Source
        public var isSequential: Bool
        /// `loopDataOutputRef` and `outputDataItem`: the result of each instance, and the list they are gathered in, in the
        /// items' order; null for those that did not end.
        public var collect: (value: Formula, into: String)?
        /// Asked when an instance has ended; when it holds, the others are taken away. It sees `numberOfInstances`,
        /// `numberOfActiveInstances`, `numberOfCompletedInstances` and `numberOfTerminatedInstances` (table 10.31), and so do the
        /// conditions of `behavior`.
        public var completion: Formula?
        public var behavior: Behavior

        public init(
            _ source: Source, isSequential: Bool, collect: (value: Formula, into: String)? = nil, completion: Formula? = nil, behavior: Behavior = .all
        ) {
            self.source = source
            self.isSequential = isSequential
            self.collect = collect
            self.completion = completion
            self.behavior = behavior
        }
    }
}
