import FEEL
public import Geometry
import Kernel

extension Registry {
    /// Where a record lies, for one with a place that is no person's: its position, else the middle of its area.
    public func place(of values: Context) -> Position? {
        for field in fields where field.personal == nil {
            guard case .context(let value)? = values[field.id] else { continue }
            switch field.type {
            case .position: if let position = Position(value) { return position }
            case .area: if let box = (try? Shape(geoJSON: Value.context(value).json))?.boundingBox { return box.middle }
            default: continue
            }
        }
        return nil
    }
}

extension Position {
    /// The place that an answer or a field names: `{longitude, latitude}`.
    public init?(_ value: Context) {
        guard case .number(let longitude)? = value["longitude"], case .number(let latitude)? = value["latitude"] else { return nil }
        self.init(longitude: longitude, latitude: latitude)
    }
}
