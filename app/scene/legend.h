#pragma once

/* Legends: what the colours and patterns of a picture mean, with counts. They wrap to the width they get. A click on an
 * entry filters (SceneMapView.only, bit = index). */

#include "scene/theme.h"

G_BEGIN_DECLS

#define SCENE_MAX_LEGEND 20

/* What the swatch shows besides its colour. */
typedef enum
{
  SCENE_SWATCH_FILL,
  SCENE_SWATCH_HATCH,
  SCENE_SWATCH_DOTTED,
  SCENE_SWATCH_BLACK,
  SCENE_SWATCH_GREY,
  SCENE_SWATCH_WHITE,
  SCENE_SWATCH_FREE,
  SCENE_SWATCH_LINE,
  SCENE_SWATCH_DASHED,
  SCENE_SWATCH_RAMP
} SceneSwatch;

typedef struct {
  char label[48];             /* translated */
  char count[24];             /* "" none; drawn dim, in tabular digits */
  SceneColour colour, line;
  SceneSwatch swatch;
  SceneWeave weave;           /* of SCENE_SWATCH_FILL */
  gboolean faded;
  SceneRect rect;             /* set by the layout */
} SceneLegendEntry;

typedef struct {
  SceneLegendEntry entries[SCENE_MAX_LEGEND];
  guint n_entries;
  SceneRect rect;             /* as asked, its height what the rows need */
} SceneLegendLayout;

/* The entries: of the span map as it is coloured, of a span's objects, of the lanes. */
void scene_legend_span_map (SceneLegendLayout *legend, const GccoreFrame *frame, const SceneTheme *theme,
                            const SceneMapView *view);
void scene_legend_objects (SceneLegendLayout *legend, const GccoreFrame *frame, const SceneTheme *theme, uint64_t span);
void scene_legend_lanes (SceneLegendLayout *legend, const GccoreFrame *frame, const SceneTheme *theme);

/* Places the entries from (rect.x, rect.y) in rows of rect.w; legend->rect.h is what that took. */
void scene_legend_layout (SceneLegendLayout *legend, SceneRect rect, const SceneTheme *theme);
void paint_legend (cairo_t *cr, const SceneLegendLayout *legend, const SceneTheme *theme);
SceneHit scene_legend_hit (const SceneLegendLayout *legend, double x, double y);

G_END_DECLS
