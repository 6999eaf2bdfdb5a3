#include "scene/draw.h"
#include "scene/inspector.h"
#include "scene/legend.h"
#include "scene/span-cycles.h"

#define LEFT 17.0
#define RIGHT 20.0
#define AIR 8.0
#define STRIP_MIN 34.0
#define STRIP_MAX 170.0
#define EVENTS_MIN 104.0       /* a few lines of them */
#define STRIP_MAX_OBJECT 110.0 /* when an object has more to tell below it */

/* The picture being made: from the top down. */
typedef struct {
  cairo_t *cr;
  const GccoreFrame *frame;
  const SceneTheme *theme;
  SceneRect rect, at;         /* the whole; where the next thing goes (w: its width) */
  double bottom;
} Column;

static double
height_of (const Column *c, SceneTable *table)
{
  scene_table_layout (table, c->at, c->theme);
  return table->rect.h > 0 ? table->rect.h + AIR : 0;
}

/* A table under what is there already, when it ends above `bottom`. */
static void
put (Column *c, SceneTable *table, double bottom)
{
  scene_table_layout (table, c->at, c->theme);
  if (table->rect.h <= 0 || c->at.y + table->rect.h > bottom)
    return;
  paint_table (c->cr, table, c->theme);
  c->at.y += table->rect.h + AIR;
}

/* The same under a line of its own. */
static void
put_group (Column *c, SceneTable *table, double bottom)
{
  if (c->at.y + AIR + height_of (c, table) > bottom + AIR)
    return;
  scene_hline (c->cr, c->theme, c->rect.x, c->rect.x + c->rect.w, c->at.y, c->theme->border);
  c->at.y += AIR;
  put (c, table, bottom);
}

static void
put_strip (Column *c, SceneStripLayout *strip, uint64_t selected, gboolean object, double max_h)
{
  SceneLegendLayout legend;

  scene_strip_layout (strip, c->frame, selected, c->at, max_h, c->theme);
  if (strip->run < 0 || strip->detail == NULL)
    return;
  if (object && c->frame->runs[strip->run].elem_size)
    strip->selected = (int) ((selected - strip->detail->base) / c->frame->runs[strip->run].elem_size);
  paint_strip (c->cr, strip, c->theme);
  c->at.y += strip->rect.h + 2;
  scene_legend_objects (&legend, c->frame, c->theme, selected);
  scene_legend_layout (&legend, c->at, c->theme);
  paint_legend (c->cr, &legend, c->theme);
  c->at.y += legend.rect.h + AIR;
}

/* The span, its slots and its cycles, and what is known of the object. Unless an object is told of, `pacer_h` stays
 * free, and the cycles leave room for some events. */
static void
put_selection (Column *c, const SceneMapView *view, const GPtrArray *escapes, double pacer_h)
{
  g_auto (SceneTable) span = { 0 }, thing = { 0 }, keepers = { 0 };
  SceneStripLayout strip;
  SceneSpanCyclesLayout cycles;
  double below, room, events_h = c->frame->n_events > 0 ? scene_em (c->theme, EVENTS_MIN) : 0;

  scene_table_span (&span, c->frame, view->selected);
  put (c, &span, c->bottom);
  if (view->selected_object)
    {
      scene_table_object (&thing, c->frame, view->selected, escapes);
      scene_table_keepers (&keepers, c->frame, view->selected);
    }
  below = height_of (c, &thing) + height_of (c, &keepers);
  /* Room for some events where the strip stays readable without it. */
  room = c->bottom - c->at.y - (below > 0 ? below : pacer_h) - scene_em (c->theme, 56);
  if (room - scene_em (c->theme, 96) >= 84)
    room -= scene_em (c->theme, 96);
  put_strip (c, &strip, view->selected, view->selected_object,
             CLAMP (room, STRIP_MIN, below > 0 ? STRIP_MAX_OBJECT : STRIP_MAX));
  scene_span_cycles_layout (&cycles, c->frame, view->selected, c->at, c->theme);
  if (cycles.rect.h > 0 && c->at.y + cycles.rect.h + AIR + (below > 0 ? below : pacer_h + events_h) < c->bottom)
    {
      paint_span_cycles (c->cr, &cycles, c->theme);
      c->at.y += cycles.rect.h + AIR;
    }
  put (c, &thing, c->bottom);
  put (c, &keepers, c->bottom);
}

/* The latest that fit; sentences may take two lines. */
static void
put_events (Column *c)
{
  g_auto (SceneTable) events = { 0 };

  if (c->frame->n_events == 0 || c->bottom - c->at.y < scene_em (c->theme, EVENTS_MIN))
    return;
  scene_hline (c->cr, c->theme, c->rect.x, c->rect.x + c->rect.w, c->at.y, c->theme->border);
  c->at.y += AIR;
  for (guint n = (guint) ((c->bottom - c->at.y) / 20); n > 0; n--)
    {
      scene_table_clear (&events);
      scene_table_events (&events, c->frame, n);
      scene_table_layout (&events, c->at, c->theme);
      if (c->at.y + events.rect.h <= c->bottom - AIR)
        break;
    }
  paint_table (c->cr, &events, c->theme);
}

void
paint_inspector (cairo_t *cr, SceneRect rect, const GccoreFrame *frame, const SceneMapView *view,
                 const GPtrArray *escapes, gboolean all, const SceneTheme *theme)
{
  Column c = { cr, frame, theme, rect, { rect.x + LEFT, rect.y + AIR, rect.w - LEFT - RIGHT, 0 }, rect.y + rect.h };
  g_auto (SceneTable) pacer = { 0 }, trace = { 0 }, ps = { 0 }, goroutines = { 0 }, stats = { 0 };
  double events_h = scene_em (theme, 128);

  cairo_save (cr);
  scene_table_pacer (&pacer, frame);
  if (view->selected)
    {
      put_selection (&c, view, escapes, height_of (&c, &pacer) + AIR);
      put_group (&c, &pacer, c.bottom);
    }
  else
    put (&c, &pacer, c.bottom);
  if (all)
    {
      scene_table_trace (&trace, frame);
      scene_table_ps (&ps, frame);
      scene_table_goroutines (&goroutines, frame);
      scene_table_stats (&stats, frame);
      put_group (&c, &trace, c.bottom - events_h);
      put_group (&c, &ps, c.bottom - events_h);
      put_group (&c, &goroutines, c.bottom - events_h);
      put_group (&c, &stats, c.bottom - events_h);
    }
  put_events (&c);
  cairo_restore (cr);
}
