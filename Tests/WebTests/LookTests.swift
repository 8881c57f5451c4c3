import Testing

@testable import Web

@Suite("Whatever the accent, words can be read")
struct LookTests {
    @Test(
        "WCAG 2.2, 1.4.3: at least 4.5 to 1", arguments: ["#ffff00", "#ffffff", "#000000", "#1f5f8b", "#00ff88", "#ff0000", "#7a7a7a", "#c0ffee", "nonsense"])
    func contrast(accent: String) {
        let look = Look(accent: accent)
        let white = RGB(255, 255, 255)
        #expect(look.accent.contrast(with: white) >= 4.5)
        #expect(look.accent.contrast(with: Look.paper) >= 4.5)
        #expect(look.accent.contrast(with: look.accentSoft) >= 4.5)
        #expect(look.accentStrong.contrast(with: look.accentSoft) >= 4.5)
        #expect(look.accentDark.contrast(with: Look.darkSurface) >= 4.5)
        #expect(look.accentDark.contrast(with: look.accentDarkSoft) >= 4.5)
        #expect(look.accentDark.contrast(with: RGB(0x0C, 0x12, 0x18)) >= 4.5)
        #expect(look.hero.contrast(with: white) >= 4.5)
        #expect(look.heroEnd.contrast(with: white) >= 4.5)
    }

    @Test("the measure itself, by WCAG's own ends")
    func measure() throws {
        #expect(abs(RGB(0, 0, 0).contrast(with: RGB(255, 255, 255)) - 21) < 0.001)
        #expect(abs(try #require(RGB("#777777")).contrast(with: RGB(255, 255, 255)) - 4.478) < 0.01)
        #expect(RGB("#12345") == nil)
    }
}
