#pragma once

/* What a machine is made of; for the files of session/ alone.
 *
 *   source --lang--> Program (shared, immutable)
 *   Image + Heap + Sched + Gc + Vm: the model; all that changes lies in the image
 *   Observer, output, trace, listeners: host memory, derived, never read by the model
 *
 * Ticks are advanced by step.c alone, in slices that end at multiples of OBSERVER_TICKS, so that what is observed does
 * not depend on how the machine was driven. */

#include "session/machine.h"

#include "base/image.h"
#include "gc/gc.h"
#include "heap/mheap.h"
#include "lang/program.h"
#include "lang/vm.h"
#include "sched/sched.h"
#include "session/events.h"
#include "session/knobs.h"
#include "session/observer.h"
#include "session/stops.h"

/* The tail of the program's output, and the trace lines, that frames show. */
#define MACHINE_OUTPUT_TAIL (64u << 10)
#define MACHINE_TRACE_LINES 64u
/* So many ticks up to the present one are listened to before anybody looks. */
#define MACHINE_TAIL_TICKS 1024u

/* A knob that was moved: part of history. */
typedef struct { uint64_t tick; const GccoreKnob *knob; int64_t value; int64_t t_ns; /* -1: not come to yet */ } KnobChange;

/* A piece of the output: ends at byte `end` of all output. */
typedef struct { uint64_t tick; gsize end; int fd; } OutputMark;
typedef struct { uint64_t tick; char *text; } TraceLine;

/* Checkpoints and where the machine stands among them; history.h. */
typedef struct History History;

/* A place that is remembered: a bookmark, or a stop that came true (bookmarks.c). */
typedef struct { char *text, *branch; GccorePosition position; int64_t t_ns; /* -1: not known */ } Mark;

/* A history beside the present one; branches.c. */
typedef struct Branch Branch;

/* Where a search backwards has found something last. */
typedef struct {
  GccorePosition before;      /* what comes at or after it does not count */
  GccorePosition at;          /* valid when found */
  guint which;                /* index of the stop */
  bool found;
} Place;

/* What hooks and the event sink look for within a tick. What they find ends the slice after it, or is noted when the
 * machine searches backwards. */
typedef struct {
  GccoreStop *const *stops;   /* of the run under way, borrowed; NULL outside */
  guint n_stops;
  uint64_t last_tick;         /* of the run: not beyond */
  uint64_t kinds;             /* events that end the slice, bit per kind */
  bool kind_seen;             /* one of them happened */
  Place *note;                /* searching backwards; NULL: no */
  int place_hit;              /* index of the stop that stopped the machine inside a tick; -1: none */
  bool phase_changed;         /* a phase began */
} SliceWatch;

/* A step by line under way: whose, and where it began (lines.c). */
typedef struct {
  GccoreGranularity by;
  GccorePosition position;    /* a step that was interrupted goes on from here */
  bool under_way;
  GSlot g;                    /* 0: whoever comes to a line */
  uint64_t goid, pc, depth_bytes;
  uint32_t line;
  bool moved;                 /* g has come to some place since */
} LineStep;

/* What gccore_machine_find_greying() has found last; addr 0: nothing is known. */
typedef struct {
  uint64_t addr;              /* the object's first byte */
  uint64_t cycle_tick;        /* at which its cycle began */
  bool found;
  Event event;
  uint8_t lane;
  bool barrier;               /* its tick emptied a write barrier's buffer */
} Greying;

typedef struct FrameRuns FrameRuns;

struct GccoreMachine {
  char *name, *source;
  gsize source_length;
  char **args;
  GccoreKnobs first_knobs, knobs; /* at tick 0, at the present tick */
  GArray *knob_changes;       /* KnobChange, ascending: those made so far and, after going back, those to come */
  guint n_knob_changes;       /* made by the present tick */

  Program *program;
  Image image;
  Heap heap;
  Sched sched;
  Gc gc;
  Vm *vm;
  bool have_image;
  bool forgets_grey;          /* gccore_machine_forget_grey() */

  Observer *observer;
  SliceWatch watch;
  LineStep line_step;
  uint64_t *line_starts;      /* places.c; NULL: not needed yet */
  bool (*place_func) (GccoreMachine *m, const G *g, GccorePosition position);
  uint32_t seek_step;         /* seek.c: the step looked for in a tick */
  uint64_t step_start_tick;   /* first tick of the last step, for its sentence */
  Greying greying;
  FrameRuns *frame_runs;      /* what the latest frame told of the heap; NULL: there was none */

  GccoreRunState run_state;
  int exit_status;
  uint64_t end_tick;          /* at which this history has been seen to end; UINT64_MAX: not yet */
  GccoreError error;          /* HOST_ERROR or BROKEN */
  GccoreError broken;         /* what the verifier found last; code GCCORE_OK: nothing */
  uint64_t broken_tick;       /* at which; before it nothing was found */

  GccoreOutputFunc output_func;
  gpointer output_data;
  GString *output;            /* all that is known of this history, at most knobs.output_cap */
  gsize output_pos;           /* bytes written by the present tick */
  GArray *output_marks;       /* OutputMark, ascending */
  GccoreTraceFunc trace_func;
  gpointer trace_data;
  GArray *trace;              /* TraceLine: all that are known of this history */
  guint n_trace;              /* printed by the present tick */
  History *history;           /* NULL: none kept */
  GPtrArray *branches;        /* Branch, others than the present one, the one left last at the end */
  char *branch_name;          /* of the present one; NULL: the first name */
  GArray *bookmarks;          /* Mark; NULL: none */
  GArray *stop_marks;         /* Mark; NULL: none */
  uint64_t heard_since;       /* all ticks from this one on were run listening: their events are the observer's last
                                 ones; UINT64_MAX: the last tick was not */
  uint64_t quiet_tick;        /* what came before this tick was shown before the machine went back */
  GccoreEventFunc event_func;
  gpointer event_data;
  GString *sentence;          /* of the event being told */
};

/* machine.c */
/* Makes the recorded knob changes that are due at the present tick. */
void machine_replay_knobs (GccoreMachine *m);
/* The tick of the next recorded change; UINT64_MAX: none. */
uint64_t machine_next_knob_tick (const GccoreMachine *m);
/* Tells the listeners about output and trace lines known from history, after a jump from the given positions. */
void machine_tell_known (GccoreMachine *m, gsize output_pos, guint n_trace);

/* step.c */
bool machine_has_ended (const GccoreMachine *m);
GccoreStopReason machine_run_until (GccoreMachine *m, GccoreStop *const *stops, guint n_stops, uint64_t last_tick,
                                    uint64_t budget_us, guint *hit);
GccoreStopReason machine_step_until (GccoreMachine *m, GccoreGranularity by, uint64_t last_tick);

/* step.c: the hook and sink that tell of what happens within a tick. */
void machine_phase_changed (void *machine, GcPhase phase);
void machine_event (void *machine, const Event *event);
/* What sentences need to know (machine.c). */
EventWorld machine_event_world (GccoreMachine *machine);

/* The colour of a slot as frames show it (frame.c). */
GccoreObjectColour machine_object_colour (const GccoreMachine *m, const Mspan *s, uint32_t index);

/* The line that made it; 0: not known. */
uint32_t machine_object_line (const GccoreMachine *m, const Mspan *s, uint32_t slot);

/* graph.c: nodes and edges are the caller's, to be freed with g_free(). */
void machine_graph (GccoreMachine *m, guint max_nodes, Addr from, GccoreGraph *graph);

/* path.c: fills in what keeps the object at addr alive; the path is the caller's, to be freed with g_free(). */
void machine_path (GccoreMachine *m, Addr addr, GccoreFrameObject *object);

/* hash.c */
uint64_t machine_image_hash (const GccoreMachine *machine);
