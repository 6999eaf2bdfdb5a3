#pragma once

/* Shared by the span map's layout and its painter: pieces, slot grids and colour keys. */

#include "scene/legend.h"
#include "scene/span-map.h"

G_BEGIN_DECLS

/* The part of a run that lies in one row. */
typedef struct {
  int run;
  uint64_t row;
  uint64_t page, end_page;    /* counted from heap_base */
  gboolean first;             /* begins with the run's first page */
  SceneRect rect;             /* without the gaps, on whole device pixels; may reach beyond the map's area */
} SceneMapPiece;

/* The slots shown in one piece of a span of small objects: those that begin in it, or the one slot it continues. */
typedef struct {
  guint first, n;             /* slots */
  guint columns;
  double x, y;                /* top left of the first cell */
  double pitch_x, pitch_y;    /* a cell with its gap, whole device pixels; wide cells for few slots */
  double gap;
  double title_h;             /* room left for the line of text above, or 0 */
} SceneMapGrid;

#define SCENE_MAP_MIN_CELL 5.0   /* device pixels: smaller slots are left to the occupancy bar */
#define SCENE_MAP_OBJECT_ROW 36.0 /* units: rows lower than this show no slots */
#define SCENE_MAP_WORD_CELL 7.0  /* units: the least width of a word's cell */

SceneRect scene_span_map_piece_rect (const SceneSpanMapLayout *layout, uint64_t row, uint64_t page, uint64_t end_page);
/* FALSE when the run has no slots to show, or there is no room for them. */
gboolean scene_span_map_grid (const SceneSpanMapLayout *layout, const SceneMapPiece *piece, SceneMapGrid *grid);
SceneRect scene_map_grid_cell (const SceneMapGrid *grid, guint index);

/* Words of an object of n words in its cell: columns, or 0 when too small. */
guint scene_map_word_columns (SceneRect cell, guint n_words, double *pitch_x, double *pitch_y, SceneRect *inner);

/* Calls func for every piece that can be seen, in order. */
typedef void (*SceneMapPieceFunc) (const SceneMapPiece *piece, gpointer data);
void scene_span_map_each_piece (const SceneSpanMapLayout *layout, SceneMapPieceFunc func, gpointer data);

/* Colour keys. */
#define SCENE_MAP_MAX_KEYS 32

typedef struct {
  SceneColour fill, line;
  SceneSwatch swatch;
  SceneWeave weave;           /* over the fill */
  char label[48];             /* "" when it has no entry of its own in the legend */
  guint entry;                /* its entry in the legend */
  gboolean faded;
} SceneMapKey;

typedef struct {
  SceneColourBy by;
  guint n, n_entries;
  SceneMapKey keys[SCENE_MAP_MAX_KEYS];
  uint8_t of_size[4097];      /* by span class: key of slots of 8 * i bytes, without noscan */
  uint8_t of_line[1 << 16];   /* by line: key of each line of source */
  uint32_t lines[8];          /* the lines with a key of their own */
  guint n_lines;
  guint n_ps;
} SceneMapKeys;

void scene_map_keys_init (SceneMapKeys *keys, const GccoreFrame *frame, const SceneTheme *theme,
                          const SceneMapView *view);
guint scene_map_key (const SceneMapKeys *keys, const GccoreRun *run);

/* Device pixels in a whole row, also what of it is scrolled out. */
uint32_t scene_span_map_row_pixels (const SceneSpanMapLayout *layout);

/* A row of the map from afar, a byte a device pixel (span-map-rows.c): the key of the run that has most of the pixel,
 * and what most slots of its span are. */
typedef enum {
  SCENE_MAP_KIND_NONE, SCENE_MAP_KIND_MARKED, SCENE_MAP_KIND_ALLOC, SCENE_MAP_KIND_FREE,
} SceneMapKind;
#define SCENE_MAP_KEY_OF(byte) ((byte) % SCENE_MAP_MAX_KEYS)
#define SCENE_MAP_KIND_OF(byte) ((byte) / SCENE_MAP_MAX_KEYS)
#define SCENE_MAP_BYTE(key, kind) ((uint8_t) ((key) + (guint) (kind) * SCENE_MAP_MAX_KEYS))
#define SCENE_MAP_BACKGROUND 0xff /* of no run: gaps, the end of the heap */

typedef struct SceneMapRows SceneMapRows;
/* For a map `width` device pixels wide. */
SceneMapRows *scene_map_rows_new (const SceneSpanMapLayout *layout, const SceneMapKeys *keys, guint width);
void scene_map_row (SceneMapRows *rows, uint64_t row, uint8_t *line);
void scene_map_rows_free (SceneMapRows *rows);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SceneMapRows, scene_map_rows_free)

/* The map from afar, pixel by pixel (span-map-pixels.c). */
void scene_map_paint_pixels (cairo_t *cr, const SceneSpanMapLayout *layout, const SceneMapKeys *keys,
                             const SceneTheme *theme);

/* Near enough for spans to be boxes (span-map-paint.c), and those that fade (span-map-fade.c). */
void scene_map_paint_boxes (cairo_t *cr, const SceneSpanMapLayout *layout, const SceneMapKeys *keys,
                            const SceneTheme *theme);
void scene_map_paint_fade (cairo_t *cr, const SceneSpanMapLayout *layout, const SceneTheme *theme);

/* What is inside spans (span-map-slots.c): pieces are collected, then drawn at once. */
typedef struct SceneMapSlots SceneMapSlots;
SceneMapSlots *scene_map_slots_new (const SceneSpanMapLayout *layout, const SceneMapKeys *keys,
                                    const SceneTheme *theme);
/* TRUE: the piece shows its slots, on a pale body. */
gboolean scene_map_slots_add (SceneMapSlots *slots, const SceneMapPiece *piece);
void scene_map_slots_paint (cairo_t *cr, SceneMapSlots *slots);
void scene_map_slots_free (SceneMapSlots *slots);

G_END_DECLS
