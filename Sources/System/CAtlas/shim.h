#define GEOS_USE_ONLY_R_API 1
#include <geos_c.h>
#include <proj.h>
#include <geodesic.h>
