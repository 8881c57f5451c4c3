#define GEOS_USE_ONLY_R_API 1
#include <geos_c.h>
#include <proj.h>
#include <geodesic.h>

#include <dlfcn.h>

// PROJ brings 43 more libraries with it (curl, LDAP, TIFF among them), which take the loader 21 of 37 milliseconds (a program of one
// line, Debian 12): every command would wait for them, and only whoever measures on a map needs them. So it is opened when it is
// first asked for. These give its functions by the types of its own header; null where the library has none.
#define POLITY_PROJ(function)                                                                                          \
    static inline __typeof__(function) *function##_in(void *library) {                                                 \
        return (__typeof__(function) *)dlsym(library, #function);                                                      \
    }

POLITY_PROJ(proj_context_create)
POLITY_PROJ(proj_context_destroy)
POLITY_PROJ(proj_context_set_enable_network)
POLITY_PROJ(proj_log_level)
POLITY_PROJ(proj_create)
POLITY_PROJ(proj_get_type)
POLITY_PROJ(proj_crs_get_coordinate_system)
POLITY_PROJ(proj_cs_get_axis_info)
POLITY_PROJ(proj_create_crs_to_crs)
POLITY_PROJ(proj_normalize_for_visualization)
POLITY_PROJ(proj_trans_generic)
POLITY_PROJ(proj_destroy)
POLITY_PROJ(geod_init)
POLITY_PROJ(geod_inverse)
