#define G_LOG_DOMAIN "ScapeWindow"

#include "config.h"

#include <string.h>

#include "scene/source.h"
#include "widgets/scape-settings.h"
#include "widgets/scape-window-private.h"

G_DEFINE_FINAL_TYPE (ScapeWindow, scape_window, ADW_TYPE_APPLICATION_WINDOW)

void
scape_window_toast (ScapeWindow *self,
                    const char  *text)
{
  AdwToast *toast = adw_toast_new (text);

  /* The news takes the place of what was said before, which nobody would wait for. */
  if (self->said != NULL)
    adw_toast_dismiss (self->said);
  g_set_weak_pointer (&self->said, toast);
  adw_toast_overlay_add_toast (self->toasts, toast);
}

void
scape_window_show_output (ScapeWindow *self,
                          const char  *page)
{
  if (page != NULL)
    scape_output_panel_show_page (self->output, page);
  gtk_widget_set_visible (GTK_WIDGET (self->output), TRUE);
}

gboolean
scape_window_is_stale (ScapeWindow *self)
{
  return !self->has_machine || self->machine_revision != self->revision;
}

static void
side_cb (ScapeWindow *self)
{
  int width = gtk_paned_get_position (self->side_paned);

  scape_transport_set_side_width (self->transport, gtk_widget_get_visible (self->side) ? width : 200);
}

static void
problem_cb (ScapeWindow *self,
            guint        line,
            guint        column)
{
  scape_window_show_side (self, "script");
  scape_editor_go_to (self->editor, line, column);
}

void
scape_window_show_line (ScapeWindow *self, guint line)
{
  problem_cb (self, line, 0);
}

void
scape_window_show_allocation (ScapeWindow *self,
                              guint        line)
{
  problem_cb (self, line, 0);
  scape_editor_show_reasons (self->editor, line);
}

static void
output_close_cb (ScapeWindow *self)
{
  gtk_widget_set_visible (GTK_WIDGET (self->output), FALSE);
  gtk_widget_grab_focus (gtk_stack_get_visible_child (self->view_stack));
}

/* Object */

ScapeWindow *
scape_window_new (GtkApplication *application)
{
  return g_object_new (SCAPE_TYPE_WINDOW, "application", application, NULL);
}

static gboolean
scape_window_close_request (GtkWindow *window)
{
  ScapeWindow *self = SCAPE_WINDOW (window);
  GSettings *settings = scape_settings ();
  int width, height;

  if (!scape_window_confirm_close (self))
    return GDK_EVENT_STOP;

  gtk_window_get_default_size (window, &width, &height);
  g_settings_set (settings, "window-size", "(ii)", width, height);
  g_settings_set_boolean (settings, "window-maximized", gtk_window_is_maximized (window));
  if (!self->narrow)
    g_settings_set_int (settings, "side-width", gtk_paned_get_position (self->side_paned));
  scape_document_discard_draft (self->document);
  return GTK_WINDOW_CLASS (scape_window_parent_class)->close_request (window);
}

static void
scape_window_size_allocate (GtkWidget *widget,
                            int        width,
                            int        height,
                            int        baseline)
{
  ScapeWindow *self = SCAPE_WINDOW (widget);

  GTK_WIDGET_CLASS (scape_window_parent_class)->size_allocate (widget, width, height, baseline);

  if (width != self->width || height != self->height)
    scape_window_queue_room (self);
  self->width = width;
  self->height = height;
}

static void
scape_window_dispose (GObject *object)
{
  ScapeWindow *self = SCAPE_WINDOW (object);

  /* Actions that hold a part of the window, which in turn holds on to its actions. */
  g_action_map_remove_action (G_ACTION_MAP (self), "toggle-side");
  g_action_map_remove_action (G_ACTION_MAP (self), "toggle-output");
  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_weak_pointer (&self->said);
  g_clear_pointer (&self->session_name, g_free);
  g_clear_handle_id (&self->check_source, g_source_remove);
  g_clear_handle_id (&self->text_source, g_source_remove);
  g_clear_handle_id (&self->size_source, g_source_remove);
  if (self->engine != NULL)
    {
      g_signal_handlers_disconnect_by_data (self->engine, self);
      g_object_run_dispose (G_OBJECT (self->engine));
    }
  g_clear_object (&self->engine);
  g_clear_object (&self->inspector_action);
  if (self->document != NULL)
    g_signal_handlers_disconnect_by_data (self->document, self);
  g_clear_object (&self->document);
  g_clear_object (&self->asked_file);
  scape_window_clear_series (self);
  g_clear_object (&self->stops);
  g_clear_pointer (&self->stops_of, g_free);
  g_clear_pointer (&self->places, g_free);
  g_clear_pointer (&self->hit, g_free);
  g_clear_pointer (&self->watched, g_array_unref);
  g_clear_pointer (&self->marks, g_array_unref);
  g_clear_pointer (&self->escapes, g_ptr_array_unref);
  g_clear_pointer (&self->sent_text, g_bytes_unref);
  g_clear_pointer (&self->machine_text, g_bytes_unref);

  G_OBJECT_CLASS (scape_window_parent_class)->dispose (object);
}

static void
scape_window_class_init (ScapeWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = scape_window_dispose;
  GTK_WINDOW_CLASS (klass)->close_request = scape_window_close_request;
  widget_class->size_allocate = scape_window_size_allocate;

  g_type_ensure (SCAPE_TYPE_EDITOR);
  g_type_ensure (SCAPE_TYPE_FINDER);
  g_type_ensure (SCAPE_TYPE_KNOBS);
  g_type_ensure (SCAPE_TYPE_OUTPUT_PANEL);
  g_type_ensure (SCAPE_TYPE_PICTURE);
  g_type_ensure (SCAPE_TYPE_RIBBON);
  g_type_ensure (SCAPE_TYPE_SPAN_MAP);
  g_type_ensure (SCAPE_TYPE_STOPS_PAGE);
  g_type_ensure (SCAPE_TYPE_LEGEND);
  g_type_ensure (SCAPE_TYPE_TIMELINE);
  g_type_ensure (SCAPE_TYPE_TABLE);
  g_type_ensure (SCAPE_TYPE_TRANSPORT);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/spanscape/Spanscape/ui/scape-window.ui");
  scape_window_class_bind_children (widget_class);
  scape_window_class_init_machine (widget_class);
  scape_window_class_init_actions (widget_class);
  scape_window_class_init_file_actions (widget_class);
  scape_window_class_init_stop_actions (widget_class);
  scape_window_class_init_export_actions (widget_class);
  scape_window_class_init_find_actions (widget_class);
  scape_window_class_init_session_actions (widget_class);
  scape_window_class_init_progress_actions (widget_class);
  scape_window_class_init_inspector_actions (widget_class);
}

static void
connect_widgets (ScapeWindow *self)
{
  g_signal_connect_object (self->timeline, "seek", G_CALLBACK (scape_window_seek_to), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->output, "problem-activated", G_CALLBACK (problem_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->output, "tick-activated", G_CALLBACK (scape_window_seek), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->output, "close", G_CALLBACK (output_close_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->side_paned, "notify::position", G_CALLBACK (side_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->side, "notify::visible", G_CALLBACK (side_cb), self, G_CONNECT_SWAPPED);
}

static void
set_kinds (ScapeWindow *self)
{
  ScapeCanvas *canvases[SCAPE_N_CANVASES] = {
    SCAPE_CANVAS (self->ribbon), SCAPE_CANVAS (self->map), SCAPE_CANVAS (self->board),
    SCAPE_CANVAS (self->objects), SCAPE_CANVAS (self->fragmentation), SCAPE_CANVAS (self->timeline),
    SCAPE_CANVAS (self->map_legend), SCAPE_CANVAS (self->lanes_legend), SCAPE_CANVAS (self->span_table),
    SCAPE_CANVAS (self->strip_table), SCAPE_CANVAS (self->cycles_table), SCAPE_CANVAS (self->object_table),
    SCAPE_CANVAS (self->keepers_table), SCAPE_CANVAS (self->pacer_table), SCAPE_CANVAS (self->events_table),
    SCAPE_CANVAS (self->objects_legend), SCAPE_CANVAS (self->ps_table), SCAPE_CANVAS (self->goroutines_table),
    SCAPE_CANVAS (self->stats_table), SCAPE_CANVAS (self->trace_table),
  };

  memcpy (self->canvases, canvases, sizeof canvases);
  scape_picture_set_kind (self->board, SCAPE_PICTURE_BOARD);
  scape_picture_set_kind (self->objects, SCAPE_PICTURE_OBJECTS);
  scape_picture_set_kind (self->fragmentation, SCAPE_PICTURE_FRAGMENTATION);
  scape_legend_set_kind (self->map_legend, SCAPE_LEGEND_SPAN_MAP);
  scape_legend_set_kind (self->lanes_legend, SCAPE_LEGEND_LANES);
  scape_legend_set_kind (self->objects_legend, SCAPE_LEGEND_OBJECTS);
  scape_window_init_inspector (self);
}

static void
restore_state (ScapeWindow *self)
{
  GSettings *settings = scape_settings ();
  int width, height;

  g_settings_get (settings, "window-size", "(ii)", &width, &height);
  gtk_window_set_default_size (GTK_WINDOW (self), width, height);
  if (g_settings_get_boolean (settings, "window-maximized"))
    gtk_window_maximize (GTK_WINDOW (self));
  gtk_paned_set_position (self->side_paned, g_settings_get_int (settings, "side-width"));
  g_settings_bind (settings, "side-visible", self->side, "visible", G_SETTINGS_BIND_DEFAULT);
  g_signal_connect_object (settings, "changed::inspector-visible", G_CALLBACK (scape_window_show_inspector), self,
                           G_CONNECT_SWAPPED);
}

static void
scape_window_init (ScapeWindow *self)
{
  self->cancellable = g_cancellable_new ();
  self->watched = g_array_new (FALSE, FALSE, sizeof (guint64));
  self->marks = g_array_new (FALSE, FALSE, sizeof (SceneSourceMark));
  self->document = scape_document_new ();
  self->engine = scape_engine_new ();
  self->compiles = TRUE;

  gtk_widget_init_template (GTK_WIDGET (self));
  set_kinds (self);
  scape_editor_set_document (self->editor, self->document);
  scape_window_init_stops (self);
  scape_window_init_actions (self);
  scape_window_init_files (self);
  scape_window_init_machine (self);
  connect_widgets (self);
  scape_window_init_find (self);
  scape_window_init_session (self);
  scape_window_init_progress (self);
  scape_window_watch_room (self);
  restore_state (self);
  side_cb (self);
  scape_window_update_room (self);
  scape_window_init_frame (self);
}
