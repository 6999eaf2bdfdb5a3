#pragma once

/* The span map: the heap's address space in rows of a fixed number of pages, left to right, top to bottom.
 *
 * Zooming is geometric, so that everything keeps its place, and semantic, so that more appears as there is room:
 *   pixels   several pages share a pixel; it takes the colour of the longest run in it
 *   spans    runs of pages as rounded boxes with an occupancy bar (marked, allocated, free slots)
 *   objects  the slots of a span: black filled with a cut corner, grey half filled, white an outline, free a stroke
 *   words    the words of an object; pointers carry a dot; with room, offsets and values in writing
 * Objects can only be drawn where the frame has their details; ask for scene_span_map_wanted() in the next frame. */

#include "scene/theme.h"

G_BEGIN_DECLS

typedef enum { SCENE_MAP_PIXELS, SCENE_MAP_SPANS, SCENE_MAP_OBJECTS, SCENE_MAP_WORDS } SceneMapLevel;

/* Spans that a step has swept, fading from what they were. */
#define SCENE_MAP_FADES 256
typedef struct {
  const GccoreFrame *before;  /* borrowed */
  uint32_t runs[SCENE_MAP_FADES]; /* of `before`, ascending */
  guint n;
  double t;                   /* 0: as they were, 1: over */
} SceneMapFade;

typedef struct {
  const GccoreFrame *frame;   /* borrowed */
  SceneMapFade fade;          /* n 0: none */
  SceneRect notice;           /* over it all (scene/notice.h); h 0: none */
  SceneRect rect;             /* the map's own area; drawing is clipped to it */
  SceneMapView view;          /* as asked, made legal: zoom and offsets clamped, pages_per_row chosen */
  SceneMapLevel level;        /* the finest that a typical span shows at this zoom */
  uint64_t n_rows;            /* of the whole space */
  double page_w, row_h;       /* pitch, in units, at this zoom */
  double gap_x, gap_y;        /* what of the pitch is left empty */
  double pixel_scale;         /* the theme's */
  double content_w, content_h;/* scrollable extent at this zoom */
  uint64_t first_row, end_row;/* rows that can be seen */
} SceneSpanMapLayout;

void scene_span_map_layout (SceneSpanMapLayout *layout, const GccoreFrame *frame, SceneRect rect,
                            const SceneTheme *theme, const SceneMapView *view);
void paint_span_map (cairo_t *cr, const SceneSpanMapLayout *layout, const SceneTheme *theme);
SceneHit scene_span_map_hit (const SceneSpanMapLayout *layout, double x, double y);

/* What the sweep has freed since the layout `before` fades; nothing where the two show different parts of the heap.
 * keep: the same moment is laid out once more, and what fades goes on. */
void scene_span_map_begin_fade (SceneSpanMapLayout *layout, const SceneSpanMapLayout *before);
void scene_span_map_keep_fade (SceneSpanMapLayout *layout, const SceneSpanMapLayout *before);

/* Where something is: the (first row of the) run, or the object's slot. FALSE when it is not in the frame; the
 * rectangle may lie outside the visible part. */
gboolean scene_span_map_place (const SceneSpanMapLayout *layout, uint64_t addr, gboolean object, SceneRect *rect);

/* The view after zooming by `factor` with the point (x, y) held in place; after scrolling the least so that addr is
 * seen (its object, when asked); and after zooming so far in that the span at addr fills the map. */
SceneMapView scene_span_map_zoom (const SceneSpanMapLayout *layout, double factor, double x, double y);
SceneMapView scene_span_map_reveal (const SceneSpanMapLayout *layout, uint64_t addr, gboolean object);
SceneMapView scene_span_map_zoom_to (const SceneSpanMapLayout *layout, uint64_t addr);

/* The neighbour of addr for the arrow keys: the run (or, with `object`, the slot) left, right, above or below. */
uint64_t scene_span_map_walk (const SceneSpanMapLayout *layout, uint64_t addr, gboolean object, int dx, int dy);

/* Addresses of the visible spans that have room to show their objects: what the next frame's request should name. */
guint scene_span_map_wanted (const SceneSpanMapLayout *layout, uint64_t *addrs, guint max);

/* What of the frame's runs can be told apart here: what the next frame's request should name as its cells. All 0: the
 * heap is small enough to be told whole. */
GccoreMapCells scene_span_map_cells (const SceneSpanMapLayout *layout);

/* One line above the map: "Heap arena 0xc000000000 · 64 MiB · page 8 KiB". Transfer full. */
char *scene_span_map_title (const GccoreFrame *frame);

G_END_DECLS
