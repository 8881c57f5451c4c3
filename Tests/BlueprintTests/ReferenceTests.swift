import Testing

@testable import Blueprint

@Suite("Blueprint reference")
struct ReferenceTests {
    @Test("a table for every map, and each named schema once")
    func markdown() { expectGolden(BlueprintReference.markdown([Government.fileKind.erased] + Sample.kinds), "reference.md") }
}
