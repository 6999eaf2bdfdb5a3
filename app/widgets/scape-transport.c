#define G_LOG_DOMAIN "ScapeTransport"

#include "config.h"

#include <glib/gi18n.h>
#include <math.h>

#include "scene/format.h"
#include "widgets/scape-settings.h"
#include "widgets/scape-transport.h"

/* The scale: 0 is one tick a second, each unit doubles, the end is as fast as it goes. */
#define SPEED_MAX_POSITION 20.0
/* The least room in which the sentence can be read beside the buttons, and the height of its own line otherwise. */
#define SENTENCE_WIDTH 240
#define STACKED_HEIGHT 22

static const struct {
  GccoreGranularity by;
  const char *nick;
  const char *label;
} granularities[] = {
  { GCCORE_BY_TICK, "tick", N_("by: tick") },
  { GCCORE_BY_OBJECT, "object", N_("by: object") },
  { GCCORE_BY_SPAN, "span", N_("by: span") },
  { GCCORE_BY_LINE, "line", N_("by: line") },
  /* Translators: a step ends when another goroutine runs. */
  { GCCORE_BY_SWITCH, "switch", N_("by: switch") },
  { GCCORE_BY_PHASE, "phase", N_("by: phase") },
  { GCCORE_BY_CYCLE, "cycle", N_("by: cycle") },
};

struct _ScapeTransport
{
  GtkWidget parent_instance;

  /* template children */
  GtkLabel *sentence;
  GtkWidget *middle;
  GtkWidget *end;
  GtkButton *run_button;
  GtkImage *run_image;
  GtkLabel *run_label;
  GtkDropDown *granularity;
  GtkLabel *tick;
  GtkLabel *time;
  GtkScale *speed_scale;
  GtkLabel *speed_value;

  int side_width;
  gboolean running;
};

G_DEFINE_FINAL_TYPE (ScapeTransport, scape_transport, GTK_TYPE_WIDGET)

enum { SPEED, N_SIGNALS };
static guint signals[N_SIGNALS];

static void
set_label (GtkLabel   *label,
           const char *text)
{
  if (g_strcmp0 (gtk_label_get_text (label), text) != 0)
    gtk_label_set_text (label, text);
}

void
scape_transport_say (ScapeTransport *self,
                     const char     *text)
{
  g_return_if_fail (SCAPE_IS_TRANSPORT (self));

  set_label (self->sentence, text);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->sentence), *text != '\0' ? text : NULL);
}

void
scape_transport_show (ScapeTransport    *self,
                      const GccoreFrame *frame,
                      guint64            last_tick)
{
  char tick[SCENE_TEXT_MAX], last[SCENE_TEXT_MAX], time[SCENE_TEXT_MAX];
  g_autofree char *ticks = NULL, *virtual = NULL;

  g_return_if_fail (SCAPE_IS_TRANSPORT (self));

  if (frame == NULL)
    {
      set_label (self->tick, "");
      set_label (self->time, "");
      return;
    }
  scene_format_count (tick, frame->tick);
  scene_format_ns (time, frame->now_ns);
  if (last_tick >= frame->tick && last_tick > 0)
    /* Translators: the tick now and the last one of the program's history, like "tick 48 211 / 61 940". */
    ticks = g_strdup_printf (_("tick %s / %s"), tick, scene_format_count (last, last_tick));
  else
    /* Translators: %s is a number like 48 211. */
    ticks = g_strdup_printf (_("tick %s"), tick);
  /* Translators: virtual time, like "virtual 12.482 ms". */
  virtual = g_strdup_printf (_("virtual %s"), time);
  set_label (self->tick, ticks);
  set_label (self->time, virtual);
}

void
scape_transport_show_state (ScapeTransport  *self,
                            ScapeEngineState state)
{
  gboolean running = state == SCAPE_ENGINE_RUNNING || state == SCAPE_ENGINE_STEPPING;

  g_return_if_fail (SCAPE_IS_TRANSPORT (self));

  if (self->running == running)
    return;
  self->running = running;
  gtk_image_set_from_icon_name (self->run_image, running ? "media-playback-pause-symbolic"
                                                         : "media-playback-start-symbolic");
  gtk_label_set_text (self->run_label, running ? C_("transport", "pause") : C_("transport", "run"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->run_button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  running ? _("Pause") : _("Run"), -1);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->run_button), running ? _("Pause (Space)") : _("Run (Space)"));
}

GccoreGranularity
scape_transport_get_granularity (ScapeTransport *self)
{
  guint selected;

  g_return_val_if_fail (SCAPE_IS_TRANSPORT (self), GCCORE_BY_TICK);

  selected = gtk_drop_down_get_selected (self->granularity);
  return selected < G_N_ELEMENTS (granularities) ? granularities[selected].by : GCCORE_BY_TICK;
}

double
scape_transport_get_speed (ScapeTransport *self)
{
  double position;

  g_return_val_if_fail (SCAPE_IS_TRANSPORT (self), SCAPE_SPEED_MAX);

  position = gtk_range_get_value (GTK_RANGE (self->speed_scale));
  return position >= SPEED_MAX_POSITION ? SCAPE_SPEED_MAX : exp2 (position);
}

void
scape_transport_set_side_width (ScapeTransport *self,
                                int             width)
{
  g_return_if_fail (SCAPE_IS_TRANSPORT (self));

  if (self->side_width == width)
    return;
  self->side_width = width;
  gtk_widget_queue_allocate (GTK_WIDGET (self));
}

static void
speed_cb (ScapeTransport *self)
{
  double speed = scape_transport_get_speed (self);
  char count[SCENE_TEXT_MAX];
  g_autofree char *text = NULL;

  if (speed == SCAPE_SPEED_MAX)
    text = g_strdup (C_("speed", "max"));
  else
    /* Translators: ticks in a second, like "64/s". */
    text = g_strdup_printf (C_("speed", "%s/s"), scene_format_count (count, (guint64) round (speed)));
  set_label (self->speed_value, text);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->speed_scale), GTK_ACCESSIBLE_PROPERTY_VALUE_TEXT, text, -1);
  g_signal_emit (self, signals[SPEED], 0, speed);
}

static void
granularity_cb (ScapeTransport *self)
{
  guint selected = gtk_drop_down_get_selected (self->granularity);

  if (selected < G_N_ELEMENTS (granularities))
    g_settings_set_string (scape_settings (), "granularity", granularities[selected].nick);
}

static void
fill_granularities (ScapeTransport *self)
{
  g_autofree char *nick = g_settings_get_string (scape_settings (), "granularity");
  g_autoptr (GtkStringList) labels = gtk_string_list_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (granularities); i++)
    gtk_string_list_append (labels, gettext (granularities[i].label));
  gtk_drop_down_set_model (self->granularity, G_LIST_MODEL (labels));
  for (guint i = 0; i < G_N_ELEMENTS (granularities); i++)
    if (g_str_equal (granularities[i].nick, nick))
      gtk_drop_down_set_selected (self->granularity, i);
  g_signal_connect_object (self->granularity, "notify::selected", G_CALLBACK (granularity_cb), self, G_CONNECT_SWAPPED);
}

/* The middle begins where the canvas does, under the side panel's edge, and the sentence has the room left of it. When
 * the window is too narrow for that, the middle moves left, and the sentence gets a line of its own above; when it is
 * narrower still, the end shares that line.
 *
 * All of it goes by least widths: numbers that grow move nothing.
 *
 *   sentence     | middle    end        sentence                   sentence           end
 *                                       middle            end      middle
 */

static int
least (GtkWidget *child, GtkOrientation orientation)
{
  int minimum;

  gtk_widget_measure (child, orientation, -1, &minimum, NULL, NULL, NULL);
  return minimum;
}

/* The width of the end in the line of the middle. */
static int
end_beside (ScapeTransport *self, int width)
{
  int end = least (self->end, GTK_ORIENTATION_HORIZONTAL);

  return end + least (self->middle, GTK_ORIENTATION_HORIZONTAL) <= width ? end : 0;
}

/* Where the middle begins. */
static int
middle_x (ScapeTransport *self, int width)
{
  int beside = end_beside (self, width), room = width - beside - least (self->middle, GTK_ORIENTATION_HORIZONTAL);

  if (beside == 0)
    return 0;
  return CLAMP (MAX (self->side_width, SENTENCE_WIDTH), 0, MAX (0, room));
}

/* The height of the line above the middle; 0: there is none. */
static int
upper_height (ScapeTransport *self, int width)
{
  if (end_beside (self, width) == 0)
    return MAX (STACKED_HEIGHT, least (self->end, GTK_ORIENTATION_VERTICAL));
  return middle_x (self, width) < SENTENCE_WIDTH ? STACKED_HEIGHT : 0;
}

static GtkSizeRequestMode
scape_transport_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
scape_transport_measure (GtkWidget      *widget,
                         GtkOrientation  orientation,
                         int             for_size,
                         int            *minimum,
                         int            *natural,
                         int            *minimum_baseline,
                         int            *natural_baseline)
{
  ScapeTransport *self = SCAPE_TRANSPORT (widget);
  int middle = least (self->middle, orientation), end = least (self->end, orientation);

  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      *minimum = MAX (middle, end);
      *natural = SENTENCE_WIDTH + middle + end;
    }
  else
    {
      *minimum = *natural = MAX (middle, end) + upper_height (self, for_size);
    }
}

static void
scape_transport_size_allocate (GtkWidget *widget,
                               int        width,
                               int        height,
                               int        baseline)
{
  ScapeTransport *self = SCAPE_TRANSPORT (widget);
  int upper = upper_height (self, width), beside = end_beside (self, width), x = middle_x (self, width);
  int end = least (self->end, GTK_ORIENTATION_HORIZONTAL), above = upper > 0 && beside == 0 ? end : 0;
  GtkAllocation sentence = { 0, 0, upper > 0 ? width - above : x, upper > 0 ? upper : height };
  GtkAllocation middle = { x, upper, width - beside - x, height - upper };

  if (gtk_label_get_lines (self->sentence) != (upper > 0 ? 1 : 2))
    gtk_label_set_lines (self->sentence, upper > 0 ? 1 : 2);
  least (GTK_WIDGET (self->sentence), GTK_ORIENTATION_HORIZONTAL); /* GTK wants to have been asked before it is told */
  gtk_widget_size_allocate (GTK_WIDGET (self->sentence), &sentence, -1);
  gtk_widget_size_allocate (self->middle, &middle, -1);
  gtk_widget_size_allocate (self->end,
                            &(GtkAllocation){ width - end, above > 0 ? 0 : upper, end,
                                              above > 0 ? upper : height - upper },
                            -1);
}

static void
scape_transport_dispose (GObject *object)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))) != NULL)
    gtk_widget_unparent (child);

  G_OBJECT_CLASS (scape_transport_parent_class)->dispose (object);
}

static void
scape_transport_class_init (ScapeTransportClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = scape_transport_dispose;

  signals[SPEED] = g_signal_new ("speed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                 G_TYPE_NONE, 1, G_TYPE_DOUBLE);

  widget_class->get_request_mode = scape_transport_get_request_mode;
  widget_class->measure = scape_transport_measure;
  widget_class->size_allocate = scape_transport_size_allocate;

  gtk_widget_class_set_css_name (widget_class, "transport");
  gtk_widget_class_set_template_from_resource (widget_class, "/org/spanscape/Spanscape/ui/scape-transport.ui");
  gtk_widget_class_bind_template_child (widget_class, ScapeTransport, sentence);
  gtk_widget_class_bind_template_child (widget_class, ScapeTransport, middle);
  gtk_widget_class_bind_template_child (widget_class, ScapeTransport, end);
  gtk_widget_class_bind_template_child (widget_class, ScapeTransport, run_button);
  gtk_widget_class_bind_template_child (widget_class, ScapeTransport, run_image);
  gtk_widget_class_bind_template_child (widget_class, ScapeTransport, run_label);
  gtk_widget_class_bind_template_child (widget_class, ScapeTransport, granularity);
  gtk_widget_class_bind_template_child (widget_class, ScapeTransport, tick);
  gtk_widget_class_bind_template_child (widget_class, ScapeTransport, time);
  gtk_widget_class_bind_template_child (widget_class, ScapeTransport, speed_scale);
  gtk_widget_class_bind_template_child (widget_class, ScapeTransport, speed_value);
}

static void
scape_transport_init (ScapeTransport *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));

  fill_granularities (self);
  g_settings_bind (scape_settings (), "speed", gtk_range_get_adjustment (GTK_RANGE (self->speed_scale)), "value",
                   G_SETTINGS_BIND_DEFAULT);
  g_signal_connect_object (self->speed_scale, "value-changed", G_CALLBACK (speed_cb), self, G_CONNECT_SWAPPED);
  speed_cb (self);
}
