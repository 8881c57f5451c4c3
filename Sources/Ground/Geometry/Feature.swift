import Kernel

/// A shape with what is known about it (RFC 7946, section 3.2).
public struct Feature: Hashable, Sendable {
    public var id: String?
    /// nil when it is not known where.
    public var shape: Shape?
    public var properties: [JSON.Member]

    public init(id: String? = nil, shape: Shape?, properties: [JSON.Member] = []) {
        self.id = id
        self.shape = shape
        self.properties = properties
    }
}
