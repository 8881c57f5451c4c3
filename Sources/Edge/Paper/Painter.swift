import CPaper
import Kernel

/// Carries marks out on a cairo PDF surface.
final class Painter {
    private let document: PaperDocument
    private let context: OpaquePointer
    private let pages: Int
    private let sink = ByteSink()
    private let surface: OpaquePointer
    let cairo: OpaquePointer
    private var page = 1
    private var openTags: [Tag] = []
    private(set) var tags: [Tag] = []

    init(document: PaperDocument, context: OpaquePointer, pages: Int) throws(PolityError) {
        self.document = document
        self.context = context
        self.pages = pages
        let write: cairo_write_func_t = { closure, data, count in
            guard let closure, let data else { return CAIRO_STATUS_WRITE_ERROR }
            Unmanaged<ByteSink>.fromOpaque(closure).takeUnretainedValue().bytes += UnsafeBufferPointer(start: data, count: Int(count))
            return CAIRO_STATUS_SUCCESS
        }
        guard let surface = cairo_pdf_surface_create_for_stream(write, Unmanaged.passUnretained(sink).toOpaque(), Typesetter.pageWidth, Typesetter.pageHeight),
            let cairo = cairo_create(surface)
        else { throw PolityError(.broken, "PAPER-130", "The document could not be drawn.", context: "no surface") }
        self.surface = surface
        self.cairo = cairo
    }

    deinit {
        cairo_destroy(cairo)
        cairo_surface_destroy(surface)
    }

    func paint(_ mark: Mark) {
        switch mark {
        case .open(let tag): open(tag)
        case .close:
            let tag = openTags.removeLast()
            cairo_tag_end(cairo, tag.name.rawValue)
        case .text(let box, let lines, let x, let y, let colour):
            set(colour)
            let origin = box.lines.isEmpty ? 0 : box.lines[lines.lowerBound].top
            for line in lines { box.show(line: line, x: x, baseline: y + box.lines[line].baseline - origin, on: cairo) }
        case .fill(let box, let colour):
            set(colour)
            cairo_rectangle(cairo, box.x, box.y, box.width, box.height)
            cairo_fill(cairo)
        case .code(let code, let box): paint(code, in: box)
        case .rosette(let box, let colour): paintRosette(in: box, colour)
        case .endPage:
            paintRunningText()
            cairo_show_page(cairo)
            page += 1
        }
    }

    /// - Returns: the bytes of cairo's file.
    func finish() throws(PolityError) -> [UInt8] {
        cairo_surface_finish(surface)
        for status in [cairo_status(cairo), cairo_surface_status(surface)] where status != CAIRO_STATUS_SUCCESS {
            throw PolityError(.broken, "PAPER-130", "The document could not be drawn.", context: String(cString: cairo_status_to_string(status)))
        }
        return sink.bytes
    }

    private func open(_ tag: Tag) {
        openTags.append(tag)
        tags.append(tag)
        var attributes = ""
        if let address = tag.address {
            let escaped = address.replacing("\\", with: "\\\\").replacing("'", with: "\\'")
            attributes = "uri='\(escaped)'"
        }
        cairo_tag_begin(cairo, tag.name.rawValue, attributes)
    }

    func set(_ colour: Colour) {
        cairo_set_source_rgb(cairo, Double(colour.red) / 255, Double(colour.green) / 255, Double(colour.blue) / 255)
    }

    private func paint(_ code: QRCode, in box: Box) {
        // The quiet zone of four modules (ISO/IEC 18004, section 9.1) in white, whatever lies below.
        let module = box.width / Double(code.size + 8)
        cairo_set_source_rgb(cairo, 1, 1, 1)
        cairo_rectangle(cairo, box.x, box.y, box.width, box.height)
        cairo_fill(cairo)
        set(.ink)
        code.forEachRun { row, columns in
            cairo_rectangle(
                cairo, box.x + Double(columns.lowerBound + 4) * module, box.y + Double(row + 4) * module, Double(columns.count) * module, module)
        }
        cairo_fill(cairo)
    }

    /// The organisation and the reference at the head of later pages, the reference and the page's number at the foot.
    private func paintRunningText() {
        let width = Typesetter.columnWidth
        if page > 1 {
            running(document.letterhead.organisation, y: 46, atEnd: false, width: width)
            running(document.title, y: 46, atEnd: true, width: width)
            decoration(.fill(Box(x: Typesetter.marginX, y: 62, width: width, height: 0.6), .hairline))
        }
        let foot = Typesetter.pageHeight - 52
        decoration(.fill(Box(x: Typesetter.marginX, y: foot - 8, width: width, height: 0.6), .hairline))
        if let reference = document.reference { running(reference, y: foot, atEnd: false, width: width) }
        let number = document.wording.pageNumber.replacing("{page}", with: String(page)).replacing("{pages}", with: String(pages))
        running(number, y: foot, atEnd: true, width: width)
    }

    private func running(_ text: String, y: Double, atEnd: Bool, width: Double) {
        let style = TextStyle.running.aligned(atEnd ? .end : .start)
        let line = String(text.printable.replacing("\n", with: " ").prefix(90))
        let box = TextBox(RichText(line), style: style, width: width, context: context)
        decoration(.text(box, lines: 0..<min(1, box.lines.count), x: Typesetter.marginX, y: y, .quiet))
    }

    private func decoration(_ mark: Mark) {
        paint(.open(Tag(.artifact)))
        paint(mark)
        paint(.close)
    }
}

/// Where cairo writes to.
private final class ByteSink {
    var bytes: [UInt8] = []
}
