#pragma once

/* The engine: a worker thread that alone touches a GccoreMachine, and the two channels between it and the window.
 *
 *   window ── commands (GAsyncQueue) ──> worker ── messages + newest frame (one source) ──> window
 *
 * Every function here returns at once; what came of it arrives as a signal in the main context that was the thread
 * default when the engine was made. No lock is held over both sides. The worker looks for commands between slices of
 * at most 2 ms of wall time, so it answers at once even while it runs flat out. While it runs it makes at most sixty
 * frames a second, and none while the last one has not been fetched: a slow window slows nobody and a fast machine
 * floods nobody. A frame that says where the machine stopped is never dropped.
 *
 * The machine keeps a history, so that it can go back; its checkpoints stay within a budget of memory.
 *
 * Disposing cancels the slice under way, joins the thread and emits nothing afterwards. */

#include <glib-object.h>
#include <string.h>

#include "session/escape-lines.h"
#include "session/machine.h"
#include "session/session-file.h"

G_BEGIN_DECLS

typedef enum {
  SCAPE_ENGINE_EMPTY,         /* no machine yet */
  SCAPE_ENGINE_PAUSED,        /* a machine waits between two ticks */
  SCAPE_ENGINE_RUNNING,       /* on its own until paused, stopped or ended */
  SCAPE_ENGINE_STEPPING,      /* finishing the steps asked for */
  SCAPE_ENGINE_SEEKING,       /* on its way to a tick, or searching backwards */
  SCAPE_ENGINE_ENDED,         /* the program exited or panicked; the machine can still be looked into */
  SCAPE_ENGINE_FAILED,        /* the host refused something; only loading again helps */
} ScapeEngineState;

/* Ticks a second that mean "as fast as it goes". */
#define SCAPE_SPEED_MAX G_MAXDOUBLE

/* What came of scape_engine_load() or scape_engine_check(). */
typedef struct {
  guint serial;               /* as returned by the call */
  gboolean check;             /* came from scape_engine_check() */
  gboolean compiled;          /* the source is good */
  gboolean adopted;           /* it is the machine's program now */
  GPtrArray *diagnostics;     /* (element-type GccoreDiagnostic): the compiler's lines, in order; never NULL */
  const char *error;          /* first error, or the host's reason; NULL when compiled */
  gboolean host_error;        /* the failure was not the source's fault */
  const GccoreSession *session; /* what scape_engine_open_session() has read: source, first knobs, stops; else NULL */
} ScapeLoadResult;

/* A piece of the program's output, at most one line. */
typedef struct {
  int fd;                     /* 1 or 2; 0: a note that `tick` bytes were left out here because they came too fast */
  guint64 tick;
  const char *text;           /* as written: not necessarily UTF-8 */
  gsize length;
} ScapeOutput;

/* What a frame holds besides what every frame does. */
typedef struct {
  guint n_nodes;              /* at most so many objects of the graph ... */
  guint64 graph_from;         /* ... beginning with this one; 0: the roots */
  gboolean words;             /* what is in the objects */
  guint64 object;             /* what is known of the span and object at this address; 0: of none */
  int stack_g;                /* the stack of this goroutine; 0: of none */
  gboolean path;              /* with what keeps that object alive, while nothing runs */
  GccoreMapCells cells;       /* what of the runs can be told apart; all 0: all of them */
  guint list_spans;           /* so many spans of each of mcentral's lists; 0: no matter */
} ScapeWatch;

static inline gboolean
scape_watch_equal (const ScapeWatch *a, const ScapeWatch *b)
{
  return a->n_nodes == b->n_nodes && a->graph_from == b->graph_from && a->words == b->words && a->object == b->object &&
         a->stack_g == b->stack_g && a->path == b->path && a->list_spans == b->list_spans &&
         memcmp (&a->cells, &b->cells, sizeof a->cells) == 0;
}

#define SCAPE_TYPE_ENGINE (scape_engine_get_type ())
G_DECLARE_FINAL_TYPE (ScapeEngine, scape_engine, SCAPE, ENGINE, GObject)

ScapeEngine     *scape_engine_new       (void);

/* Compiles @source and, when it is good, puts it in the place of the present machine, paused at tick 0. When it is not,
 * the present machine stays. Answered by "loaded", and then, when it is good, by "escapes". */
guint            scape_engine_load      (ScapeEngine       *self,
                                         const char        *name,
                                         GBytes            *source,
                                         const GccoreKnobs *knobs);
/* The same, but a machine that has left tick 0 keeps its place whatever comes out. */
guint            scape_engine_check     (ScapeEngine       *self,
                                         const char        *name,
                                         GBytes            *source,
                                         const GccoreKnobs *knobs);
/* The same as scape_engine_load(), but bookmarks stay. */
guint            scape_engine_restart   (ScapeEngine       *self,
                                         const char        *name,
                                         GBytes            *source,
                                         const GccoreKnobs *knobs);
/* Opens a session file's @contents: its machine takes the place of the present one and sets out for where it stood when
 * it was saved. Answered by "loaded", as scape_engine_load(), then, when it is there, by "stopped"; what is no session,
 * damaged or of a later version leaves the present machine where it is. */
guint            scape_engine_open_session (ScapeEngine    *self,
                                            GBytes         *contents);
/* Saves the machine's session with these stop conditions (NULL: none). Answered by "saved". */
void             scape_engine_save_session (ScapeEngine    *self,
                                            const char     *path,
                                            const char *const *stops);
/* Adds @n steps to those under way; ends a run. Answered by "stopped". */
void             scape_engine_step      (ScapeEngine       *self,
                                         GccoreGranularity  by,
                                         guint64            n);
/* Runs at the set speed until one of @stops (NULL: none) or the end. Answered by "stopped". */
void             scape_engine_run       (ScapeEngine       *self,
                                         const char *const *stops);
/* The same, as fast as it goes whatever the set speed. */
void             scape_engine_run_fast  (ScapeEngine       *self,
                                         const char *const *stops);
void             scape_engine_pause     (ScapeEngine       *self);
/* Going back; answered by "stopped". A newer seek takes the place of one under way, so that scrubbing keeps up. */
void             scape_engine_seek      (ScapeEngine       *self,
                                         guint64            tick);
/* The same for a place inside a tick (GccorePosition): @step instructions and one, or 0 for between two ticks. */
void             scape_engine_seek_to   (ScapeEngine       *self,
                                         guint64            tick,
                                         guint              step);
void             scape_engine_step_back (ScapeEngine       *self,
                                         GccoreGranularity  by,
                                         guint64            n);
/* To the latest place before this one at which one of @stops came true. "searching" tells how far the search is;
 * pausing, or any other command, gives it up, and the machine stands where it stood. */
void             scape_engine_run_back  (ScapeEngine       *self,
                                         const char *const *stops);
/* Looks back for who greyed the object at @addr, for frames that tell about it (GccoreFrameObject); as a search.
 * Answered by "stopped" with STEPPED; the machine stands where it stood. */
void             scape_engine_find_greying (ScapeEngine    *self,
                                            guint64         addr);
/* Asks whether a stop condition can come true in the machine's program; answered by "stop-refused" when it cannot. */
void             scape_engine_check_stop (ScapeEngine      *self,
                                          const char       *condition);
/* Branches and bookmarks by their place in the newest frame's lists; going to one is answered by "stopped". */
void             scape_engine_switch_branch (ScapeEngine   *self,
                                             guint          branch);
void             scape_engine_rename_branch (ScapeEngine   *self,
                                             guint          branch,
                                             const char    *name);
void             scape_engine_add_bookmark (ScapeEngine    *self,
                                            const char     *name);
void             scape_engine_rename_bookmark (ScapeEngine *self,
                                               guint        bookmark,
                                               const char  *name);
void             scape_engine_remove_bookmark (ScapeEngine *self,
                                               guint        bookmark);
void             scape_engine_go_to_bookmark (ScapeEngine  *self,
                                              guint         bookmark);
void             scape_engine_set_speed (ScapeEngine       *self,
                                         double             ticks_per_second);
/* A live knob; a refusal comes as "refused". */
void             scape_engine_set_knob  (ScapeEngine       *self,
                                         const char        *name,
                                         gint64             value);
/* What frames shall hold from the next one on: the objects of @spans (any address inside), and @also. */
void             scape_engine_watch     (ScapeEngine       *self,
                                         const guint64     *spans,
                                         guint              n_spans,
                                         const ScapeWatch  *also);
/* Checks every promise of the heap now. Answered by "verified". */
void             scape_engine_verify    (ScapeEngine       *self);

ScapeEngineState scape_engine_get_state (ScapeEngine       *self);
gboolean         scape_engine_is_busy   (ScapeEngine       *self);
/* The latest tick of this history that the machine has been at. */
guint64          scape_engine_get_last_tick (ScapeEngine   *self);
/* Bytes of memory that checkpoints for going back may take; from the next machine on. */
void             scape_engine_set_history (ScapeEngine     *self,
                                           guint64          budget_bytes);
/* Returns: (transfer none) (nullable): the newest frame; valid until the next "frame". */
GccoreFrame     *scape_engine_get_frame (ScapeEngine       *self);

G_END_DECLS
