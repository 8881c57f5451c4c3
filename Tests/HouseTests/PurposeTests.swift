import Foundation
import Testing

/// The compiler keeps purposes from being made out of nothing, but for one initialiser that two rooms must share.
@Suite("Purposes come from the folder, a standing consent or oneself")
struct PurposeTests {
    @Test("only Consent makes a purpose of a consent")
    func consent() throws {
        let users = try House.swiftFiles(in: House.root + "/Sources").filter { file in
            try String(contentsOfFile: file, encoding: .utf8).contains("standingConsent")
        }
        let rooms = Set(users.map { $0.dropFirst(House.root.count + "/Sources/".count).split(separator: "/").prefix(2).joined(separator: "/") })
        #expect(rooms == ["Blocks/Privacy", "Blocks/Consent"])
    }
}
