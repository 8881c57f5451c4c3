import Kernel

/// That somebody looked at personal data: who, why, when, in which request.
public struct ReadEntry: Sendable, Hashable {
    public var id: Identifier<ReadEntry>
    public var at: Instant
    /// The office, the machine or the job; which person held the office is for the auditor only.
    public var author: Act.Author
    public var organisation: String?
    /// `law:road_traffic_act`, `consent:…`, `mandate:…`, as `ReadPurpose.groundText` writes it.
    public var ground: String
    /// The case it was read for.
    public var reference: String?
    /// What a bulk job asked for, in words without values; such an entry names no single subjects.
    public var query: String?
    /// The account behind it.
    public var account: AccountID?
}
