import Foundation

extension Colour {
    /// WCAG 2.2, "relative luminance".
    private var luminance: Double {
        func linear(_ value: UInt8) -> Double {
            let share = Double(value) / 255
            return share <= 0.04045 ? share / 12.92 : pow((share + 0.055) / 1.055, 2.4)
        }
        return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue)
    }

    /// WCAG 2.2, "contrast ratio": 1 to 21.
    var contrastWithWhite: Double { 1.05 / (luminance + 0.05) }

    /// Rounded down to a tenth, so that 4.49 does not read as enough.
    var contrastText: String {
        let tenths = Int(contrastWithWhite * 10)
        return "\(tenths / 10).\(tenths % 10)"
    }
}
