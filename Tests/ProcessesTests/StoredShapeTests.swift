import FEEL
import Kernel
import Testing

@testable import Processes

/// What was stored before stays readable: these texts were written by the first version of the engine and are never edited.
@Suite struct StoredShapeTests {
    private func model() throws -> ProcessModel {
        var sketch = Sketch()
        sketch.add("start", .start(.none))
        sketch.add(
            "ask", .task(.user(role: nil, due: nil)),
            loop: .each(of: formula("items"), item: "item", isSequential: false, collect: (value: formula("item"), into: "results")))
        sketch.add("late", .boundary(.timer(.after(Term(1, .days))), on: "ask", interrupts: true))
        sketch.add("end", .end(.none))
        for line in ["start -> ask", "ask -> end", "late -> end"] { sketch.flow(line) }
        return try sketch.model()
    }

    @Test func anInstanceOfTheFirstVersionGoesOn() throws {
        let text = #"""
            {"v":1,"n":5,"e":9,"s":"running","x":{"items":[10,20]},"r":[{"t":1,"n":"ask","w":"scope"},
            {"t":2,"n":"late","w":["timer",1795089600000000,1],"h":1},{"t":3,"n":"ask","w":["task",1795089600000000],"s":1,"i":0,"x":{"item":10}},
            {"t":4,"n":"ask","w":"task","s":1,"i":1,"x":{"item":20}}],"o":[{"t":1,"i":[10,20],"b":2}]}
            """#
        let model = try model()
        var instance = try Instance(JSON(parsing: text), in: model)
        let engine = ProcessEngine(model: model, calendar: OfficeCalendar())
        for ticket in [4, 3] {
            instance = try engine.handle(.complete(Ticket(ticket), output: [:]), on: instance, now: Instant(microseconds: 0)).instance
        }
        #expect(instance.end(in: model) == "end")
        #expect(instance.variables["results"] == .list([.number(10), .number(20)]))
    }

    @Test func eventsOfTheFirstVersionRebuildTheirState() throws {
        let lines = [
            #"[1,"started",{"items":[10,20]}]"#, #"[1,"passed","start",0]"#, #"[1,"rested",1,"ask",0,null,"scope",null,null]"#,
            #"[1,"itemised",1,[10,20]]"#, #"[1,"rested",2,"late",0,1,["timer",1795089600000000,1],null,null]"#,
            #"[1,"rested",3,"ask",1,null,"task",0,{"item":10}]"#, #"[1,"rested",4,"ask",1,null,"task",1,{"item":20}]"#, #"[1,"left",3]"#,
            #"[1,"collected",1,0,10]"#, #"[1,"assigned","a",null,0]"#, #"[1,"moved",2,1795176000000000]"#, #"[1,"stopped",4,"why"]"#, #"[1,"resumed",4]"#,
        ]
        let model = try model()
        var instance = Instance()
        for line in lines { instance.apply(try #require(ProcessEvent(JSON(parsing: line), in: model))) }
        #expect(instance.waiting(in: model).map(\.element) == ["ask", "late", "ask"])
        #expect(instance.wait(of: Ticket(2)) == .timer(due: Instant(microseconds: 1_795_176_000_000_000), repeats: 1))
        #expect(instance.version == lines.count)
    }
}
