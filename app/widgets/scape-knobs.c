#define G_LOG_DOMAIN "ScapeKnobs"

#include "config.h"

#include <glib/gi18n.h>
#include <math.h>

#include "scene/format.h"
#include "widgets/scape-knobs.h"

#define GOGC_LEAST 10.0
#define GOGC_MOST 1000.0
#define GOGC_OFF_FROM 197.0
/* The memory limit: 4 MiB and from there by eighths of a doubling to 8 GiB, then none. */
#define LIMIT_LEAST (4.0 * 1024 * 1024)
#define LIMIT_OFF_FROM 89.0
/* A scale that is being dragged restarts the program only when it rests. */
#define RESTART_DELAY_MS 250

struct _ScapeKnobs
{
  GtkWidget parent_instance;

  /* template children */
  GtkScale *gogc_scale;
  GtkLabel *gogc_value;
  GtkScale *limit_scale;
  GtkLabel *limit_value;
  GtkScale *procs_scale;
  GtkLabel *procs_value;
  GtkSwitch *barrier_switch;
  GtkSwitch *deletion_switch;
  GtkSwitch *assists_switch;
  GtkSwitch *sweep_switch;
  GtkSpinButton *seed_spin;

  int gogc, procs;
  gint64 limit;
  guint64 seed;
  guint restart_source;
  gboolean setting; /* not by a person */
};

G_DEFINE_FINAL_TYPE (ScapeKnobs, scape_knobs, GTK_TYPE_WIDGET)

enum { LIVE, RESTART, N_SIGNALS };
static guint signals[N_SIGNALS];

int
scape_gogc_from_position (double position)
{
  double percent, grain;

  if (position >= GOGC_OFF_FROM)
    return GCCORE_GOGC_OFF;
  percent = GOGC_LEAST * pow (GOGC_MOST / GOGC_LEAST, position / (GOGC_OFF_FROM - 1));
  grain = percent < 50 ? 1 : percent < 200 ? 5 : percent < 500 ? 10 : 50;
  return (int) (round (MIN (percent, GOGC_MOST) / grain) * grain);
}

double
scape_gogc_to_position (int gogc)
{
  if (gogc < 0)
    return SCAPE_GOGC_STEPS;
  return (GOGC_OFF_FROM - 1) * log (CLAMP (gogc, GOGC_LEAST, GOGC_MOST) / GOGC_LEAST) / log (GOGC_MOST / GOGC_LEAST);
}

static void
say (GtkScale   *scale,
     GtkLabel   *label,
     const char *text)
{
  gtk_label_set_text (label, text);
  gtk_accessible_update_property (GTK_ACCESSIBLE (scale), GTK_ACCESSIBLE_PROPERTY_VALUE_TEXT, text, -1);
}

static void
tell_live (ScapeKnobs *self, const char *knob, gint64 value)
{
  if (!self->setting)
    g_signal_emit (self, signals[LIVE], 0, knob, value);
}

static void
gogc_cb (ScapeKnobs *self)
{
  int gogc = scape_gogc_from_position (gtk_range_get_value (GTK_RANGE (self->gogc_scale)));
  g_autofree char *text = NULL;

  text = gogc < 0 ? g_strdup (C_("GOGC", "off")) : g_strdup_printf ("%d", gogc);
  say (self->gogc_scale, self->gogc_value, text);
  if (gogc == self->gogc)
    return;
  self->gogc = gogc;
  tell_live (self, "gogc", gogc);
}

static gint64
limit_from_position (double position)
{
  double bytes;

  if (position >= LIMIT_OFF_FROM)
    return GCCORE_NO_LIMIT;
  bytes = LIMIT_LEAST * exp2 (position / 8);
  /* Whole MiB are easier to talk about. */
  return (gint64) round (bytes / (1024 * 1024)) * 1024 * 1024;
}

static void
limit_cb (ScapeKnobs *self)
{
  gint64 limit = limit_from_position (gtk_range_get_value (GTK_RANGE (self->limit_scale)));
  char bytes[SCENE_TEXT_MAX];

  say (self->limit_scale, self->limit_value,
       limit == GCCORE_NO_LIMIT ? C_("GOMEMLIMIT", "off") : scene_format_bytes (bytes, (guint64) limit));
  if (limit == self->limit)
    return;
  self->limit = limit;
  tell_live (self, "memory_limit", limit);
}

/* The switches show what works; the machine's knobs say what is broken. */
static void
switch_cb (ScapeKnobs *self,
           GParamSpec *pspec,
           GtkSwitch  *toggle)
{
  const struct { GtkSwitch *toggle; const char *knob; } knobs[] = {
    { self->barrier_switch, "break_write_barrier" },
    { self->deletion_switch, "break_deletion_barrier" },
    { self->assists_switch, "break_assists" },
    { self->sweep_switch, "break_proportional_sweep" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (knobs); i++)
    if (knobs[i].toggle == toggle)
      tell_live (self, knobs[i].knob, !gtk_switch_get_active (toggle));
}

static gboolean
restart_cb (gpointer data)
{
  ScapeKnobs *self = data;

  self->restart_source = 0;
  g_signal_emit (self, signals[RESTART], 0);
  return G_SOURCE_REMOVE;
}

static void
queue_restart (ScapeKnobs *self)
{
  g_clear_handle_id (&self->restart_source, g_source_remove);
  if (!self->setting)
    self->restart_source = g_timeout_add (RESTART_DELAY_MS, restart_cb, self);
}

static void
procs_cb (ScapeKnobs *self)
{
  int procs = (int) round (pow (2, gtk_range_get_value (GTK_RANGE (self->procs_scale))));
  g_autofree char *text = g_strdup_printf ("%d", procs);

  say (self->procs_scale, self->procs_value, text);
  if (procs == self->procs)
    return;
  self->procs = procs;
  queue_restart (self);
}

static void
seed_cb (ScapeKnobs *self)
{
  guint64 seed = (guint64) gtk_spin_button_get_value (self->seed_spin);

  if (seed == self->seed)
    return;
  self->seed = seed;
  queue_restart (self);
}

void
scape_knobs_get (ScapeKnobs  *self,
                 GccoreKnobs *knobs)
{
  g_return_if_fail (SCAPE_IS_KNOBS (self));

  knobs->gogc = self->gogc;
  knobs->procs = self->procs;
  knobs->seed = self->seed;
  knobs->memory_limit = self->limit;
  knobs->break_write_barrier = !gtk_switch_get_active (self->barrier_switch);
  knobs->break_deletion_barrier = !gtk_switch_get_active (self->deletion_switch);
  knobs->break_assists = !gtk_switch_get_active (self->assists_switch);
  knobs->break_proportional_sweep = !gtk_switch_get_active (self->sweep_switch);
}

void
scape_knobs_set (ScapeKnobs *self, const GccoreKnobs *knobs)
{
  double limit =
      knobs->memory_limit == GCCORE_NO_LIMIT ? LIMIT_OFF_FROM : 8 * log2 ((double)knobs->memory_limit / LIMIT_LEAST);

  g_return_if_fail (SCAPE_IS_KNOBS (self));

  self->setting = TRUE;
  gtk_range_set_value (GTK_RANGE (self->gogc_scale), scape_gogc_to_position (knobs->gogc));
  gtk_range_set_value (GTK_RANGE (self->limit_scale), limit);
  gtk_range_set_value (GTK_RANGE (self->procs_scale), log2 (knobs->procs));
  gtk_spin_button_set_value (self->seed_spin, (double)knobs->seed);
  gtk_switch_set_active (self->barrier_switch, !knobs->break_write_barrier);
  gtk_switch_set_active (self->deletion_switch, !knobs->break_deletion_barrier);
  gtk_switch_set_active (self->assists_switch, !knobs->break_assists);
  gtk_switch_set_active (self->sweep_switch, !knobs->break_proportional_sweep);
  self->setting = FALSE;
  /* To the last digit, whatever the scales can show. */
  self->gogc = knobs->gogc;
  self->limit = knobs->memory_limit;
  self->procs = knobs->procs;
  self->seed = knobs->seed;
}

gboolean
scape_knobs_is_broken (ScapeKnobs *self)
{
  g_return_val_if_fail (SCAPE_IS_KNOBS (self), FALSE);

  return !gtk_switch_get_active (self->barrier_switch) || !gtk_switch_get_active (self->deletion_switch);
}

static void
scape_knobs_dispose (GObject *object)
{
  ScapeKnobs *self = SCAPE_KNOBS (object);
  GtkWidget *child;

  g_clear_handle_id (&self->restart_source, g_source_remove);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);

  G_OBJECT_CLASS (scape_knobs_parent_class)->dispose (object);
}

static void
scape_knobs_class_init (ScapeKnobsClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GType type = G_TYPE_FROM_CLASS (klass);

  object_class->dispose = scape_knobs_dispose;

  signals[LIVE] = g_signal_new ("live", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 2, G_TYPE_STRING,
                                G_TYPE_INT64);
  signals[RESTART] = g_signal_new ("restart", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/spanscape/Spanscape/ui/scape-knobs.ui");
  gtk_widget_class_bind_template_child (widget_class, ScapeKnobs, gogc_scale);
  gtk_widget_class_bind_template_child (widget_class, ScapeKnobs, gogc_value);
  gtk_widget_class_bind_template_child (widget_class, ScapeKnobs, limit_scale);
  gtk_widget_class_bind_template_child (widget_class, ScapeKnobs, limit_value);
  gtk_widget_class_bind_template_child (widget_class, ScapeKnobs, procs_scale);
  gtk_widget_class_bind_template_child (widget_class, ScapeKnobs, procs_value);
  gtk_widget_class_bind_template_child (widget_class, ScapeKnobs, barrier_switch);
  gtk_widget_class_bind_template_child (widget_class, ScapeKnobs, deletion_switch);
  gtk_widget_class_bind_template_child (widget_class, ScapeKnobs, assists_switch);
  gtk_widget_class_bind_template_child (widget_class, ScapeKnobs, sweep_switch);
  gtk_widget_class_bind_template_child (widget_class, ScapeKnobs, seed_spin);
}

static void
scape_knobs_init (ScapeKnobs *self)
{
  GccoreKnobs defaults;

  gtk_widget_init_template (GTK_WIDGET (self));

  gccore_knobs_init (&defaults);
  self->gogc = defaults.gogc;
  self->procs = defaults.procs;
  self->limit = defaults.memory_limit;
  self->seed = defaults.seed;
  gtk_range_set_value (GTK_RANGE (self->gogc_scale), scape_gogc_to_position (self->gogc));
  gtk_range_set_value (GTK_RANGE (self->limit_scale), LIMIT_OFF_FROM);
  gtk_range_set_value (GTK_RANGE (self->procs_scale), log2 (self->procs));
  gtk_spin_button_set_value (self->seed_spin, (double) self->seed);
  gogc_cb (self);
  limit_cb (self);
  procs_cb (self);

  g_signal_connect_object (self->gogc_scale, "value-changed", G_CALLBACK (gogc_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->limit_scale, "value-changed", G_CALLBACK (limit_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->barrier_switch, "notify::active", G_CALLBACK (switch_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->deletion_switch, "notify::active", G_CALLBACK (switch_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->assists_switch, "notify::active", G_CALLBACK (switch_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->sweep_switch, "notify::active", G_CALLBACK (switch_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->procs_scale, "value-changed", G_CALLBACK (procs_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->seed_spin, "value-changed", G_CALLBACK (seed_cb), self, G_CONNECT_SWAPPED);
}
