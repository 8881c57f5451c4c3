import Kernel
import Testing

@testable import Processes

@Suite struct TicketMapTests {
    /// Whatever is done, it holds what a dictionary holds, in the order of the tickets.
    @Test(arguments: 0..<20)
    func itIsADictionaryInOrder(seed: Int) {
        let dice = SeededGenerator(seed: UInt64(seed))
        var map = TicketMap<Int>()
        var plain: [Ticket: Int] = [:]
        for step in 0..<400 {
            let ticket = Ticket(dice.next(below: 4) == 0 ? step : dice.next(below: step + 1))
            switch dice.next(below: 5) {
            case 0, 1: (map[ticket], plain[ticket]) = (step, step)
            case 2:
                map.removeValue(forKey: ticket)
                plain[ticket] = nil
            case 3: (map[ticket], plain[ticket]) = (nil, nil)
            default:
                map[ticket]? += 1
                plain[ticket]? += 1
            }
            #expect(map.count == plain.count)
            #expect(map.first == plain.keys.min())
            #expect(map.last == plain.keys.max())
            #expect(map[ticket] == plain[ticket])
        }
        #expect(map.tickets == plain.keys.sorted())
        #expect(map.pairs.allSatisfy { plain[$0.key] == $0.value })
    }
}
