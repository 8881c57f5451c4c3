import CPaper
import Kernel

/// Gives cairo's file what cairo 1.16 cannot write: language, XMP metadata, alternatives, artifacts, attachments.
enum Finisher {
    static func finish(_ drawing: [UInt8], tags: [Tag], document: PaperDocument) throws(PolityError) -> [UInt8] {
        let pdf = try PDFFile(drawing)
        let root = pdf.root
        root["/Lang"] = pdf.text(document.language)
        root["/ViewerPreferences"] = pdf.dictionary(["/DisplayDocTitle": pdf.bool(true)])
        root["/Metadata"] = pdf.stream(
            Metadata(document).xmp, ["/Type": pdf.name("/Metadata"), "/Subtype": pdf.name("/XML")])
        setInformation(pdf, document)
        try StructureTree(pdf).complete(with: tags)
        for page in pdf.pages { ArtifactMarks.apply(to: page, in: pdf) }
        attach(document, to: pdf)
        return try pdf.bytes()
    }

    /// The information dictionary says the same as the metadata (ISO 32000-1, section 14.3).
    private static func setInformation(_ pdf: PDFFile, _ document: PaperDocument) {
        let information = pdf.dictionary([
            "/Title": pdf.text(document.title.printable),
            "/Author": pdf.text(document.letterhead.organisation.printable),
            "/Creator": pdf.text("Polity"),
            "/CreationDate": pdf.text(Metadata.pdfDate(document.madeAt)),
            "/ModDate": pdf.text(Metadata.pdfDate(document.madeAt)),
        ])
        pdf.trailer["/Info"] = pdf.indirect(information)
    }

    /// Each attachment stands in the name tree and among the associated files (ISO 32000-2, section 14.13), as PDF/A-3 asks.
    private static func attach(_ document: PaperDocument, to pdf: PDFFile) {
        guard !document.attachments.isEmpty else { return }
        var names: [PDFObject] = []
        var associated: [PDFObject] = []
        for attachment in document.attachments.sorted(by: { $0.name < $1.name }) {
            let parameters = pdf.dictionary([
                "/Size": pdf.integer(attachment.bytes.count), "/ModDate": pdf.text(Metadata.pdfDate(document.madeAt)),
            ])
            let stream = pdf.stream(
                attachment.bytes,
                ["/Type": pdf.name("/EmbeddedFile"), "/Subtype": pdf.name(escapingName: attachment.mediaType), "/Params": parameters])
            let file = pdf.indirect(
                pdf.dictionary([
                    "/Type": pdf.name("/Filespec"), "/F": pdf.text(attachment.name), "/UF": pdf.text(attachment.name),
                    "/Desc": pdf.text(attachment.description.printable), "/AFRelationship": pdf.name("/" + attachment.relationship.rawValue),
                    "/EF": pdf.dictionary(["/F": stream, "/UF": stream]),
                ]))
            names += [pdf.text(attachment.name), file]
            associated.append(file)
        }
        pdf.root["/Names"] = pdf.dictionary(["/EmbeddedFiles": pdf.dictionary(["/Names": pdf.array(names)])])
        pdf.root["/AF"] = pdf.array(associated)
    }
}
