import Testing

@testable import Blueprint

@Suite("Path patterns")
struct PathPatternTests {
    @Test(
        "what matches, and what each star stood for",
        arguments: [
            ("polity.yaml", "polity.yaml", []), ("polity.yaml", "x/polity.yaml", nil), ("registries/*.yaml", "registries/a.yaml", ["a"]),
            ("registries/*.yaml", "registries/.yaml", nil), ("registries/*.yaml", "registries/a/b.yaml", nil), ("registries/*.yaml", "registries/a.yml", nil),
            ("services/*/*.mustache", "services/a/b.mustache", ["a", "b"]), ("services/*/service.yaml", "services/a/es.yaml", nil),
            ("a*b/c", "ab/c", nil), ("a*b/c", "axb/c", ["x"]),
        ] as [(String, String, [String]?)])
    func match(pattern: String, path: String, caught: [String]?) { #expect(PathPattern(pattern).match(path) == caught) }
}
