import Foundation
import Kernel

extension Town {
    /// One street of the made-up town, measured along its course (0 at one end, 1 at the other) and out from its middle.
    struct Street {
        private enum Shape {
            /// Around the bay, between two angles; on the water's side only where it is no quay.
            case ring(radius: Double, from: Double, to: Double, isQuay: Bool)
            /// Straight away from the bay, crossing the rings.
            case road(angle: Double)
        }

        private let shape: Shape

        private static let quay = 150.0, firstRing = 220.0, block = 80.0
        private static let roadEnd = 720.0, builtUpTo = 505.0
        /// The roads lie where the rings change their names.
        private static let quarters = 4
        /// How far the whole town is turned, so that the bay does not open straight to the south.
        private static let slant = -0.35

        /// The quay, four rings of four streets, three roads; whatever a folder asks for beyond that lies in wider rings.
        init(_ index: Int) {
            let rings = 4 * Self.quarters
            switch index {
            case 0: shape = .ring(radius: Self.quay, from: 0, to: .pi, isQuay: true)
            case 1...rings: shape = Self.arc(radius: Self.firstRing + Self.block * Double((index - 1) / Self.quarters), quarter: (index - 1) % Self.quarters)
            case rings + 1...rings + 3: shape = .road(angle: Double(index - rings) * .pi / Double(Self.quarters))
            default:
                let further = index - rings - 4
                shape = Self.arc(radius: Self.roadEnd + Self.block * Double(1 + further / Self.quarters), quarter: further % Self.quarters)
            }
        }

        private static func arc(radius: Double, quarter: Int) -> Shape {
            let width = Double.pi / Double(quarters)
            return .ring(radius: radius, from: Double(quarter) * width, to: Double(quarter + 1) * width, isQuay: false)
        }

        var isBent: Bool { if case .ring = shape { true } else { false } }

        /// The part of the course along which plots lie: crossings stay free, and roads are built up beyond the rings.
        var plots: ClosedRange<Double> {
            switch shape {
            case .ring(_, _, _, let isQuay): isQuay ? 0.02...0.98 : 0.045...0.955
            case .road: (Self.builtUpTo - Self.quay) / (Self.roadEnd - Self.quay)...1
            }
        }

        func point(_ along: Double, _ out: Double) -> Place {
            let (angle, radius, aside): (Double, Double, Double) =
                switch shape {
                case .ring(let radius, let from, let to, _): (from + (to - from) * along, radius + out, 0)
                case .road(let angle): (angle, Self.quay + (Self.roadEnd - Self.quay) * along, out)
                }
            // An ellipse, a little turned: nothing in a grown town is quite round.
            let (east, north) = (1.15 * (radius * cos(angle) - aside * sin(angle)), radius * sin(angle) + aside * cos(angle))
            return (east * cos(Self.slant) - north * sin(Self.slant), east * sin(Self.slant) + north * cos(Self.slant))
        }

        /// Where along the street a plot begins and ends. Even places lie on one side and odd ones on the other.
        func plot(_ place: Int) -> (from: Double, to: Double) {
            let count = isOneSided ? Town.parcelsOfStreet : (Town.parcelsOfStreet + 1) / 2
            let slot = isOneSided ? place : place / 2
            return (edge(slot, of: count), edge(slot + 1, of: count))
        }

        /// The distances of a plot's two long ends from the middle of the street.
        func depth(of place: Int) -> (near: Double, far: Double) {
            if isOneSided { return (7, 30) }
            return place % 2 == 0 ? (5, 38) : (-5, -38)
        }

        private var isOneSided: Bool { if case .ring(_, _, _, let isQuay) = shape { isQuay } else { false } }

        /// Plots differ in width, and neighbours share an edge.
        private func edge(_ number: Int, of count: Int) -> Double {
            let sway = number == 0 || number == count ? 0 : 0.18 * sin(Double(number * 37 + count))
            return plots.lowerBound + (plots.upperBound - plots.lowerBound) * (Double(number) + sway) / Double(count)
        }
    }
}
