#pragma once

/* The worker's half of the engine. The window's half (scape-engine.c) makes one, sends it commands, and is woken
 * through its source; only the fields under "shared" are touched by both threads. */

#include <glib.h>

#include "engine/scape-engine.h"

G_BEGIN_DECLS

typedef enum {
  SCAPE_COMMAND_LOAD, SCAPE_COMMAND_STEP, SCAPE_COMMAND_RUN, SCAPE_COMMAND_PAUSE, SCAPE_COMMAND_SPEED,
  SCAPE_COMMAND_KNOB, SCAPE_COMMAND_WATCH, SCAPE_COMMAND_VERIFY, SCAPE_COMMAND_SEEK, SCAPE_COMMAND_STEP_BACK,
  SCAPE_COMMAND_RUN_BACK, SCAPE_COMMAND_HISTORY, SCAPE_COMMAND_OPEN_SESSION, SCAPE_COMMAND_SAVE_SESSION,
  SCAPE_COMMAND_SWITCH_BRANCH, SCAPE_COMMAND_RENAME_BRANCH, SCAPE_COMMAND_ADD_BOOKMARK, SCAPE_COMMAND_RENAME_BOOKMARK,
  SCAPE_COMMAND_REMOVE_BOOKMARK, SCAPE_COMMAND_GO_TO_BOOKMARK, SCAPE_COMMAND_FIND_GREYING, SCAPE_COMMAND_CHECK_STOP,
  SCAPE_COMMAND_QUIT,
} ScapeCommandKind;

typedef struct {
  ScapeCommandKind kind;
  guint serial;               /* LOAD, OPEN_SESSION */
  gboolean flag;              /* LOAD: check only; RUN: ignore the speed */
  gboolean keep;              /* LOAD: bookmarks stay */
  char *name;                 /* LOAD: file name; KNOB: knob; SAVE_SESSION: path; branches and bookmarks: new name;
                               * CHECK_STOP: condition */
  GBytes *source;             /* LOAD; OPEN_SESSION: contents */
  GccoreKnobs knobs;          /* LOAD */
  GccoreGranularity by;       /* STEP, STEP_BACK */
  guint64 n;                  /* STEP, STEP_BACK; SEEK: tick; branches and bookmarks: which; HISTORY: bytes;
                               * FIND_GREYING: address */
  guint64 from;               /* SEEK: the step inside the tick */
  ScapeWatch watch;
  gint64 value;               /* KNOB */
  double speed;               /* SPEED */
  char **stops;               /* RUN, RUN_BACK, SAVE_SESSION */
  GArray *spans;              /* WATCH, of guint64 */
} ScapeCommand;

typedef enum {
  SCAPE_MESSAGE_LOADED, SCAPE_MESSAGE_STATE, SCAPE_MESSAGE_STOPPED, SCAPE_MESSAGE_OUTPUT, SCAPE_MESSAGE_TRACE,
  SCAPE_MESSAGE_REFUSED, SCAPE_MESSAGE_VERIFIED, SCAPE_MESSAGE_SEARCHING,
  SCAPE_MESSAGE_SAVED, SCAPE_MESSAGE_ESCAPES, SCAPE_MESSAGE_STOP_REFUSED,
} ScapeMessageKind;

typedef struct {
  ScapeMessageKind kind;
  ScapeEngineState state;     /* LOADED, STATE, STOPPED */
  GccoreFrame *frame;         /* LOADED, STATE, STOPPED: the frame that belongs to it, or NULL */
  guint64 last_tick;          /* LOADED, STATE, STOPPED */
  GccoreStopReason reason;    /* STOPPED */
  char *text;                 /* OUTPUT, TRACE, REFUSED, STOP_REFUSED; SAVED, VERIFIED: NULL when all is well; LOADED:
                               * error; STOPPED: the stop that came true, or what the host refused or the verifier
                               * found */
  gsize length;               /* OUTPUT */
  int fd;                     /* OUTPUT */
  guint64 tick;               /* OUTPUT, TRACE, SEARCHING */
  char *path;                 /* SAVED */
  char *condition;            /* STOP_REFUSED */
  GccoreSession *session;     /* LOADED, or NULL */
  ScapeLoadResult load;       /* LOADED; its diagnostics are owned; ESCAPES: the serial */
  GPtrArray *escapes;         /* ESCAPES: GccoreEscapeLine */
} ScapeMessage;

typedef struct ScapeWorker ScapeWorker;

/* @source is woken (ready time 0) whenever something waits to be fetched. */
ScapeWorker  *scape_worker_new           (GSource      *source);
/* Ends the thread, joins it and frees what it owned. */
void          scape_worker_free          (ScapeWorker  *worker);
/* Takes @command. */
void          scape_worker_send          (ScapeWorker  *worker,
                                          ScapeCommand *command);
ScapeMessage *scape_worker_fetch_message (ScapeWorker  *worker);
GccoreFrame  *scape_worker_fetch_frame   (ScapeWorker  *worker);

void          scape_command_free         (ScapeCommand *command);
void          scape_message_free         (ScapeMessage *message);

G_END_DECLS
