#pragma once

/* Scenes: pictures of a machine, made with cairo and pango and nothing else.
 *
 * Each picture is three pure functions of (frame, theme, view state):
 *
 *   scene_X_layout (&layout, frame, rect, theme, view)   where everything is; data, no drawing
 *   paint_X (cr, &layout, theme)                         draws it; saves and restores the context
 *   scene_X_hit (&layout, x, y)                          what is under a point
 *
 * The window, PNG, SVG, PDF, the command line and the tests go through the same three. A layout borrows the frame and
 * must not outlive it; layouts that own memory have a scene_X_clear(). Nothing here does I/O (but export.h) or keeps
 * state between calls (but the text cache of a theme; use one theme per thread).
 *
 * Lengths are logical pixels ("units"); a theme knows how many device pixels one unit has, so that edges fall on whole
 * device pixels. Everything lies on a grid of 8 units. */

#include <glib.h>
#include <stdint.h>

#include "session/frame.h"

G_BEGIN_DECLS

#define SCENE_PAGE_BYTES 8192u
#define SCENE_GRID 8.0

typedef struct { double x, y, w, h; } SceneRect;

static inline gboolean
scene_rect_contains (const SceneRect *rect, double x, double y)
{
  return x >= rect->x && y >= rect->y && x < rect->x + rect->w && y < rect->y + rect->h;
}

static inline SceneRect
scene_rect_inset (SceneRect rect, double dx, double dy)
{
  return (SceneRect) { rect.x + dx, rect.y + dy, rect.w - 2 * dx, rect.h - 2 * dy };
}

/* What a point of a picture stands for. */
typedef enum {
  SCENE_HIT_NONE,
  SCENE_HIT_RUN,              /* run: a span or free pages; addr: of the page under the point */
  SCENE_HIT_OBJECT,           /* run, index: the object's slot; addr: its first byte */
  SCENE_HIT_WORD,             /* run, index, addr of the word */
  SCENE_HIT_PHASE,            /* index: GccorePhase, or GCCORE_N_PHASES for the scavenger */
  SCENE_HIT_TIME,             /* t_ns, tick */
  SCENE_HIT_LANDMARK,         /* index into frame->timeline.landmarks, t_ns, tick */
  SCENE_HIT_LANE,             /* p, t_ns, index: segment of that P */
  SCENE_HIT_LEGEND,           /* index: the legend's entry */
  SCENE_HIT_ROW,              /* index: row of a table; addr, line where the row names one */
  SCENE_HIT_EVENT,            /* index into frame->events; tick */
  SCENE_HIT_CLASS,            /* index: size class; p or set where it applies */
  SCENE_HIT_CYCLE,            /* index into frame->object.cycles */
} SceneHitKind;

typedef struct {
  SceneHitKind kind;
  SceneRect rect;             /* the thing's rectangle, for focus rings and tooltips */
  int run;
  int index;
  int p;
  uint64_t addr;
  int64_t t_ns;
  uint64_t tick;
  uint32_t line;              /* of the source; 0 none */
} SceneHit;

/* One translated sentence about what was hit: tooltip, status line, what a screen reader speaks. NULL for
 * SCENE_HIT_NONE. Transfer full. */
char *scene_hit_describe (const GccoreFrame *frame, const SceneHit *hit);

/* The run that holds addr, or -1; the details of a run's objects, or NULL when the frame has none. */
int scene_frame_run_at (const GccoreFrame *frame, uint64_t addr);
/* The same, but when the frame leaves that run out, the one before it. */
int scene_frame_run_near (const GccoreFrame *frame, uint64_t addr);
const GccoreSpanDetail *scene_frame_detail (const GccoreFrame *frame, int run);

/* Are a run's marks those of the running cycle? Else they tell what survived the last one. */
static inline bool
scene_frame_is_marking (const GccoreFrame *frame)
{
  return frame->phase == GCCORE_PHASE_MARK || frame->phase == GCCORE_PHASE_MARK_TERM;
}

/* What occupies a P (GccoreLane), translated. */
const char *scene_lane_label (uint8_t lane);

/* How the span map is coloured. */
typedef enum {
  SCENE_COLOUR_BY_STATE,
  SCENE_COLOUR_BY_SWEEPGEN,
  SCENE_COLOUR_BY_SPAN_CLASS,
  SCENE_COLOUR_BY_OCCUPANCY,
  SCENE_COLOUR_BY_MARKED,
  SCENE_COLOUR_BY_OWNER,      /* P whose mcache holds it, mcentral set, heap */
  SCENE_COLOUR_BY_LINE,       /* source line that allocated there last */
  SCENE_COLOUR_BY_AGE,        /* cycles since the span was taken */
} SceneColourBy;
#define SCENE_N_COLOUR_BY 8
const char *scene_colour_by_label (SceneColourBy by);  /* translated, for a menu */
const char *scene_colour_by_nick (SceneColourBy by);   /* "state", "sweepgen", ... for settings and commands */
gboolean scene_colour_by_parse (const char *nick, SceneColourBy *by);

/* How a person looks at the span map. All zero is a good start: everything in use fits, coloured by state. */
typedef struct {
  double zoom;                /* 1 (or 0): rows fit the width; up to SCENE_MAX_ZOOM */
  double x, y;                /* scrolled by so many units of the zoomed content */
  uint32_t pages_per_row;     /* power of two; 0: the least, from 64, with which all that is mapped in fits */
  SceneColourBy colour_by;
  uint64_t selected;          /* an address; 0 nothing */
  gboolean selected_object;   /* the object at `selected`, not its span */
  uint64_t hovered;           /* an address; 0 nothing */
  gboolean focused;           /* keyboard focus: the selection's ring is drawn stronger */
  uint32_t only;              /* legend entries (bits) to show in full colour, the others faded; 0: all */
} SceneMapView;
#define SCENE_MAX_ZOOM 256.0

/* How a person looks at the timeline. All zero: the whole history, cursor at the frame's now. */
typedef struct {
  int64_t t_from, t_to;       /* shown range; both 0: all of it */
  int64_t hover_ns;           /* -1 or 0: none */
  gboolean no_lanes;
  gboolean focused;
} SceneTimelineView;

G_END_DECLS
