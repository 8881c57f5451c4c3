import Foundation
import StoreTesting
import Testing

/// Tests are left out where something they need is not installed. `script/test` installs everything, and says so by
/// `POLITY_TEST_COMPLETE`: then nothing may be left out in silence.
@Suite("Nothing is left out", .enabled(if: ProcessInfo.processInfo.environment["POLITY_TEST_COMPLETE"] == "1"))
struct CompletenessTests {
    @Test("the program, both stores, the faulty disk and every outside judge are here")
    func everythingIsHere() {
        #expect(PolityCommand.isBuilt, "the program is not built beside its tests")
        #expect(TestStores.all == TestStore.allCases, "POLITY_TEST_POSTGRES is not set")
        #expect(TestStores.postgresURL?.contains("host=/") == true, "the tests that cut the line need a server on a Unix socket")
        #expect(FaultyDisk.library != nil, "no C compiler built Data/faulty_disk.c")
        for program in ["psql", "pg_dump", "pdfinfo", "pdftotext", "python3", "openapi-spec-validator"] {
            #expect(finds(["sh", "-c", "command -v \(program)"]), "\(program) is not on the PATH")
        }
        #expect(finds(["python3", "-c", "import jsonschema, yaml, sqlite3"]), "python3 lacks jsonschema or yaml")
    }

    private func finds(_ command: [String]) -> Bool {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = command
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        guard (try? process.run()) != nil else { return false }
        process.waitUntilExit()
        return process.terminationStatus == 0
    }
}
