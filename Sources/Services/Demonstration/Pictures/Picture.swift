/// A small picture of at most sixteen colours, drawn by code: photos and plans of people who do not exist.
struct Picture: Sendable {
    let width: Int
    let height: Int
    /// Red, green, blue.
    let palette: [[UInt8]]
    /// Places in the palette, row by row.
    private(set) var pixels: [UInt8]

    init(width: Int, height: Int, palette: [[UInt8]]) {
        precondition(palette.count <= 16 && width % 2 == 0)
        self.width = width
        self.height = height
        self.palette = palette
        pixels = [UInt8](repeating: 0, count: width * height)
    }

    mutating func fill(_ columns: Range<Int>, _ rows: Range<Int>, _ colour: UInt8) {
        let columns = columns.clamped(to: 0..<width)
        for row in rows.clamped(to: 0..<height) {
            for column in columns { pixels[row * width + column] = colour }
        }
    }

    /// The edges of a rectangle.
    mutating func frame(_ columns: Range<Int>, _ rows: Range<Int>, _ colour: UInt8, line: Int = 2) {
        fill(columns, rows.lowerBound..<rows.lowerBound + line, colour)
        fill(columns, rows.upperBound - line..<rows.upperBound, colour)
        fill(columns.lowerBound..<columns.lowerBound + line, rows, colour)
        fill(columns.upperBound - line..<columns.upperBound, rows, colour)
    }

    mutating func disc(_ x: Int, _ y: Int, radius: Int, _ colour: UInt8) {
        for row in (y - radius..<y + radius + 1).clamped(to: 0..<height) {
            let reach = Int(Double(radius * radius - (row - y) * (row - y)).squareRoot())
            fill(x - reach..<x + reach + 1, row..<row + 1, colour)
        }
    }
}
