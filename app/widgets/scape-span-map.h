#pragma once

/* The heap from the whole reserved space down to a word, on one canvas: wheel scrolls, Ctrl+wheel, pinch and + - 0
 * zoom, the middle button pans, a click selects, arrow keys walk. The view (zoom, offset, colouring, selection) is its
 * own. */

#include "widgets/scape-canvas.h"

G_BEGIN_DECLS

#define SCAPE_TYPE_SPAN_MAP (scape_span_map_get_type ())
G_DECLARE_FINAL_TYPE (ScapeSpanMap, scape_span_map, SCAPE, SPAN_MAP, ScapeCanvas)

/* "view-changed": zoom, offset, colouring or selection is another; "selected": the selection alone. */

const SceneMapView *scape_span_map_get_view      (ScapeSpanMap  *self);
void                scape_span_map_set_colour_by (ScapeSpanMap  *self,
                                                  SceneColourBy  by);
void                scape_span_map_set_only      (ScapeSpanMap  *self,
                                                  guint32        only);
/* Selects what holds @addr (0: nothing) and brings it into sight. */
void                scape_span_map_select        (ScapeSpanMap  *self,
                                                  guint64        addr,
                                                  gboolean       object);
/* Moves the selection; FALSE when nothing is selected. */
gboolean            scape_span_map_walk          (ScapeSpanMap  *self,
                                                  int            dx,
                                                  int            dy);
void                scape_span_map_zoom          (ScapeSpanMap  *self,
                                                  double         factor);
void                scape_span_map_zoom_fit      (ScapeSpanMap  *self);
/* Zooms to the selection, or to the first span in use when there is none. */
void                scape_span_map_zoom_to       (ScapeSpanMap  *self);
/* The spans whose objects the picture has room for. */
GccoreMapCells      scape_span_map_cells         (ScapeSpanMap  *self);
guint               scape_span_map_wanted        (ScapeSpanMap  *self,
                                                  guint64       *addrs,
                                                  guint          max);

G_END_DECLS
