#pragma once

/* The worker's struct, for its files: scape-worker.c (the thread: commands, states, advancing), scape-worker-machine.c
 * (machines made, kept and named: loads, sessions, branches, bookmarks), scape-worker-report.c (what goes up: messages,
 * output, frames). */

#include "engine/scape-engine-private.h"

G_BEGIN_DECLS

/* A slice is short enough that a command sent while the machine runs is looked at well within one display frame. */
#define SCAPE_SLICE_US          2000
#define SCAPE_FRAME_INTERVAL_US 15000

struct ScapeWorker
{
  /* shared */
  GAsyncQueue *commands;
  GAsyncQueue *messages;
  GccoreFrame *newest; /* atomic: the frame waiting to be fetched, or NULL */
  GSource *wake;

  GThread *thread;

  /* the worker thread's own */
  GccoreMachine *machine;
  ScapeEngineState state;
  gboolean quitting;
  gint64 frame_due_us; /* monotonic time before which no frame is made while running */
  gboolean dirty;      /* the machine has moved since the last frame */

  GArray *watched; /* guint64 */
  ScapeWatch watch;
  double speed; /* ticks a second */
  gboolean ignore_speed;
  gint64 epoch_us; /* when the count below began */
  guint64 epoch_tick;
  GPtrArray *stops; /* GccoreStop */
  GPtrArray *stop_texts;
  GccoreGranularity step_by;
  guint64 steps_left;
  GccorePosition seek_to;
  guint64 history_bytes;

  GQueue lines; /* of scape-worker-report.c, oldest first */
  guint64 left_out_bytes;
};

/* scape-worker.c */

/* Enters a state that works, and says so. */
void scape_worker_begin (ScapeWorker *worker, ScapeEngineState state);
/* Ends it; @hit: the stop that came true, or NULL. */
void scape_worker_stop (ScapeWorker *worker, GccoreStopReason reason, const char *hit);
gboolean scape_worker_is_busy (const ScapeWorker *worker);

/* scape-worker-machine.c: commands */
void scape_worker_load (ScapeWorker *worker, ScapeCommand *command);
void scape_worker_open_session (ScapeWorker *worker, ScapeCommand *command);
void scape_worker_save_session (ScapeWorker *worker, ScapeCommand *command);
void scape_worker_change_marks (ScapeWorker *worker, ScapeCommand *command);
void scape_worker_go_to_mark (ScapeWorker *worker, ScapeCommand *command);

/* scape-worker-report.c */
ScapeMessage *scape_message_new (ScapeMessageKind kind);
/* Takes @message. */
void scape_worker_post (ScapeWorker *worker, ScapeMessage *message);
/* Posts @message with the frame that belongs to it; nothing older can arrive after it. */
void scape_worker_post_with_frame (ScapeWorker *worker, ScapeMessage *message);
void scape_worker_refuse (ScapeWorker *worker, const GccoreError *why);
void scape_worker_publish_frame (ScapeWorker *worker);
void scape_worker_publish_frame_if_due (ScapeWorker *worker);
void scape_worker_drop_unfetched_frame (ScapeWorker *worker);
guint64 scape_worker_last_tick (const ScapeWorker *worker);
/* Makes what @machine prints and traces go up. */
void scape_worker_listen (ScapeWorker *worker, GccoreMachine *machine);
/* Output that was not handed over yet is of a machine that is gone. */
void scape_worker_forget_output (ScapeWorker *worker);

G_END_DECLS
