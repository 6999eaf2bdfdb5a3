#define G_LOG_DOMAIN "ScapeWorker"

#include "config.h"

#include <string.h>

#include "engine/scape-error.h"
#include "engine/scape-handover.h"
#include "engine/scape-worker-private.h"

/* A frame nobody has fetched yet is made again only this often, so that a hidden window costs little. */
#define STALE_INTERVAL_US 100000
#define MAX_POINTS        2000
#define MAX_EVENTS        200
/* Output that piles up between two deliveries beyond this is left out at its old end. */
#define MAX_PENDING_LINES 4000
#define MAX_LINE_BYTES    8192

/* Messages */

void
scape_message_free (ScapeMessage *message)
{
  g_clear_pointer (&message->frame, gccore_frame_unref);
  g_clear_pointer (&message->load.diagnostics, g_ptr_array_unref);
  g_clear_pointer (&message->escapes, g_ptr_array_unref);
  g_clear_pointer (&message->session, gccore_session_free);
  g_free (message->path);
  g_free (message->condition);
  g_free (message->text);
  g_free (message);
}

ScapeMessage *
scape_message_new (ScapeMessageKind kind)
{
  ScapeMessage *message = g_new0 (ScapeMessage, 1);

  message->kind = kind;
  return message;
}

void
scape_worker_post (ScapeWorker *worker, ScapeMessage *message)
{
  scape_hand_over (worker->messages, message);
  g_source_set_ready_time (worker->wake, 0);
}

void
scape_worker_refuse (ScapeWorker *worker, const GccoreError *why)
{
  ScapeMessage *message = scape_message_new (SCAPE_MESSAGE_REFUSED);

  message->text = scape_error_text (why);
  scape_worker_post (worker, message);
}

/* Output: collected as lines on the stepping thread, handed over in one go with the frames. */

typedef struct
{
  int fd;
  guint64 tick;
  GString *text;
} OutputLine;

static void
output_line_free (OutputLine *line)
{
  g_string_free (line->text, TRUE);
  g_free (line);
}

static void
output_cb (int fd, const char *bytes, gsize length, uint64_t tick, gpointer data)
{
  ScapeWorker *worker = data;

  while (length > 0)
    {
      OutputLine *last = g_queue_peek_tail (&worker->lines);
      const char *newline = memchr (bytes, '\n', length);
      gsize part = newline != NULL ? (gsize)(newline - bytes) + 1 : length;

      part = MIN (part, MAX_LINE_BYTES);
      if (last == NULL || last->fd != fd || last->text->len + part > MAX_LINE_BYTES
          || last->text->str[last->text->len - 1] == '\n')
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
trace_cb (const char *line, gpointer data)
{
  ScapeWorker *worker = data;
  ScapeMessage *message = scape_message_new (SCAPE_MESSAGE_TRACE);

  message->text = g_strdup (line);
  message->tick = gccore_machine_tick (worker->machine);
  scape_worker_post (worker, message);
}

static void
flush_output (ScapeWorker *worker)
{
  OutputLine *line;

  if (worker->left_out_bytes > 0)
    {
      ScapeMessage *message = scape_message_new (SCAPE_MESSAGE_OUTPUT);

      message->tick = worker->left_out_bytes;
      message->text = g_strdup ("");
      worker->left_out_bytes = 0;
      scape_worker_post (worker, message);
    }

  while ((line = g_queue_pop_head (&worker->lines)) != NULL)
    {
      ScapeMessage *message = scape_message_new (SCAPE_MESSAGE_OUTPUT);

      message->fd = line->fd;
      message->tick = line->tick;
      message->length = line->text->len;
      message->text = g_string_free (g_steal_pointer (&line->text), FALSE);
      g_free (line);
      scape_worker_post (worker, message);
    }
}

void
scape_worker_listen (ScapeWorker *worker, GccoreMachine *machine)
{
  gccore_machine_set_output (machine, output_cb, worker);
  gccore_machine_set_gctrace (machine, trace_cb, worker);
}

void
scape_worker_forget_output (ScapeWorker *worker)
{
  g_queue_clear_full (&worker->lines, (GDestroyNotify)output_line_free);
  worker->left_out_bytes = 0;
}

/* Frames */

static GccoreFrame *
make_frame (ScapeWorker *worker)
{
  GccoreFrameRequest request = {
    .detail_spans = (const uint64_t *)(gpointer)worker->watched->data,
    .n_detail_spans = worker->watched->len,
    .max_points = MAX_POINTS,
    .max_events = MAX_EVENTS,
    .detail_words = worker->watch.words,
    .max_graph_nodes = worker->watch.n_nodes,
    .graph_from = worker->watch.graph_from,
    .object = worker->watch.object,
    .stack_g = worker->watch.stack_g,
    .object_path = worker->watch.path && !scape_worker_is_busy (worker),
    .cells = worker->watch.cells,
    .list_spans = worker->watch.list_spans,
  };

  worker->dirty = FALSE;
  worker->frame_due_us = g_get_monotonic_time () + SCAPE_FRAME_INTERVAL_US;
  return worker->machine != NULL ? gccore_machine_frame (worker->machine, &request) : NULL;
}

void
scape_worker_drop_unfetched_frame (ScapeWorker *worker)
{
  GccoreFrame *old = g_atomic_pointer_exchange (&worker->newest, NULL);

  g_clear_pointer (&old, gccore_frame_unref);
}

void
scape_worker_publish_frame (ScapeWorker *worker)
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

void
scape_worker_publish_frame_if_due (ScapeWorker *worker)
{
  gint64 due = worker->frame_due_us;

  if (!worker->dirty)
    return;
  if (g_atomic_pointer_get (&worker->newest) != NULL)
    due += STALE_INTERVAL_US;
  if (g_get_monotonic_time () >= due)
    scape_worker_publish_frame (worker);
}

guint64
scape_worker_last_tick (const ScapeWorker *worker)
{
  return worker->machine != NULL ? gccore_machine_last_tick (worker->machine) : 0;
}

void
scape_worker_post_with_frame (ScapeWorker *worker, ScapeMessage *message)
{
  flush_output (worker);
  message->state = worker->state;
  message->frame = make_frame (worker);
  message->last_tick = scape_worker_last_tick (worker);
  scape_worker_drop_unfetched_frame (worker);
  scape_worker_post (worker, message);
}
