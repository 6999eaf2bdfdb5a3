#pragma once

/* A session: one program under one set of knobs as one machine. The window and the command line talk to this alone.
 *
 * Threads: a machine belongs to one thread at a time; many machines may exist side by side. Everything returned as
 * `const` is borrowed until the next call on the same machine, but for frames, which are refcounted.
 * Determinism: same source + knobs + seed + recorded inputs = the same ticks, events, frames and image. */

#include <glib.h>

#include "base/status.h"
#include "session/frame.h"

typedef struct GccoreMachine GccoreMachine;

#define GCCORE_GOGC_OFF (-1)
#define GCCORE_NO_LIMIT INT64_MAX

/* Every knob, its flag, environment name, range and default, in one table: session/knobs.def. */
typedef struct {
  int32_t gogc;               /* percent, GCCORE_GOGC_OFF; default 100 */
  int64_t memory_limit;       /* bytes, GCCORE_NO_LIMIT default */
  int32_t procs;              /* GOMAXPROCS 1..64; default 4 */
  uint64_t seed;              /* default 1 */
  int64_t heap_cap;           /* bytes; default 1 GiB: beyond it the program is out of memory */
  int64_t stack_cap;          /* bytes per goroutine; default 256 MiB */
  int64_t output_cap;         /* bytes of output kept; default 16 MiB */
  bool break_write_barrier;   /* broken on purpose, for teaching */
  bool break_deletion_barrier;
  bool break_assists;
  bool break_proportional_sweep;
  bool verify;                /* run the verifier at every phase change */
  const char *const *args;    /* os.Args[1:], NULL-terminated, borrowed during load; may be NULL */
} GccoreKnobs;

void gccore_knobs_init (GccoreKnobs *knobs);

/* One compile error, or note. Lines and columns count from 1; line 0: it has no place; column 0: too far to the right to
 * be kept. */
typedef struct { int line, column; char *text; /* without position */ } GccoreDiagnostic;

/* Compiles and sets up. On failure returns NULL, and `diagnostics` (element type GccoreDiagnostic*, transfer full, may
 * be NULL) holds the compiler's lines in order; `error` the first or the host's reason. `name` is the base name shown
 * in messages. */
GccoreMachine *gccore_machine_load (const char *name, const char *source, gsize length, const GccoreKnobs *knobs,
                                    GPtrArray **diagnostics, GccoreError *error);
void gccore_machine_free (GccoreMachine *machine);
/* Remembers from now on which line made each object, for frames (GccoreSpanDetail.line, GccoreGraphNode.line), and what
 * the spans were in each cycle (GccoreFrameObject.cycles); makes no
 * difference to history. Costs a word of host memory for each of the heap, where used. False: the host has no room. */
bool gccore_machine_remember_lines (GccoreMachine *machine);
/* Nobody will look: from now on frames say of every marked object that it is black, and the machine is spared keeping grey
 * ones apart, a few percent of marking. Makes no difference to history. */
void gccore_machine_forget_grey (GccoreMachine *machine);

typedef enum {
  GCCORE_BY_TICK, GCCORE_BY_OBJECT, GCCORE_BY_SPAN,
  GCCORE_BY_LINE,             /* of the goroutine that acts next; into the functions it calls */
  GCCORE_BY_LINE_OVER,        /* the same, but the functions it calls are one step */
  GCCORE_BY_LINE_OUT,         /* until it has left the function it is in; back: to where that was called */
  GCCORE_BY_SWITCH, GCCORE_BY_PHASE, GCCORE_BY_CYCLE,
} GccoreGranularity;

/* < 0: a comes before b. */
static inline int
gccore_position_compare (GccorePosition a, GccorePosition b)
{
  return a.tick != b.tick ? (a.tick < b.tick ? -1 : 1) : a.step != b.step ? (a.step < b.step ? -1 : 1) : 0;
}

typedef enum {
  GCCORE_STOP_STEPPED,        /* the asked steps were done */
  GCCORE_STOP_HIT,            /* a stop condition came true */
  GCCORE_STOP_BUDGET,         /* wall budget used up; call again to go on. Never part of history */
  GCCORE_STOP_ENDED,          /* the program exited or panicked; the machine stays inspectable */
  GCCORE_STOP_HOST_ERROR,     /* gccore_machine_error() says what the host refused; the machine cannot go on */
  GCCORE_STOP_BROKEN,         /* the verifier (knob) found a broken promise: gccore_machine_error(); may go on */
} GccoreStopReason;

/* A parsed stop condition (session/stops.h has the grammar). */
typedef struct GccoreStop GccoreStop;
GccoreStop *gccore_stop_parse (const char *text, GccoreError *error);
char *gccore_stop_format (const GccoreStop *stop);
void gccore_stop_free (GccoreStop *stop);
/* Whether it can ever come true on this machine: GCCORE_ERR_USAGE when the program has no such function, or no code on
 * such a line (the error names the next line that has). */
GccoreStatus gccore_stop_check (const GccoreStop *stop, GccoreMachine *machine, GccoreError *error);
/* Whether the machine stands at or beyond it: of ticks, cycles, heap size and end only. A run would go past it. */
bool gccore_stop_reached (const GccoreStop *stop, const GccoreMachine *machine);

/* Advances by n units. Returns at the latest after `budget_us` of wall time (0: no limit) with GCCORE_STOP_BUDGET; the
 * step under way goes on with the next call (with a budget give n = 1, but for ticks: n counts from where it stands). */
GccoreStopReason gccore_machine_step (GccoreMachine *machine, GccoreGranularity by, uint64_t n, uint64_t budget_us);
/* Runs until one of the stops becomes true (index to *hit, may be NULL) or the program ends. n_stops may be 0. After
 * BUDGET call again with the same stops (more may join them) to go on. */
GccoreStopReason gccore_machine_run (GccoreMachine *machine, GccoreStop *const *stops, guint n_stops,
                                     uint64_t budget_us, guint *hit);
/* Going back (session/seek.h). With a history the machine keeps checkpoints as it runs, in at most `budget_bytes` of
 * memory: dense near where it stands, sparse far away. 0 (the default): none. */
void gccore_machine_set_history (GccoreMachine *machine, uint64_t budget_bytes);
/* Goes to a tick, earlier or later; STEPPED: there. Earlier ticks need a history. After BUDGET call again. Output and
 * trace lines of ticks that were shown before are not sent again; what a jump forward passes is. */
GccoreStopReason gccore_machine_seek (GccoreMachine *machine, uint64_t tick, uint64_t budget_us);
/* The same for a place inside a tick. */
GccoreStopReason gccore_machine_seek_to (GccoreMachine *machine, GccorePosition position, uint64_t budget_us);
/* A run flat out does not listen, so the frame after it has few events or none. This runs the last ticks once more, from
 * a checkpoint, and listens; the machine comes to the same place, and nobody is told anything twice. It does nothing
 * where they were heard, and without a history. */
void gccore_machine_hear_last (GccoreMachine *machine);
/* Searches backwards tell `progress` (may be NULL) every 20 ms the tick they are at; stretches of history are searched
 * from the latest to the first. It may return false to cancel: then BUDGET, and the machine stands where it stood. */
typedef bool (*GccoreProgressFunc) (uint64_t tick, gpointer data);
/* Goes back by n units (to tick 0 when there are not so many). */
GccoreStopReason gccore_machine_step_back (GccoreMachine *machine, GccoreGranularity by, uint64_t n,
                                           GccoreProgressFunc progress, gpointer data);
/* Goes back to the latest place before this one at which one of the stops became true (event:KIND#N: the Nth before
 * this one): HIT; ENDED: none did, and the machine stands where it stood. */
GccoreStopReason gccore_machine_run_back (GccoreMachine *machine, GccoreStop *const *stops, guint n_stops, guint *hit,
                                          GccoreProgressFunc progress, gpointer data);
/* Looks back, within the present cycle or the last, for what greyed the object at `addr`; frames about that object then
 * tell it (GccoreFrameObject.greyed). HIT: found; ENDED: nothing did; BUDGET: cancelled. The machine stands where it
 * stood. Needs a history. */
GccoreStopReason gccore_machine_find_greying (GccoreMachine *machine, uint64_t addr, GccoreProgressFunc progress,
                                              gpointer data);
/* The latest tick of this history that the machine has been at. */
uint64_t gccore_machine_last_tick (const GccoreMachine *machine);
/* How many checkpoints there are, and the bytes they take; 0 without a history. */
guint gccore_machine_history_moments (const GccoreMachine *machine);
uint64_t gccore_machine_history_bytes (const GccoreMachine *machine);
/* Branches (session/branches.h): moving a knob in the past begins a new one; the old future stays under its own name.
 * Number 0 is the present one, then the others, the one left last at the end. Texts are borrowed until the next call
 * that changes branches. */
guint gccore_machine_n_branches (const GccoreMachine *machine);
GccoreBranch gccore_machine_branch (const GccoreMachine *machine, guint i);
GccoreStatus gccore_machine_rename_branch (GccoreMachine *machine, guint i, const char *name, GccoreError *error);
/* Goes to where the machine stood in branch i; after BUDGET go on with gccore_machine_seek_to(), as branch i is the present
 * one then. Listeners hear of its output from the fork on. */
GccoreStopReason gccore_machine_switch_branch (GccoreMachine *machine, guint i, uint64_t budget_us);

/* Bookmarks: names for places, in the order in which they were made; texts are borrowed until the next change. */
guint gccore_machine_n_bookmarks (const GccoreMachine *machine);
GccoreBookmark gccore_machine_bookmark (const GccoreMachine *machine, guint i);
/* At the present place; or wherever it says (its texts are copied). */
void gccore_machine_add_bookmark (GccoreMachine *machine, const char *name);
void gccore_machine_put_bookmark (GccoreMachine *machine, const GccoreBookmark *bookmark);
void gccore_machine_rename_bookmark (GccoreMachine *machine, guint i, const char *name);
void gccore_machine_remove_bookmark (GccoreMachine *machine, guint i);
/* Goes there, to another branch if need be (one that is gone: in the present one); as gccore_machine_seek_to(). */
GccoreStopReason gccore_machine_go_to_bookmark (GccoreMachine *machine, guint i, uint64_t budget_us);

uint64_t gccore_machine_tick (const GccoreMachine *machine);
GccorePosition gccore_machine_position (const GccoreMachine *machine);
/* Instructions executed by the present tick (for benchmarks). */
uint64_t gccore_machine_instructions (const GccoreMachine *machine);
bool gccore_machine_ended (const GccoreMachine *machine, int *exit_status);

GccoreFrame *gccore_machine_frame (GccoreMachine *machine, const GccoreFrameRequest *request);

/* Live knobs: recorded at the present tick; inside a tick they take effect when it ends, and are recorded for then. Only
 * gogc, memory_limit and the broken switches may change in a run. */
GccoreStatus gccore_machine_set_knob (GccoreMachine *machine, const char *name, int64_t value, GccoreError *error);
const GccoreKnobs *gccore_machine_knobs (const GccoreMachine *machine);

/* The program's output. Called as it is written, on the stepping thread; fd 1 or 2 (panic text, fatal errors). */
typedef void (*GccoreOutputFunc) (int fd, const char *bytes, gsize length, uint64_t tick, gpointer data);
void gccore_machine_set_output (GccoreMachine *machine, GccoreOutputFunc func, gpointer data);
/* gctrace lines, without newline, as cycles end. */
typedef void (*GccoreTraceFunc) (const char *line, gpointer data);
void gccore_machine_set_gctrace (GccoreMachine *machine, GccoreTraceFunc func, gpointer data);
/* Events (session/events.h). While a listener is set the machine runs slower. */
typedef void (*GccoreEventFunc) (const GccoreFrameEvent *event, gpointer data);
void gccore_machine_set_events (GccoreMachine *machine, GccoreEventFunc func, gpointer data);

/* Runs the verifier now; GCCORE_ERR_VERIFY with the broken promise in `error`. */
GccoreStatus gccore_machine_verify (GccoreMachine *machine, GccoreError *error);
/* Hash of the image (live contents; free slots and free pages excluded). */
uint64_t gccore_machine_hash (GccoreMachine *machine);
/* What the last call that returned HOST_ERROR or BROKEN has to say; code GCCORE_OK: nothing. */
const GccoreError *gccore_machine_error (const GccoreMachine *machine);
/* Listing of the compiled program, transfer full. */
char *gccore_machine_bytecode (const GccoreMachine *machine);
/* Text of the goroutine dump (SIGQUIT), transfer full. */
char *gccore_machine_goroutine_dump (GccoreMachine *machine);
