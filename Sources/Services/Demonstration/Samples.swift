import Blueprint
import Capability
import Kernel

/// The samples of an edition, each behind those it refers to.
struct Samples: Sendable {
    var inOrder: [SampleFile]

    static func link(_ edition: inout Linking) {
        let samples = edition.folder.all(of: SampleFile.kind).map(\.value)
        let byID = Dictionary(samples.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
        var ordered: [SampleFile] = []
        var state: [String: Bool] = [:]
        func visit(_ sample: SampleFile, _ edition: inout Linking) {
            if let isDone = state[sample.id] {
                if !isDone { edition.diagnostics.error(sample.location, "the sample '\(sample.id)' refers to itself, by way of others") }
                return
            }
            state[sample.id] = false
            for name in sample.referred { if let other = byID[name], other.id != sample.id { visit(other, &edition) } }
            state[sample.id] = true
            ordered.append(sample)
        }
        for sample in samples { visit(sample, &edition) }
        for account in edition.folder.all(of: DemonstrationFile.kind).flatMap(\.value.accounts) {
            guard let record = account.record, let sample = account.sample.flatMap({ byID[$0] }) else { continue }
            sample.checkHas(record, &edition.diagnostics)
        }
        MadeUpNamesCheck.run(&edition)
        edition.provide(Samples(inOrder: ordered))
    }
}

extension SampleFile {
    /// The samples whose records this one's refer to.
    var referred: Set<String> {
        let recipes = fields.map(\.recipe) + records.flatMap { $0.fields.map(\.recipe) }
        return Set(recipes.compactMap { if case .record(let sample, _) = $0 { sample } else { nil } })
    }

    fileprivate func checkHas(_ record: Located<String>, _ diagnostics: inout Diagnostics) {
        let names = records.map(\.name)
        guard !names.contains(record.value) else { return }
        let meant = Spelling.nearest(to: record.value, among: names)
        diagnostics.error(
            record.location, "the sample '\(id)' has no record '\(record.value)'",
            mend: meant.map { "Did you mean '\($0)'?" } ?? "Write it under 'records' of the sample.")
    }
}
