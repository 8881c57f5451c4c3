/// Lines that belong together, on their way to a block.
struct MarkdownGroup {
    private let lines: [MarkdownLine]

    init(_ lines: [MarkdownLine]) { self.lines = lines }

    var blocks: [PaperDocument.Block] {
        guard let first = lines.first else { return [] }
        switch first.kind {
        case .blank: return []
        case .heading(let level): return [.heading(level: level, MarkdownInline.text(first.content))]
        case .bullet: return [.list(items, ordered: false)]
        case .number: return [.list(items, ordered: true)]
        case .notice: return [.notice(MarkdownInline.text(lines.map(\.content)))]
        case .row: return table.map { [$0] } ?? []
        case .directive(let word): return directive(word, first.content).map { [$0] } ?? []
        case .text:
            let facts = lines.compactMap { MarkdownInline.fact($0.content) }
            return [facts.count == lines.count ? .facts(facts) : .paragraph(MarkdownInline.text(lines.map(\.content)))]
        }
    }

    /// A list's items, each with the lines that go on it.
    private var items: [RichText] {
        var items: [[Substring]] = []
        for line in lines {
            if line.kind == .text, !items.isEmpty {
                items[items.count - 1].append(line.content)
            } else {
                items.append([line.content])
            }
        }
        return items.map { MarkdownInline.text($0) }
    }

    /// Rows under a header; rows without one are labels and values when there are two columns.
    private var table: PaperDocument.Block? {
        let rows = lines.map { MarkdownInline.cells($0.content) }
        guard rows.count >= 2, rows[1].allSatisfy(Self.isSeparator) else {
            return .facts(rows.map { PaperDocument.Fact(MarkdownInline.text($0.first ?? ""), MarkdownInline.text($0.dropFirst().first ?? "")) })
        }
        let width = rows[0].count
        return .table(
            PaperDocument.Table(
                header: rows[0].map { MarkdownInline.text($0) },
                alignments: rows[1].map { $0.hasSuffix(":") ? .end : .start },
                rows: rows.dropFirst(2).map { $0.prefix(width).map { MarkdownInline.text($0) } }))
    }

    private static func isSeparator(_ cell: Substring) -> Bool {
        cell.contains("-") && cell.allSatisfy { $0 == "-" || $0 == ":" }
    }

    private func directive(_ word: String, _ content: Substring) -> PaperDocument.Block? {
        let parts = MarkdownInline.cells(content).map { MarkdownInline.text($0) }
        func part(_ index: Int) -> RichText { index < parts.count ? parts[index] : "" }
        switch word {
        case "address": return .address(parts.filter { !$0.isEmpty })
        case "signature": return .signature(PaperDocument.Signature(name: part(0), office: part(1), note: part(2)))
        case "code":
            let heading = part(1)
            return .code(
                PaperDocument.Code(
                    payload: part(0).plain, heading: heading, caption: part(2), alternative: part(3).isEmpty ? heading.plain : part(3).plain))
        case "pagebreak": return .pageBreak
        default: return nil
        }
    }
}
