/// An order in which each value comes behind those it is computed from, and the circles that have none.
///
/// Iterative, so that a long chain does not fill the stack. O(values + dependencies), and the cycles' lengths.
struct DependencyOrder {
    private(set) var order: [Int] = []
    /// How many values stand in the longest chain.
    private(set) var depth = 0
    /// Each once, in the direction of "needs".
    private(set) var cycles: [[Int]] = []

    /// - Parameter needs: for each value the indices of those it is computed from.
    init(_ needs: [Set<Int>]) {
        var open = needs
        var users = [[Int]](repeating: [], count: needs.count)
        for (index, of) in needs.enumerated() { for need in of { users[need].append(index) } }
        var level = [Int](repeating: 0, count: needs.count)
        var ready = needs.indices.filter { needs[$0].isEmpty }
        var rest = Set(needs.indices)
        func settle() {
            while let next = ready.popLast() {
                guard rest.remove(next) != nil else { continue }
                order.append(next)
                depth = max(depth, level[next] + 1)
                for user in users[next] {
                    level[user] = max(level[user], level[next] + 1)
                    open[user].remove(next)
                    if open[user].isEmpty { ready.append(user) }
                }
            }
        }
        settle()
        while let start = rest.min() {
            var path: [Int] = [start]
            var position = [start: 0]
            // Each that is left needs another that is left, so the way ends where it has been.
            while let last = path.last, let next = open[last].min() {
                if let first = position[next] {
                    cycles.append(Array(path[first...]))
                    break
                }
                position[next] = path.count
                path.append(next)
            }
            ready += cycles.last ?? path
            for index in cycles.last ?? path { open[index] = [] }
            settle()
        }
    }
}
