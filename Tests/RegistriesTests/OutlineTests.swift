import Capability
import FEEL
import Kernel
import StoreTesting
import Testing

@testable import Registries

/// Outlines are checked when they are entered, and measured in the plane that polity.yaml names, or over the ground.
@Suite struct OutlineTests {
    /// A thousandth of a degree a side, at the equator: 111.32 by 110.57 metres on the ellipsoid of WGS 84.
    static let square = outline([("0", "0"), ("0.001", "0"), ("0.001", "0.001"), ("0", "0.001"), ("0", "0")])
    /// The same corners in an order that crosses.
    static let crossed = outline([("0", "0"), ("0.001", "0.001"), ("0.001", "0"), ("0", "0.0015"), ("0", "0")])

    static func outline(_ corners: [(String, String)]) -> Value {
        .context(["type": .string("Polygon"), "coordinates": .list([.list(corners.map(position))])])
    }

    static func position(_ corner: (String, String)) -> Value {
        .list([.number(Decimal128(corner.0) ?? .zero), .number(Decimal128(corner.1) ?? .zero)])
    }

    static func book(_ projection: String = "") -> (book: RegistryBook?, edition: Edition?, findings: [String]) {
        let (edition, diagnostics) = TestTown.edition(polity: TestTown.polity + "\n" + projection)
        return (edition?[RegistryBook.self], edition, diagnostics.sorted.map(\.description))
    }

    @Test func aSystemThatDoesNotExistIsAFindingAtItsPlace() {
        #expect(
            Self.book("projection: 999999").findings == [
                "polity.yaml:13:13: error: EPSG:999999 is not a projected coordinate system.\n    Name one in which positions are eastings and northings, such as 25830 (UTM zone 30 north, ETRS89)."
            ])
        // A plane of degrees measures nothing.
        #expect(Self.book("projection: 4326").findings.first?.contains("EPSG:4326 is not a projected coordinate system") == true)
        #expect(Self.book("projection: 32631").findings == [])
    }

    /// Of the equal-area plane of the whole world the area is the ellipsoid's own; in the plane of Mercator both sides are 111.32 metres.
    @Test func itIsMeasuredInThePlaneOfTheGovernment() throws {
        let world = try #require(Self.book().book?.measures(of: Self.square))
        #expect(abs(Double(try #require(world.squareMetres)) - 111.3195 * 110.5743) < 1)
        let mercator = try #require(Self.book("projection: 3857").book?.measures(of: Self.square))
        #expect(abs(Double(try #require(mercator.squareMetres)) - 111.3195 * 111.3195) < 0.1)
        #expect(mercator.metres == Decimal128("445.28"))
        let street: Value = .context(["type": .string("LineString"), "coordinates": .list([Self.position(("0", "0")), Self.position(("0.001", "0"))])])
        let length = try #require(Self.book("projection: 3857").book?.measures(of: street))
        #expect(length.squareMetres == nil && length.metres == Decimal128("111.32"))
        #expect(Self.book().book?.measures(of: .string("a field")) == nil)
    }

    /// 0.001442° along the parallel of 51.5° and 0.0009° along a meridian there are 100 metres each (radii of curvature of WGS 84); the equal-area
    /// plane, true at 30° only, would tell 139 and 72.
    @Test(arguments: [("0.001442", "51.5", 100.133), ("0", "51.5009", 100.132)])
    func withoutAPlaneALengthIsThatOverTheGround(_ longitude: String, _ latitude: String, _ metres: Double) throws {
        let street: Value = .context([
            "type": .string("LineString"), "coordinates": .list([Self.position(("0", "51.5")), Self.position((longitude, latitude))]),
        ])
        let length = try #require(Self.book().book?.measures(of: street)?.metres)
        #expect(abs(Double(length) - metres) < 0.02)
        // The way around an area leads back to where it began.
        let around = try #require(Self.book().book?.measures(of: Self.square)?.metres)
        #expect(abs(Double(around) - 2 * (111.3195 + 110.5743)) < 0.02)
    }

    @Test func aPlaneWhoseMetresAreNoneIsTold() {
        for code in [3857, 3395] {
            let findings = Self.book("projection: \(code)").findings
            #expect(findings.count == 1 && findings[0].hasPrefix("polity.yaml:13:13: warning: a metre in EPSG:\(code) is a metre at the equator only"))
        }
    }

    @Test func peopleReadItInTheirLanguage() throws {
        let book = try #require(Self.book("projection: 3857").book)
        let field = try #require(book["parcels"]?.field("outline"))
        #expect(book.lines(Self.square, of: field, in: .english) == ["An area on the map", "Area: 12,392 m²", "Perimeter: 445 m"])
        #expect(book.lines(Self.square, of: field, in: .spanish) == ["Una superficie en el mapa", "Superficie: 12.392 m²", "Perímetro: 445 m"])
        #expect(book.lines(.null, of: field, in: .english) == [])
        let bench = Self.outline([("0", "0"), ("0.00002", "0"), ("0.00002", "0.00002"), ("0", "0.00002"), ("0", "0")])
        #expect(book.lines(bench, of: field, in: .english) == ["An area on the map", "Area: 5 m²", "Perimeter: 8.9 m"])
    }

    @Test func expressionsOfServicesMeasureIt() throws {
        let edition = try #require(Self.book("projection: 3857").edition)
        func value(_ text: String) throws -> Value {
            var diagnostics = Diagnostics()
            let names = Names(["outline": .any], functions: edition.functions)
            let place = SourceLocation(file: "x", line: 1, column: 1)
            let expression = Expression(text, names: names, location: place, diagnostics: &diagnostics)
            #expect(diagnostics.sorted.map(\.description) == [])
            return try #require(expression).evaluate(["outline": Self.square])
        }
        #expect(try value("area in square metres(outline) > 12000 and length in metres(outline) = 445.28") == .boolean(true))
        #expect(try value("ceiling(area in square metres(outline) / 100)") == .number(124))
        #expect(try value("area in square metres(\"nowhere\")") == .null)
    }

    /// Whatever an outline is given as, the answer says what mends it.
    @Test(
        arguments: [
            (#"{"type":"LineString","coordinates":[[0,0],[0,0]]}"#, "The line leads nowhere. Give it two different positions or more."),
            (#"{"type":"LineString","coordinates":[[0,0]]}"#, "The line leads nowhere."),
            (#"{"type":"Polygon","coordinates":[[[0,0],[1,0],[1,1],[0,1]]]}"#, "The outline is not closed. End it at the position at which it begins."),
            (#"{"type":"Polygon","coordinates":[[[0,0],[1,1],[2,2],[0,0]]]}"#, "The outline encloses nothing."),
            (#"{"type":"Polygon","coordinates":[[[0,100],[1,100],[1,101],[0,100]]]}"#, "The outline leaves the earth."),
            (
                #"{"type":"MultiPolygon","coordinates":[[[[0,0],[2,0],[2,2],[0,2],[0,0]]],[[[1,1],[3,1],[3,3],[1,3],[1,1]]]]}"#,
                "Parts of the outline overlap, or one crosses itself."
            ),
            (
                #"{"type":"MultiPolygon","coordinates":[[[[0,0],[9,0],[9,9],[0,9],[0,0]]],[[[1,1],[3,1],[3,3],[1,3],[1,1]]]]}"#,
                "Parts of the outline overlap, or one crosses itself."
            ),
            (
                #"{"type":"Feature","geometry":{"type":"Point","coordinates":[0,0]}}"#,
                "The value of this field is not right: it is no geometry of GeoJSON. Give its type"
            ),
        ])
    func theMendIsTold(_ geometry: String, _ message: String) throws {
        let book = try #require(Self.book().book)
        let field = try #require(book["parcels"]?.field("outline"))
        let value = Value(try JSON(parsing: geometry))
        let error = #expect(throws: PolityError.self) { try FieldValue(field: field, book: book).stored(value) }
        #expect(error?.code == "REGISTRY-104" && error?.message(in: .english).hasPrefix(message) == true, "\(String(describing: error))")
    }

    @Test(arguments: TestStores.all) func aCrossedOutlineIsRefusedWhenItIsEntered(_ kind: TestStore) async throws {
        try await TestTown.on(kind) { town in
            func enter(_ number: String, _ outline: Value) async throws {
                try await town.store.write("test.parcel") { tx in
                    _ = try town.registries.create("parcels", ["number": .string(number), "outline": outline], note: TestTown.note, in: tx)
                }
            }
            let error = await #expect(throws: PolityError.self) { try await enter("1", Self.crossed) }
            #expect(error?.code == "REGISTRY-104" && error?.field == "outline")
            #expect(error?.message(in: .english) == "The outline crosses or touches itself. Draw it once around, without crossing.")
            #expect(error?.message(in: .spanish).hasPrefix("El contorno se cruza") == true)
            // A hole outside its area.
            let (outer, hole) = (Self.square, Self.outline([("1", "1"), ("1.001", "1"), ("1.001", "1.001"), ("1", "1")]))
            guard case .context(let a) = outer, case .list(let rings)? = a["coordinates"], case .context(let b) = hole, case .list(let more)? = b["coordinates"]
            else { return }
            let holed: Value = .context(["type": .string("Polygon"), "coordinates": .list(rings + more)])
            let other = await #expect(throws: PolityError.self) { try await enter("2", holed) }
            #expect(other?.message(in: .english).hasPrefix("The outline has a hole outside its area") == true)
            try await enter("3", Self.square)
        }
    }
}
