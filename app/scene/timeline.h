#pragma once

/* The timeline: heap live, trigger, goal and resident memory over virtual time, mark phases shaded, cycles numbered,
 * and under it, on the same axis, the share of the CPU that the collector takes and one lane per P. On the axis are the
 * history's landmarks: knobs moved, stops that came true, bookmarks. Plots are min/max per pixel, however many points
 * the frame has. */

#include "scene/theme.h"

G_BEGIN_DECLS

typedef struct {
  const GccoreFrame *frame;
  SceneRect rect;             /* all of it */
  SceneTimelineView view;     /* made legal */
  SceneRect card;             /* the chart's card */
  SceneRect plot;             /* the curves; its x and w are the time axis of the lanes too */
  SceneRect cpu;              /* share of the CPU; h 0 when there are no lanes */
  SceneRect lanes;            /* all lanes; h 0 when there are none */
  double lane_pitch, lane_h;
  guint n_lanes;
  uint64_t y_max;             /* bytes at the top of the plot */
  uint64_t y_step;            /* bytes between grid lines */
} SceneTimelineLayout;

/* The height that a chart of `chart_h` and the frame's lanes need together. */
double scene_timeline_height (const GccoreFrame *frame, const SceneTheme *theme, double chart_h);

/* What lies left of the time axis: bytes of the grid lines, names of the Ps. */
double scene_timeline_gutter (const SceneTheme *theme);

void scene_timeline_layout (SceneTimelineLayout *layout, const GccoreFrame *frame, SceneRect rect,
                            const SceneTheme *theme, const SceneTimelineView *view);
void paint_timeline (cairo_t *cr, const SceneTimelineLayout *layout, const SceneTheme *theme);
SceneHit scene_timeline_hit (const SceneTimelineLayout *layout, double x, double y);

double scene_timeline_x (const SceneTimelineLayout *layout, int64_t t_ns);
int64_t scene_timeline_t (const SceneTimelineLayout *layout, double x);
/* The tick nearest to a time, from the timeline's points and phases: what scrubbing seeks to. */
uint64_t scene_timeline_tick (const GccoreFrame *frame, int64_t t_ns);

G_END_DECLS
