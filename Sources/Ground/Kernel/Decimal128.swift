/// IEEE 754-2019 decimal128: 34 digits, half-even.
public struct Decimal128: Sendable, Hashable {
    // Being written; this stands in so that the rooms above can be compiled.
    var coefficient: Int64
    var exponent: Int

    public init(_ value: Int64) { coefficient = value; exponent = 0 }
    public init?(_ text: some StringProtocol) { guard let v = Int64(text) else { return nil }; self.init(v) }
}
extension Decimal128: CustomStringConvertible {
    public var description: String { String(coefficient) }
}
extension Int {
    /// nil when the value has a fraction or does not fit.
    public init?(exactly value: Decimal128) { self = Int(value.coefficient) }
}
