import Kernel
import Testing

@testable import Journal

@Suite struct ReportTests {
    @Test func everythingFits() {
        var report = VerificationReport()
        #expect(report.description == "0 leaves, 0 checkpoints: everything fits")
        (report.leaves, report.checkpoints, report.erased, report.waiting, report.contents) = (1, 2, 1, 3, 2)
        #expect(
            report.description
                == "1 leaf, 2 checkpoints, 2 decisions and files, 3 acts wait for their place, 1 act was erased with its person: everything fits")
    }

    @Test func whatDoesNotFit() throws {
        var report = VerificationReport()
        report.add(.leafMissing(position: 4))
        report.add(.historyDiffers(.elsewhere, size: 6))
        #expect(
            report.description == """
                Leaf 4 is missing.
                The log's first 6 leaves are not those of the checkpoint kept elsewhere: history was rewritten.
                0 leaves, 0 checkpoints: 2 things do not fit
                """)
        #expect(report.json["passed"]?.bool == false)
        for position in 0..<VerificationReport.findingLimit { report.add(.leafMissing(position: position)) }
        #expect(report.findings.count == VerificationReport.findingLimit)
        #expect(report.furtherFindings == 2)
    }
}
