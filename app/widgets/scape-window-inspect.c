/* The inspector: which table tells about what, and where its rows lead. */

#define G_LOG_DOMAIN "ScapeWindow"

#include "config.h"

#include "widgets/scape-window-private.h"

void
scape_window_inspect (ScapeWindow *self, const SceneMapView *view)
{
  ScapeTable *const about[] = { self->span_table, self->strip_table, self->cycles_table, self->object_table,
                                self->keepers_table };

  for (guint i = 0; i < G_N_ELEMENTS (about); i++)
    scape_table_set_selected (about[i], view->selected, view->selected_object);
  gtk_widget_set_visible (self->span_group, view->selected != 0);
  gtk_widget_set_visible (GTK_WIDGET (self->object_table), view->selected_object);
  gtk_widget_set_visible (GTK_WIDGET (self->keepers_table), view->selected_object);
  gtk_widget_set_visible (self->hint_group, view->selected == 0);
}

/* Goroutines and their stacks */

static gboolean
has_goroutine (const GccoreFrame *frame, int g)
{
  for (guint i = 0; i < frame->n_gs; i++)
    if (frame->gs[i].id == g)
      return TRUE;
  return FALSE;
}

int
scape_window_stack_g (ScapeWindow *self, const GccoreFrame *frame)
{
  if (frame == NULL || frame->n_gs == 0 || !gtk_expander_get_expanded (self->goroutines_expander))
    return 0;
  return has_goroutine (frame, self->stack_g) ? self->stack_g : frame->gs[0].id;
}

static void
goroutine_cb (ScapeWindow *self, int g)
{
  self->stack_g = g;
  scape_window_update_watched (self);
}

/* What was opened has its height a few display frames later. */
#define REVEAL_FRAMES 4

static gboolean
reveal_cb (GtkWidget *expander, GdkFrameClock *clock, gpointer data)
{
  ScapeWindow *self = data;
  GtkAdjustment *place = gtk_scrolled_window_get_vadjustment (self->inspector_scroller);
  double x, y;

  if (--self->frames_to_reveal > 0)
    return G_SOURCE_CONTINUE;
  if (gtk_widget_translate_coordinates (expander, GTK_WIDGET (self->inspector_scroller), 0, 0, &x, &y))
    gtk_adjustment_set_value (place, gtk_adjustment_get_value (place) + y);
  return G_SOURCE_REMOVE;
}

static void
reveal_goroutines (ScapeWindow *self)
{
  if (self->frames_to_reveal == 0)
    gtk_widget_add_tick_callback (GTK_WIDGET (self->goroutines_expander), reveal_cb, self, NULL);
  self->frames_to_reveal = REVEAL_FRAMES;
}

/* Opens the list; when it is open, the next one's stack. */
static void
next_goroutine_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  ScapeWindow *self = SCAPE_WINDOW (widget);
  const GccoreFrame *frame = scape_engine_get_frame (self->engine);
  int now = scape_window_stack_g (self, frame);

  if (!self->has_machine || frame == NULL)
    return;
  for (guint i = 0; i < frame->n_gs; i++)
    if (frame->gs[i].id == now)
      self->stack_g = frame->gs[(i + 1) % frame->n_gs].id;
  gtk_expander_set_expanded (self->goroutines_expander, TRUE);
  reveal_goroutines (self);
  scape_window_update_watched (self);
}

/* Who greyed an object */

static void
find_greying (ScapeWindow *self, guint64 addr)
{
  self->seek_to = G_MAXUINT64;
  scape_engine_find_greying (self->engine, addr);
}

static void
find_greying_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  ScapeWindow *self = SCAPE_WINDOW (widget);
  const SceneMapView *view = scape_span_map_get_view (self->map);

  if (self->has_machine && view->selected_object)
    find_greying (self, view->selected);
}

void
scape_window_class_init_inspector_actions (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "win.find-greying", NULL, find_greying_action);
  gtk_widget_class_install_action (widget_class, "win.next-goroutine", NULL, next_goroutine_action);
}

void
scape_window_init_inspector (ScapeWindow *self)
{
  const struct { ScapeTable *table; ScapeTableKind kind; } tables[] = {
    { self->span_table, SCAPE_TABLE_SPAN },       { self->strip_table, SCAPE_TABLE_STRIP },
    { self->cycles_table, SCAPE_TABLE_CYCLES },   { self->object_table, SCAPE_TABLE_OBJECT },
    { self->keepers_table, SCAPE_TABLE_KEEPERS }, { self->pacer_table, SCAPE_TABLE_PACER },
    { self->events_table, SCAPE_TABLE_EVENTS },   { self->ps_table, SCAPE_TABLE_PS },
    { self->stats_table, SCAPE_TABLE_STATS },     { self->goroutines_table, SCAPE_TABLE_GOROUTINES },
    { self->trace_table, SCAPE_TABLE_TRACE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (tables); i++)
    {
      ScapeTable *table = tables[i].table;

      scape_table_set_kind (table, tables[i].kind);
      g_signal_connect_object (table, "address-activated", G_CALLBACK (scape_span_map_select), self->map,
                               G_CONNECT_SWAPPED);
      g_signal_connect_object (table, "tick-activated", G_CALLBACK (scape_window_seek), self, G_CONNECT_SWAPPED);
      g_signal_connect_object (table, "line-activated",
                               tables[i].kind == SCAPE_TABLE_OBJECT ? G_CALLBACK (scape_window_show_allocation)
                                                                    : G_CALLBACK (scape_window_show_line),
                               self, G_CONNECT_SWAPPED);
      g_signal_connect_object (table, "goroutine-activated", G_CALLBACK (goroutine_cb), self, G_CONNECT_SWAPPED);
      g_signal_connect_object (table, "asked", G_CALLBACK (find_greying), self, G_CONNECT_SWAPPED);
    }
  g_signal_connect_object (self->goroutines_expander, "notify::expanded", G_CALLBACK (scape_window_update_watched),
                           self, G_CONNECT_SWAPPED);
}
