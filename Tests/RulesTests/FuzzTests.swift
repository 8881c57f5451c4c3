import FuzzTesting
import Testing

/// What a hostile file or case can do, tried with made-up input; `polity-bench fuzz` does the same by the million.
@Suite struct FuzzTests {
    private static let targets: [any FuzzTarget] = [
        ExpressionTarget(), UnaryTestsTarget(), ModelTarget(), RulebookTarget(), CaseTarget(), PopulationTarget(), ReformTarget(),
        SpreadsheetTarget(),
    ]

    @Test("what once ended the process, and what is like it", arguments: HostileTexts.expressions.indices)
    func hostileTexts(_ index: Int) throws {
        let text = Array(HostileTexts.expressions[index].utf8)
        try ExpressionTarget().feed(text)
        try UnaryTestsTarget().feed(text)
    }

    @Test("what inputs are made from is taken as it stands, so that what is made of it gets as far", arguments: targets.indices)
    func samples(_ index: Int) { #expect(Self.targets[index].faultsOfSamples == []) }

    @Test("the corpus: what was found, and what is like it", arguments: Corpus.inputs.indices)
    func corpus(_ index: Int) throws {
        let (name, text) = Corpus.inputs[index]
        let target = try #require(Self.targets.first { $0.name == name })
        try target.feed(Array(text.utf8))
    }

    @Test("made-up input is answered with a value or a finding, and by all ways alike", arguments: targets.indices)
    func madeUpInput(_ index: Int) throws {
        let target = Self.targets[index]
        for seed in 1...400 as ClosedRange<UInt64> { try target.feed(target.input(seed: seed)) }
    }
}
