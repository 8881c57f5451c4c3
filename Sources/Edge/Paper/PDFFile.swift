import CPaper
import Foundation
import Kernel

/// A PDF file open in libqpdf. Objects are handles that live as long as the file.
final class PDFFile {
    fileprivate let handle: qpdf_data
    /// qpdf reads from these bytes until it is cleaned up.
    private let source: UnsafeMutableBufferPointer<CChar>

    init(_ bytes: [UInt8]) throws(PolityError) {
        var handle: qpdf_data? = qpdf_init()
        guard let made = handle else { throw PolityError(.broken, "PAPER-131", "The document could not be finished.", context: "qpdf_init") }
        source = .allocate(capacity: bytes.count)
        _ = source.initialize(from: bytes.lazy.map { CChar(bitPattern: $0) })
        qpdf_silence_errors(made)
        qpdf_set_suppress_warnings(made, 1)
        guard qpdf_read_memory(made, "drawing", source.baseAddress, UInt64(bytes.count), nil) & QPDF_ERRORS == 0 else {
            source.deallocate()
            qpdf_cleanup(&handle)
            throw PolityError(.broken, "PAPER-131", "The document could not be finished.", context: "qpdf_read_memory")
        }
        self.handle = made
    }

    deinit {
        var handle: qpdf_data? = handle
        qpdf_cleanup(&handle)
        source.deallocate()
    }

    var root: PDFObject { object(qpdf_get_root(handle)) }
    var trailer: PDFObject { object(qpdf_get_trailer(handle)) }
    var pages: [PDFObject] { (0..<max(0, Int(qpdf_get_num_pages(handle)))).map { object(qpdf_get_page_n(handle, $0)) } }

    func text(_ value: String) -> PDFObject { object(qpdf_oh_new_unicode_string(handle, value)) }
    func name(_ value: String) -> PDFObject { object(qpdf_oh_new_name(handle, value)) }
    func integer(_ value: Int) -> PDFObject { object(qpdf_oh_new_integer(handle, Int64(value))) }
    func real(_ value: Double) -> PDFObject { object(qpdf_oh_new_real_from_double(handle, value, 3)) }
    func bool(_ value: Bool) -> PDFObject { object(qpdf_oh_new_bool(handle, value ? 1 : 0)) }
    var null: PDFObject { object(qpdf_oh_new_null(handle)) }

    /// A name of any bytes; libqpdf escapes those that names cannot hold (ISO 32000-1, section 7.3.5).
    func name(escapingName value: String) -> PDFObject { name("/" + value) }

    func array(_ items: [PDFObject]) -> PDFObject {
        let array = qpdf_oh_new_array(handle)
        for item in items { qpdf_oh_append_item(handle, array, item.handle) }
        return object(array)
    }

    func dictionary(_ members: KeyValuePairs<String, PDFObject>) -> PDFObject {
        let dictionary = object(qpdf_oh_new_dictionary(handle))
        for (key, value) in members { dictionary[key] = value }
        return dictionary
    }

    /// A stream is always an object of its own.
    func stream(_ bytes: [UInt8], _ members: KeyValuePairs<String, PDFObject>) -> PDFObject {
        let stream = object(qpdf_oh_new_stream(handle))
        let dictionary = object(qpdf_oh_get_dict(handle, stream.handle))
        for (key, value) in members { dictionary[key] = value }
        stream.replaceData(bytes)
        return stream
    }

    func indirect(_ value: PDFObject) -> PDFObject { object(qpdf_make_indirect_object(handle, value.handle)) }

    /// The whole file, with an id that is a hash of its content.
    func bytes() throws(PolityError) -> [UInt8] {
        qpdf_init_write_memory(handle)
        qpdf_set_deterministic_ID(handle, 1)
        qpdf_set_minimum_pdf_version(handle, "1.7")
        qpdf_set_object_stream_mode(handle, qpdf_o_generate)
        qpdf_set_compress_streams(handle, 1)
        guard qpdf_write(handle) & QPDF_ERRORS == 0, let buffer = qpdf_get_buffer(handle) else {
            let message = qpdf_get_error(handle).flatMap { qpdf_get_error_full_text(handle, $0) }.map { String(cString: $0) }
            throw PolityError(.broken, "PAPER-131", "The document could not be finished.", context: message)
        }
        return Array(UnsafeBufferPointer(start: buffer, count: Int(qpdf_get_buffer_length(handle))))
    }

    private func object(_ handle: qpdf_oh) -> PDFObject { PDFObject(file: self, handle: handle) }
}

/// A value of a PDF file.
struct PDFObject {
    fileprivate let file: PDFFile
    fileprivate let handle: qpdf_oh

    subscript(key: String) -> PDFObject {
        get { PDFObject(file: file, handle: qpdf_oh_get_key(file.handle, handle, key)) }
        nonmutating set { qpdf_oh_replace_key(file.handle, handle, key, newValue.handle) }
    }

    var isDictionary: Bool { qpdf_oh_is_dictionary(file.handle, handle) != 0 }
    var isArray: Bool { qpdf_oh_is_array(file.handle, handle) != 0 }
    var isNull: Bool { qpdf_oh_is_null(file.handle, handle) != 0 }
    var integer: Int? { qpdf_oh_is_integer(file.handle, handle) != 0 ? Int(qpdf_oh_get_int_value(file.handle, handle)) : nil }
    var name: String? { qpdf_oh_is_name(file.handle, handle) != 0 ? qpdf_oh_get_name(file.handle, handle).map { String(cString: $0) } : nil }
    var text: String? { qpdf_oh_is_string(file.handle, handle) != 0 ? qpdf_oh_get_utf8_value(file.handle, handle).map { String(cString: $0) } : nil }
    /// The number under which other objects refer to this one; 0 for a direct object.
    var number: Int { Int(qpdf_oh_get_object_id(file.handle, handle)) }

    /// An array's items; a single value counts as an array of one, and null as none.
    var items: [PDFObject] {
        if isNull { return [] }
        guard isArray else { return [self] }
        return (0..<qpdf_oh_get_array_n_items(file.handle, handle)).map { PDFObject(file: file, handle: qpdf_oh_get_array_item(file.handle, handle, $0)) }
    }

    func setItem(_ index: Int, _ value: PDFObject) { qpdf_oh_set_array_item(file.handle, handle, Int32(index), value.handle) }

    /// A page's drawing instructions, decompressed.
    var pageContent: [UInt8]? {
        var buffer: UnsafeMutablePointer<UInt8>?
        var length = 0
        guard qpdf_oh_get_page_content_data(file.handle, handle, &buffer, &length) & QPDF_ERRORS == 0, let start = buffer else { return nil }
        defer { free(start) }
        return Array(UnsafeBufferPointer(start: start, count: length))
    }

    /// A stream's bytes, decompressed; nil for what is no stream.
    var streamData: [UInt8]? {
        guard qpdf_oh_is_stream(file.handle, handle) != 0 else { return nil }
        var buffer: UnsafeMutablePointer<UInt8>?
        var length = 0
        var filtered: QPDF_BOOL = 0
        guard qpdf_oh_get_stream_data(file.handle, handle, qpdf_dl_generalized, &filtered, &buffer, &length) & QPDF_ERRORS == 0, let start = buffer else {
            return nil
        }
        defer { free(start) }
        return Array(UnsafeBufferPointer(start: start, count: length))
    }

    func replaceData(_ bytes: [UInt8]) {
        let null = qpdf_oh_new_null(file.handle)
        qpdf_oh_replace_stream_data(file.handle, handle, bytes, bytes.count, null, null)
    }
}
