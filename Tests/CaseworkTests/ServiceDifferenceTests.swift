import Blueprint
import Kernel
import Testing

@testable import Casework

/// What a change of a service's own rules does, in words.
@Suite struct ServiceDifferenceTests {
    private static let service = """
        title: Tax a van
        summary: Once a year.
        questions: {fuel: {ask: Fuel?, type: text}}
        eligibility:
          - {must: van != null, otherwise: You need a van.}
          - {must: van.weight < 3500, otherwise: It is too heavy.}
        law:
          tax: {value: vans.tax, given: {fuel: fuel}}
        fee: {amount: tax}
        steps:
          - pay
          - check: [{must: van.insured, otherwise: It is not insured.}]
          - review:
              title: Look at it
              role: clerk
              advise:
                - {when: van.weight > 3000, outcome: refused, because: Too heavy.}
                - {when: fuel = "coal", outcome: refused, because: Too dirty.}
                - {outcome: granted, because: All is well.}
        outcomes: {granted: {title: Yes}, refused: {title: No}}
        """

    private static func file(_ text: String) throws -> ServiceFile {
        var diagnostics = Diagnostics()
        let file = ServiceFile.kind.read(Array(text.utf8), path: "service.yaml", id: "service", diagnostics: &diagnostics)
        return try #require(file, "\(diagnostics.sorted)")
    }

    @Test(arguments: [
        ("{amount: tax}", "max(10, tax)", "‹Tax a van›, fee: «max(10, tax)» instead of «tax»."),
        ("fee: {amount: tax}\n", "", "‹Tax a van›, fee, is gone: «tax»."),
        ("van.weight < 3500", "van.weight < 3000", "‹Tax a van›, condition of use ‹It is too heavy.›: «van.weight < 3000» instead of «van.weight < 3500»."),
        (
            "  - {must: van != null, otherwise: You need a van.}\n", "",
            "‹Tax a van›, condition of use ‹You need a van.›, is gone: «van != null»."
        ),
        (
            "law:\n", "law:\n  duty: {value: vans.duty}\n", "‹Tax a van›, value of the law ‹duty›, is new: «vans.duty»."
        ),
        ("{fuel: fuel}}", "{fuel: '\"coal\"'}}", "‹Tax a van›, value of the law ‹tax›: «vans.tax (fuel: \"coal\")» instead of «vans.tax (fuel: fuel)»."),
        ("must: van.insured,", "must: van.insured = true,", "‹Tax a van›, check ‹It is not insured.›: «van.insured = true» instead of «van.insured»."),
        ("weight > 3000", "weight > 2000", "‹Tax a van›, rule ‹refused: Too heavy.›: «van.weight > 2000» instead of «van.weight > 3000»."),
        (
            "        - {when: fuel = \"coal\", outcome: refused, because: Too dirty.}\n        - {outcome: granted, because: All is well.}",
            "        - {outcome: granted, because: All is well.}\n        - {when: fuel = \"coal\", outcome: refused, because: Too dirty.}",
            "‹Tax a van›: the order of its rules is another, and the first that holds counts."
        ),
    ])
    func aChange(_ old: String, _ new: String, _ sentence: String) throws {
        let changed = Self.service.replacing(old, with: new)
        #expect(changed != Self.service)
        #expect(ServiceDifference(from: try Self.file(Self.service), to: try Self.file(changed)).sentences == [sentence])
    }

    @Test func whatDecidesNothingIsNotTold() throws {
        let changed = Self.service.replacing("Fuel?", with: "Which fuel?").replacing("van.weight < 3500", with: "van.weight  < 3500").replacing(
            "Once", with: "Each"
        )
        .replacing(
            "  - {must: van != null, otherwise: You need a van.}\n  - {must: van.weight  < 3500, otherwise: It is too heavy.}",
            with: "  - {must: van.weight < 3500, otherwise: It is too heavy.}\n  - {must: van != null, otherwise: You need a van.}")
        #expect(changed != Self.service)
        #expect(ServiceDifference(from: try Self.file(Self.service), to: try Self.file(changed)).sentences == [])
    }

    @Test func inSpanish() throws {
        let changed = Self.service.replacing("{amount: tax}", with: "5")
        #expect(
            ServiceDifference(from: try Self.file(Self.service), to: try Self.file(changed), in: .spanish).sentences == [
                "‹Tax a van›, tasa: «5» en lugar de «tax»."
            ])
    }
}
