import FEEL
import Kernel
import Testing

@testable import Processes

@Suite struct CompensationPropertyTests {
    /// Parallel tasks, some of them in sub-processes, done in any order: they are undone in the opposite one.
    @Test(arguments: 0..<60)
    func whatWasDoneIsUndoneInReverse(seed: Int) throws {
        let dice = SeededGenerator(seed: UInt64(seed))
        var sketch = Sketch()
        sketch.add("start", .start(.none))
        sketch.add("fork", .gateway(.parallel))
        sketch.add("join", .gateway(.parallel))
        sketch.add("undo", .throwEvent(.compensation(of: nil)))
        sketch.add("end", .end(.none))
        for line in ["start -> fork", "join -> undo", "undo -> end"] { sketch.flow(line) }
        let count = 2 + dice.next(below: 5)
        for number in 0..<count {
            // A sub-process with one task is completed with it.
            let parent = dice.next(below: 3) == 0 ? "sub\(number)" : nil
            if let parent { sketch.add(parent, .subProcess(.embedded)) }
            sketch.add("t\(number)", .task(.user(role: nil, due: nil)), in: parent)
            sketch.add("on\(number)", .boundary(.compensation, on: "t\(number)", interrupts: false), in: parent)
            sketch.elements.append(Element("h\(number)", .task(.user(role: nil, due: nil)), in: parent, compensates: "on\(number)", at: nowhere))
            sketch.flow("fork -> \(parent ?? "t\(number)")")
            sketch.flow("\(parent ?? "t\(number)") -> join")
        }
        var play = try Play(sketch)
        try play.start()
        var done: [String] = []
        while done.count < count {
            let open = play.waiting.filter { $0.hasPrefix("t") }
            let chosen = open[dice.next(below: open.count)]
            try play.complete(chosen)
            done.append(chosen)
        }
        for task in done.reversed() {
            let open = play.waiting.filter { $0.hasPrefix("h") }
            #expect(open == ["h" + task.dropFirst()])
            try play.complete("h" + task.dropFirst())
        }
        #expect(play.end == "end")
    }
}
