import Kernel

extension Picture {
    /// A street at some hour, with a lamp, a tree, and something lying about: what a phone might have seen.
    static func photo(_ generator: SeededGenerator) -> Picture {
        let sky = generator.next(below: 3)
        let light: [UInt8] = [[38, 48, 78], [148, 178, 206], [228, 176, 138]][sky]
        let dark: [UInt8] = [[22, 28, 52], [118, 152, 186], [186, 134, 118]][sky]
        var picture = Picture(
            width: 240, height: 180,
            palette: [
                light, dark, [96, 98, 102], [74, 76, 80], [142, 112, 92], [112, 86, 72], [48, 52, 50], [62, 98, 58], [44, 72, 44], [232, 214, 150],
                [198, 196, 190],
            ])
        let horizon = 90 + generator.next(below: 20)
        picture.fill(0..<240, 0..<horizon / 2, 1)
        var left = -generator.next(below: 30)
        while left < 240 {
            let width = 36 + generator.next(below: 30)
            let roof = horizon - 26 - generator.next(below: 40)
            let isLight = generator.next(below: 2) == 0
            picture.fill(left..<left + width, roof..<horizon, isLight ? 4 : 5)
            for window in stride(from: left + 6, to: left + width - 8, by: 13) {
                for floor in stride(from: roof + 7, to: horizon - 10, by: 16) { picture.fill(window..<window + 6, floor..<floor + 8, isLight ? 5 : 9) }
            }
            left += width + 2
        }
        picture.fill(0..<240, horizon..<horizon + 14, 10)
        picture.fill(0..<240, horizon + 14..<180, 2)
        let post = 40 + generator.next(below: 160)
        picture.fill(post..<post + 4, 28..<horizon + 18, 6)
        picture.fill(post - 14..<post + 4, 26..<30, 6)
        picture.disc(post - 14, 33, radius: 5, generator.next(below: 2) == 0 ? 9 : 6)
        if generator.next(below: 2) == 0 {
            let trunk = generator.next(below: 220)
            picture.fill(trunk..<trunk + 6, horizon - 26..<horizon + 10, 5)
            picture.disc(trunk + 3, horizon - 40, radius: 20, 7)
            picture.disc(trunk - 4, horizon - 34, radius: 12, 8)
        }
        for _ in 0..<3 + generator.next(below: 5) {
            picture.disc(generator.next(below: 240), horizon + 28 + generator.next(below: 50), radius: 2 + generator.next(below: 7), 3)
        }
        return picture
    }

    /// A floor plan: outer walls, rooms, doors, and a scale.
    static func plan(_ generator: SeededGenerator) -> Picture {
        var picture = Picture(width: 240, height: 180, palette: [[252, 252, 248], [40, 44, 52], [206, 214, 222], [182, 86, 60]])
        for line in stride(from: 0, to: 240, by: 20) { picture.fill(line..<line + 1, 0..<180, 2) }
        for line in stride(from: 0, to: 180, by: 20) { picture.fill(0..<240, line..<line + 1, 2) }
        let (right, bottom) = (170 + generator.next(below: 50), 120 + generator.next(below: 30))
        picture.frame(24..<right, 20..<bottom, 1, line: 4)
        let wall = 70 + generator.next(below: 60)
        picture.fill(wall..<wall + 3, 20..<bottom, 1)
        picture.fill(wall..<wall + 3, 40..<56, 0)
        let cross = 60 + generator.next(below: 40)
        picture.fill(wall..<right, cross..<cross + 3, 1)
        picture.fill(wall + 20..<wall + 36, cross..<cross + 3, 0)
        // What is to be added.
        picture.frame(right - 4..<min(right + 16, 238), 30..<min(cross, 100), 3, line: 3)
        picture.fill(24..<84, 164..<167, 1)
        for mark in [24, 44, 64, 82] { picture.fill(mark..<mark + 2, 160..<171, 1) }
        return picture
    }
}
