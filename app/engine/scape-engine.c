#define G_LOG_DOMAIN "ScapeEngine"

#include "config.h"

#include "engine/scape-engine.h"
#include "engine/scape-engine-private.h"

struct _ScapeEngine
{
  GObject parent_instance;

  /* owned */
  ScapeWorker *worker;
  GSource *source;
  GccoreFrame *frame;

  ScapeEngineState state;
  guint64 last_tick;
  guint last_serial;
};

G_DEFINE_FINAL_TYPE (ScapeEngine, scape_engine, G_TYPE_OBJECT)

enum { PROP_0, PROP_STATE, N_PROPS };
enum { FRAME, LOADED, STOPPED, OUTPUT, TRACE, REFUSED, VERIFIED, SEARCHING, SAVED, ESCAPES, STOP_REFUSED, N_SIGNALS };

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

/* The source that the worker wakes: its ready time is 0 when something waits, -1 otherwise. */
typedef struct {
  GSource source;
  ScapeEngine *engine;        /* borrowed: the engine destroys the source before it goes */
} WakeSource;

static void
take_frame (ScapeEngine *self,
            GccoreFrame *frame)
{
  GccoreFrame *old = g_steal_pointer (&self->frame);

  self->frame = frame;
  g_signal_emit (self, signals[FRAME], 0);
  g_clear_pointer (&old, gccore_frame_unref);
}

static void
set_state (ScapeEngine     *self,
           ScapeEngineState state)
{
  if (self->state == state)
    return;
  self->state = state;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STATE]);
}

static void
deliver (ScapeEngine  *self,
         ScapeMessage *message)
{
  if (message->kind <= SCAPE_MESSAGE_STOPPED)
    self->last_tick = message->last_tick;

  switch (message->kind)
    {
    case SCAPE_MESSAGE_LOADED:
      set_state (self, message->state);
      message->load.error = message->text;
      message->load.session = message->session;
      g_signal_emit (self, signals[LOADED], 0, &message->load);
      break;

    case SCAPE_MESSAGE_ESCAPES:
      g_signal_emit (self, signals[ESCAPES], 0, message->load.serial, message->escapes);
      break;

    case SCAPE_MESSAGE_STATE:
      set_state (self, message->state);
      break;

    case SCAPE_MESSAGE_STOPPED:
      if (message->frame != NULL)
        take_frame (self, g_steal_pointer (&message->frame));
      set_state (self, message->state);
      g_signal_emit (self, signals[STOPPED], 0, (int) message->reason, message->text);
      break;

    case SCAPE_MESSAGE_OUTPUT:
      {
        ScapeOutput output = { message->fd, message->tick, message->text, message->length };

        g_signal_emit (self, signals[OUTPUT], 0, &output);
      }
      break;

    case SCAPE_MESSAGE_TRACE:
      g_signal_emit (self, signals[TRACE], 0, message->tick, message->text);
      break;

    case SCAPE_MESSAGE_REFUSED:
      g_signal_emit (self, signals[REFUSED], 0, message->text);
      break;

    case SCAPE_MESSAGE_STOP_REFUSED:
      g_signal_emit (self, signals[STOP_REFUSED], 0, message->condition, message->text);
      break;

    case SCAPE_MESSAGE_SAVED:
      g_signal_emit (self, signals[SAVED], 0, message->path, message->text);
      break;

    case SCAPE_MESSAGE_SEARCHING:
      g_signal_emit (self, signals[SEARCHING], 0, message->tick);
      break;

    case SCAPE_MESSAGE_VERIFIED:
      g_signal_emit (self, signals[VERIFIED], 0, message->text);
      break;

    default:
      g_assert_not_reached ();
    }

  if (message->frame != NULL && self->worker != NULL)
    take_frame (self, g_steal_pointer (&message->frame));
}

static gboolean
wake_dispatch (GSource    *source,
               GSourceFunc callback,
               gpointer    data)
{
  ScapeEngine *self = ((WakeSource *) source)->engine;
  ScapeMessage *message;
  GccoreFrame *frame;

  g_source_set_ready_time (source, -1);

  /* A handler may drop the last reference to the engine. */
  g_object_ref (self);
  while (self->worker != NULL && (message = scape_worker_fetch_message (self->worker)) != NULL)
    {
      deliver (self, message);
      scape_message_free (message);
    }
  if (self->worker != NULL && (frame = scape_worker_fetch_frame (self->worker)) != NULL)
    take_frame (self, frame);
  g_object_unref (self);
  return G_SOURCE_CONTINUE;
}

static GSourceFuncs wake_funcs = { .dispatch = wake_dispatch };

static ScapeCommand *
command_new (ScapeCommandKind kind)
{
  ScapeCommand *command = g_new0 (ScapeCommand, 1);

  command->kind = kind;
  return command;
}

static void
scape_engine_dispose (GObject *object)
{
  ScapeEngine *self = SCAPE_ENGINE (object);

  if (self->source != NULL)
    g_source_destroy (self->source);
  g_clear_pointer (&self->worker, scape_worker_free);
  g_clear_pointer (&self->source, g_source_unref);
  g_clear_pointer (&self->frame, gccore_frame_unref);

  G_OBJECT_CLASS (scape_engine_parent_class)->dispose (object);
}

static void
scape_engine_get_property (GObject    *object,
                           guint       prop_id,
                           GValue     *value,
                           GParamSpec *pspec)
{
  ScapeEngine *self = SCAPE_ENGINE (object);

  switch (prop_id)
    {
    case PROP_STATE:
      g_value_set_int (value, (int) self->state);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
scape_engine_class_init (ScapeEngineClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GType type = G_TYPE_FROM_CLASS (klass);

  object_class->dispose = scape_engine_dispose;
  object_class->get_property = scape_engine_get_property;

  /* ScapeEngineState; changes arrive with the frame and the signal that go with them. */
  properties[PROP_STATE] = g_param_spec_int ("state", NULL, NULL, SCAPE_ENGINE_EMPTY, SCAPE_ENGINE_FAILED,
                                             SCAPE_ENGINE_EMPTY, G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY |
                                             G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  /* A newer frame can be had from scape_engine_get_frame(). */
  signals[FRAME] = g_signal_new ("frame", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  /* (const ScapeLoadResult *result) */
  signals[LOADED] = g_signal_new ("loaded", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1,
                                  G_TYPE_POINTER);
  /* (guint serial, GPtrArray *escapes): (element-type GccoreEscapeLine): what escape analysis decided of the source that
   * was loaded or checked, with its reasons */
  signals[ESCAPES] = g_signal_new ("escapes", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 2,
                                   G_TYPE_UINT, G_TYPE_PTR_ARRAY);
  /* (GccoreStopReason reason, const char *text): the condition that came true, or what the host refused or the verifier
   * found, or NULL. */
  signals[STOPPED] = g_signal_new ("stopped", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 2,
                                   G_TYPE_INT, G_TYPE_STRING);
  /* (const ScapeOutput *output) */
  signals[OUTPUT] = g_signal_new ("output", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1,
                                  G_TYPE_POINTER);
  /* (guint64 tick, const char *line): a gctrace line */
  signals[TRACE] = g_signal_new ("trace", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 2,
                                 G_TYPE_UINT64, G_TYPE_STRING);
  /* (const char *why): a knob or stop condition was not taken */
  signals[REFUSED] = g_signal_new ("refused", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1,
                                   G_TYPE_STRING);
  /* (const char *condition, const char *why): what scape_engine_check_stop() was asked about can never stop a run */
  signals[STOP_REFUSED] = g_signal_new ("stop-refused", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 2,
                                        G_TYPE_STRING, G_TYPE_STRING);
  /* (const char *broken): the broken promise, or NULL when all is well */
  signals[VERIFIED] = g_signal_new ("verified", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1,
                                    G_TYPE_STRING);
  /* (const char *path, const char *error): a session was saved there; error is NULL, or says why not */
  signals[SAVED] = g_signal_new ("saved", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 2,
                                 G_TYPE_STRING, G_TYPE_STRING);
  /* (guint64 tick): a search backwards goes over the ticks that end about here */
  signals[SEARCHING] = g_signal_new ("searching", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1,
                                     G_TYPE_UINT64);
}

static void
scape_engine_init (ScapeEngine *self)
{
  self->source = g_source_new (&wake_funcs, sizeof (WakeSource));
  ((WakeSource *) self->source)->engine = self;
  g_source_set_static_name (self->source, "ScapeEngine");
  g_source_attach (self->source, g_main_context_get_thread_default ());
  self->worker = scape_worker_new (self->source);
}

ScapeEngine *
scape_engine_new (void)
{
  return g_object_new (SCAPE_TYPE_ENGINE, NULL);
}

static guint
send_load (ScapeEngine       *self,
           const char        *name,
           GBytes            *source,
           const GccoreKnobs *knobs,
           gboolean           check,
           gboolean           keep)
{
  ScapeCommand *command = command_new (SCAPE_COMMAND_LOAD);

  command->serial = ++self->last_serial;
  command->flag = check;
  command->keep = keep;
  command->name = g_strdup (name);
  command->source = g_bytes_ref (source);
  command->knobs = *knobs;
  scape_worker_send (self->worker, command);
  return self->last_serial;
}

guint
scape_engine_load (ScapeEngine       *self,
                   const char        *name,
                   GBytes            *source,
                   const GccoreKnobs *knobs)
{
  g_return_val_if_fail (SCAPE_IS_ENGINE (self), 0);
  g_return_val_if_fail (name != NULL && source != NULL && knobs != NULL, 0);

  return send_load (self, name, source, knobs, FALSE, FALSE);
}

guint
scape_engine_check (ScapeEngine       *self,
                    const char        *name,
                    GBytes            *source,
                    const GccoreKnobs *knobs)
{
  g_return_val_if_fail (SCAPE_IS_ENGINE (self), 0);
  g_return_val_if_fail (name != NULL && source != NULL && knobs != NULL, 0);

  return send_load (self, name, source, knobs, TRUE, TRUE);
}

guint
scape_engine_restart (ScapeEngine       *self,
                      const char        *name,
                      GBytes            *source,
                      const GccoreKnobs *knobs)
{
  g_return_val_if_fail (SCAPE_IS_ENGINE (self), 0);
  g_return_val_if_fail (name != NULL && source != NULL && knobs != NULL, 0);

  return send_load (self, name, source, knobs, FALSE, TRUE);
}

guint
scape_engine_open_session (ScapeEngine *self,
                           GBytes      *contents)
{
  ScapeCommand *command;

  g_return_val_if_fail (SCAPE_IS_ENGINE (self), 0);
  g_return_val_if_fail (contents != NULL, 0);

  command = command_new (SCAPE_COMMAND_OPEN_SESSION);
  command->serial = ++self->last_serial;
  command->source = g_bytes_ref (contents);
  scape_worker_send (self->worker, command);
  return self->last_serial;
}

void
scape_engine_save_session (ScapeEngine       *self,
                           const char        *path,
                           const char *const *stops)
{
  ScapeCommand *command;

  g_return_if_fail (SCAPE_IS_ENGINE (self));
  g_return_if_fail (path != NULL);

  command = command_new (SCAPE_COMMAND_SAVE_SESSION);
  command->name = g_strdup (path);
  command->stops = g_strdupv ((char **) stops);
  scape_worker_send (self->worker, command);
}

/* About the nth branch or bookmark. */
static void
send_mark (ScapeEngine     *self,
           ScapeCommandKind kind,
           guint            n,
           const char      *name)
{
  ScapeCommand *command;

  g_return_if_fail (SCAPE_IS_ENGINE (self));

  command = command_new (kind);
  command->n = n;
  command->name = g_strdup (name);
  scape_worker_send (self->worker, command);
}

void
scape_engine_switch_branch (ScapeEngine *self,
                            guint        branch)
{
  send_mark (self, SCAPE_COMMAND_SWITCH_BRANCH, branch, NULL);
}

void
scape_engine_rename_branch (ScapeEngine *self,
                            guint        branch,
                            const char  *name)
{
  send_mark (self, SCAPE_COMMAND_RENAME_BRANCH, branch, name);
}

void
scape_engine_add_bookmark (ScapeEngine *self,
                           const char  *name)
{
  send_mark (self, SCAPE_COMMAND_ADD_BOOKMARK, 0, name);
}

void
scape_engine_rename_bookmark (ScapeEngine *self,
                              guint        bookmark,
                              const char  *name)
{
  send_mark (self, SCAPE_COMMAND_RENAME_BOOKMARK, bookmark, name);
}

void
scape_engine_check_stop (ScapeEngine *self, const char *condition)
{
  ScapeCommand *command;

  g_return_if_fail (SCAPE_IS_ENGINE (self));
  g_return_if_fail (condition != NULL);

  command = command_new (SCAPE_COMMAND_CHECK_STOP);
  command->name = g_strdup (condition);
  scape_worker_send (self->worker, command);
}

void
scape_engine_remove_bookmark (ScapeEngine *self,
                              guint        bookmark)
{
  send_mark (self, SCAPE_COMMAND_REMOVE_BOOKMARK, bookmark, NULL);
}

void
scape_engine_go_to_bookmark (ScapeEngine *self,
                             guint        bookmark)
{
  send_mark (self, SCAPE_COMMAND_GO_TO_BOOKMARK, bookmark, NULL);
}

void
scape_engine_step (ScapeEngine      *self,
                   GccoreGranularity by,
                   guint64           n)
{
  ScapeCommand *command;

  g_return_if_fail (SCAPE_IS_ENGINE (self));
  g_return_if_fail (n > 0);

  command = command_new (SCAPE_COMMAND_STEP);
  command->by = by;
  command->n = n;
  scape_worker_send (self->worker, command);
}

static void
send_run (ScapeEngine       *self,
          const char *const *stops,
          gboolean           fast)
{
  ScapeCommand *command = command_new (SCAPE_COMMAND_RUN);

  command->stops = g_strdupv ((char **) stops);
  command->flag = fast;
  scape_worker_send (self->worker, command);
}

void
scape_engine_run (ScapeEngine       *self,
                  const char *const *stops)
{
  g_return_if_fail (SCAPE_IS_ENGINE (self));

  send_run (self, stops, FALSE);
}

void
scape_engine_run_fast (ScapeEngine       *self,
                       const char *const *stops)
{
  g_return_if_fail (SCAPE_IS_ENGINE (self));

  send_run (self, stops, TRUE);
}

void
scape_engine_pause (ScapeEngine *self)
{
  g_return_if_fail (SCAPE_IS_ENGINE (self));

  scape_worker_send (self->worker, command_new (SCAPE_COMMAND_PAUSE));
}

void
scape_engine_seek (ScapeEngine *self,
                   guint64      tick)
{
  scape_engine_seek_to (self, tick, 0);
}

void
scape_engine_seek_to (ScapeEngine *self,
                      guint64      tick,
                      guint        step)
{
  ScapeCommand *command;

  g_return_if_fail (SCAPE_IS_ENGINE (self));

  command = command_new (SCAPE_COMMAND_SEEK);
  command->n = tick;
  command->from = step;
  scape_worker_send (self->worker, command);
}

void
scape_engine_step_back (ScapeEngine      *self,
                        GccoreGranularity by,
                        guint64           n)
{
  ScapeCommand *command;

  g_return_if_fail (SCAPE_IS_ENGINE (self));
  g_return_if_fail (n > 0);

  command = command_new (SCAPE_COMMAND_STEP_BACK);
  command->by = by;
  command->n = n;
  scape_worker_send (self->worker, command);
}

void
scape_engine_run_back (ScapeEngine       *self,
                       const char *const *stops)
{
  ScapeCommand *command;

  g_return_if_fail (SCAPE_IS_ENGINE (self));

  command = command_new (SCAPE_COMMAND_RUN_BACK);
  command->stops = g_strdupv ((char **) stops);
  scape_worker_send (self->worker, command);
}

void
scape_engine_find_greying (ScapeEngine *self,
                           guint64      addr)
{
  ScapeCommand *command;

  g_return_if_fail (SCAPE_IS_ENGINE (self));

  command = command_new (SCAPE_COMMAND_FIND_GREYING);
  command->n = addr;
  scape_worker_send (self->worker, command);
}

void
scape_engine_set_history (ScapeEngine *self,
                          guint64      budget_bytes)
{
  ScapeCommand *command;

  g_return_if_fail (SCAPE_IS_ENGINE (self));

  command = command_new (SCAPE_COMMAND_HISTORY);
  command->n = budget_bytes;
  scape_worker_send (self->worker, command);
}

void
scape_engine_set_speed (ScapeEngine *self,
                        double       ticks_per_second)
{
  ScapeCommand *command;

  g_return_if_fail (SCAPE_IS_ENGINE (self));
  g_return_if_fail (ticks_per_second > 0);

  command = command_new (SCAPE_COMMAND_SPEED);
  command->speed = ticks_per_second;
  scape_worker_send (self->worker, command);
}

void
scape_engine_set_knob (ScapeEngine *self,
                       const char  *name,
                       gint64       value)
{
  ScapeCommand *command;

  g_return_if_fail (SCAPE_IS_ENGINE (self));
  g_return_if_fail (name != NULL);

  command = command_new (SCAPE_COMMAND_KNOB);
  command->name = g_strdup (name);
  command->value = value;
  scape_worker_send (self->worker, command);
}

void
scape_engine_watch (ScapeEngine      *self,
                    const guint64    *spans,
                    guint             n_spans,
                    const ScapeWatch *also)
{
  ScapeCommand *command;

  g_return_if_fail (SCAPE_IS_ENGINE (self));
  g_return_if_fail (spans != NULL || n_spans == 0);

  command = command_new (SCAPE_COMMAND_WATCH);
  command->spans = g_array_sized_new (FALSE, FALSE, sizeof (guint64), n_spans);
  g_array_append_vals (command->spans, spans, n_spans);
  command->watch = *also;
  scape_worker_send (self->worker, command);
}

void
scape_engine_verify (ScapeEngine *self)
{
  g_return_if_fail (SCAPE_IS_ENGINE (self));

  scape_worker_send (self->worker, command_new (SCAPE_COMMAND_VERIFY));
}

ScapeEngineState
scape_engine_get_state (ScapeEngine *self)
{
  g_return_val_if_fail (SCAPE_IS_ENGINE (self), SCAPE_ENGINE_EMPTY);

  return self->state;
}

gboolean
scape_engine_is_busy (ScapeEngine *self)
{
  g_return_val_if_fail (SCAPE_IS_ENGINE (self), FALSE);

  return self->state >= SCAPE_ENGINE_RUNNING && self->state <= SCAPE_ENGINE_SEEKING;
}

guint64
scape_engine_get_last_tick (ScapeEngine *self)
{
  g_return_val_if_fail (SCAPE_IS_ENGINE (self), 0);

  return self->frame != NULL ? MAX (self->last_tick, self->frame->tick) : self->last_tick;
}

GccoreFrame *
scape_engine_get_frame (ScapeEngine *self)
{
  g_return_val_if_fail (SCAPE_IS_ENGINE (self), NULL);

  return self->frame;
}
