import Kernel

/// The day by which a service has promised to decide a case. It stands still while the case waits for its applicant.
public struct CaseDeadline: Sendable, Hashable {
    public enum Subject: String, Sendable { case decision, appeal }
    public enum Clock: Sendable, Hashable {
        case running(until: CivilDate)
        case standing(workingDaysLeft: Int)
    }

    public var subject: Subject
    public var clock: Clock
    /// Officers have been told that it is near: once for each promise.
    public var isWarned = false

    /// The last day in time; nil while it stands still.
    public var due: CivilDate? { if case .running(let until) = clock { until } else { nil } }
}

extension CaseDeadline {
    var json: JSON {
        var members: [JSON.Member] = [.init("of", .string(subject.rawValue))]
        switch clock {
        case .running(let until): members.append(.init("until", .integer(Int(until.daysSinceEpoch))))
        case .standing(let left): members.append(.init("left", .integer(left)))
        }
        if isWarned { members.append(.init("warned", true)) }
        return .object(members)
    }

    init?(_ json: JSON) {
        guard let subject = json["of"]?.string.flatMap(Subject.init(rawValue:)) else { return nil }
        if let until = json["until"]?.day {
            self.init(subject: subject, clock: .running(until: until))
        } else if let left = json["left"]?.integer {
            self.init(subject: subject, clock: .standing(workingDaysLeft: left))
        } else {
            return nil
        }
        isWarned = json["warned"]?.bool ?? false
    }
}
