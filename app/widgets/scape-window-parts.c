/* The parts of the window: the children of its template and the room they get. */

#define G_LOG_DOMAIN "ScapeWindow"

#include "config.h"

#include "widgets/scape-settings.h"
#include "widgets/scape-window-private.h"

/* Windows smaller than these leave less to the sides and to the timeline. */
#define NARROW_WIDTH 1200
#define LOW_HEIGHT 660
#define TINY_HEIGHT 440
/* What the header and the transport, an output panel, and a banner take of the height. */
#define BARS_HEIGHT 112
#define OUTPUT_HEIGHT 160
#define BANNER_HEIGHT 46
/* What the events get of the inspector: some of them are always seen. */
#define EVENTS_LEAST 112
#define EVENTS_MOST 240

/* What gives way in a small window, with the output or a banner open: the lanes' legend and some of the chart, then the
 * timeline, so that the map always has room and the window never has to grow. */
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
  gtk_scrolled_window_set_min_content_height (self->events_scroller, CLAMP (height / 4, EVENTS_LEAST, EVENTS_MOST));
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
  scape_timeline_set_low (self->timeline, height < LOW_HEIGHT);
  gtk_widget_set_visible (GTK_WIDGET (self->lanes_legend), height >= LOW_HEIGHT);
  gtk_widget_set_visible (GTK_WIDGET (self->timeline), height >= TINY_HEIGHT);
}

void
scape_window_watch_room (ScapeWindow *self)
{
  g_signal_connect_object (self->output, "notify::visible", G_CALLBACK (scape_window_update_room), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->output_paned, "notify::position", G_CALLBACK (scape_window_update_room), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->banner, "notify::revealed", G_CALLBACK (scape_window_update_room), self, G_CONNECT_SWAPPED);
}

void
scape_window_class_bind_children (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, ScapeWindow, toasts);
  gtk_widget_class_bind_template_child (widget_class, ScapeWindow, title);
  gtk_widget_class_bind_template_child (widget_class, ScapeWindow, open_button);
  gtk_widget_class_bind_template_child (widget_class, ScapeWindow, side_paned);
  gtk_widget_class_bind_template_child (widget_class, ScapeWindow, side);
  gtk_widget_class_bind_template_child (widget_class, ScapeWindow, script_state);
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
