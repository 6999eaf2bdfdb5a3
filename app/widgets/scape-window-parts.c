/* The parts of the window: the children of its template and the room they get. */

#define G_LOG_DOMAIN "ScapeWindow"

#include "config.h"

#include "widgets/scape-settings.h"
#include "widgets/scape-window-private.h"

/* Windows smaller than these leave less to the sides and to the timeline. */
#define NARROW_WIDTH 1200
#define LOW_HEIGHT 660
#define LOWER_HEIGHT 540
#define TINY_HEIGHT 440
/* What the header and the transport, an output panel, and a banner take of the height. */
#define BARS_HEIGHT 112
#define OUTPUT_HEIGHT 160
#define BANNER_HEIGHT 46
/* What the events get of the inspector: some of them are always seen. */
#define EVENTS_LEAST 112
#define EVENTS_MOST 240

/* Beside the centre while there is room, as the setting says; in a smaller window over it, when asked for. */
static gboolean
wants_inspector (ScapeWindow *self)
{
  return adw_flap_get_folded (self->inspector_flap) ? self->inspector_over
                                                    : g_settings_get_boolean (scape_settings (), "inspector-visible");
}

/* Without a program there is nothing to look into. The inspector is then not revealed, rather than not visible: the
 * flap would unfold for want of something to fold, and reveal it, in the middle of a layout. */
void
scape_window_show_inspector (ScapeWindow *self)
{
  gboolean wanted = wants_inspector (self);

  adw_flap_set_reveal_flap (self->inspector_flap, wanted && !scape_window_has_nothing (self));
  g_simple_action_set_state (self->inspector_action, g_variant_new_boolean (wanted));
}

static void
inspector_cb (ScapeWindow *self, GVariant *state)
{
  if (adw_flap_get_folded (self->inspector_flap))
    self->inspector_over = g_variant_get_boolean (state);
  else
    g_settings_set_boolean (scape_settings (), "inspector-visible", g_variant_get_boolean (state));
  scape_window_show_inspector (self);
}

/* What gives way in a small window, with the output or a banner open: the lanes' legend and some of the chart, then the
 * lanes, then the timeline, so that the map always has room and the window never has to grow. */
void
scape_window_update_room (ScapeWindow *self)
{
  int width = gtk_widget_get_width (GTK_WIDGET (self)), height = gtk_widget_get_height (GTK_WIDGET (self));
  int output = MAX (gtk_widget_get_height (GTK_WIDGET (self->output)), OUTPUT_HEIGHT);
  gboolean narrow;

  g_clear_handle_id (&self->size_source, g_source_remove);
  if (width == 0)
    gtk_window_get_default_size (GTK_WINDOW (self), &width, &height);
  narrow = width < NARROW_WIDTH;
  height -= BARS_HEIGHT;
  gtk_scrolled_window_set_min_content_height (self->events_scroller, CLAMP (height / 6, EVENTS_LEAST, EVENTS_MOST));
  gtk_scrolled_window_set_max_content_height (self->knobs_scroller, height < LOW_HEIGHT ? height * 2 / 5 : -1);
  if (gtk_widget_get_visible (GTK_WIDGET (self->output)))
    height -= output;
  if (gtk_info_bar_get_revealed (self->banner))
    height -= BANNER_HEIGHT;

  if (narrow != self->narrow)
    {
      self->narrow = narrow;
      gtk_paned_set_position (self->side_paned, narrow ? 280 : g_settings_get_int (scape_settings (), "side-width"));
      gtk_widget_set_size_request (self->inspector, narrow ? 264 : 308, -1);
      gtk_widget_set_visible (self->colour_label, !narrow);
    }
  if (!adw_flap_get_folded (self->inspector_flap))
    self->inspector_over = FALSE;
  scape_window_show_inspector (self);
  scape_timeline_set_low (self->timeline, height < LOW_HEIGHT);
  scape_timeline_set_lanes (self->timeline, height >= LOWER_HEIGHT);
  gtk_widget_set_visible (GTK_WIDGET (self->lanes_legend), height >= LOW_HEIGHT);
  gtk_widget_set_visible (GTK_WIDGET (self->timeline), height >= TINY_HEIGHT);
}

static gboolean
room_cb (gpointer data)
{
  ScapeWindow *self = data;

  self->size_source = 0;
  scape_window_update_room (self);
  return G_SOURCE_REMOVE;
}

void
scape_window_queue_room (ScapeWindow *self)
{
  if (self->size_source == 0)
    self->size_source = g_idle_add_full (G_PRIORITY_HIGH, room_cb, self, NULL);
}

void
scape_window_watch_room (ScapeWindow *self)
{
  self->inspector_action = g_simple_action_new_stateful ("inspector-visible", NULL, g_variant_new_boolean (TRUE));
  g_signal_connect_object (self->inspector_action, "change-state", G_CALLBACK (inspector_cb), self, G_CONNECT_SWAPPED);
  g_action_map_add_action (G_ACTION_MAP (self), G_ACTION (self->inspector_action));
  g_signal_connect_object (self->inspector_flap, "notify::folded", G_CALLBACK (scape_window_queue_room), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->output, "notify::visible", G_CALLBACK (scape_window_update_room), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->output_paned, "notify::position", G_CALLBACK (scape_window_queue_room), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->banner, "notify::revealed", G_CALLBACK (scape_window_update_room), self,
                           G_CONNECT_SWAPPED);
}

void
scape_window_class_bind_children (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, ScapeWindow, toasts);
  gtk_widget_class_bind_template_child (widget_class, ScapeWindow, title);
  gtk_widget_class_bind_template_child (widget_class, ScapeWindow, open_button);
  gtk_widget_class_bind_template_child (widget_class, ScapeWindow, side_paned);
  gtk_widget_class_bind_template_child (widget_class, ScapeWindow, side);
  gtk_widget_class_bind_template_child (widget_class, ScapeWindow, side_stack);
  gtk_widget_class_bind_template_child (widget_class, ScapeWindow, stops_stack_page);
  gtk_widget_class_bind_template_child (widget_class, ScapeWindow, editor);
  gtk_widget_class_bind_template_child (widget_class, ScapeWindow, stops_page);
  gtk_widget_class_bind_template_child (widget_class, ScapeWindow, knobs_scroller);
  gtk_widget_class_bind_template_child (widget_class, ScapeWindow, knobs);
  gtk_widget_class_bind_template_child (widget_class, ScapeWindow, colour_label);
  gtk_widget_class_bind_template_child (widget_class, ScapeWindow, banner);
  gtk_widget_class_bind_template_child (widget_class, ScapeWindow, banner_label);
  gtk_widget_class_bind_template_child (widget_class, ScapeWindow, banner_button);
  gtk_widget_class_bind_template_child (widget_class, ScapeWindow, progress_revealer);
  gtk_widget_class_bind_template_child (widget_class, ScapeWindow, progress_label);
  gtk_widget_class_bind_template_child (widget_class, ScapeWindow, progress_bar);
  gtk_widget_class_bind_template_child (widget_class, ScapeWindow, finder);
  gtk_widget_class_bind_template_child (widget_class, ScapeWindow, centre_stack);
  gtk_widget_class_bind_template_child (widget_class, ScapeWindow, error_page);
  gtk_widget_class_bind_template_child (widget_class, ScapeWindow, output_paned);
  gtk_widget_class_bind_template_child (widget_class, ScapeWindow, output);
  gtk_widget_class_bind_template_child (widget_class, ScapeWindow, ribbon);
  gtk_widget_class_bind_template_child (widget_class, ScapeWindow, map_title);
  gtk_widget_class_bind_template_child (widget_class, ScapeWindow, colour_button);
  gtk_widget_class_bind_template_child (widget_class, ScapeWindow, zoom_label);
  gtk_widget_class_bind_template_child (widget_class, ScapeWindow, view_stack);
  gtk_widget_class_bind_template_child (widget_class, ScapeWindow, view_button);
  gtk_widget_class_bind_template_child (widget_class, ScapeWindow, places_button);
  gtk_widget_class_bind_template_child (widget_class, ScapeWindow, map_tools);
  gtk_widget_class_bind_template_child (widget_class, ScapeWindow, map);
  gtk_widget_class_bind_template_child (widget_class, ScapeWindow, board);
  gtk_widget_class_bind_template_child (widget_class, ScapeWindow, objects);
  gtk_widget_class_bind_template_child (widget_class, ScapeWindow, fragmentation);
  gtk_widget_class_bind_template_child (widget_class, ScapeWindow, map_legend);
  gtk_widget_class_bind_template_child (widget_class, ScapeWindow, timeline);
  gtk_widget_class_bind_template_child (widget_class, ScapeWindow, lanes_legend);
  gtk_widget_class_bind_template_child (widget_class, ScapeWindow, inspector_flap);
  gtk_widget_class_bind_template_child (widget_class, ScapeWindow, inspector);
  gtk_widget_class_bind_template_child (widget_class, ScapeWindow, inspector_scroller);
  gtk_widget_class_bind_template_child (widget_class, ScapeWindow, events_scroller);
  gtk_widget_class_bind_template_child (widget_class, ScapeWindow, goroutines_expander);
  gtk_widget_class_bind_template_child (widget_class, ScapeWindow, span_group);
  gtk_widget_class_bind_template_child (widget_class, ScapeWindow, hint_group);
  gtk_widget_class_bind_template_child (widget_class, ScapeWindow, span_table);
  gtk_widget_class_bind_template_child (widget_class, ScapeWindow, strip_table);
  gtk_widget_class_bind_template_child (widget_class, ScapeWindow, objects_legend);
  gtk_widget_class_bind_template_child (widget_class, ScapeWindow, object_table);
  gtk_widget_class_bind_template_child (widget_class, ScapeWindow, pacer_table);
  gtk_widget_class_bind_template_child (widget_class, ScapeWindow, events_table);
  gtk_widget_class_bind_template_child (widget_class, ScapeWindow, cycles_table);
  gtk_widget_class_bind_template_child (widget_class, ScapeWindow, keepers_table);
  gtk_widget_class_bind_template_child (widget_class, ScapeWindow, ps_table);
  gtk_widget_class_bind_template_child (widget_class, ScapeWindow, goroutines_table);
  gtk_widget_class_bind_template_child (widget_class, ScapeWindow, stats_table);
  gtk_widget_class_bind_template_child (widget_class, ScapeWindow, trace_table);
  gtk_widget_class_bind_template_child (widget_class, ScapeWindow, transport);
}
