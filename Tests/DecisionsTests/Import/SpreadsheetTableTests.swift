import FEEL
import Kernel
import Testing

@testable import Decisions

/// Tables from spreadsheets, as people type them.
@Suite struct SpreadsheetTableTests {
    static func read(_ csv: String, id: String = "fees") -> (table: SpreadsheetTable?, diagnostics: Diagnostics) {
        var diagnostics = Diagnostics()
        let rows = SpreadsheetRows(csv: Array(csv.utf8), file: "fees.csv", diagnostics: &diagnostics)
        return (rows.flatMap { SpreadsheetTable($0, id: id, file: "fees.csv", diagnostics: &diagnostics) }, diagnostics)
    }

    /// What the model of a table decides.
    static func decide(_ csv: String, _ facts: String) throws -> String {
        let (table, diagnostics) = read(csv)
        let text = try #require(table, "\(diagnostics.sorted)").dmn
        var found = diagnostics
        let model = try #require(DecisionModel(parsing: Array(text.utf8), file: "fees.dmn", diagnostics: &found))
        #expect(found.all.isEmpty, "\(found.sorted)\n\(text)")
        let types = model.inputs
        var inputs = Context()
        for member in try #require(try JSON(parsing: facts).members) { inputs[member.name] = try #require(Value(member.value, as: types[member.name] ?? .any)) }
        return model.evaluate(decision: "fees", inputs: inputs, now: DateAndTime(Instant(microseconds: 0))).json.text
    }

    static let fees = """
        U;Age;Kind of permit;Moved in;> Fee;Source
        1;< 18;;;0;Act 3
        2;[18..65);short stay, visit;;12.50;Act 4
        3;[18..65);long stay;< 2024-01-01;30;Act 4
        4;[18..65);long stay;>= 2024-01-01;age * 2;Act 4
        5;>= 65;not("visit");-;5;
        """

    @Test(arguments: [
        (#"{"age": 7}"#, "0"), (#"{"age": 30, "kind_of_permit": "visit"}"#, "12.5"),
        (#"{"age": 30, "kind_of_permit": "long stay", "moved_in": "2023-12-31"}"#, "30"),
        (#"{"age": 30, "kind_of_permit": "long stay", "moved_in": "2024-01-01"}"#, "60"), (#"{"age": 70, "kind_of_permit": "short stay"}"#, "5"),
        (#"{"age": 70, "kind_of_permit": "visit"}"#, "null"),
    ])
    func aTableAsItIsTyped(_ facts: String, _ fee: String) throws { #expect(try Self.decide(Self.fees, facts) == fee) }

    @Test("the last column decides where none is marked; policies, notes, several results and quotes")
    func shapes() throws {
        #expect(try Self.decide("colour,paid\n\"red, blue\",true\ngreen,false\n", #"{"colour": "green"}"#) == "false")
        #expect(try Self.decide("C+,points,bonus\n1,> 1,10\n2,> 2,20\n", #"{"points": 3}"#) == "30")
        #expect(
            try Self.decide("\u{FEFF}points,=> a,=> b,#why\n> 1,1,one & <all>,\"because, so\"\n", #"{"points": 3}"#) == #"{"a":1,"b":"one & <all>"}"#)
    }

    @Test("what cannot be read is told with its row and column")
    func refused() {
        func told(_ csv: String) -> [String] { Self.read(csv).diagnostics.sorted.map { "\($0.location): \($0.message)" } }
        #expect(told("") == ["fees.csv:1:1: a table has a row of names and at least one rule"])
        #expect(told("fee\n1\n") == ["fees.csv:1:1: nothing is looked at: the table has no column before what it decides"])
        #expect(told("age,age,fee\n1,2,3\n") == ["fees.csv:1:2: 'age' names no column, or two of them"])
        #expect(told("age,fee\n1,\n") == ["fees.csv:2:2: the rule decides nothing here"])
        #expect(told("age,fee\n[1..,5\n").first?.hasPrefix("fees.csv:2:1: ") ?? false)
        var diagnostics = Diagnostics()
        #expect(SpreadsheetRows(csv: [0xFF, 0xFE, 0x41], file: "a.csv", diagnostics: &diagnostics) == nil && diagnostics.hasErrors)
        var many = Diagnostics()
        let wide = String(repeating: "a,", count: 300)
        #expect(SpreadsheetRows(csv: Array(wide.utf8), file: "a.csv", diagnostics: &many) == nil && many.hasErrors)
    }

    @Test("codes stay what they are, and lines are those of the file")
    func codes() throws {
        #expect(try Self.decide("code,> fee\n007,1\n010,2\n", #"{"code": "007"}"#) == "1")
        #expect(try Self.decide("area,> fee\n1E5,1\n2E6,2\n", #"{"area": "1E5"}"#) == "1")
        #expect(try Self.decide("rate,> fee\n0.5,1\n0,2\n", #"{"rate": 0.5}"#) == "1")
        func told(_ csv: String) -> [String] { Self.read(csv).diagnostics.sorted.map { "\($0.location): \($0.message)" } }
        #expect(told("age,fee\n\n\"1\",\"2\n3\"\n\n4,\n") == ["fees.csv:6:2: the rule decides nothing here"])
        #expect(told("age,fee\n1,a\u{1}b\n") == ["fees.csv:2:2: this cell holds a control character"])
    }

    @Test("no text of cells makes a model that cannot be read")
    func anything() throws {
        let random = SeededGenerator(seed: 11)
        let pieces = [
            "1", "-", "a", "\"", "<", ">", "[", "]", "..", "(", ")", "not(", "2024-01-01", " ", "&", "?", "{", "null", "true", "é", ".", "+", ";", ",",
        ]
        for _ in 0..<2_000 {
            func cell() -> String {
                let text = (0..<random.next(below: 6)).map { _ in pieces[random.next(below: pieces.count)] }.joined()
                return "\"" + text.replacing("\"", with: "\"\"") + "\""
            }
            let csv = "a,b,=> c\n" + (0..<3).map { _ in "\(cell()),\(cell()),\(cell())\n" }.joined()
            guard let table = Self.read(csv).table else { continue }
            var diagnostics = Diagnostics()
            #expect(DecisionModel(parsing: Array(table.dmn.utf8), file: "a.dmn", diagnostics: &diagnostics) != nil, "\(csv)")
        }
    }
}
