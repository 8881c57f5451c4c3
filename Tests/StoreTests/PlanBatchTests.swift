import Kernel
import Testing

@testable import Store

/// What becomes of several plans that go in one piece. That they do the same as each alone is held by DecideTests, on a server.
@Suite struct PlanBatchTests {
    private static func step(_ sql: SQL, versioned: Bool = false) -> Plan.Step { Plan.Step(sql: sql, isVersioned: versioned) }

    /// A person and a letter are added, and a version is counted up in between.
    private static func plan(_ number: Int, note: String? = "n") -> Plan {
        Plan(steps: [
            step("INSERT INTO people (id, note) VALUES (\(number), \(note))"), step("UPDATE houses SET version = 2 WHERE id = \(number)", versioned: true),
            step("INSERT INTO letters (id)\n  VALUES (\(number))"),
        ])
    }

    @Test func insertionsAtOnePlaceBecomeOne() {
        let batch = PlanBatch((0..<5).map { Self.plan($0) })
        #expect(
            batch.statements.map(\.text) == [
                "INSERT INTO people (id, note) VALUES (?, ?), (?, ?), (?, ?), (?, ?)", "INSERT INTO people (id, note) VALUES (?, ?)",
            ] + Array(repeating: "UPDATE houses SET version = 2 WHERE id = ?", count: 5) + [
                "INSERT INTO letters (id) VALUES (?), (?), (?), (?)", "INSERT INTO letters (id) VALUES (?)",
            ])
        #expect(batch.statements.flatMap(\.values).count == 20)
    }

    @Test func rowsWithNullsAtOtherPlacesGoApart() {
        let batch = PlanBatch([Self.plan(0), Self.plan(1, note: nil), Self.plan(2)])
        #expect(batch.statements.prefix(2).map(\.values.count).sorted() == [2, 4])
    }

    @Test func plansOfAnotherFormKeepTheirOwnOrder() {
        let other = Plan(steps: [Self.step("INSERT INTO letters (id) VALUES (\(9))"), Self.step("DELETE FROM people WHERE id = \(9)")])
        let texts = PlanBatch([Self.plan(0), other, Self.plan(1)]).statements.map(\.text)
        #expect(texts.suffix(2) == ["INSERT INTO letters (id) VALUES (?)", "DELETE FROM people WHERE id = ?"])
        #expect(texts.first == "INSERT INTO people (id, note) VALUES (?, ?), (?, ?)")
    }

    @Test(arguments: [
        "INSERT INTO a (b) VALUES (?) ON CONFLICT (b) DO NOTHING", "INSERT INTO a (b) VALUES (lower(?))", "INSERT INTO a (b) SELECT b FROM c WHERE d = ?",
        "INSERT INTO a (b) VALUES (?), (?)", "UPDATE a SET b = ?", "INSERT INTO a VALUES (?)",
    ])
    func whatIsNoPlainInsertionIsSentAsItIs(_ text: String) {
        let plan = Plan(steps: [Self.step(SQL(text: text, values: [.integer(1)]))])
        #expect(PlanBatch([plan, plan]).statements.map(\.text) == [text, text])
    }
}
