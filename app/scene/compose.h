#pragma once

/* Composed pictures: the whole window, or one view with its title, legend and caption. Export and tests draw these; the
 * real window keeps the same proportions. */

#include "scene/export.h"
#include "scene/inspector.h"
#include "scene/legend.h"
#include "scene/ribbon.h"
#include "scene/span-map.h"
#include "scene/timeline.h"

G_BEGIN_DECLS

/* Where the parts of the window are. Parts that have no room are empty. */
typedef struct {
  double width, height;
  SceneRect header, side, content, inspector, transport;
  SceneRect tabs, source, knobs;
  SceneRect ribbon, map_title, map, map_legend, timeline, lanes_legend;
  SceneRect caption;
} SceneWindowLayout;

void scene_window_layout (SceneWindowLayout *layout, const GccoreFrame *frame, const SceneExportOptions *options,
                          const SceneTheme *theme, double width, double height);
void paint_window (cairo_t *cr, const SceneWindowLayout *layout, const GccoreFrame *frame,
                   const SceneExportOptions *options, const SceneTheme *theme);

/* The same for the view "spans". */
typedef struct { SceneRect ribbon, title, map; SceneLegendLayout legend; } SceneSpansLayout;

void scene_spans_layout (SceneSpansLayout *layout, const GccoreFrame *frame, const SceneExportOptions *options,
                         const SceneTheme *theme, double width, double height);

/* One view by name, filling (0, 0, width, height). FALSE when there is no such view. */
gboolean paint_view (cairo_t *cr, const char *view, const GccoreFrame *frame, const SceneExportOptions *options,
                     const SceneTheme *theme, double width, double height);
/* Its own size; FALSE when there is no such view. */
gboolean scene_view_size (const char *view, double *width, double *height);

/* What a picture shows as selected: what was asked for, what the last step touched, or a telling span; 0: none. */
uint64_t scene_selection (const GccoreFrame *frame, const SceneMapView *view);

/* "cycle 7 · concurrent mark · 12.482 ms". Transfer full. */
char *scene_subtitle (const GccoreFrame *frame);

G_END_DECLS
