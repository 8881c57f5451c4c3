import Kernel

/// The structure tree that cairo wrote, completed with what the tags know and cairo does not.
///
/// cairo writes the elements in the order in which they were opened, so the n-th tag tells about the n-th element.
struct StructureTree {
    private let pdf: PDFFile

    init(_ pdf: PDFFile) { self.pdf = pdf }

    func complete(with tags: [Tag]) throws(PolityError) {
        let root = pdf.root["/StructTreeRoot"]
        var remaining = tags[...]
        var artifacts: Set<Int> = []
        for element in elements(of: root) { try complete(element, &remaining, &artifacts) }
        guard remaining.isEmpty else { throw mismatch("\(remaining.count) tags left over") }
        forget(artifacts, in: root["/ParentTree"])
        for page in pdf.pages where !page["/Annots"].isNull {
            // Tab goes through the links in the order of the text (ISO 32000-1, table 30).
            page["/Tabs"] = pdf.name("/S")
        }
    }

    private func elements(of parent: PDFObject) -> [PDFObject] { parent["/K"].items.filter { $0.isDictionary && !$0["/S"].isNull } }

    private func complete(_ element: PDFObject, _ tags: inout ArraySlice<Tag>, _ artifacts: inout Set<Int>) throws(PolityError) {
        guard let tag = tags.popFirst(), element["/S"].name == "/" + tag.name.rawValue else { throw mismatch(element["/S"].name ?? "none") }
        if tag.name == .artifact {
            artifacts.insert(element.number)
            return
        }
        describe(element, tag)
        for child in elements(of: element) { try complete(child, &tags, &artifacts) }
        let kids = element["/K"].items
        let kept = kids.filter { !artifacts.contains($0.number) || $0.number == 0 }
        if kept.count < kids.count { element["/K"] = pdf.array(kept) }
    }

    private func describe(_ element: PDFObject, _ tag: Tag) {
        if let alternative = tag.alternative { element["/Alt"] = pdf.text(alternative.printable) }
        if let scope = tag.scope { element["/A"] = pdf.dictionary(["/O": pdf.name("/Table"), "/Scope": pdf.name("/" + scope.rawValue)]) }
        if tag.name == .list {
            element["/A"] = pdf.dictionary(["/O": pdf.name("/List"), "/ListNumbering": pdf.name(tag.ordered ? "/Decimal" : "/Disc")])
        }
        if let box = tag.box {
            let corners = [box.x, Typesetter.pageHeight - box.y - box.height, box.x + box.width, Typesetter.pageHeight - box.y]
            element["/A"] = pdf.dictionary(["/O": pdf.name("/Layout"), "/BBox": pdf.array(corners.map(pdf.real))])
        }
        if let address = tag.address {
            for kid in element["/K"].items where kid.isDictionary && !kid["/Obj"].isNull { kid["/Obj"]["/Contents"] = pdf.text(address) }
        }
    }

    /// Marked content that is no part of the tree has no parent in it.
    private func forget(_ artifacts: Set<Int>, in parentTree: PDFObject) {
        for entry in parentTree["/Nums"].items where entry.isArray {
            for (index, parent) in entry.items.enumerated() where artifacts.contains(parent.number) && parent.number != 0 {
                entry.setItem(index, pdf.null)
            }
        }
    }

    private func mismatch(_ found: String) -> PolityError {
        PolityError(.broken, "PAPER-132", "The document could not be finished.", context: "the structure tree differs from the tags: \(found)")
    }
}
