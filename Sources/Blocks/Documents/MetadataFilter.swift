import Kernel

/// Takes what tells about the photographer out of an image while it passes: place, time, device, thumbnails, comments.
/// The picture itself, its colours and the way it is turned stay.
enum MetadataFilter {
    case jpeg(JPEGFilter)
    case png(PNGFilter)

    /// nil for types that have no filter.
    init?(_ type: FileType) {
        switch type {
        case .jpeg: self = .jpeg(JPEGFilter())
        case .png: self = .png(PNGFilter())
        default: return nil
        }
    }

    /// - Returns: what may be kept of the file so far.
    /// - Throws: `DOCUMENTS-112` when the image does not keep to its format, `DOCUMENTS-113` when it is larger than any photo.
    mutating func feed(_ bytes: [UInt8]) throws(PolityError) -> [UInt8] {
        switch self {
        case .jpeg(var filter):
            self = .jpeg(JPEGFilter())
            defer { self = .jpeg(filter) }
            return try filter.feed(bytes)
        case .png(var filter):
            self = .png(PNGFilter())
            defer { self = .png(filter) }
            return try filter.feed(bytes)
        }
    }

    /// - Throws: `DOCUMENTS-112` when the image ends early.
    func finish() throws(PolityError) {
        let isWhole =
            switch self {
            case .jpeg(let filter): filter.isWhole
            case .png(let filter): filter.isWhole
            }
        guard isWhole else { throw Self.broken }
    }

    static let broken = PolityError(.unsupportedType, "DOCUMENTS-112", .brokenImage, hint: .chooseAnother)

    /// A small file can hold a picture that fills the memory of everybody who looks at it. No camera takes as many pixels.
    static let maximumPixels = 250_000_000

    /// - Throws: `DOCUMENTS-113` for more pixels than anybody photographs.
    static func checkSize(width: Int, height: Int) throws(PolityError) {
        guard height == 0 || width <= maximumPixels / height else { throw PolityError(.tooLarge, "DOCUMENTS-113", .tooManyPixels, hint: .chooseAnother) }
    }
}
