/// Where the data lies.
public enum StoreLocation: Sendable, Hashable {
    /// A file of this process alone; made when it is missing.
    case sqlite(path: String)
    /// A file in the system's temporary folder, removed when the store is closed.
    case temporary
    /// `postgres://user:password@host:port/database?options=…`, or any other connection string of libpq.
    case postgres(url: String)

    /// Reads the `--database` setting: a `postgres://` or `postgresql://` URL, or else the path of a file.
    public init(_ setting: String) {
        let isPostgres = setting.hasPrefix("postgres://") || setting.hasPrefix("postgresql://")
        self = isPostgres ? .postgres(url: setting) : .sqlite(path: setting)
    }
}
