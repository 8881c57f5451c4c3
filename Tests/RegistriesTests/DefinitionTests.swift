import Foundation
import Kernel
import Testing

@testable import Registries

@Suite struct DefinitionTests {
    /// Published examples of each scheme, and the same with one digit changed.
    @Test(arguments: [
        (CheckScheme.luhn, "79927398713", true), (.luhn, "79927398710", false), (.luhn, "4539 1488 0343 6467", true),
        (.mod11, "0000-0002-1825-0097", true), (.mod11, "0000-0002-1694-233X", true), (.mod11, "0000-0002-1825-0098", false),
        (.mod97, "79444", true), (.mod97, "79445", false), (.vin, "1M8GDM9AXKP042788", true), (.vin, "1M8GDM9AXKP042789", false),
        (.vin, "11111111111111111", true),
        (.luhn, "", false), (.mod97, "x", false), (.vin, "1M8GDM9AXKP04278", false), (.mod37, "", false),
    ])
    func checksDigits(_ scheme: CheckScheme, _ text: String, _ isRight: Bool) { #expect(scheme.accepts(text) == isRight) }

    @Test(arguments: CheckScheme.allCases) func findsEveryWrongDigit(_ scheme: CheckScheme) throws {
        let whole = try #require(scheme.completing(scheme == .vin ? "1M8GDM9A_KP042788" : "572614093"))
        #expect(scheme.accepts(whole))
        for index in whole.indices where whole[index].isNumber {
            for digit in "0123456789" where digit != whole[index] {
                var wrong = whole
                wrong.replaceSubrange(index...index, with: String(digit))
                #expect(!scheme.accepts(wrong) || (scheme == .vin && wrong != whole))
            }
        }
    }

    static func findings(_ text: String) -> [String] {
        TestTown.edition(["things": text]).1.sorted.map { "\($0.location.position.line): \($0.message)" }
    }

    @Test func reportsWhatIsWrongWithARegistry() {
        let findings = Self.findings(
            """
            title: Things
            organisation: town
            subject: keeper
            fields:
              keeper: {title: Keeper, type: text}
              email: {title: E-mail, type: email}
              size: {title: Size, type: number, unique: true}
              code: {title: Code, type: text, pattern: "[A-"}
              old: {title: Old, type: text, was: code}
            published: [email, nothing]
            """)
        #expect(findings.contains { $0.contains("'keeper'") && $0.contains("refers to no person") })
        #expect(findings.contains { $0.contains("'email' tells about the person") })
        #expect(findings.contains { $0.contains("'size' is no text") })
        #expect(findings.contains { $0.contains("no regular expression") })
        #expect(findings.contains { $0.contains("'code' is a present or earlier id of both") })
        #expect(findings.contains { $0.contains("'nothing'") })
    }

    @Test(arguments: [
        ("name: {title: Name, type: text, choices: {a: A}}", "'choices' says nothing about a field of type 'text'"),
        ("day: {title: Day, type: date, registry: things}", "'registry' says nothing about a field of type 'date'"),
        ("owner: {title: Owner, type: person_name}", "'owner' is personal, but the registry does not say whose data its records are"),
    ])
    func reportsWhatSaysNothing(_ field: String, _ finding: String) {
        #expect(Self.findings("title: Things\norganisation: town\nfields:\n  \(field)\n") == ["4: \(finding)"])
    }

    static func registries(_ changing: (inout String) -> Void = { _ in }) throws -> [Registry] {
        var files = TestTown.files
        changing(&files["dogs", default: ""])
        return try #require(TestTown.edition(files).0)[RegistryBook.self].registries
    }

    @Test(arguments: [
        ("  name: {", "  called: {was: name, ", "renamed", "'dogs.name' is now 'dogs.called'"),
        ("  name: {", "  called: {", "incompatible", "'dogs.name' is gone"),
        ("choices: {small: Small, large: Large}", "choices: {small: Small}", "incompatible", "no longer has the choices large"),
        ("choices: {small: Small, large: Large}", "choices: {small: Small, large: Large, tiny: Tiny}", "", ""),
        ("type: choice, choices: {small: Small, large: Large}", "type: number", "incompatible", "'dogs.kind' has another type"),
        ("tag: {title: Tag, type: text,", "tag: {title: Tag, type: text, personal: identifier,", "incompatible", "was not personal"),
        ("  kind: {", "  chip: {title: Chip, type: text}\n  kind: {", "compatible", "'dogs.chip' is new"),
        ("  kind: {", "  chip: {title: Chip, type: text, required: true}\n  kind: {", "incompatible", "new and required"),
    ])
    func plansAChangedFolder(_ old: String, _ new: String, _ effect: String, _ message: String) throws {
        let after = try Self.registries { $0 = $0.replacingOccurrences(of: old, with: new) }
        let plan = RegistryPlan(from: try Self.registries(), to: after, counts: ["dogs": 3])
        if message.isEmpty {
            #expect(plan.changes.isEmpty)
        } else {
            #expect(plan.changes.contains { $0.effect.rawValue == effect && $0.message.contains(message) }, "\(plan.changes)")
        }
        #expect(plan.isRefused == (effect == "incompatible"))
        // What holds no records may change freely.
        #expect(!RegistryPlan(from: try Self.registries(), to: after, counts: [:]).isRefused)
    }
}
