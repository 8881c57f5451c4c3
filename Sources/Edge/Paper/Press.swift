import CPaper
import Kernel

/// Holds the fonts between documents and draws one document at a time: a font map serves one thread at once.
struct Press {
    private let fonts: FontMap

    init() { fonts = FontMap() }

    /// - Returns: what cairo made of the document, and the structure's elements in the order they were opened.
    func draw(_ document: PaperDocument) throws -> (drawing: [UInt8], tags: [Tag]) {
        let context = fonts.context(for: document)
        defer { g_object_unref(UnsafeMutableRawPointer(context)) }
        var typesetter = Typesetter(document: document, context: context)
        try typesetter.set()
        let painter = try Painter(document: document, context: context, pages: typesetter.pages)
        for mark in typesetter.marks { painter.paint(mark) }
        return (try painter.finish(), painter.tags)
    }
}

/// Pango's font map on fontconfig and FreeType.
private final class FontMap {
    private let map: UnsafeMutablePointer<PangoFontMap>

    init() {
        map = pango_cairo_font_map_new()
        // One unit of a font's size is one point of the page.
        pango_cairo_font_map_set_resolution(OpaquePointer(map), 72)
    }

    deinit { g_object_unref(UnsafeMutableRawPointer(map)) }

    func context(for document: PaperDocument) -> OpaquePointer {
        let context: OpaquePointer = pango_font_map_create_context(map)
        pango_context_set_language(context, pango_language_from_string(document.language))
        pango_context_set_base_dir(context, document.runsRightToLeft ? PANGO_DIRECTION_RTL : PANGO_DIRECTION_LTR)
        // Paper has no pixels to fit: glyphs stand exactly where the font puts them.
        pango_context_set_round_glyph_positions(context, 0)
        let options = cairo_font_options_create()
        cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE)
        cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF)
        pango_cairo_context_set_font_options(context, options)
        cairo_font_options_destroy(options)
        return context
    }
}
