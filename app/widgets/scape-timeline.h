#pragma once

/* The timeline and the lanes of the Ps as a widget. A click or a drag goes to that time ("seek" (guint64 tick, guint
 * step)); Ctrl+wheel zooms into a time, the wheel moves along, 0 shows everything again. While the machine stands
 * earlier than it has been, the whole history stays in sight, so that one can scrub forward again. */

#include "widgets/scape-canvas.h"

G_BEGIN_DECLS

#define SCAPE_TYPE_TIMELINE (scape_timeline_get_type ())
G_DECLARE_FINAL_TYPE (ScapeTimeline, scape_timeline, SCAPE, TIMELINE, ScapeCanvas)

const SceneTimelineView *scape_timeline_get_view (ScapeTimeline *self);
void                     scape_timeline_zoom     (ScapeTimeline *self,
                                                  double         factor);
/* Another history begins: what was seen after the next frame's tick will not come to pass. */
void                     scape_timeline_forget   (ScapeTimeline *self);
/* In a low window the chart makes room for the map, in a lower one the lanes do. */
void                     scape_timeline_set_low  (ScapeTimeline *self,
                                                  gboolean       low);
void scape_timeline_set_lanes (ScapeTimeline *self, gboolean lanes);
void                     scape_timeline_zoom_fit (ScapeTimeline *self);

G_END_DECLS
