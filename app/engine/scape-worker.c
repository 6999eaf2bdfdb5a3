#define G_LOG_DOMAIN "ScapeWorker"

#include "config.h"

#include <math.h>
#include <string.h>

#include "engine/scape-engine-private.h"
#include "engine/scape-handover.h"
#include "engine/scape-error.h"

/* A slice is short enough that a command sent while the machine runs is looked at well within one display frame. */
#define SLICE_US 2000
#define FRAME_INTERVAL_US 15000
/* A frame nobody has fetched yet is made again only this often, so that a hidden window costs little. */
#define STALE_INTERVAL_US 100000
#define DEFAULT_HISTORY_BYTES (UINT64_C (256) << 20)
#define MAX_POINTS 2000
#define MAX_EVENTS 200
/* Output that piles up between two deliveries beyond this is left out at its old end. */
#define MAX_PENDING_LINES 4000
#define MAX_LINE_BYTES 8192

typedef struct {
  int fd;
  guint64 tick;
  GString *text;
} OutputLine;

struct ScapeWorker {
  /* shared */
  GAsyncQueue *commands;
  GAsyncQueue *messages;
  GccoreFrame *newest;        /* atomic: the frame waiting to be fetched, or NULL */
  GSource *wake;

  GThread *thread;

  /* the worker thread's own */
  GccoreMachine *machine;
  ScapeEngineState state;
  gboolean quitting;
  gint64 frame_due_us;        /* monotonic time before which no frame is made while running */
  gboolean dirty;             /* the machine has moved since the last frame */

  GArray *watched;            /* guint64 */
  guint n_nodes;              /* of the graph of objects */
  guint64 graph_from;
  double speed;               /* ticks a second */
  gboolean ignore_speed;
  gint64 epoch_us;            /* when the count below began */
  guint64 epoch_tick;
  GPtrArray *stops;           /* GccoreStop */
  GPtrArray *stop_texts;
  GccoreGranularity step_by;
  guint64 steps_left;
  GccorePosition seek_to;
  guint64 history_bytes;

  GQueue lines;               /* OutputLine, oldest first */
  guint64 left_out_bytes;
};

void
scape_command_free (ScapeCommand *command)
{
  g_free (command->name);
  g_clear_pointer (&command->source, g_bytes_unref);
  g_strfreev (command->stops);
  g_clear_pointer (&command->spans, g_array_unref);
  g_free (command);
}

void
scape_message_free (ScapeMessage *message)
{
  g_clear_pointer (&message->frame, gccore_frame_unref);
  g_clear_pointer (&message->load.diagnostics, g_ptr_array_unref);
  g_clear_pointer (&message->load.escapes, g_ptr_array_unref);
  g_clear_pointer (&message->session, gccore_session_free);
  g_free (message->path);
  g_free (message->text);
  g_free (message);
}

static void
output_line_free (OutputLine *line)
{
  g_string_free (line->text, TRUE);
  g_free (line);
}

static void
diagnostic_free (GccoreDiagnostic *diagnostic)
{
  g_free (diagnostic->text);
  g_free (diagnostic);
}

static void
post (ScapeWorker  *worker,
      ScapeMessage *message)
{
  scape_hand_over (worker->messages, message);
  g_source_set_ready_time (worker->wake, 0);
}

static ScapeMessage *
message_new (ScapeMessageKind kind)
{
  ScapeMessage *message = g_new0 (ScapeMessage, 1);

  message->kind = kind;
  return message;
}

static void
refuse (ScapeWorker *worker,
        const char  *why)
{
  ScapeMessage *message = message_new (SCAPE_MESSAGE_REFUSED);

  message->text = g_strdup (why);
  post (worker, message);
}

/* Output: collected as lines on the stepping thread, handed over in one go with the frames. */

static void
output_cb (int         fd,
           const char *bytes,
           gsize       length,
           uint64_t    tick,
           gpointer    data)
{
  ScapeWorker *worker = data;

  while (length > 0)
    {
      OutputLine *last = g_queue_peek_tail (&worker->lines);
      const char *newline = memchr (bytes, '\n', length);
      gsize part = newline != NULL ? (gsize) (newline - bytes) + 1 : length;

      part = MIN (part, MAX_LINE_BYTES);
      if (last == NULL || last->fd != fd || last->text->len + part > MAX_LINE_BYTES ||
          last->text->str[last->text->len - 1] == '\n')
        {
          last = g_new0 (OutputLine, 1);
          last->fd = fd;
          last->tick = tick;
          last->text = g_string_sized_new (part);
          g_queue_push_tail (&worker->lines, last);
        }
      g_string_append_len (last->text, bytes, part);
      bytes += part;
      length -= part;
    }

  while (worker->lines.length > MAX_PENDING_LINES)
    {
      OutputLine *oldest = g_queue_pop_head (&worker->lines);

      worker->left_out_bytes += oldest->text->len;
      output_line_free (oldest);
    }
}

static void
trace_cb (const char *line,
          gpointer    data)
{
  ScapeWorker *worker = data;
  ScapeMessage *message = message_new (SCAPE_MESSAGE_TRACE);

  message->text = g_strdup (line);
  message->tick = gccore_machine_tick (worker->machine);
  post (worker, message);
}

static void
flush_output (ScapeWorker *worker)
{
  OutputLine *line;

  if (worker->left_out_bytes > 0)
    {
      ScapeMessage *message = message_new (SCAPE_MESSAGE_OUTPUT);

      message->tick = worker->left_out_bytes;
      message->text = g_strdup ("");
      worker->left_out_bytes = 0;
      post (worker, message);
    }

  while ((line = g_queue_pop_head (&worker->lines)) != NULL)
    {
      ScapeMessage *message = message_new (SCAPE_MESSAGE_OUTPUT);

      message->fd = line->fd;
      message->tick = line->tick;
      message->length = line->text->len;
      message->text = g_string_free (g_steal_pointer (&line->text), FALSE);
      g_free (line);
      post (worker, message);
    }
}

/* Frames */

static GccoreFrame *
make_frame (ScapeWorker *worker)
{
  GccoreFrameRequest request = {
    .detail_spans = (const uint64_t *) (gpointer) worker->watched->data,
    .n_detail_spans = worker->watched->len,
    .max_points = MAX_POINTS,
    .max_events = MAX_EVENTS,
    .max_graph_nodes = worker->n_nodes,
    .graph_from = worker->graph_from,
  };

  worker->dirty = FALSE;
  worker->frame_due_us = g_get_monotonic_time () + FRAME_INTERVAL_US;
  return worker->machine != NULL ? gccore_machine_frame (worker->machine, &request) : NULL;
}

static void
drop_unfetched_frame (ScapeWorker *worker)
{
  GccoreFrame *old = g_atomic_pointer_exchange (&worker->newest, NULL);

  g_clear_pointer (&old, gccore_frame_unref);
}

static void
publish_frame (ScapeWorker *worker)
{
  GccoreFrame *frame = make_frame (worker);
  GccoreFrame *old;

  flush_output (worker);
  if (frame == NULL)
    return;
  old = g_atomic_pointer_exchange (&worker->newest, frame);
  g_clear_pointer (&old, gccore_frame_unref);
  g_source_set_ready_time (worker->wake, 0);
}

static void
publish_frame_if_due (ScapeWorker *worker)
{
  gint64 due = worker->frame_due_us;

  if (!worker->dirty)
    return;
  if (g_atomic_pointer_get (&worker->newest) != NULL)
    due += STALE_INTERVAL_US;
  if (g_get_monotonic_time () >= due)
    publish_frame (worker);
}

static guint64
last_tick (const ScapeWorker *worker)
{
  return worker->machine != NULL ? gccore_machine_last_tick (worker->machine) : 0;
}

/* Sends @message with the frame that belongs to it; nothing older can arrive after it. */
static void
post_with_frame (ScapeWorker  *worker,
                 ScapeMessage *message)
{
  flush_output (worker);
  message->state = worker->state;
  message->frame = make_frame (worker);
  message->last_tick = last_tick (worker);
  drop_unfetched_frame (worker);
  post (worker, message);
}

/* States */

static gboolean
is_busy (const ScapeWorker *worker)
{
  return worker->state >= SCAPE_ENGINE_RUNNING && worker->state <= SCAPE_ENGINE_SEEKING;
}

static void
set_stops (ScapeWorker *worker,
           char       **stops)
{
  g_ptr_array_set_size (worker->stops, 0);
  g_ptr_array_set_size (worker->stop_texts, 0);
  for (guint i = 0; stops != NULL && stops[i] != NULL; i++)
    {
      GccoreError error = { 0 };
      GccoreStop *stop = gccore_stop_parse (stops[i], &error);

      if (stop == NULL || gccore_stop_check (stop, worker->machine, &error) != GCCORE_OK)
        {
          refuse (worker, error.text);
          g_clear_pointer (&stop, gccore_stop_free);
          continue;
        }
      g_ptr_array_add (worker->stops, stop);
      g_ptr_array_add (worker->stop_texts, g_strdup (stops[i]));
    }
}

static void
begin (ScapeWorker     *worker,
       ScapeEngineState state)
{
  ScapeMessage *message = message_new (SCAPE_MESSAGE_STATE);

  worker->state = state;
  worker->epoch_us = g_get_monotonic_time ();
  worker->epoch_tick = gccore_machine_tick (worker->machine);
  message->state = state;
  message->last_tick = last_tick (worker);
  post (worker, message);
}

static void
stop (ScapeWorker     *worker,
      GccoreStopReason reason,
      const char      *hit)
{
  ScapeMessage *message = message_new (SCAPE_MESSAGE_STOPPED);

  worker->steps_left = 0;
  if (reason == GCCORE_STOP_HOST_ERROR)
    worker->state = SCAPE_ENGINE_FAILED;
  else if (gccore_machine_ended (worker->machine, NULL))
    worker->state = SCAPE_ENGINE_ENDED;
  else
    worker->state = SCAPE_ENGINE_PAUSED;
  if (reason == GCCORE_STOP_HOST_ERROR || reason == GCCORE_STOP_BROKEN)
    hit = gccore_machine_error (worker->machine)->text;
  message->reason = reason;
  message->text = g_strdup (hit);
  post_with_frame (worker, message);
}

/* Commands */

static void
adopt (ScapeWorker   *worker,
       GccoreMachine *machine)
{
  GQueue old_lines = worker->lines;
  OutputLine *line;

  while ((line = g_queue_pop_head (&old_lines)) != NULL)
    output_line_free (line);
  g_queue_init (&worker->lines);
  worker->left_out_bytes = 0;

  g_clear_pointer (&worker->machine, gccore_machine_free);
  worker->machine = machine;
  worker->state = gccore_machine_ended (machine, NULL) ? SCAPE_ENGINE_ENDED : SCAPE_ENGINE_PAUSED;
  worker->steps_left = 0;
  gccore_machine_set_history (machine, worker->history_bytes);
  gccore_machine_set_output (machine, output_cb, worker);
  gccore_machine_set_gctrace (machine, trace_cb, worker);
}

/* What came of making a machine; takes what it is given but for the machine, which the caller has dealt with. */
static void
answer_load (ScapeWorker       *worker,
             ScapeCommand      *command,
             GPtrArray         *diagnostics,
             const GccoreError *error,
             ScapeMessage      *message)
{
  message->load.serial = command->serial;
  message->load.check = command->flag;
  message->load.diagnostics = diagnostics != NULL ? diagnostics : g_ptr_array_new ();
  g_ptr_array_set_free_func (message->load.diagnostics, (GDestroyNotify) diagnostic_free);
  if (!message->load.compiled)
    {
      GccoreError first = *error;
      g_autoptr (GError) why = NULL;

      if (first.code == GCCORE_OK)
        first.code = GCCORE_ERR_PROGRAM;
      why = scape_error_from_gccore (&first);
      message->text = g_strdup (why->message);
      message->load.host_error = first.code == GCCORE_ERR_HOST_MEMORY;
    }

  if (message->load.adopted)
    {
      post_with_frame (worker, message);
    }
  else
    {
      message->state = worker->state;
      message->last_tick = last_tick (worker);
      post (worker, message);
    }
}

static void
keep_bookmarks (ScapeWorker   *worker,
                GccoreMachine *machine)
{
  for (guint i = 0; worker->machine != NULL && i < gccore_machine_n_bookmarks (worker->machine); i++)
    {
      GccoreBookmark bookmark = gccore_machine_bookmark (worker->machine, i);

      gccore_machine_put_bookmark (machine, &bookmark);
    }
}

static void
do_load (ScapeWorker  *worker,
         ScapeCommand *command)
{
  ScapeMessage *message = message_new (SCAPE_MESSAGE_LOADED);
  GccoreError error = { 0 };
  GPtrArray *diagnostics = NULL;
  gsize length;
  const char *source = g_bytes_get_data (command->source, &length);
  GccoreMachine *machine;
  gboolean untouched;

  untouched = worker->machine == NULL ||
              (!is_busy (worker) && gccore_machine_tick (worker->machine) == 0);
  machine = gccore_machine_load (command->name, source != NULL ? source : "", length, &command->knobs,
                                 &diagnostics, &error);
  message->load.compiled = machine != NULL;
  message->load.adopted = machine != NULL && (!command->flag || untouched);
  if (machine != NULL)
    gccore_machine_remember_lines (machine); /* without, the inspector says less */
  if (machine != NULL)
    message->load.escapes = gccore_escape_lines (command->name, source, length, GCCORE_ESCAPE_REASONS, NULL);
  if (message->load.adopted)
    {
      if (command->keep)
        keep_bookmarks (worker, machine);
      adopt (worker, machine);
    }
  else
    {
      g_clear_pointer (&machine, gccore_machine_free);
    }
  answer_load (worker, command, diagnostics, &error, message);
}

/* The machine of a session, where it stood. */
static void
open_session (ScapeWorker  *worker,
              ScapeCommand *command)
{
  ScapeMessage *message = message_new (SCAPE_MESSAGE_LOADED);
  GccoreError error = { 0 };
  GPtrArray *diagnostics = NULL;
  gsize length;
  const char *contents = g_bytes_get_data (command->source, &length);
  GccoreMachine *machine = NULL;

  message->session = gccore_session_parse (contents != NULL ? contents : "", length, &error);
  if (message->session != NULL)
    machine = gccore_session_load (message->session, &diagnostics, &error);
  message->load.compiled = message->load.adopted = machine != NULL;
  if (machine != NULL)
    {
      const GccoreSessionBranch *present = g_ptr_array_index (message->session->branches, 0);

      message->load.escapes = gccore_escape_lines (message->session->name, message->session->source,
                                                   message->session->source_length, GCCORE_ESCAPE_REASONS, NULL);
      adopt (worker, machine);
      if (gccore_machine_seek_to (machine, present->position, 0) == GCCORE_STOP_HOST_ERROR)
        worker->state = SCAPE_ENGINE_FAILED;
      else if (gccore_machine_ended (machine, NULL))
        worker->state = SCAPE_ENGINE_ENDED;
    }
  answer_load (worker, command, diagnostics, &error, message);
}

static void
save_session (ScapeWorker  *worker,
              ScapeCommand *command)
{
  ScapeMessage *message = message_new (SCAPE_MESSAGE_SAVED);
  g_autoptr (GccoreSession) session = gccore_session_of (worker->machine, (const char *const *) command->stops);
  g_autoptr (GError) error = NULL;

  message->path = g_strdup (command->name);
  if (!gccore_session_save (session, command->name, &error))
    message->text = g_strdup (error->message);
  post (worker, message);
}

/* Branches and bookmarks. The window's list may be older than ours: what is not there is left alone. */
static void
change_marks (ScapeWorker  *worker,
              ScapeCommand *command)
{
  GccoreMachine *machine = worker->machine;
  guint n = (guint) command->n;
  GccoreError error = { 0 };

  switch (command->kind)
    {
    case SCAPE_COMMAND_RENAME_BRANCH:
      if (n < gccore_machine_n_branches (machine) &&
          gccore_machine_rename_branch (machine, n, command->name, &error) != GCCORE_OK)
        refuse (worker, error.text);
      break;

    case SCAPE_COMMAND_ADD_BOOKMARK:
      gccore_machine_add_bookmark (machine, command->name);
      break;

    case SCAPE_COMMAND_RENAME_BOOKMARK:
      if (n < gccore_machine_n_bookmarks (machine))
        gccore_machine_rename_bookmark (machine, n, command->name);
      break;

    default:
      if (n < gccore_machine_n_bookmarks (machine))
        gccore_machine_remove_bookmark (machine, n);
      break;
    }
  publish_frame (worker);
}

/* Goes to where the machine stood in a branch, or to a bookmark. */
static void
go_to_mark (ScapeWorker  *worker,
            ScapeCommand *command)
{
  GccoreStopReason reason = GCCORE_STOP_STEPPED;
  guint n = (guint) command->n;

  begin (worker, SCAPE_ENGINE_SEEKING);
  if (command->kind == SCAPE_COMMAND_GO_TO_BOOKMARK)
    {
      if (n < gccore_machine_n_bookmarks (worker->machine))
        reason = gccore_machine_go_to_bookmark (worker->machine, n, 0);
    }
  else if (n < gccore_machine_n_branches (worker->machine) &&
           gccore_machine_switch_branch (worker->machine, n, NULL) != GCCORE_OK)
    {
      reason = GCCORE_STOP_HOST_ERROR;
    }
  stop (worker, reason, NULL);
}

static gboolean
can_advance (const ScapeWorker *worker)
{
  return worker->machine != NULL && worker->state != SCAPE_ENGINE_FAILED &&
         !gccore_machine_ended (worker->machine, NULL);
}

/* Whether there is a machine whose history can be walked. */
static gboolean
can_go_back (const ScapeWorker *worker)
{
  return worker->machine != NULL && worker->state != SCAPE_ENGINE_FAILED;
}

/* A search backwards goes on until somebody wants something else. */
static bool
search_cb (uint64_t tick,
           gpointer data)
{
  ScapeWorker *worker = data;
  gint64 now = g_get_monotonic_time ();

  if (now >= worker->frame_due_us)
    {
      ScapeMessage *message = message_new (SCAPE_MESSAGE_SEARCHING);

      message->tick = tick;
      post (worker, message);
      worker->frame_due_us = now + FRAME_INTERVAL_US;
    }
  return g_async_queue_length (worker->commands) <= 0;
}

static void
run_back (ScapeWorker *worker)
{
  GccoreStopReason reason;
  guint hit = 0;

  reason = gccore_machine_run_back (worker->machine, (GccoreStop **) worker->stops->pdata, worker->stops->len, &hit,
                                    search_cb, worker);
  stop (worker, reason, reason == GCCORE_STOP_HIT ? g_ptr_array_index (worker->stop_texts, hit) : NULL);
}

static void
execute (ScapeWorker  *worker,
         ScapeCommand *command)
{
  switch (command->kind)
    {
    case SCAPE_COMMAND_LOAD:
      do_load (worker, command);
      break;

    case SCAPE_COMMAND_STEP:
      if (!can_advance (worker))
        break;
      if (worker->state == SCAPE_ENGINE_STEPPING && worker->step_by == command->by)
        {
          worker->steps_left += command->n;
          break;
        }
      worker->step_by = command->by;
      worker->steps_left = command->n;
      begin (worker, SCAPE_ENGINE_STEPPING);
      break;

    case SCAPE_COMMAND_RUN:
      if (!can_advance (worker))
        break;
      set_stops (worker, command->stops);
      worker->ignore_speed = command->flag;
      worker->steps_left = 0;
      begin (worker, SCAPE_ENGINE_RUNNING);
      break;

    case SCAPE_COMMAND_SEEK:
      if (!can_go_back (worker))
        break;
      worker->steps_left = 0;
      worker->seek_to = (GccorePosition) { command->n, (uint32_t) command->from };
      if (worker->state != SCAPE_ENGINE_SEEKING)
        begin (worker, SCAPE_ENGINE_SEEKING);
      break;

    case SCAPE_COMMAND_STEP_BACK:
      if (!can_go_back (worker))
        break;
      begin (worker, SCAPE_ENGINE_SEEKING);
      stop (worker, gccore_machine_step_back (worker->machine, command->by, command->n, search_cb, worker), NULL);
      break;

    case SCAPE_COMMAND_RUN_BACK:
      if (!can_go_back (worker))
        break;
      set_stops (worker, command->stops);
      begin (worker, SCAPE_ENGINE_SEEKING);
      run_back (worker);
      break;

    case SCAPE_COMMAND_OPEN_SESSION:
      open_session (worker, command);
      break;

    case SCAPE_COMMAND_SAVE_SESSION:
      if (worker->machine != NULL)
        save_session (worker, command);
      break;

    case SCAPE_COMMAND_SWITCH_BRANCH:
    case SCAPE_COMMAND_GO_TO_BOOKMARK:
      if (can_go_back (worker))
        go_to_mark (worker, command);
      break;

    case SCAPE_COMMAND_RENAME_BRANCH:
    case SCAPE_COMMAND_ADD_BOOKMARK:
    case SCAPE_COMMAND_RENAME_BOOKMARK:
    case SCAPE_COMMAND_REMOVE_BOOKMARK:
      if (worker->machine != NULL)
        change_marks (worker, command);
      break;

    case SCAPE_COMMAND_HISTORY:
      worker->history_bytes = command->n;
      break;

    case SCAPE_COMMAND_PAUSE:
      if (is_busy (worker))
        stop (worker, GCCORE_STOP_STEPPED, NULL);
      break;

    case SCAPE_COMMAND_SPEED:
      worker->speed = command->speed;
      worker->epoch_us = g_get_monotonic_time ();
      worker->epoch_tick = worker->machine != NULL ? gccore_machine_tick (worker->machine) : 0;
      break;

    case SCAPE_COMMAND_KNOB:
      if (worker->machine != NULL)
        {
          GccoreError error = { 0 };

          if (gccore_machine_set_knob (worker->machine, command->name, command->value, &error) != GCCORE_OK)
            refuse (worker, error.text);
          publish_frame (worker);
        }
      break;

    case SCAPE_COMMAND_WATCH:
      g_array_unref (worker->watched);
      worker->watched = g_steal_pointer (&command->spans);
      worker->n_nodes = (guint) command->n;
      worker->graph_from = command->from;
      if (worker->machine != NULL && !is_busy (worker))
        publish_frame (worker);
      break;

    case SCAPE_COMMAND_VERIFY:
      if (worker->machine != NULL)
        {
          ScapeMessage *message = message_new (SCAPE_MESSAGE_VERIFIED);
          GccoreError error = { 0 };

          if (gccore_machine_verify (worker->machine, &error) != GCCORE_OK)
            message->text = g_strdup (error.text);
          post (worker, message);
        }
      break;

    case SCAPE_COMMAND_QUIT:
      worker->quitting = TRUE;
      break;

    default:
      g_assert_not_reached ();
    }
  scape_command_free (command);
}

/* Advancing */

static gboolean
is_limited (const ScapeWorker *worker)
{
  return worker->state == SCAPE_ENGINE_RUNNING && !worker->ignore_speed && worker->speed < SCAPE_SPEED_MAX;
}

/* Ticks that the set speed has earned and that are not done yet. A debt of more than a tenth of a second (the host was
 * busy, or the machine cannot go that fast) is forgiven. */
static guint64
ticks_due (ScapeWorker *worker)
{
  gint64 now = g_get_monotonic_time ();
  guint64 tick = gccore_machine_tick (worker->machine);
  double earned = (double) (now - worker->epoch_us) * 1e-6 * worker->speed;
  double due = floor (earned) - (double) (tick - worker->epoch_tick);

  if (due > worker->speed * 0.1 + 1)
    {
      due = MAX (1, floor (worker->speed * 0.1));
      worker->epoch_us = now - (gint64) (due / worker->speed * 1e6) - 1;
      worker->epoch_tick = tick;
    }
  return due >= 1 ? (guint64) due : 0;
}

static gint64
next_tick_us (const ScapeWorker *worker)
{
  double ticks = (double) (gccore_machine_tick (worker->machine) - worker->epoch_tick) + 1;

  return worker->epoch_us + (gint64) (ticks / worker->speed * 1e6) + 1;
}

/* Runs at most @n ticks (0: no bound) with the stops armed. Returns BUDGET also when the bound was reached. */
static GccoreStopReason
run_slice (ScapeWorker *worker,
           guint64      n,
           guint       *hit)
{
  GccoreStopReason reason;

  if (n > 0 && worker->stops->len == 0)
    {
      reason = gccore_machine_step (worker->machine, GCCORE_BY_TICK, n, SLICE_US);
      return reason == GCCORE_STOP_STEPPED ? GCCORE_STOP_BUDGET : reason;
    }
  if (n > 0)
    {
      g_autofree char *text = g_strdup_printf ("tick:%" G_GUINT64_FORMAT, gccore_machine_tick (worker->machine) + n);
      GccoreStop *bound = gccore_stop_parse (text, NULL);

      g_ptr_array_add (worker->stops, bound);
      reason = gccore_machine_run (worker->machine, (GccoreStop **) worker->stops->pdata, worker->stops->len,
                                   SLICE_US, hit);
      g_ptr_array_set_size (worker->stops, worker->stops->len - 1);
      return reason == GCCORE_STOP_HIT && *hit == worker->stops->len ? GCCORE_STOP_BUDGET : reason;
    }
  return gccore_machine_run (worker->machine, (GccoreStop **) worker->stops->pdata, worker->stops->len, SLICE_US, hit);
}

static void
advance (ScapeWorker *worker)
{
  GccoreStopReason reason;
  guint hit = 0;

  if (worker->state == SCAPE_ENGINE_SEEKING)
    {
      reason = gccore_machine_seek_to (worker->machine, worker->seek_to, SLICE_US);
    }
  else if (worker->state == SCAPE_ENGINE_STEPPING)
    {
      reason = gccore_machine_step (worker->machine, worker->step_by, 1, SLICE_US);
      if (reason == GCCORE_STOP_STEPPED && --worker->steps_left > 0)
        reason = GCCORE_STOP_BUDGET;
    }
  else
    {
      guint64 n = is_limited (worker) ? ticks_due (worker) : 0;

      if (is_limited (worker) && n == 0)
        {
          publish_frame_if_due (worker);
          return;
        }
      reason = run_slice (worker, n, &hit);
    }

  worker->dirty = TRUE;
  if (reason != GCCORE_STOP_BUDGET)
    stop (worker, reason, reason == GCCORE_STOP_HIT ? g_ptr_array_index (worker->stop_texts, hit) : NULL);
  else
    publish_frame_if_due (worker);
}

static ScapeCommand *
next_command (ScapeWorker *worker)
{
  gint64 deadline;

  if (!is_busy (worker))
    return scape_taken (g_async_queue_pop (worker->commands));
  if (!is_limited (worker) || ticks_due (worker) > 0)
    return scape_taken (g_async_queue_try_pop (worker->commands));

  deadline = next_tick_us (worker);
  if (worker->dirty)
    deadline = MIN (deadline, worker->frame_due_us);
  return scape_taken (g_async_queue_timeout_pop (worker->commands,
                                                 CLAMP (deadline - g_get_monotonic_time (), 100, 1000000)));
}

static gpointer
worker_main (gpointer data)
{
  ScapeWorker *worker = data;

  while (!worker->quitting)
    {
      ScapeCommand *command = next_command (worker);

      if (command != NULL)
        execute (worker, command);
      else if (is_busy (worker))
        advance (worker);
    }
  g_clear_pointer (&worker->machine, gccore_machine_free);
  return NULL;
}

/* The window's side */

ScapeWorker *
scape_worker_new (GSource *source)
{
  ScapeWorker *worker = g_new0 (ScapeWorker, 1);

  worker->commands = g_async_queue_new_full ((GDestroyNotify) scape_command_free);
  worker->messages = g_async_queue_new_full ((GDestroyNotify) scape_message_free);
  worker->wake = g_source_ref (source);
  worker->watched = g_array_new (FALSE, FALSE, sizeof (guint64));
  worker->stops = g_ptr_array_new_with_free_func ((GDestroyNotify) gccore_stop_free);
  worker->stop_texts = g_ptr_array_new_with_free_func (g_free);
  worker->speed = SCAPE_SPEED_MAX;
  worker->history_bytes = DEFAULT_HISTORY_BYTES;
  g_queue_init (&worker->lines);
  worker->thread = g_thread_new ("scape-worker", worker_main, worker);
  return worker;
}

void
scape_worker_free (ScapeWorker *worker)
{
  ScapeCommand *quit = g_new0 (ScapeCommand, 1);

  quit->kind = SCAPE_COMMAND_QUIT;
  scape_hand_over_first (worker->commands, quit);
  g_thread_join (worker->thread);

  drop_unfetched_frame (worker);
  g_async_queue_unref (worker->commands);
  g_async_queue_unref (worker->messages);
  g_source_unref (worker->wake);
  g_array_unref (worker->watched);
  g_ptr_array_unref (worker->stops);
  g_ptr_array_unref (worker->stop_texts);
  g_queue_clear_full (&worker->lines, (GDestroyNotify) output_line_free);
  g_free (worker);
}

void
scape_worker_send (ScapeWorker  *worker,
                   ScapeCommand *command)
{
  scape_hand_over (worker->commands, command);
}

ScapeMessage *
scape_worker_fetch_message (ScapeWorker *worker)
{
  return scape_taken (g_async_queue_try_pop (worker->messages));
}

GccoreFrame *
scape_worker_fetch_frame (ScapeWorker *worker)
{
  return g_atomic_pointer_exchange (&worker->newest, NULL);
}
