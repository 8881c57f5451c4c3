/// From the start of the process to its first answer, on data that exist.
struct StartMeasurement: Measurement {
    let name = "start"
    let about = "cold start to the first answer"

    func run(_ workshop: Workshop, found: (Finding) -> Void) async throws {
        for kind in Workshop.StoreKind.allCases {
            let place = try workshop.demonstration(on: kind)
            var times: [Double] = []
            for _ in 0..<(workshop.isQuick ? 3 : 7) {
                let server = try workshop.serve(place)
                times.append(server.startSeconds * 1_000)
                try server.stop()
            }
            found(Finding("start.\(kind.rawValue)", Statistics.median(times), "ms", .under(1_000), [("slowest_ms", times.max() ?? 0)]))
        }
    }
}
