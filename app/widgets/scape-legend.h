#pragma once

/* A legend with counts as a widget. That of the span map filters: a click on an entry shows only those in full colour,
 * a second click all again. */

#include "widgets/scape-canvas.h"

G_BEGIN_DECLS

typedef enum { SCAPE_LEGEND_SPAN_MAP, SCAPE_LEGEND_LANES, SCAPE_LEGEND_OBJECTS } ScapeLegendKind;

#define SCAPE_TYPE_LEGEND (scape_legend_get_type ())
G_DECLARE_FINAL_TYPE (ScapeLegend, scape_legend, SCAPE, LEGEND, ScapeCanvas)

void scape_legend_set_kind (ScapeLegend        *self,
                            ScapeLegendKind     kind);
/* The map's view: how it is coloured, what is filtered, which span is selected. */
void scape_legend_set_view (ScapeLegend        *self,
                            const SceneMapView *view);

/* "filtered" (guint bits): the entries to show in full colour, 0 all. */

G_END_DECLS
