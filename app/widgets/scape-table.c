#define G_LOG_DOMAIN "ScapeTable"

#include "config.h"

#include <glib/gi18n.h>

#include "scene/inspector.h"
#include "scene/span-cycles.h"
#include "widgets/scape-table.h"

#define STRIP_MAX_HEIGHT 128.0
/* When an object has more to tell below it. */
#define STRIP_MAX_HEIGHT_OBJECT 112.0
#define MAX_EVENTS 40

struct _ScapeTable
{
  ScapeCanvas parent_instance;

  ScapeTableKind kind;
  guint64 addr;
  gboolean object;
  GPtrArray *escapes;         /* owned */

  SceneTable table;
  SceneStripLayout strip;
  SceneSpanCyclesLayout cycles;
};

G_DEFINE_FINAL_TYPE (ScapeTable, scape_table, SCAPE_TYPE_CANVAS)

enum { ADDRESS_ACTIVATED, TICK_ACTIVATED, LINE_ACTIVATED, GOROUTINE_ACTIVATED, ASKED, N_SIGNALS };
static guint signals[N_SIGNALS];

/* The newest event first, where it is seen without scrolling. */
static void
reverse (SceneTable *table)
{
  SceneTableRow *rows = (SceneTableRow *)(gpointer)table->rows->data;

  for (guint i = 0, j = table->rows->len; i + 1 < j; i++, j--)
    {
      SceneTableRow row = rows[i];

      rows[i] = rows[j - 1];
      rows[j - 1] = row;
    }
}

static void
fill (ScapeTable        *self,
      SceneTable        *table,
      const GccoreFrame *frame)
{
  switch (self->kind)
    {
    case SCAPE_TABLE_SPAN:
      scene_table_span (table, frame, self->addr);
      break;

    case SCAPE_TABLE_OBJECT:
      scene_table_object (table, frame, self->object ? self->addr : 0, self->escapes);
      break;

    case SCAPE_TABLE_KEEPERS:
      scene_table_keepers (table, frame, self->object ? self->addr : 0);
      break;

    case SCAPE_TABLE_PACER:
      scene_table_pacer (table, frame);
      break;

    case SCAPE_TABLE_PS:
      scene_table_ps (table, frame);
      g_clear_pointer (&table->title, g_free); /* the expander says it */
      break;

    case SCAPE_TABLE_GOROUTINES:
      scene_table_goroutines (table, frame);
      g_clear_pointer (&table->title, g_free);
      break;

    case SCAPE_TABLE_TRACE:
      scene_table_trace (table, frame);
      break;

    case SCAPE_TABLE_EVENTS:
      scene_table_events (table, frame, MAX_EVENTS);
      reverse (table);
      if (frame->n_events == 0)
        scene_table_add_note (table, _("Nothing has happened yet"));
      break;

    case SCAPE_TABLE_STATS:
      scene_table_stats (table, frame);
      g_clear_pointer (&table->title, g_free);
      break;

    case SCAPE_TABLE_STRIP:
    case SCAPE_TABLE_CYCLES:
    default:
      g_assert_not_reached ();
    }
}

static double
strip_height (ScapeTable *self)
{
  return self->object ? STRIP_MAX_HEIGHT_OBJECT : STRIP_MAX_HEIGHT;
}

static void
scape_table_lay_out (ScapeCanvas       *canvas,
                     const GccoreFrame *frame,
                     const SceneTheme  *theme,
                     SceneRect          rect)
{
  ScapeTable *self = SCAPE_TABLE (canvas);

  if (self->kind == SCAPE_TABLE_STRIP)
    {
      scene_strip_layout (&self->strip, frame, self->addr, rect, strip_height (self), theme);
      return;
    }
  if (self->kind == SCAPE_TABLE_CYCLES)
    {
      scene_span_cycles_layout (&self->cycles, frame, self->addr, rect, theme);
      return;
    }
  scene_table_clear (&self->table);
  fill (self, &self->table, frame);
  scene_table_layout (&self->table, rect, theme);
}

static void
scape_table_paint (ScapeCanvas      *canvas,
                   cairo_t          *cr,
                   const SceneTheme *theme)
{
  ScapeTable *self = SCAPE_TABLE (canvas);

  if (self->kind == SCAPE_TABLE_STRIP)
    paint_strip (cr, &self->strip, theme);
  else if (self->kind == SCAPE_TABLE_CYCLES)
    paint_span_cycles (cr, &self->cycles, theme);
  else
    paint_table (cr, &self->table, theme);
}

static SceneHit
scape_table_hit (ScapeCanvas *canvas,
                 double       x,
                 double       y)
{
  ScapeTable *self = SCAPE_TABLE (canvas);

  if (self->kind == SCAPE_TABLE_STRIP)
    return scene_strip_hit (&self->strip, x, y);
  if (self->kind == SCAPE_TABLE_CYCLES)
    return scene_span_cycles_hit (&self->cycles, x, y);
  return scene_table_hit (&self->table, x, y);
}

static double
scape_table_natural_height (ScapeCanvas       *canvas,
                            const GccoreFrame *frame,
                            const SceneTheme  *theme,
                            double             width)
{
  ScapeTable *self = SCAPE_TABLE (canvas);
  g_auto (SceneTable) table = { 0 };
  SceneRect rect = { 0, 0, width, 0 };

  if (frame == NULL)
    return 0;
  if (self->kind == SCAPE_TABLE_STRIP)
    {
      SceneStripLayout strip = { 0 };

      scene_strip_layout (&strip, frame, self->addr, rect, strip_height (self), theme);
      return strip.run >= 0 ? strip.rect.h : 0;
    }
  if (self->kind == SCAPE_TABLE_CYCLES)
    {
      SceneSpanCyclesLayout cycles;

      scene_span_cycles_layout (&cycles, frame, self->addr, rect, theme);
      return cycles.rect.h;
    }
  fill (self, &table, frame);
  scene_table_layout (&table, rect, theme);
  return table.rows != NULL && table.rows->len > 0 ? table.rect.h : 0;
}

static void
scape_table_pressed (ScapeCanvas     *canvas,
                     const SceneHit  *hit,
                     int              n_press,
                     GdkModifierType  state)
{
  ScapeTable *self = SCAPE_TABLE (canvas);

  if (hit->kind == SCENE_HIT_ROW)
    {
      const SceneTableRow *row = &g_array_index (self->table.rows, SceneTableRow, hit->index);

      if (row->asks)
        g_signal_emit (canvas, signals[ASKED], 0, self->addr);
      if (row->g != 0)
        g_signal_emit (canvas, signals[GOROUTINE_ACTIVATED], 0, row->g);
    }
  if (hit->tick != 0)
    g_signal_emit (canvas, signals[TICK_ACTIVATED], 0, hit->tick);
  if (hit->line != 0)
    g_signal_emit (canvas, signals[LINE_ACTIVATED], 0, hit->line);
  if (hit->addr != 0)
    g_signal_emit (canvas, signals[ADDRESS_ACTIVATED], 0, hit->addr,
                   hit->kind == SCENE_HIT_OBJECT || self->kind == SCAPE_TABLE_OBJECT
                       || self->kind == SCAPE_TABLE_KEEPERS);
}

static char *
describe_cycles (ScapeTable        *self,
                 const GccoreFrame *frame)
{
  GString *text = g_string_new (NULL);
  SceneHit hit = { .kind = SCENE_HIT_CYCLE };

  for (guint i = 0; scape_canvas_ensure_layout (SCAPE_CANVAS (self)) && i < self->cycles.n; i++)
    {
      g_autofree char *cycle = NULL;

      hit.index = (int) (self->cycles.first + i);
      cycle = scene_hit_describe (frame, &hit);
      g_string_append_printf (text, "%s%s", i > 0 ? "\n" : "", cycle);
    }
  return g_string_free (text, FALSE);
}

static char *
scape_table_describe (ScapeCanvas       *canvas,
                      const GccoreFrame *frame)
{
  ScapeTable *self = SCAPE_TABLE (canvas);
  GString *text;

  if (self->kind == SCAPE_TABLE_CYCLES)
    return describe_cycles (self, frame);
  if (self->kind == SCAPE_TABLE_STRIP || !scape_canvas_ensure_layout (canvas) || self->table.rows == NULL)
    return NULL;
  text = g_string_new (self->table.title);
  for (guint i = 0; i < self->table.rows->len; i++)
    {
      const SceneTableRow *row = &g_array_index (self->table.rows, SceneTableRow, i);

      g_string_append_printf (text, "\n%s %s", row->label != NULL ? row->label : "",
                              row->value != NULL ? row->value : "");
    }
  return g_string_free (text, FALSE);
}

void
scape_table_set_kind (ScapeTable    *self,
                      ScapeTableKind kind)
{
  static const char *const names[] = { N_("Span"), N_("Objects of the span"), N_("Cycles of the span"), N_("Object"),
                                       N_("Kept alive by"), N_("Pacer"), N_("Events"), N_("Ps"), N_("Goroutines"),
                                       N_("MemStats"), N_("gctrace line") };

  g_return_if_fail (SCAPE_IS_TABLE (self));

  self->kind = kind;
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, gettext (names[kind]), -1);
  scape_canvas_invalidate (SCAPE_CANVAS (self));
}

void
scape_table_set_selected (ScapeTable *self,
                          guint64     addr,
                          gboolean    object)
{
  g_return_if_fail (SCAPE_IS_TABLE (self));

  if (self->addr == addr && self->object == object)
    return;
  self->addr = addr;
  self->object = object;
  scape_canvas_invalidate (SCAPE_CANVAS (self));
}

void
scape_table_set_escapes (ScapeTable *self,
                         GPtrArray  *escapes)
{
  g_return_if_fail (SCAPE_IS_TABLE (self));

  if (self->escapes == escapes)
    return;
  g_clear_pointer (&self->escapes, g_ptr_array_unref);
  self->escapes = escapes != NULL ? g_ptr_array_ref (escapes) : NULL;
  scape_canvas_invalidate (SCAPE_CANVAS (self));
}

guint
scape_table_get_line (ScapeTable *self)
{
  g_return_val_if_fail (SCAPE_IS_TABLE (self), 0);

  if (!scape_canvas_ensure_layout (SCAPE_CANVAS (self)) || self->table.rows == NULL)
    return 0;
  for (guint i = 0; i < self->table.rows->len; i++)
    if (g_array_index (self->table.rows, SceneTableRow, i).line != 0)
      return g_array_index (self->table.rows, SceneTableRow, i).line;
  return 0;
}

static void
scape_table_finalize (GObject *object)
{
  g_clear_pointer (&SCAPE_TABLE (object)->escapes, g_ptr_array_unref);
  scene_table_clear (&SCAPE_TABLE (object)->table);

  G_OBJECT_CLASS (scape_table_parent_class)->finalize (object);
}

static void
scape_table_class_init (ScapeTableClass *klass)
{
  ScapeCanvasClass *canvas_class = SCAPE_CANVAS_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = scape_table_finalize;
  canvas_class->lay_out = scape_table_lay_out;
  canvas_class->paint = scape_table_paint;
  canvas_class->hit = scape_table_hit;
  canvas_class->natural_height = scape_table_natural_height;
  canvas_class->pressed = scape_table_pressed;
  canvas_class->describe = scape_table_describe;

  signals[ADDRESS_ACTIVATED] = g_signal_new ("address-activated", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                             NULL, NULL, NULL, G_TYPE_NONE, 2, G_TYPE_UINT64, G_TYPE_BOOLEAN);
  signals[TICK_ACTIVATED] = g_signal_new ("tick-activated", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                          NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_UINT64);
  signals[LINE_ACTIVATED] = g_signal_new ("line-activated", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                          NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_UINT);
  signals[GOROUTINE_ACTIVATED] = g_signal_new ("goroutine-activated", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                               NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_INT);
  signals[ASKED] = g_signal_new ("asked", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                 G_TYPE_NONE, 1, G_TYPE_UINT64);
}

static void
scape_table_init (ScapeTable *self)
{
}
