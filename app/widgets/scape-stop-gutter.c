#define G_LOG_DOMAIN "ScapeStopGutter"

#include "config.h"

#include "widgets/scape-stop-gutter.h"

#define WIDTH 16
#define DIAMETER 10.0
#define RING 2.0

struct _ScapeStopGutter
{
  GtkSourceGutterRenderer parent_instance;

  ScapeStops *stops;
  GdkRGBA colour;
};

G_DEFINE_FINAL_TYPE (ScapeStopGutter, scape_stop_gutter, GTK_SOURCE_TYPE_GUTTER_RENDERER)

static void
scape_stop_gutter_snapshot_line (GtkSourceGutterRenderer *renderer,
                                 GtkSnapshot             *snapshot,
                                 GtkSourceGutterLines    *lines,
                                 guint                    line)
{
  ScapeStopGutter *self = SCAPE_STOP_GUTTER (renderer);
  ScapeStop *stop = scape_stops_at_line (self->stops, line + 1);
  GskRoundedRect disc;
  graphene_rect_t box;
  int y, height;

  if (stop == NULL)
    return;
  gtk_source_gutter_lines_get_line_yrange (lines, line, GTK_SOURCE_GUTTER_RENDERER_ALIGNMENT_MODE_FIRST, &y, &height);
  graphene_rect_init (&box, (WIDTH - DIAMETER) / 2 + 2, (float) (y + (height - DIAMETER) / 2), DIAMETER, DIAMETER);
  gsk_rounded_rect_init_from_rect (&disc, &box, DIAMETER / 2);
  if (scape_stop_get_enabled (stop))
    {
      gtk_snapshot_push_rounded_clip (snapshot, &disc);
      gtk_snapshot_append_color (snapshot, &self->colour, &box);
      gtk_snapshot_pop (snapshot);
    }
  else
    {
      const float widths[4] = { RING, RING, RING, RING };
      const GdkRGBA colours[4] = { self->colour, self->colour, self->colour, self->colour };

      gtk_snapshot_append_border (snapshot, &disc, widths, colours);
    }
}

static gboolean
scape_stop_gutter_query_activatable (GtkSourceGutterRenderer *renderer,
                                     GtkTextIter             *iter,
                                     GdkRectangle            *area)
{
  return TRUE;
}

static void
scape_stop_gutter_activate (GtkSourceGutterRenderer *renderer,
                            GtkTextIter             *iter,
                            GdkRectangle            *area,
                            guint                    button,
                            GdkModifierType          state,
                            int                      n_presses)
{
  if (button == GDK_BUTTON_PRIMARY && n_presses == 1)
    scape_stops_toggle_line (SCAPE_STOP_GUTTER (renderer)->stops, (guint) gtk_text_iter_get_line (iter) + 1);
}

static void
scape_stop_gutter_measure (GtkWidget      *widget,
                           GtkOrientation  orientation,
                           int             for_size,
                           int            *minimum,
                           int            *natural,
                           int            *minimum_baseline,
                           int            *natural_baseline)
{
  *minimum = *natural = orientation == GTK_ORIENTATION_HORIZONTAL ? WIDTH : 0;
}

void
scape_stop_gutter_set_colour (ScapeStopGutter *self,
                              const GdkRGBA   *colour)
{
  g_return_if_fail (SCAPE_IS_STOP_GUTTER (self));

  self->colour = *colour;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
scape_stop_gutter_dispose (GObject *object)
{
  g_clear_object (&SCAPE_STOP_GUTTER (object)->stops);

  G_OBJECT_CLASS (scape_stop_gutter_parent_class)->dispose (object);
}

static void
scape_stop_gutter_class_init (ScapeStopGutterClass *klass)
{
  GtkSourceGutterRendererClass *renderer_class = GTK_SOURCE_GUTTER_RENDERER_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = scape_stop_gutter_dispose;
  GTK_WIDGET_CLASS (klass)->measure = scape_stop_gutter_measure;
  renderer_class->snapshot_line = scape_stop_gutter_snapshot_line;
  renderer_class->query_activatable = scape_stop_gutter_query_activatable;
  renderer_class->activate = scape_stop_gutter_activate;
}

static void
scape_stop_gutter_init (ScapeStopGutter *self)
{
  gtk_widget_set_cursor_from_name (GTK_WIDGET (self), "pointer");
}

GtkSourceGutterRenderer *
scape_stop_gutter_new (ScapeStops *stops)
{
  ScapeStopGutter *self = g_object_new (SCAPE_TYPE_STOP_GUTTER, NULL);

  self->stops = g_object_ref (stops);
  g_signal_connect_object (stops, "changed", G_CALLBACK (gtk_widget_queue_draw), self, G_CONNECT_SWAPPED);
  return GTK_SOURCE_GUTTER_RENDERER (self);
}
