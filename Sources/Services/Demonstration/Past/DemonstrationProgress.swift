/// How far the making of a demonstration is, for whoever waits.
public struct DemonstrationProgress: Sendable {
    /// 0 to 100. Records are a quarter of the work.
    public var percent: Int
    /// For the terminal.
    public var text: String

    static let records = 25

    /// Of the past, after `done` of `total` applications.
    static func past(_ done: Int, of total: Int, _ text: String) -> DemonstrationProgress {
        DemonstrationProgress(percent: records + (100 - records) * done / max(1, total), text: text)
    }
}
