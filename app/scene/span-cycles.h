#pragma once

/* A span over the last cycles: a column for each, as high as its slots, filled as far as they were in use when marking
 * was over, and firm as far as they survived. Where the pages were of another span class the column is hatched; where
 * they were no span of objects there is only its foot. */

#include "scene/theme.h"

G_BEGIN_DECLS

typedef struct {
  const GccoreFrame *frame;
  SceneRect rect;             /* height is what it needs; 0: nothing to tell */
  double column_w;
  guint first, n;             /* of frame->object.cycles: the latest that fit */
  int span_class;             /* of the span now; -1: none */
} SceneSpanCyclesLayout;

/* Of the span at addr, which must be the one that the frame was asked to tell about. */
void scene_span_cycles_layout (SceneSpanCyclesLayout *layout, const GccoreFrame *frame, uint64_t addr, SceneRect rect,
                               const SceneTheme *theme);
void paint_span_cycles (cairo_t *cr, const SceneSpanCyclesLayout *layout, const SceneTheme *theme);
SceneHit scene_span_cycles_hit (const SceneSpanCyclesLayout *layout, double x, double y);

G_END_DECLS
