import Processes

/// Places for the elements of a process that nobody drew: left to right in the order in which tokens come to them, one row, with further
/// rows where ways part. What leads far on goes above, what leads back goes below, each on a track of its own.
struct ProcessLayout {
    struct Place {
        var column: Int
        var row: Int
    }

    private(set) var places: [Place]
    /// By flow: from one element's border to the other's.
    private(set) var lines: [[Diagram.Point]] = []
    private let sizes: [(width: Double, height: Double)]

    private static let columnWidth = 150.0, rowHeight = 130.0, track = 14.0

    /// - Parameters:
    ///   - elements: those of one process, in the order of their making: what leads to an earlier one leads back.
    ///   - flows: indices of the elements that each joins.
    init(_ elements: [Element], _ flows: [(from: Int, to: Int)]) {
        sizes = elements.map(\.drawnSize)
        places = Self.places(elements.count, flows)
        lines = drawn(flows)
    }

    func bounds(_ element: Int) -> Diagram.Bounds {
        let (place, size) = (places[element], sizes[element])
        let middle = Diagram.Point(Double(place.column) * Self.columnWidth, Double(place.row) * Self.rowHeight)
        return Diagram.Bounds(x: middle.x - size.width / 2, y: middle.y - size.height / 2, width: size.width, height: size.height)
    }

    /// Each stands behind everything that leads to it, in the row of the first of those where that is free.
    private static func places(_ count: Int, _ flows: [(from: Int, to: Int)]) -> [Place] {
        var places = Array(repeating: Place(column: 0, row: 0), count: count)
        var leading: [Int: [Int]] = [:]
        for flow in flows where flow.from < flow.to { leading[flow.to, default: []].append(flow.from) }
        var taken: [Int: Set<Int>] = [:]
        for element in 0..<count {
            let before = leading[element] ?? []
            let column = (before.map { places[$0].column }.max() ?? -1) + 1
            var row = before.map { places[$0].row }.min() ?? 0
            while taken[column, default: []].contains(row) { row += 1 }
            taken[column, default: []].insert(row)
            places[element] = Place(column: column, row: row)
        }
        return places
    }

    // MARK: Lines

    private func drawn(_ flows: [(from: Int, to: Int)]) -> [[Diagram.Point]] {
        var lines = Array(repeating: [Diagram.Point](), count: flows.count)
        let far = flows.indices.filter { !isNext(flows[$0]) }.sorted { length(flows[$0]) < length(flows[$1]) }
        let bottom = Double(places.map(\.row).max() ?? 0) * Self.rowHeight
        var (above, below) = (0, 0)
        for index in far {
            let (from, to) = (bounds(flows[index].from), bounds(flows[index].to))
            let leadsBack = flows[index].to <= flows[index].from
            let number = leadsBack ? below : above
            let y = leadsBack ? bottom + 70 + Double(number) * Self.track : -60 - Double(number) * Self.track
            if leadsBack { below += 1 } else { above += 1 }
            // Up and down only between the columns, where nothing stands.
            let gap = 60 + Double(number % 5) * 6
            let (out, back) = (from.midX + gap, to.midX - gap)
            lines[index] = [
                Diagram.Point(from.maxX, from.midY), Diagram.Point(out, from.midY), Diagram.Point(out, y), Diagram.Point(back, y),
                Diagram.Point(back, to.midY), Diagram.Point(to.x, to.midY),
            ]
        }
        for index in flows.indices where lines[index].isEmpty {
            let (from, to) = (bounds(flows[index].from), bounds(flows[index].to))
            let ends = [Diagram.Point(from.maxX, from.midY), Diagram.Point(to.x, to.midY)]
            let middle = (from.maxX + to.x) / 2
            let turns = from.midY == to.midY ? [] : [Diagram.Point(middle, from.midY), Diagram.Point(middle, to.midY)]
            lines[index] = [ends[0]] + turns + [ends[1]]
        }
        return lines
    }

    private func isNext(_ flow: (from: Int, to: Int)) -> Bool { places[flow.to].column == places[flow.from].column + 1 }
    private func length(_ flow: (from: Int, to: Int)) -> Int { abs(places[flow.to].column - places[flow.from].column) }
}

extension Element {
    /// As modellers draw it.
    fileprivate var drawnSize: (width: Double, height: Double) {
        switch kind {
        case .start, .end, .catchEvent, .throwEvent, .boundary: (36, 36)
        case .gateway: (50, 50)
        case .task, .subProcess, .callActivity: (100, 80)
        }
    }
}
