#pragma once

/* The phase ribbon as a widget. */

#include "widgets/scape-canvas.h"

G_BEGIN_DECLS

#define SCAPE_TYPE_RIBBON (scape_ribbon_get_type ())
G_DECLARE_FINAL_TYPE (ScapeRibbon, scape_ribbon, SCAPE, RIBBON, ScapeCanvas)

G_END_DECLS
