import CAtlas
import Foundation

/// PROJ, opened when it is first asked for (why: `CAtlas/shim.h`). Its functions have their own names, without what they all begin with;
/// each is nil where the library is not installed.
enum ProjLibrary {
    // It stays open. Its functions may be called from any thread, with one context from one at a time.
    nonisolated(unsafe) private static let library = ["libproj.so.25", "libproj.so"].lazy.compactMap { (name: String) in dlopen(name, RTLD_NOW) }.first

    static let contextCreate = proj_context_create_in(library)
    static let contextDestroy = proj_context_destroy_in(library)
    static let contextSetEnableNetwork = proj_context_set_enable_network_in(library)
    static let logLevel = proj_log_level_in(library)
    static let create = proj_create_in(library)
    static let getType = proj_get_type_in(library)
    static let crsGetCoordinateSystem = proj_crs_get_coordinate_system_in(library)
    static let csGetAxisInfo = proj_cs_get_axis_info_in(library)
    static let createCRSToCRS = proj_create_crs_to_crs_in(library)
    static let normalizeForVisualization = proj_normalize_for_visualization_in(library)
    static let transGeneric = proj_trans_generic_in(library)
    static let destroy = proj_destroy_in(library)
    static let geodesicInit = geod_init_in(library)
    static let geodesicInverse = geod_inverse_in(library)
}
