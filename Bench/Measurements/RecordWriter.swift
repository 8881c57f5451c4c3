import FEEL
import Kernel
import Registries
import Store

/// Records by the thousand, entered the way the product enters them: checked, sealed, indexed.
struct RecordWriter {
    let town: Town
    private static let batch = 500
    private static let note = ChangeNote(by: Actor(.system("bench")), reason: "Entered to be found")

    /// A number with its check digit that no made-up resident of the demonstration has: theirs have nine digits.
    static func number(of index: Int) -> String { CheckScheme.luhn.completing("9\(100_000_000 + index)") ?? "" }

    func enterPeople(_ count: Int) async throws {
        try await enter(count, areSubjects: true) { registries, id, index, tx in
            try registries.create(
                "residents",
                [
                    "number": .string(Self.number(of: index)), "name": .string("Bench\(RegistriesMeasurement.word(index)) Quill"),
                    "date_of_birth": .date(CivilDate(daysSinceEpoch: Int32(index % 15_000))),
                    "address": .context(["line_1": .string("\(index % 60 + 1) Salt Street"), "town": .string("Arden")]),
                    "email": .string("resident.\(index)@mail.example"),
                ], id: id, note: Self.note, in: tx)
        }
    }

    func enterParcels(_ count: Int) async throws {
        let street = try await town.store.read { try $0.value("SELECT id FROM registry_records WHERE registry = 'streets' LIMIT 1", as: String.self) }
        guard let street else { throw BenchFault("the demonstration has no streets") }
        try await enter(count, areSubjects: false) { registries, id, index, tx in
            try registries.create(
                "parcels",
                [
                    "number": .string("7\(100_000 + index)"), "street": .string(street), "outline": Self.outline(index), "zone": .string("homes"),
                    "height_limit": .number(12),
                ], id: id, note: Self.note, in: tx)
        }
    }

    /// - Parameter areSubjects: each record is a person, whose key is made before the transaction.
    private func enter(
        _ count: Int, areSubjects: Bool, _ one: @escaping @Sendable (Registries, RecordID, Int, Transaction) throws -> Void
    ) async throws {
        let (registries, identifiers) = (town.registries, town.running.host.identifiers)
        for start in stride(from: 0, to: count, by: Self.batch) {
            let ids: [RecordID] = (start..<min(start + Self.batch, count)).map { _ in identifiers.next() }
            if areSubjects { try await makeKeys(ids.compactMap { PersonID($0.text) }) }
            try await town.store.write("bench.records") { tx in
                for (place, id) in ids.enumerated() { try one(registries, id, start + place, tx) }
            }
        }
    }

    private func makeKeys(_ people: [PersonID]) async throws {
        let codec = town.running.host[PersonalCodec.self]
        try await withThrowingTaskGroup(of: Void.self) { group in
            for person in people { group.addTask { try await codec.prepare(person, making: true) } }
            try await group.waitForAll()
        }
    }

    /// Parcels stand in rows of a hundred, a tenth of a thousandth of a degree wide, far from the demonstration's.
    private static func corner(_ index: Int) -> (west: Int, south: Int) { (3_000_000 + index % 100 * 200, 55_000_000 + index / 100 * 200) }

    private static func outline(_ index: Int) -> Value {
        let (west, south) = corner(index)
        let ring = [(0, 0), (100, 0), (100, 100), (0, 100), (0, 0)].map { x, y in
            Value.list([.number(Decimal128(Int64(west + x), scale: 6)), .number(Decimal128(Int64(south + y), scale: 6))])
        }
        return .context(["type": .string("Polygon"), "coordinates": .list([.list(ring)])])
    }

    static func box(around index: Int) -> Box {
        let (west, south) = corner(index)
        return Box(west: west - 500, south: south - 500, east: west + 600, north: south + 600) ?? Box(west: 0, south: 0, east: 1, north: 1)!
    }
}
