/* The window's stops: setting them, running to them and back, saying which was hit. */

#define G_LOG_DOMAIN "ScapeWindow"

#include "config.h"

#include <glib/gi18n.h>

#include "widgets/scape-window-private.h"

/* What the script is known by: stops belong to one, and stay when it is read again. */
static char *
script_id (ScapeWindow *self)
{
  GFile *file = scape_document_get_file (self->document);

  return file != NULL ? g_file_get_uri (file) : g_strdup (scape_document_get_name (self->document));
}

void
scape_window_keep_or_clear_stops (ScapeWindow *self)
{
  g_autofree char *id = script_id (self);

  if (self->stops_of != NULL && !g_str_equal (self->stops_of, id))
    scape_stops_clear (self->stops);
  g_free (self->stops_of);
  self->stops_of = g_steal_pointer (&id);
}

char *
scape_window_stop_text (const char *condition)
{
  g_autofree char *when = scape_stop_describe (condition);

  /* Translators: %s is a condition like "when a goroutine comes to line 24". */
  return g_strdup_printf (_("Stopped %s"), when != NULL ? when : condition);
}

void
scape_window_run (ScapeWindow *self)
{
  g_auto (GStrv) stops = scape_stops_dup_enabled (self->stops);

  self->running_to_end = FALSE;
  scape_engine_run (self->engine, (const char *const *) stops);
}

void
scape_window_run_to_end (ScapeWindow *self)
{
  self->running_to_end = TRUE;
  scape_engine_run_fast (self->engine, NULL);
}

/* While the machine runs, it learns of new stops at once. */
static void
changed_cb (ScapeWindow *self)
{
  g_auto (GStrv) stops = scape_stops_dup_enabled (self->stops);
  guint n = stops != NULL ? g_strv_length (stops) : 0;
  g_autofree char *title = n > 0 ? g_strdup_printf (_("Stops %u"), n) : g_strdup (_("Stops"));

  gtk_stack_page_set_title (self->stops_stack_page, title);
  if (scape_engine_get_state (self->engine) == SCAPE_ENGINE_RUNNING && !self->running_to_end)
    scape_engine_run (self->engine, (const char *const *) stops);
}

/* A stop that can never be hit is refused as soon as it is set, where the machine is of the text as it is; after an
 * edit that is known only when it has been compiled. */
static void
items_cb (ScapeWindow *self, guint position, guint removed, guint added, GListModel *list)
{
  for (guint i = position; i < position + added && !scape_window_is_stale (self); i++)
    {
      g_autoptr (ScapeStop) stop = g_list_model_get_item (list, i);

      scape_engine_check_stop (self->engine, scape_stop_get_condition (stop));
    }
}

static void
refused_cb (ScapeWindow *self, const char *condition, const char *why)
{
  ScapeStop *stop = scape_stops_find (self->stops, condition);

  if (stop == NULL)
    return;
  scape_stops_remove (self->stops, stop);
  scape_window_toast (self, why);
}

static void
line_activated_cb (ScapeWindow *self,
                   guint        line)
{
  scape_window_show_side (self, "script");
  scape_editor_go_to (self->editor, line, 0);
}

void
scape_window_show_side (ScapeWindow *self,
                        const char  *page)
{
  gtk_widget_set_visible (self->side, TRUE);
  gtk_stack_set_visible_child_name (self->side_stack, page);
}

static void
toggle_stop_action (GtkWidget  *widget,
                    const char *name,
                    GVariant   *parameter)
{
  ScapeWindow *self = SCAPE_WINDOW (widget);

  scape_stops_toggle_line (self->stops, scape_editor_get_line (self->editor));
}

static void
add_stop_action (GtkWidget  *widget,
                 const char *name,
                 GVariant   *parameter)
{
  ScapeWindow *self = SCAPE_WINDOW (widget);

  scape_window_show_side (self, "stops");
  scape_stops_page_begin (self->stops_page);
}

static void
run_back_action (GtkWidget  *widget,
                 const char *name,
                 GVariant   *parameter)
{
  ScapeWindow *self = SCAPE_WINDOW (widget);
  g_auto (GStrv) stops = scape_stops_dup_enabled (self->stops);

  if (scape_window_is_stale (self))
    {
      scape_window_load (self, SCAPE_THEN_STAY, GCCORE_BY_TICK);
      return;
    }
  if (stops == NULL)
    {
      scape_window_toast (self, _("There is no stop to run back to: set one beside a line or on the page Stops"));
      return;
    }
  self->running_back = TRUE;
  scape_engine_run_back (self->engine, (const char *const *) stops);
}

void
scape_window_class_init_stop_actions (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "win.toggle-stop", NULL, toggle_stop_action);
  gtk_widget_class_install_action (widget_class, "win.add-stop", NULL, add_stop_action);
  gtk_widget_class_install_action (widget_class, "win.run-back", NULL, run_back_action);
}

void
scape_window_init_stops (ScapeWindow *self)
{
  self->stops = scape_stops_new ();
  scape_editor_set_stops (self->editor, self->stops);
  scape_stops_page_set_stops (self->stops_page, self->stops);
  g_signal_connect_object (self->stops, "changed", G_CALLBACK (changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (scape_stops_get_list (self->stops), "items-changed", G_CALLBACK (items_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_swapped (self->engine, "stop-refused", G_CALLBACK (refused_cb), self);
  g_signal_connect_object (self->stops_page, "line-activated", G_CALLBACK (line_activated_cb), self, G_CONNECT_SWAPPED);
}
