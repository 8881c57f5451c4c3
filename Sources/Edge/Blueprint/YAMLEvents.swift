import CYAML
import Kernel

/// libyaml's events, one after the other, as Swift values.
///
/// The parser's address must not move and the bytes must outlive it, so it lives only inside `read`.
struct YAMLEvents: ~Copyable {
    enum Event {
        case documentStart, documentEnd, streamEnd
        case alias(String)
        case scalar(String, style: SourceScalar.Style)
        case listStart, listEnd, mapStart, mapEnd
    }

    struct Item {
        var event: Event
        var start: SourcePosition
        var end: SourcePosition
        var hasAnchor = false
        var tag: String?
    }

    /// What libyaml says when it cannot go on.
    struct Fault: Error {
        var problem: String
        var context: String
        var position: SourcePosition
        var contextPosition: SourcePosition
        /// The byte that YAML does not allow at all; the positions then say nothing.
        var offset: Int?
    }

    private let parser: UnsafeMutablePointer<yaml_parser_t>

    /// - Parameter bytes: UTF-8 without a byte order mark; must stay where they are while this lives.
    init(_ bytes: UnsafeBufferPointer<UInt8>) {
        parser = .allocate(capacity: 1)
        // It fails only when memory is short, which Swift itself does not survive either.
        precondition(yaml_parser_initialize(parser) == 1, "libyaml has no memory")
        yaml_parser_set_encoding(parser, YAML_UTF8_ENCODING)
        yaml_parser_set_input_string(parser, bytes.baseAddress, bytes.count)
    }

    deinit {
        yaml_parser_delete(parser)
        parser.deallocate()
    }

    mutating func next() throws(Fault) -> Item {
        while true {
            var event = yaml_event_t()
            guard yaml_parser_parse(parser, &event) == 1 else { throw fault() }
            defer { yaml_event_delete(&event) }
            if let item = Self.item(event) { return item }
        }
    }

    private func fault() -> Fault {
        let state = parser.pointee
        return Fault(
            problem: state.problem.map { String(cString: $0) } ?? "", context: state.context.map { String(cString: $0) } ?? "",
            position: Self.position(state.problem_mark), contextPosition: Self.position(state.context_mark),
            offset: state.error == YAML_READER_ERROR ? state.problem_offset : nil)
    }

    private static func position(_ mark: yaml_mark_t) -> SourcePosition {
        SourcePosition(line: Int(mark.line) + 1, column: Int(mark.column) + 1)
    }

    /// nil for the stream's start, which says nothing.
    private static func item(_ event: yaml_event_t) -> Item? {
        let (start, end) = (position(event.start_mark), position(event.end_mark))
        switch event.type {
        case YAML_DOCUMENT_START_EVENT: return Item(event: .documentStart, start: start, end: end)
        case YAML_DOCUMENT_END_EVENT: return Item(event: .documentEnd, start: start, end: end)
        // Behind the end libyaml answers with no event at all; it stays the end.
        case YAML_STREAM_END_EVENT, YAML_NO_EVENT: return Item(event: .streamEnd, start: start, end: end)
        case YAML_ALIAS_EVENT: return Item(event: .alias(text(event.data.alias.anchor)), start: start, end: end)
        case YAML_SEQUENCE_END_EVENT: return Item(event: .listEnd, start: start, end: end)
        case YAML_MAPPING_END_EVENT: return Item(event: .mapEnd, start: start, end: end)
        case YAML_SEQUENCE_START_EVENT:
            let data = event.data.sequence_start
            return Item(event: .listStart, start: start, end: end, hasAnchor: data.anchor != nil, tag: data.tag.map { text($0) })
        case YAML_MAPPING_START_EVENT:
            let data = event.data.mapping_start
            return Item(event: .mapStart, start: start, end: end, hasAnchor: data.anchor != nil, tag: data.tag.map { text($0) })
        case YAML_SCALAR_EVENT:
            let data = event.data.scalar
            let value = String(decoding: UnsafeBufferPointer(start: data.value, count: data.length), as: UTF8.self)
            return Item(event: .scalar(value, style: style(data.style)), start: start, end: end, hasAnchor: data.anchor != nil, tag: data.tag.map { text($0) })
        default: return nil
        }
    }

    private static func text(_ bytes: UnsafeMutablePointer<yaml_char_t>?) -> String {
        bytes.map { String(cString: $0) } ?? ""
    }

    private static func style(_ style: yaml_scalar_style_t) -> SourceScalar.Style {
        switch style {
        case YAML_SINGLE_QUOTED_SCALAR_STYLE: .singleQuoted
        case YAML_DOUBLE_QUOTED_SCALAR_STYLE: .doubleQuoted
        case YAML_LITERAL_SCALAR_STYLE: .literal
        case YAML_FOLDED_SCALAR_STYLE: .folded
        default: .plain
        }
    }
}
