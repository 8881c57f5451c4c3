import Foundation
import Kernel
import Store
import StoreTesting
import Testing

@Suite("polity import", .enabled(if: PolityCommand.isBuilt))
struct ImportCommandTests {
    @Test("records of another system are entered, or all that is wrong with them is told", arguments: TestStores.all)
    func records(kind: TestStore) async throws {
        try await ServedGovernment.place(kind) { flags in
            let folder = ScratchDirectory()
            defer { folder.remove() }
            try folder.write(Dictionary(uniqueKeysWithValues: SmallGovernment.files.map { ("gov/" + $0.key, $0.value) }))
            try folder.write([
                "wrong.jsonl": "{\"number\": \"T1\", \"knid\": \"Oak\"}\n{\"number\": 5}\n[]\n",
                "trees.jsonl": "{\"number\": \"T1\", \"kind\": \"Oak\"}\n\n{\"number\": \"T2\"}\n",
            ])
            let government = folder.path + "/gov"
            let wrong = try PolityCommand.run(["import", "records", government, "trees", folder.path + "/wrong.jsonl"] + flags)
            #expect(wrong.status == 1)
            #expect(
                wrong.complaints.contains("wrong.jsonl:1:1: error: the registry 'trees' has no field 'knid'\n    Did you mean 'kind'?"), "\(wrong.complaints)")
            #expect(wrong.complaints.contains("wrong.jsonl:2:1: error:") && wrong.complaints.contains("3 lines are wrong; nothing was entered."))
            let none = try PolityCommand.run(["import", "records", government, "tree", folder.path + "/trees.jsonl"] + flags)
            #expect(none.status != 0 && none.complaints.contains("There is no registry 'tree'. Did you mean 'trees'?"))

            let made = try PolityCommand.run(["import", "records", government, "trees", folder.path + "/trees.jsonl"] + flags)
            #expect(made.status == 0, "\(made.complaints)")
            #expect(made.output.split(separator: "\n").map { $0.split(separator: "\t").first } == ["1", "3"], "\(made.output)")
            // The same file once more, as after a kill: nothing is entered twice, and the same is printed.
            let again = try PolityCommand.run(["import", "records", government, "trees", folder.path + "/trees.jsonl"] + flags)
            #expect(again.status == 0 && again.output == made.output, "\(again.output)\(again.complaints)")
            #expect(again.complaints.contains("2 lines were entered by an earlier run.") && again.complaints.contains("0 records were entered."))
            // In another file their numbers are taken.
            try folder.write(["more.jsonl": "{\"number\": \"T1\"}\n"])
            let taken = try PolityCommand.run(["import", "records", government, "trees", folder.path + "/more.jsonl"] + flags)
            #expect(
                taken.status == 1 && taken.complaints.contains("more.jsonl:1:1: error: 'number': Another record has this value already."),
                "\(taken.complaints)")
            // Before anything was served, a folder that the records do not fit is told of, and a backup can be taken.
            try folder.write([
                "bare/polity.yaml": SmallGovernment.files["polity.yaml"] ?? "",
                "bare/services/report/service.yaml": SmallGovernment.files["services/report/service.yaml"] ?? "",
            ])
            let plan = try PolityCommand.run(["plan", folder.path + "/bare"] + flags)
            #expect(plan.status == 1 && plan.output.contains("the registry 'trees' is gone, with 2 records"), "\(plan.output)\(plan.complaints)")
            #expect(try PolityCommand.run(["backup", folder.path + "/copy"] + flags).status == 0)
            let store = try await Store.open(
                flags.count > 2 ? .postgres(url: flags[3]) : .sqlite(path: flags[1] + "/polity.sqlite"), clock: TestClock().clock, logger: .silent)
            #expect(try await store.read { try $0.value("SELECT COUNT(*) FROM registry_records", as: Int.self) } == 2)
            await store.close()
            let verified = try PolityCommand.run(["verify", government] + flags)
            #expect(verified.status == 0, "\(verified.output)\(verified.complaints)")
        }
    }
}
