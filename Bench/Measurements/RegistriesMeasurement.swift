import FEEL
import Foundation
import Kernel
import Privacy
import Registries
import Store

/// A hundred thousand residents and a tenth as many parcels: every way of finding one, by an officer with a purpose, so that
/// each look is opened, decrypted and written down.
struct RegistriesMeasurement: Measurement {
    let name = "registries"
    let about = "finding records among 100,000"

    func run(_ workshop: Workshop, found: (Finding) -> Void) async throws {
        for kind in Workshop.StoreKind.allCases { try await run(workshop, kind).forEach(found) }
    }

    private func run(_ workshop: Workshop, _ kind: Workshop.StoreKind) async throws -> [Finding] {
        let place = try workshop.demonstration(on: kind)
        let town = try await Town.open(place)
        // A quick run does with fewer; the line says how many there were.
        let people = workshop.isQuick ? 5_000 : 100_000
        Progress.say("entering \(people) residents and \(people / 10) parcels on \(kind.rawValue)")
        let writer = RecordWriter(town: town)
        try await writer.enterPeople(people)
        try await writer.enterParcels(people / 10)
        let registries = town.registries
        let rounds = workshop.isQuick ? 40 : 200
        // Each look is a request of its own: those of one request make one entry of the journal, which grows with them.
        func purpose() throws -> ReadPurpose {
            try ReadPurpose(
                law: "civil_registry_act", of: town.running.host.edition.government, actor: Actor(.system("bench")),
                request: town.running.host.identifiers.next())
        }
        func median(_ body: @escaping @Sendable (RecordReader, Int) throws -> Int, expecting expected: ClosedRange<Int>) async throws -> Double {
            var times: [Double] = []
            for index in 0..<rounds {
                let purpose = try purpose()
                let start = ContinuousClock.now
                let found = try await registries.read(purpose) { try body($0, index) }
                times.append(seconds(ContinuousClock.now - start) * 1_000)
                guard expected.contains(found) else { throw BenchFault("\(found) records were found, not \(expected)") }
            }
            return Statistics.median(times)
        }
        let lookUp = try await median(
            { reader, index in
                try reader.record(in: "residents", where: "number", is: RecordWriter.number(of: index * 97 % people)) == nil ? 0 : 1
            }, expecting: 1...1)
        let search = try await median({ reader, index in try reader.search("residents", "bench\(Self.word(index))", limit: 50).count }, expecting: 1...50)
        let common = try await median({ reader, _ in try reader.search("residents", "quill", limit: 50).count }, expecting: 50...50)
        let page = try await median({ reader, _ in try reader.records(in: "residents", limit: 50).count }, expecting: 50...50)
        let box = try await median(
            { reader, index in
                try reader.search("parcels", in: RecordWriter.box(around: index * 31 % (people / 10)), limit: 200).count
            }, expecting: 1...200)
        await town.close()
        let parts = [("records", Double(people))]
        let suffix = kind.rawValue
        return [
            Finding("registries.look_up." + suffix, lookUp, "ms", .under(10), parts),
            Finding("registries.search." + suffix, search, "ms", .under(50), parts + [("of_a_name_everybody_has_ms", common)]),
            Finding("registries.page." + suffix, page, "ms", .under(50), parts),
            Finding("registries.box." + suffix, box, "ms", .under(50), parts),
        ]
    }

    /// The first letters of a name that one in some hundred has.
    static func word(_ index: Int) -> String { String(UnicodeScalar(UInt8(97 + index % 20))) + String(UnicodeScalar(UInt8(97 + index / 20 % 20))) }
}
