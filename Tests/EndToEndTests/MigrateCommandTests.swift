import Foundation
import Kernel
import StoreTesting
import Testing

@Suite("polity migrate", .enabled(if: PolityCommand.isBuilt))
struct MigrateCommandTests {
    @Test("shows what would move, refuses a folder that is not served, and moves", arguments: TestStores.all)
    func migrates(kind: TestStore) async throws {
        try await ServedGovernment.place(kind) { flags in
            let folder = ScratchDirectory()
            defer { folder.remove() }
            try folder.write(SmallGovernment.files)
            let first = try ServedGovernment(folder.path, ["--demo"] + flags)
            _ = try await BackupCommandTests.report(first.visitor())
            first.stop()

            let same = try PolityCommand.run(["migrate", folder.path] + flags)
            #expect(same.status == 0 && same.output.contains("Every running case is in the newest version"), "\(same.output)\(same.complaints)")

            // The step has another name: without telling which, no case has a place in the new version.
            let steps = try #require(SmallGovernment.files["services/report/service.yaml"])
            try folder.write(["services/report/service.yaml": steps.replacing("- review: {title", with: "- id: look\n    review: {title")])
            let lost = try PolityCommand.run(["migrate", folder.path] + flags)
            #expect(lost.status == 1 && lost.output.contains("review cannot: the new version has no 'review'"), "\(lost.output)\(lost.complaints)")
            let renamed = ["migrate", folder.path, "--rename", "review=look"] + flags
            let dry = try PolityCommand.run(renamed)
            #expect(dry.status == 0 && dry.output.contains("review → look") && dry.output.contains("Nothing was moved."), "\(dry.output)\(dry.complaints)")
            let early = try PolityCommand.run(renamed + ["--apply"])
            #expect(early.status == 1 && early.complaints.contains("not the one that is served"), "\(early.output)\(early.complaints)")

            let second = try ServedGovernment(folder.path, ["--demo"] + flags)
            // While it is served.
            let moved = try PolityCommand.run(renamed + ["--apply", "--quiet"])
            #expect(moved.status == 0 && moved.output.contains(" moved, 0 stayed."), "\(moved.output)\(moved.complaints)")
            #expect(try await second.signedIn("clerk").get("/desk").status == 200)
            second.stop()
            let again = try PolityCommand.run(renamed)
            #expect(again.status == 0 && again.output.contains("Every running case is in the newest version"), "\(again.output)\(again.complaints)")
            let verified = try PolityCommand.run(["verify", folder.path] + flags)
            #expect(verified.status == 0, "\(verified.output)\(verified.complaints)")
        }
    }

    @Test("says what is wrong with what it is asked")
    func refuses() throws {
        let town = PolityCommand.root + "/Tests/EndToEndTests/Data/town"
        #expect(try PolityCommand.run(["migrate", town, "--rename", "review"]).complaints.contains("--rename takes OLD=NEW"))
        let none = try PolityCommand.run(["migrate", town, "--data", NSTemporaryDirectory() + UUID().uuidString])
        #expect(none.status == 1 && none.complaints.contains("DATA-101"), "\(none.complaints)")
    }
}
