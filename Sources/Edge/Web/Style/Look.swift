/// The colours that follow from a government's accent, each made light or dark enough to be read.
struct Look: Sendable {
    let accent: RGB
    let accentStrong: RGB
    let accentSoft: RGB
    let accentDark: RGB
    let accentDarkStrong: RGB
    let accentDarkSoft: RGB
    /// Behind white words in the dark.
    let hero: RGB
    let heroEnd: RGB

    static let paper = RGB(0xF7, 0xF7, 0xF4)
    static let darkPaper = RGB(0x10, 0x16, 0x1C)
    static let darkSurface = RGB(0x19, 0x22, 0x2B)

    /// - Parameter accent: `#rrggbb`; anything else falls back to a calm blue.
    init(accent: String) {
        let wanted = RGB(accent) ?? RGB(0x1F, 0x5F, 0x8B)
        // WCAG 2.2, success criterion 1.4.3: 4.5 to 1 for text; a little more, since tints come under it.
        let light = wanted.darkened(until: 5.6, against: Self.paper)
        self.accent = light
        accentStrong = light.mixed(with: RGB(0, 0, 0), 0.25)
        accentSoft = light.mixed(with: RGB(255, 255, 255), 0.90)
        let dark = wanted.lightened(until: 7, against: Self.darkSurface)
        accentDark = dark
        accentDarkStrong = dark.mixed(with: RGB(255, 255, 255), 0.3)
        accentDarkSoft = dark.mixed(with: Self.darkSurface, 0.84)
        hero = light.mixed(with: Self.darkSurface, 0.45)
        heroEnd = light.mixed(with: Self.darkSurface, 0.8)
    }
}

/// A colour of sRGB.
struct RGB: Sendable, Hashable {
    var red: Double
    var green: Double
    var blue: Double

    init(_ red: Double, _ green: Double, _ blue: Double) {
        self.red = red
        self.green = green
        self.blue = blue
    }

    init?(_ text: String) {
        guard text.hasPrefix("#"), text.utf8.count == 7, let value = UInt32(text.dropFirst(), radix: 16) else { return nil }
        self.init(Double(value >> 16 & 255), Double(value >> 8 & 255), Double(value & 255))
    }

    var hex: String {
        let value = UInt32(red.rounded()) << 16 | UInt32(green.rounded()) << 8 | UInt32(blue.rounded())
        let digits = String(value, radix: 16)
        return "#" + String(repeating: "0", count: 6 - digits.count) + digits
    }

    /// WCAG 2.2, "relative luminance".
    var luminance: Double {
        func linear(_ channel: Double) -> Double {
            let c = channel / 255
            return c <= 0.04045 ? c / 12.92 : Self.power((c + 0.055) / 1.055)
        }
        return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue)
    }

    /// WCAG 2.2, "contrast ratio": 1 to 21.
    func contrast(with other: RGB) -> Double {
        let (a, b) = (luminance, other.luminance)
        return (max(a, b) + 0.05) / (min(a, b) + 0.05)
    }

    func mixed(with other: RGB, _ share: Double) -> RGB {
        RGB(red + (other.red - red) * share, green + (other.green - green) * share, blue + (other.blue - blue) * share)
    }

    func darkened(until ratio: Double, against background: RGB) -> RGB { moved(to: RGB(0, 0, 0), until: ratio, against: background) }

    /// Lighter at the same hue, and more vivid than a mix with white would be.
    func lightened(until ratio: Double, against background: RGB) -> RGB {
        let strongest = max(red, green, blue, 1)
        let vivid = RGB(red * 255 / strongest, green * 255 / strongest, blue * 255 / strongest)
        for step in 0...50 {
            let share = Double(step) / 50
            let colour = mixed(with: vivid, min(1, share * 2)).mixed(with: RGB(255, 255, 255), share * 0.9)
            if colour.contrast(with: background) >= ratio { return colour }
        }
        return RGB(255, 255, 255)
    }

    private func moved(to end: RGB, until ratio: Double, against background: RGB) -> RGB {
        for step in 0...50 {
            let colour = mixed(with: end, Double(step) / 50)
            if colour.contrast(with: background) >= ratio { return colour }
        }
        return end
    }

    /// x to the power 2.4, as x² · x^0.4 with the fifth root of x² by Newton's method.
    private static func power(_ x: Double) -> Double {
        let square = x * x
        var root = 1.0
        for _ in 0..<60 { root -= (root * root * root * root * root - square) / (5 * root * root * root * root) }
        return square * root
    }
}
