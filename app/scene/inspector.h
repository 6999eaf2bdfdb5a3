#pragma once

/* Inspector: tables of names and values about the selection, the pacer, the events; and the strip of a span's objects.
 * The tables are data first, so that a window may also show them as labels and a screen reader may read them. */

#include "scene/legend.h"
#include "scene/theme.h"

G_BEGIN_DECLS

typedef enum { SCENE_TONE_PLAIN, SCENE_TONE_DIM, SCENE_TONE_WARNING, SCENE_TONE_ACCENT, SCENE_TONE_ERROR,
               SCENE_TONE_BARRIER } SceneTone;

typedef struct {
  char *label;                /* translated; may be "" */
  char *value;                /* right-aligned, monospace */
  SceneTone tone;
  uint64_t addr;              /* what a click on the row goes to; 0 nothing */
  uint64_t tick;              /* of an event row; 0 none */
  uint32_t line;              /* source line that a click goes to; 0 none */
  int32_t g;                  /* goroutine whose stack a click asks for; 0 none */
  int index;                  /* event index, or -1 */
  gboolean newest;            /* of event rows: what the last step did */
  gboolean prose;             /* the value alone, on as many lines as it needs */
  gboolean asks;              /* a click asks the machine for what the row does not know yet */
  SceneRect rect;             /* set by the layout */
} SceneTableRow;

typedef struct {
  char *title;                /* translated, may be NULL */
  GArray *rows;               /* SceneTableRow */
  SceneRect rect;             /* height is what it needs */
  gboolean events;            /* rows are ticks and sentences, which may take two lines */
  double label_w;             /* of events: width of the ticks, set by the layout */
} SceneTable;

/* Each makes a table; clear with scene_table_clear(). A table about nothing has no rows. */
void scene_table_span (SceneTable *table, const GccoreFrame *frame, uint64_t addr);
/* `escapes` (GccoreEscapeLine; may be NULL): the decisions on the running source, of which the object's is named. */
void scene_table_object (SceneTable *table, const GccoreFrame *frame, uint64_t addr, const GPtrArray *escapes);
/* What keeps the object alive, from the root to it (GccoreFrameObject). */
void scene_table_keepers (SceneTable *table, const GccoreFrame *frame, uint64_t addr);
void scene_table_pacer (SceneTable *table, const GccoreFrame *frame);
void scene_table_events (SceneTable *table, const GccoreFrame *frame, guint max);
/* The line that Go prints of the collection that was over last at this moment. */
void scene_table_trace (SceneTable *table, const GccoreFrame *frame);
void scene_table_ps (SceneTable *table, const GccoreFrame *frame);
void scene_table_goroutines (SceneTable *table, const GccoreFrame *frame);
void scene_table_stats (SceneTable *table, const GccoreFrame *frame);
/* A translated sentence in the place of rows. */
void scene_table_add_note (SceneTable *table, const char *text);
void scene_table_clear (SceneTable *table);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (SceneTable, scene_table_clear)

void scene_table_layout (SceneTable *table, SceneRect rect, const SceneTheme *theme);
void paint_table (cairo_t *cr, const SceneTable *table, const SceneTheme *theme);
SceneHit scene_table_hit (const SceneTable *table, double x, double y);

/* The strip: the slots of one span in rows. */
typedef struct {
  const GccoreFrame *frame;
  int run;                    /* -1: no span, nothing is drawn */
  const GccoreSpanDetail *detail; /* NULL: the frame lacks it, an empty box is drawn */
  SceneRect rect;             /* height is what it needs */
  guint columns, rows, shown; /* shown < n_elems when max_h cut it off */
  double cell;
  int selected;               /* slot, or -1 */
} SceneStripLayout;

void scene_strip_layout (SceneStripLayout *layout, const GccoreFrame *frame, uint64_t addr, SceneRect rect,
                         double max_h, const SceneTheme *theme);
void paint_strip (cairo_t *cr, const SceneStripLayout *layout, const SceneTheme *theme);
SceneHit scene_strip_hit (const SceneStripLayout *layout, double x, double y);

/* The whole inspector as a picture: what is selected, the pacer, the events, one under the other as far as there is
 * room; what is known of a selected object comes before the pacer. With `all` also Ps, goroutines and MemStats, which
 * the window keeps folded. */
void paint_inspector (cairo_t *cr, SceneRect rect, const GccoreFrame *frame, const SceneMapView *view,
                      const GPtrArray *escapes, gboolean all, const SceneTheme *theme);

G_END_DECLS
