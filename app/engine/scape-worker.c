#define G_LOG_DOMAIN "ScapeWorker"

#include "config.h"

#include <math.h>

#include "engine/scape-error.h"
#include "engine/scape-handover.h"
#include "engine/scape-worker-private.h"

#define DEFAULT_HISTORY_BYTES (UINT64_C (256) << 20)

void
scape_command_free (ScapeCommand *command)
{
  g_free (command->name);
  g_clear_pointer (&command->source, g_bytes_unref);
  g_strfreev (command->stops);
  g_clear_pointer (&command->spans, g_array_unref);
  g_free (command);
}

/* States */

gboolean
scape_worker_is_busy (const ScapeWorker *worker)
{
  return worker->state >= SCAPE_ENGINE_RUNNING && worker->state <= SCAPE_ENGINE_SEEKING;
}

/* NULL, and why, when the condition is none or can never come true in this program. */
static GccoreStop *
usable_stop (ScapeWorker *worker, const char *condition, GccoreError *error)
{
  GccoreStop *stop = gccore_stop_parse (condition, error);

  if (stop != NULL && gccore_stop_check (stop, worker->machine, error) != GCCORE_OK)
    g_clear_pointer (&stop, gccore_stop_free);
  return stop;
}

static void
set_stops (ScapeWorker *worker, char **stops)
{
  g_ptr_array_set_size (worker->stops, 0);
  g_ptr_array_set_size (worker->stop_texts, 0);
  for (guint i = 0; stops != NULL && stops[i] != NULL; i++)
    {
      GccoreError error = { 0 };
      GccoreStop *stop = usable_stop (worker, stops[i], &error);

      if (stop == NULL)
        {
          scape_worker_refuse (worker, &error);
          continue;
        }
      g_ptr_array_add (worker->stops, stop);
      g_ptr_array_add (worker->stop_texts, g_strdup (stops[i]));
    }
}

static void
check_stop (ScapeWorker *worker, const char *condition)
{
  GccoreError error = { 0 };
  GccoreStop *stop = usable_stop (worker, condition, &error);
  ScapeMessage *message;

  if (stop != NULL)
    {
      gccore_stop_free (stop);
      return;
    }
  message = scape_message_new (SCAPE_MESSAGE_STOP_REFUSED);
  message->condition = g_strdup (condition);
  message->text = scape_error_text (&error);
  scape_worker_post (worker, message);
}

void
scape_worker_begin (ScapeWorker *worker, ScapeEngineState state)
{
  ScapeMessage *message = scape_message_new (SCAPE_MESSAGE_STATE);

  worker->state = state;
  worker->epoch_us = g_get_monotonic_time ();
  worker->epoch_tick = gccore_machine_tick (worker->machine);
  message->state = state;
  message->last_tick = scape_worker_last_tick (worker);
  scape_worker_post (worker, message);
}

void
scape_worker_stop (ScapeWorker *worker, GccoreStopReason reason, const char *hit)
{
  ScapeMessage *message = scape_message_new (SCAPE_MESSAGE_STOPPED);

  worker->steps_left = 0;
  if (reason == GCCORE_STOP_HOST_ERROR)
    worker->state = SCAPE_ENGINE_FAILED;
  else if (gccore_machine_ended (worker->machine, NULL))
    worker->state = SCAPE_ENGINE_ENDED;
  else
    worker->state = SCAPE_ENGINE_PAUSED;
  message->reason = reason;
  if (reason == GCCORE_STOP_HOST_ERROR || reason == GCCORE_STOP_BROKEN)
    message->text = scape_error_text (gccore_machine_error (worker->machine));
  else
    message->text = g_strdup (hit);
  scape_worker_post_with_frame (worker, message);
}

/* Commands */

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
      ScapeMessage *message = scape_message_new (SCAPE_MESSAGE_SEARCHING);

      message->tick = tick;
      scape_worker_post (worker, message);
      worker->frame_due_us = now + SCAPE_FRAME_INTERVAL_US;
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
  scape_worker_stop (worker, reason, reason == GCCORE_STOP_HIT ? g_ptr_array_index (worker->stop_texts, hit) : NULL);
}

static void
find_greying (ScapeWorker *worker,
              guint64      addr)
{
  GccoreStopReason reason = gccore_machine_find_greying (worker->machine, addr, search_cb, worker);

  scape_worker_stop (worker, reason == GCCORE_STOP_HOST_ERROR ? reason : GCCORE_STOP_STEPPED, NULL);
}

static void
execute (ScapeWorker  *worker,
         ScapeCommand *command)
{
  switch (command->kind)
    {
    case SCAPE_COMMAND_LOAD: scape_worker_load (worker, command); break;

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
      scape_worker_begin (worker, SCAPE_ENGINE_STEPPING);
      break;

    case SCAPE_COMMAND_RUN:
      if (!can_advance (worker))
        break;
      set_stops (worker, command->stops);
      worker->ignore_speed = command->flag;
      worker->steps_left = 0;
      scape_worker_begin (worker, SCAPE_ENGINE_RUNNING);
      break;

    case SCAPE_COMMAND_SEEK:
      if (!can_go_back (worker))
        break;
      worker->steps_left = 0;
      worker->seek_to = (GccorePosition) { command->n, (uint32_t) command->from };
      if (worker->state != SCAPE_ENGINE_SEEKING)
        scape_worker_begin (worker, SCAPE_ENGINE_SEEKING);
      break;

    case SCAPE_COMMAND_STEP_BACK:
      if (!can_go_back (worker))
        break;
      scape_worker_begin (worker, SCAPE_ENGINE_SEEKING);
      scape_worker_stop (worker, gccore_machine_step_back (worker->machine, command->by, command->n, search_cb, worker),
                         NULL);
      break;

    case SCAPE_COMMAND_RUN_BACK:
      if (!can_go_back (worker))
        break;
      set_stops (worker, command->stops);
      scape_worker_begin (worker, SCAPE_ENGINE_SEEKING);
      run_back (worker);
      break;

    case SCAPE_COMMAND_FIND_GREYING:
      if (!can_go_back (worker))
        break;
      scape_worker_begin (worker, SCAPE_ENGINE_SEEKING);
      find_greying (worker, command->n);
      break;

    case SCAPE_COMMAND_CHECK_STOP:
      if (worker->machine != NULL)
        check_stop (worker, command->name);
      break;

    case SCAPE_COMMAND_OPEN_SESSION: scape_worker_open_session (worker, command); break;

    case SCAPE_COMMAND_SAVE_SESSION:
      if (worker->machine != NULL)
        scape_worker_save_session (worker, command);
      break;

    case SCAPE_COMMAND_SWITCH_BRANCH:
    case SCAPE_COMMAND_GO_TO_BOOKMARK:
      if (can_go_back (worker))
        scape_worker_go_to_mark (worker, command);
      break;

    case SCAPE_COMMAND_RENAME_BRANCH:
    case SCAPE_COMMAND_ADD_BOOKMARK:
    case SCAPE_COMMAND_RENAME_BOOKMARK:
    case SCAPE_COMMAND_REMOVE_BOOKMARK:
      if (worker->machine != NULL)
        scape_worker_change_marks (worker, command);
      break;

    case SCAPE_COMMAND_HISTORY:
      worker->history_bytes = command->n;
      break;

    case SCAPE_COMMAND_PAUSE:
      if (scape_worker_is_busy (worker))
        scape_worker_stop (worker, GCCORE_STOP_STEPPED, NULL);
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
            scape_worker_refuse (worker, &error);
          scape_worker_publish_frame (worker);
        }
      break;

    case SCAPE_COMMAND_WATCH:
      g_array_unref (worker->watched);
      worker->watched = g_steal_pointer (&command->spans);
      worker->watch = command->watch;
      if (worker->machine != NULL && !scape_worker_is_busy (worker))
        scape_worker_publish_frame (worker);
      break;

    case SCAPE_COMMAND_VERIFY:
      if (worker->machine != NULL)
        {
          ScapeMessage *message = scape_message_new (SCAPE_MESSAGE_VERIFIED);
          GccoreError error = { 0 };

          if (gccore_machine_verify (worker->machine, &error) != GCCORE_OK)
            message->text = scape_error_text (&error);
          scape_worker_post (worker, message);
          if (!scape_worker_is_busy (worker))
            scape_worker_publish_frame (worker);
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
      reason = gccore_machine_step (worker->machine, GCCORE_BY_TICK, n, SCAPE_SLICE_US);
      return reason == GCCORE_STOP_STEPPED ? GCCORE_STOP_BUDGET : reason;
    }
  if (n > 0)
    {
      g_autofree char *text = g_strdup_printf ("tick:%" G_GUINT64_FORMAT, gccore_machine_tick (worker->machine) + n);
      GccoreStop *bound = gccore_stop_parse (text, NULL);

      g_ptr_array_add (worker->stops, bound);
      reason = gccore_machine_run (worker->machine, (GccoreStop **)worker->stops->pdata, worker->stops->len,
                                   SCAPE_SLICE_US, hit);
      g_ptr_array_set_size (worker->stops, worker->stops->len - 1);
      return reason == GCCORE_STOP_HIT && *hit == worker->stops->len ? GCCORE_STOP_BUDGET : reason;
    }
  return gccore_machine_run (worker->machine, (GccoreStop **)worker->stops->pdata, worker->stops->len, SCAPE_SLICE_US,
                             hit);
}

static void
advance (ScapeWorker *worker)
{
  GccoreStopReason reason;
  guint hit = 0;

  if (worker->state == SCAPE_ENGINE_SEEKING)
    {
      reason = gccore_machine_seek_to (worker->machine, worker->seek_to, SCAPE_SLICE_US);
    }
  else if (worker->state == SCAPE_ENGINE_STEPPING)
    {
      reason = gccore_machine_step (worker->machine, worker->step_by, 1, SCAPE_SLICE_US);
      if (reason == GCCORE_STOP_STEPPED && --worker->steps_left > 0)
        reason = GCCORE_STOP_BUDGET;
    }
  else
    {
      guint64 n = is_limited (worker) ? ticks_due (worker) : 0;

      if (is_limited (worker) && n == 0)
        {
          scape_worker_publish_frame_if_due (worker);
          return;
        }
      reason = run_slice (worker, n, &hit);
      if (reason == GCCORE_STOP_HIT || reason == GCCORE_STOP_ENDED)
        gccore_machine_hear_last (worker->machine);
    }

  worker->dirty = TRUE;
  if (reason != GCCORE_STOP_BUDGET)
    scape_worker_stop (worker, reason, reason == GCCORE_STOP_HIT ? g_ptr_array_index (worker->stop_texts, hit) : NULL);
  else
    scape_worker_publish_frame_if_due (worker);
}

static ScapeCommand *
next_command (ScapeWorker *worker)
{
  gint64 deadline;

  if (!scape_worker_is_busy (worker))
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
      else if (scape_worker_is_busy (worker))
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

  scape_worker_drop_unfetched_frame (worker);
  g_async_queue_unref (worker->commands);
  g_async_queue_unref (worker->messages);
  g_source_unref (worker->wake);
  g_array_unref (worker->watched);
  g_ptr_array_unref (worker->stops);
  g_ptr_array_unref (worker->stop_texts);
  scape_worker_forget_output (worker);
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
