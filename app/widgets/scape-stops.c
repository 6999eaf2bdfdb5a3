#define G_LOG_DOMAIN "ScapeStops"

#include "config.h"

#include <glib/gi18n.h>

#include "engine/scape-error.h"
#include "scene/format.h"
#include "scene/ribbon.h"
#include "session/events.h"
#include "session/stops.h"
#include "widgets/scape-stops.h"

struct _ScapeStop
{
  GObject parent_instance;

  char *condition;
  guint line;
  gboolean enabled;
};

G_DEFINE_FINAL_TYPE (ScapeStop, scape_stop, G_TYPE_OBJECT)

enum { PROP_0, PROP_CONDITION, PROP_ENABLED, N_PROPS };
static GParamSpec *properties[N_PROPS];

struct _ScapeStops
{
  GObject parent_instance;

  GListStore *list;
};

G_DEFINE_FINAL_TYPE (ScapeStops, scape_stops, G_TYPE_OBJECT)

enum { CHANGED, N_SIGNALS };
static guint signals[N_SIGNALS];

/* One stop */

const char *
scape_stop_get_condition (ScapeStop *self)
{
  g_return_val_if_fail (SCAPE_IS_STOP (self), NULL);

  return self->condition;
}

gboolean
scape_stop_get_enabled (ScapeStop *self)
{
  g_return_val_if_fail (SCAPE_IS_STOP (self), FALSE);

  return self->enabled;
}

void
scape_stop_set_enabled (ScapeStop *self,
                        gboolean   enabled)
{
  g_return_if_fail (SCAPE_IS_STOP (self));

  if (self->enabled == enabled)
    return;
  self->enabled = enabled;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ENABLED]);
}

guint
scape_stop_get_line (ScapeStop *self)
{
  g_return_val_if_fail (SCAPE_IS_STOP (self), 0);

  return self->line;
}

static char *
describe_cycle (const GccoreStop *stop)
{
  const char *phase = scene_phase_sentence (stop->phase);
  char percent[SCENE_TEXT_MAX];

  if (stop->phase == GCCORE_PHASE_OFF)
    /* Translators: when a stop stops the machine; %u is the number of a collection. */
    return g_strdup_printf (_("when cycle %u begins"), (guint) stop->n);
  if (stop->progress == 0)
    /* Translators: %s is a phase like "concurrent mark". */
    return g_strdup_printf (_("when %s of cycle %u begins"), phase, (guint) stop->n);
  scene_format_percent (percent, stop->progress, 0);
  /* Translators: a percentage like "50 %", a phase like "concurrent mark", the number of a collection. */
  return g_strdup_printf (_("when %s of %s of cycle %u is done"), percent, phase, (guint) stop->n);
}

static char *
describe_object (const GccoreStop *stop)
{
  /* Translators: %s is the object's address. */
  static const char *const forms[] = {
    N_("when the object at %s is freed"),
    N_("when the object at %s becomes white"),
    N_("when the object at %s becomes grey"),
    N_("when the object at %s becomes black"),
  };
  char addr[SCENE_TEXT_MAX];

  return g_strdup_printf (gettext (forms[stop->colour]), scene_format_addr (addr, stop->addr));
}

static char *
describe (const GccoreStop *stop)
{
  char number[SCENE_TEXT_MAX];

  switch (stop->kind)
    {
    case GCCORE_STOP_TICK:
      return g_strdup_printf (_("at tick %s"), scene_format_count (number, stop->n));

    case GCCORE_STOP_END:
      return g_strdup (_("when the program has ended"));

    case GCCORE_STOP_CYCLE:
      return describe_cycle (stop);

    case GCCORE_STOP_LINE:
      return g_strdup_printf (_("when a goroutine comes to line %u"), (guint) stop->n);

    case GCCORE_STOP_FUNC:
      /* Translators: %s is a function's name. */
      return g_strdup_printf (_("when a goroutine enters %s"), stop->name);

    case GCCORE_STOP_EVENT:
      if (stop->n == 1)
        /* Translators: %s is a kind of event like "assist", which is not translated. */
        return g_strdup_printf (_("at the next event “%s”"), gccore_event_name (stop->event));
      return g_strdup_printf (_("at event “%s” number %u from here"), gccore_event_name (stop->event), (guint) stop->n);

    case GCCORE_STOP_HEAP:
      scene_format_bytes (number, stop->n);
      return g_strdup_printf (_("when more than %s are live"), number);

    case GCCORE_STOP_OBJECT:
      return describe_object (stop);

    default:
      return gccore_stop_format (stop);
    }
}

char *
scape_stop_describe (const char *condition)
{
  GccoreStop *stop = gccore_stop_parse (condition, NULL);
  char *text = stop != NULL ? describe (stop) : NULL;

  gccore_stop_free (stop);
  return text;
}

static void
scape_stop_get_property (GObject    *object,
                         guint       prop_id,
                         GValue     *value,
                         GParamSpec *pspec)
{
  ScapeStop *self = SCAPE_STOP (object);

  switch (prop_id)
    {
    case PROP_CONDITION:
      g_value_set_string (value, self->condition);
      break;

    case PROP_ENABLED:
      g_value_set_boolean (value, self->enabled);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
scape_stop_set_property (GObject      *object,
                         guint         prop_id,
                         const GValue *value,
                         GParamSpec   *pspec)
{
  switch (prop_id)
    {
    case PROP_ENABLED:
      scape_stop_set_enabled (SCAPE_STOP (object), g_value_get_boolean (value));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
scape_stop_finalize (GObject *object)
{
  g_free (SCAPE_STOP (object)->condition);

  G_OBJECT_CLASS (scape_stop_parent_class)->finalize (object);
}

static void
scape_stop_class_init (ScapeStopClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = scape_stop_finalize;
  object_class->get_property = scape_stop_get_property;
  object_class->set_property = scape_stop_set_property;

  properties[PROP_CONDITION] = g_param_spec_string ("condition", NULL, NULL, NULL, G_PARAM_READABLE |
                                                    G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  properties[PROP_ENABLED] = g_param_spec_boolean ("enabled", NULL, NULL, TRUE, G_PARAM_READWRITE |
                                                   G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
scape_stop_init (ScapeStop *self)
{
  self->enabled = TRUE;
}

/* The list */

static void
changed (ScapeStops *self)
{
  g_signal_emit (self, signals[CHANGED], 0);
}

static ScapeStop *
nth (ScapeStops *self,
     guint       i)
{
  g_autoptr (ScapeStop) stop = g_list_model_get_item (G_LIST_MODEL (self->list), i);

  return stop; /* the list keeps it */
}

ScapeStop *
scape_stops_find (ScapeStops *self, const char *condition)
{
  g_return_val_if_fail (SCAPE_IS_STOPS (self), NULL);

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->list)); i++)
    if (g_str_equal (nth (self, i)->condition, condition))
      return nth (self, i);
  return NULL;
}

GListModel *
scape_stops_get_list (ScapeStops *self)
{
  g_return_val_if_fail (SCAPE_IS_STOPS (self), NULL);

  return G_LIST_MODEL (self->list);
}

static void
append (ScapeStops *self,
        char       *condition,
        guint       line)
{
  g_autoptr (ScapeStop) stop = g_object_new (SCAPE_TYPE_STOP, NULL);

  stop->condition = condition;
  stop->line = line;
  g_signal_connect_object (stop, "notify", G_CALLBACK (changed), self, G_CONNECT_SWAPPED);
  g_list_store_append (self->list, stop);
}

gboolean
scape_stops_add (ScapeStops  *self,
                 const char  *condition,
                 GError     **error)
{
  GccoreError why = { 0 };
  GccoreStop *parsed;
  g_autofree char *canonical = NULL;
  ScapeStop *known;

  g_return_val_if_fail (SCAPE_IS_STOPS (self), FALSE);

  parsed = gccore_stop_parse (condition, &why);
  if (parsed == NULL)
    {
      g_propagate_error (error, scape_error_from_gccore (&why));
      return FALSE;
    }
  canonical = gccore_stop_format (parsed);
  known = scape_stops_find (self, canonical);
  if (known != NULL)
    scape_stop_set_enabled (known, TRUE);
  else
    append (self, g_steal_pointer (&canonical), parsed->kind == GCCORE_STOP_LINE ? (guint) parsed->n : 0);
  gccore_stop_free (parsed);
  return TRUE;
}

void
scape_stops_remove (ScapeStops *self,
                    ScapeStop  *stop)
{
  guint position;

  g_return_if_fail (SCAPE_IS_STOPS (self));

  if (g_list_store_find (self->list, stop, &position))
    {
      g_signal_handlers_disconnect_by_func (stop, changed, self);
      g_list_store_remove (self->list, position);
    }
}

void
scape_stops_clear (ScapeStops *self)
{
  g_return_if_fail (SCAPE_IS_STOPS (self));

  while (g_list_model_get_n_items (G_LIST_MODEL (self->list)) > 0)
    scape_stops_remove (self, nth (self, 0));
}

ScapeStop *
scape_stops_at_line (ScapeStops *self,
                     guint       line)
{
  g_return_val_if_fail (SCAPE_IS_STOPS (self), NULL);

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->list)); i++)
    if (line > 0 && nth (self, i)->line == line)
      return nth (self, i);
  return NULL;
}

void
scape_stops_toggle_line (ScapeStops *self,
                         guint       line)
{
  ScapeStop *stop;

  g_return_if_fail (SCAPE_IS_STOPS (self));
  g_return_if_fail (line > 0);

  stop = scape_stops_at_line (self, line);
  if (stop != NULL)
    scape_stops_remove (self, stop);
  else
    append (self, g_strdup_printf ("line:%u", line), line);
}

void
scape_stops_move_line (ScapeStops *self,
                       ScapeStop  *stop,
                       guint       line)
{
  g_return_if_fail (SCAPE_IS_STOPS (self));
  g_return_if_fail (SCAPE_IS_STOP (stop) && line > 0);

  if (stop->line == line)
    return;
  if (scape_stops_at_line (self, line) != NULL)
    {
      scape_stops_remove (self, stop);
      return;
    }
  stop->line = line;
  g_free (stop->condition);
  stop->condition = g_strdup_printf ("line:%u", line);
  g_object_notify_by_pspec (G_OBJECT (stop), properties[PROP_CONDITION]);
}

char **
scape_stops_dup_enabled (ScapeStops *self)
{
  g_autoptr (GStrvBuilder) conditions = g_strv_builder_new ();
  gboolean any = FALSE;

  g_return_val_if_fail (SCAPE_IS_STOPS (self), NULL);

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->list)); i++)
    if (nth (self, i)->enabled)
      {
        g_strv_builder_add (conditions, nth (self, i)->condition);
        any = TRUE;
      }
  return any ? g_strv_builder_end (conditions) : NULL;
}

static void
scape_stops_dispose (GObject *object)
{
  g_clear_object (&SCAPE_STOPS (object)->list);

  G_OBJECT_CLASS (scape_stops_parent_class)->dispose (object);
}

static void
scape_stops_class_init (ScapeStopsClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = scape_stops_dispose;

  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                   G_TYPE_NONE, 0);
}

static void
scape_stops_init (ScapeStops *self)
{
  self->list = g_list_store_new (SCAPE_TYPE_STOP);
  g_signal_connect_object (self->list, "items-changed", G_CALLBACK (changed), self, G_CONNECT_SWAPPED);
}

ScapeStops *
scape_stops_new (void)
{
  return g_object_new (SCAPE_TYPE_STOPS, NULL);
}
