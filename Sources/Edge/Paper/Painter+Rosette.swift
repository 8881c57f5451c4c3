import CPaper
import Foundation

extension Painter {
    /// A rosette of interlaced waves, as engraved on securities: the sign of the seal, drawn and not a picture.
    func paintRosette(in box: Box, _ colour: Colour) {
        let radius = box.width / 2
        cairo_save(cairo)
        cairo_translate(cairo, box.x + radius, box.y + box.height / 2)
        set(colour)
        cairo_set_line_width(cairo, max(0.35, radius * 0.014))
        wave(radius: radius * 0.975, swing: 0, petals: 6, turn: 0)
        wave(radius: radius * 0.91, swing: 0, petals: 6, turn: 0)
        for turn in 0..<4 { wave(radius: radius * 0.68, swing: radius * 0.19, petals: 12, turn: Double(turn) / 4) }
        wave(radius: radius * 0.45, swing: 0, petals: 6, turn: 0)
        for turn in 0..<2 { wave(radius: radius * 0.25, swing: radius * 0.16, petals: 8, turn: Double(turn) / 2) }
        cairo_restore(cairo)
    }

    /// A circle whose radius swings `petals` times; `turn` shifts the swing by a part of its period.
    private func wave(radius: Double, swing: Double, petals: Int, turn: Double) {
        let steps = petals * 16
        cairo_new_path(cairo)
        for step in 0..<steps {
            let angle = Double(step) / Double(steps) * 2 * .pi
            let distance = radius + swing * cos(Double(petals) * angle + turn * 2 * .pi)
            cairo_line_to(cairo, distance * cos(angle), distance * sin(angle))
        }
        cairo_close_path(cairo)
        cairo_stroke(cairo)
    }
}
