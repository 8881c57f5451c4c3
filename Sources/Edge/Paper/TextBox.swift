import CPaper

/// A font's size and look, in points.
struct TextStyle {
    var size: Double
    var bold = false
    var serif = false
    /// Line pitch as a multiple of the font's own.
    var leading = 1.15
    var alignment = Alignment.start

    /// Towards the edge where the page's lines start, or the other one.
    enum Alignment { case start, end }

    static let title = TextStyle(size: 24, bold: true, serif: true, leading: 1.0)
    static let heading2 = TextStyle(size: 14, bold: true, serif: true, leading: 1.0)
    static let heading3 = TextStyle(size: 11.5, bold: true)
    static let heading4 = TextStyle(size: 10.5, bold: true)
    static let body = TextStyle(size: 10.5, leading: 1.22)
    static let label = TextStyle(size: 9.5)
    static let small = TextStyle(size: 8.5)
    static let running = TextStyle(size: 8)

    func aligned(_ alignment: Alignment) -> TextStyle {
        var style = self
        style.alignment = alignment
        return style
    }

    func weighted() -> TextStyle {
        var style = self
        style.bold = true
        return style
    }

    /// Families in order of wish; fontconfig finds others for the scripts that these lack.
    var families: String {
        serif
            ? "Noto Serif,Noto Naskh Arabic,Noto Serif Hebrew,DejaVu Serif,serif"
            : "Inter,Noto Sans,Noto Sans Arabic,Noto Sans Hebrew,DejaVu Sans,sans-serif"
    }
}

/// A text broken into lines of a given width (a PangoLayout). Lives inside one rendering, on one thread.
final class TextBox {
    struct Line {
        /// From the box's top.
        var top: Double
        var bottom: Double
        var baseline: Double
        /// Where the line starts, as its alignment and direction want.
        var x: Double
    }

    private let layout: OpaquePointer
    let lines: [Line]
    /// The widest line's width.
    let width: Double

    init(_ text: RichText, style: TextStyle, width: Double, context: OpaquePointer) {
        layout = pango_layout_new(context)
        // The space before a break of line is what parts the words for a reader who hears them.
        let spans = text.spans.map { Span($0.text.printable.breakable.replacing("\n", with: " \n"), bold: $0.bold, italic: $0.italic) }
        let joined = spans.map(\.text).joined()
        pango_layout_set_text(layout, joined, Int32(joined.utf8.count))
        pango_layout_set_width(layout, Int32(width * Double(PANGO_SCALE)))
        pango_layout_set_wrap(layout, PANGO_WRAP_WORD_CHAR)
        Self.set(style, on: layout)
        Self.set(spans, on: layout)
        let own = pango_context_get_base_dir(context)
        let runsRightToLeft = own == PANGO_DIRECTION_RTL
        // A sentence runs as the document does, also where it begins with a name of the other direction; words that are wholly of
        // the other direction run their own way (UAX 9, section 4.3, HL1).
        pango_layout_set_auto_dir(layout, joined.unicodeScalars.contains { pango_unichar_direction($0.value) == own } ? 0 : 1)
        (lines, self.width) = Self.measure(
            layout, leading: style.leading, width: (style.alignment == .start) == runsRightToLeft ? width : nil)
    }

    deinit { g_object_unref(UnsafeMutableRawPointer(layout)) }

    var height: Double { lines.last?.bottom ?? 0 }

    /// How far down this text moves so that its first line stands on the other's: sizes and scripts differ in height.
    func drop(below other: TextBox) -> Double { max(0, (other.lines.first?.baseline ?? 0) - (lines.first?.baseline ?? 0)) }

    /// Draws one line with its baseline's start at the point.
    func show(line: Int, x: Double, baseline: Double, on cairo: OpaquePointer) {
        guard let content = pango_layout_get_line_readonly(layout, Int32(line)) else { return }
        Self.restoreSpaces(in: content)
        cairo_move_to(cairo, x + lines[line].x, baseline)
        pango_cairo_show_layout_line(cairo, content)
    }

    /// Pango empties the glyph of a space at a line's end. cairo would then write the space as replacement text without a
    /// glyph, at which some readers stop; so the font's own space stands there again, without width.
    private static func restoreSpaces(in line: UnsafeMutablePointer<PangoLayoutLine>) {
        var next = line.pointee.runs
        while let node = next {
            next = node.pointee.next
            guard let run = node.pointee.data?.assumingMemoryBound(to: PangoGlyphItem.self), let glyphs = run.pointee.glyphs,
                let font = run.pointee.item.pointee.analysis.font, let text = pango_layout_get_text(line.pointee.layout)
            else { continue }
            for index in 0..<Int(glyphs.pointee.num_glyphs) where glyphs.pointee.glyphs[index].glyph == emptyGlyph {
                let byte = Int(run.pointee.item.pointee.offset) + Int(glyphs.pointee.log_clusters[index])
                var space: hb_codepoint_t = 0
                guard text[byte] == 0x20, hb_font_get_nominal_glyph(pango_font_get_hb_font(font), 0x20, &space) != 0 else { continue }
                glyphs.pointee.glyphs[index].glyph = space
            }
        }
    }

    /// PANGO_GLYPH_EMPTY, a macro that Swift does not see.
    private static let emptyGlyph: PangoGlyph = 0x0FFF_FFFF

    private static func set(_ style: TextStyle, on layout: OpaquePointer) {
        let font = pango_font_description_new()
        pango_font_description_set_family(font, style.families)
        pango_font_description_set_size(font, Int32(style.size * Double(PANGO_SCALE)))
        pango_font_description_set_weight(font, style.bold ? PANGO_WEIGHT_SEMIBOLD : PANGO_WEIGHT_NORMAL)
        pango_layout_set_font_description(layout, font)
        pango_font_description_free(font)
    }

    private static func set(_ spans: [Span], on layout: OpaquePointer) {
        let attributes = pango_attr_list_new()
        // Latin ligatures only where a script demands them: each costs an /ActualText that some readers stumble over.
        pango_attr_list_insert(attributes, pango_attr_font_features_new("liga=0, clig=0, calt=0, dlig=0"))
        var start = 0
        for span in spans {
            let end = start + span.text.utf8.count
            var wanted: [UnsafeMutablePointer<PangoAttribute>?] = []
            if span.bold { wanted.append(pango_attr_weight_new(PANGO_WEIGHT_SEMIBOLD)) }
            if span.italic { wanted.append(pango_attr_style_new(PANGO_STYLE_ITALIC)) }
            for case let attribute? in wanted {
                attribute.pointee.start_index = UInt32(start)
                attribute.pointee.end_index = UInt32(end)
                pango_attr_list_insert(attributes, attribute)
            }
            start = end
        }
        pango_layout_set_attributes(layout, attributes)
        pango_attr_list_unref(attributes)
    }

    /// - Parameter width: given, lines end at the right edge of so wide a box.
    private static func measure(_ layout: OpaquePointer, leading: Double, width: Double?) -> ([Line], width: Double) {
        guard let iterator = pango_layout_get_iter(layout) else { return ([], 0) }
        defer { pango_layout_iter_free(iterator) }
        let scale = Double(PANGO_SCALE)
        var lines: [Line] = []
        var widest = 0.0
        var top = 0.0
        repeat {
            var logical = PangoRectangle()
            pango_layout_iter_get_line_extents(iterator, nil, &logical)
            let height = Double(logical.height) / scale
            let lineWidth = Double(logical.width) / scale
            let pitch = height * leading
            let baseline = Double(pango_layout_iter_get_baseline(iterator) - logical.y) / scale
            lines.append(Line(top: top, bottom: top + pitch, baseline: top + (pitch - height) / 2 + baseline, x: width.map { $0 - lineWidth } ?? 0))
            widest = max(widest, lineWidth)
            top += pitch
        } while pango_layout_iter_next_line(iterator) != 0
        return (lines, widest)
    }
}
