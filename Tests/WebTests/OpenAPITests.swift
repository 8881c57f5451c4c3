import Foundation
import Testing

@Suite("The API describes itself")
struct OpenAPITests {
    /// With the validator of PyPI where it is installed (`pip install openapi-spec-validator`).
    @Test("a validator finds the OpenAPI 3.1 document valid", .enabled(if: OpenAPITests.validator != nil))
    func valid() async throws {
        let site = try await TestSite()
        let answer = try await site.client.get("/api/openapi.json")
        await site.running.stop()
        let file = FileManager.default.temporaryDirectory.appendingPathComponent("openapi-\(UUID()).json")
        try answer.body.write(to: file, atomically: true, encoding: .utf8)
        defer { try? FileManager.default.removeItem(at: file) }
        let process = Process()
        process.executableURL = URL(fileURLWithPath: try #require(Self.validator))
        process.arguments = [file.path]
        let output = Pipe()
        process.standardOutput = output
        process.standardError = output
        try process.run()
        let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        #expect(process.terminationStatus == 0, "\(text)")
    }

    static let validator: String? = {
        let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":").map(String.init)
        return folders.map { $0 + "/openapi-spec-validator" }.first { FileManager.default.isExecutableFile(atPath: $0) }
    }()
}
