import HTTPTypes
import Kernel

extension WebServer {
    /// Refuses what another site makes a browser send: by `Sec-Fetch-Site` (W3C Fetch Metadata), else by `Origin`
    /// (RFC 6454). A client that sends neither is no browser of this decade, and the form token still stands.
    func checkOrigin(_ exchange: Exchange) throws {
        if let fetched = exchange.headers[.secFetchSite] {
            guard fetched == "same-origin" || fetched == "none" else { throw WebFault(.crossSite) }
            return
        }
        guard let origin = exchange.headers[.origin] else { return }
        let isOwn = origin == ownOrigin || origin == "http://" + exchange.authority || origin == "https://" + exchange.authority
        guard isOwn else { throw WebFault(.crossSite) }
    }
}
