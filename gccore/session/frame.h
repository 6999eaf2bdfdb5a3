#pragma once

/* A frame: an immutable description of the machine at one tick, all that a painter may read.
 *
 * Built on the thread that steps the machine (`gccore_machine_frame()`), read on any; refcounted (atomic), freed with
 * the last reference. Everything it points to belongs to it or is shared with other frames under the same rule. What it
 * costs follows what is asked for in `GccoreFrameRequest`, not the size of the heap. Addresses are model addresses,
 * sizes bytes, times virtual nanoseconds. */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/status.h"

typedef enum {
  GCCORE_PHASE_OFF, GCCORE_PHASE_SWEEP_TERM, GCCORE_PHASE_MARK, GCCORE_PHASE_MARK_TERM, GCCORE_PHASE_SWEEP,
} GccorePhase;
#define GCCORE_N_PHASES 5

/* What a run of pages is; the order is the order of the legend. */
typedef enum {
  GCCORE_PAGES_SWEPT,         /* span in use, swept in this cycle, in mcentral or large */
  GCCORE_PAGES_NEEDS_SWEEP,   /* sweepgen h-2 */
  GCCORE_PAGES_SWEEPING,      /* sweepgen h-1 */
  GCCORE_PAGES_CACHED,        /* in some P's mcache */
  GCCORE_PAGES_STACK,         /* manual span: goroutine stacks or work buffers */
  GCCORE_PAGES_LARGE,         /* span class 0 */
  GCCORE_PAGES_FREE,          /* free, memory kept */
  GCCORE_PAGES_RELEASED,      /* free, returned to the OS (scavenged) */
  GCCORE_PAGES_RESERVED,      /* address space not yet grown into */
} GccorePagesState;
#define GCCORE_N_PAGES_STATES 9

typedef enum { GCCORE_OBJECT_FREE, GCCORE_OBJECT_WHITE, GCCORE_OBJECT_GREY, GCCORE_OBJECT_BLACK } GccoreObjectColour;

typedef enum { GCCORE_SET_NONE, GCCORE_SET_MCACHE, GCCORE_SET_PARTIAL_SWEPT, GCCORE_SET_PARTIAL_UNSWEPT,
               GCCORE_SET_FULL_SWEPT, GCCORE_SET_FULL_UNSWEPT } GccoreSpanSet;

/* One run of pages in address order: a span, or free/released/reserved pages between spans. The runs of a frame cover
 * [heap_base, heap_base + n_pages * 8 KiB) without gaps, ascending; unless it leaves some out (GccoreMapCells). */
typedef struct {
  uint32_t page;              /* first page, counted from heap_base */
  uint32_t n_pages;
  uint8_t state;              /* GccorePagesState */
  uint8_t set;                /* GccoreSpanSet */
  uint8_t span_class;         /* 0..135; sizeclass*2 + noscan; 0, 1 for large */
  int8_t p;                   /* owning P when set is MCACHE, else -1 */
  uint32_t elem_size;         /* 0 when not a span */
  uint16_t n_elems;
  uint16_t n_alloc;           /* allocated objects (slots in use) */
  uint16_t n_marked;          /* grey + black now, while marking; else survivors of the last mark */
  uint16_t n_grey;            /* marked, not yet scanned */
  int8_t sweepgen_rel;        /* span.sweepgen - h.sweepgen: -2, -1, 0, +1, +3 */
  uint32_t sweepgen;
  uint32_t line;              /* source line that allocated most recently here; 0 unknown */
  uint32_t age;               /* cycles that the span has seen since it was taken from the page heap */
  uint32_t n_counted;         /* in a frame that leaves runs out: pages that it stands for in sums over spans */
} GccoreRun;

/* The level of detail of a map: pages in rows, rows cut into cells that hold one colour each, such as pixels. Cell i of
 * a row begins with its page floor (i * pages_per_row / per_row). A frame for it has of the rows that are seen the
 * longest run of each cell (the first of equals) and a sparse choice of the others; besides, always, the first and the
 * last run, all that is asked for by address, the spans of the graph's objects and the lists' (list_spans). What it has
 * is whole and exact. Sums over spans are estimates, from a sample of a page in 64; but for those of pages_by_state
 * unless states_estimated. */
typedef struct {
  uint32_t pages_per_row;     /* a multiple of 64; 0: no run is to be left out */
  uint32_t per_row;           /* at least pages_per_row: all runs of these rows are seen */
  uint64_t first_row, end_row;/* that are seen */
} GccoreMapCells;

/* No cell is looked at: a sparse choice, and the sample for sums. */
#define GCCORE_NO_CELLS ((GccoreMapCells) { .pages_per_row = 64, .per_row = 1 })
/* Of heaps up to so many pages nothing is ever left out. */
#define GCCORE_MAX_WHOLE_PAGES 65536u

/* Objects of one span, asked for by address. */
typedef struct {
  uint64_t base;
  uint32_t run;               /* index into runs; a frame's details ascend by it */
  uint32_t n_elems;
  const uint8_t *colour;      /* GccoreObjectColour, n_elems of them */
  const uint32_t *line;       /* allocating line of each, 0 unknown; may be NULL */
  const uint64_t *ptr_bits;   /* pointer words, bit per 8 bytes of the span; may be NULL */
  const uint64_t *words;      /* the span's contents; NULL unless detail_words was asked for */
} GccoreSpanDetail;

/* A part of the graph of objects: breadth first from the roots, or from one object. Node 0.. are in the order in which
 * they were met; edges ascend by `from`, then by offset, after those whose `from` is GCCORE_GRAPH_ROOT, which come from
 * outside the heap (a goroutine's stack, a global). */
#define GCCORE_GRAPH_ROOT UINT32_MAX
typedef struct { uint64_t addr; uint32_t size; uint8_t colour; /* GccoreObjectColour */ uint32_t line; /* that allocated it, or 0 */ } GccoreGraphNode;
typedef struct { uint32_t from, to; uint32_t offset; /* of the pointer in `from` */ } GccoreGraphEdge;
typedef struct {
  const GccoreGraphNode *nodes; uint32_t n_nodes;
  const GccoreGraphEdge *edges; uint32_t n_edges;
  bool more;                  /* the graph goes on beyond max_graph_nodes */
  bool asked;                 /* max_graph_nodes was not 0: a graph without nodes means that there are none */
} GccoreGraph;

/* What keeps an object alive: the shortest way to it from outside the heap. `offset` is that of the pointer in this
 * object to the next one. Of a long way the middle is left out. */
typedef struct { GccoreGraphNode object; uint32_t offset; } GccorePathStep;
typedef enum {
  GCCORE_REACH_NOT_ASKED,
  GCCORE_REACH_UNKNOWN,       /* given up: too many objects */
  GCCORE_REACH_NOTHING,       /* garbage: no root leads to it */
  GCCORE_REACH_GOROUTINE,     /* a goroutine's stack does; root_g says whose */
  GCCORE_REACH_GLOBAL,        /* a package variable */
  GCCORE_REACH_RUNTIME,       /* the runtime: timers, finalizers that wait, ... */
} GccoreReach;

/* A span over the last collections, oldest first: what stood at its first page when marking was over and sweeping not
 * begun, so that what is allocated and not marked is what the sweep frees. */
typedef struct {
  uint32_t cycle;
  uint8_t span_class;
  bool in_use;                /* a span for objects; else stacks, or free pages */
  uint16_t n_elems, n_alloc, n_marked;
} GccoreSpanCycle;

/* What occupies a P; the order is the legend of the lanes. */
typedef enum { GCCORE_LANE_IDLE, GCCORE_LANE_GOROUTINE, GCCORE_LANE_MARK, GCCORE_LANE_ASSIST, GCCORE_LANE_SWEEP,
               GCCORE_LANE_SCAVENGE, GCCORE_LANE_STW } GccoreLane;
#define GCCORE_N_LANES 7

typedef struct { int64_t start_ns, end_ns; uint8_t lane; int32_t g; } GccoreLaneSegment;

typedef struct {
  int8_t lane;                /* GccoreLane */
  int32_t g;                  /* goroutine id, or -1 */
  uint32_t line;              /* its source line, 0 none */
  int64_t clock_ns;
  uint32_t n_work;            /* objects in its mark work buffers */
  const GccoreLaneSegment *segments; /* ascending, over [timeline.t0_ns, timeline.t1_ns] */
  uint32_t n_segments;
} GccoreFrameP;

typedef struct { int64_t t_ns; uint64_t tick; uint64_t live, trigger, goal, rss, heap_sys; } GccoreTimelinePoint;
typedef struct { int64_t start_ns, end_ns; uint64_t start_tick, end_tick; uint8_t phase; uint32_t cycle; bool forced; } GccoreTimelinePhase;

/* A place in history: between two ticks (step 0), or inside the tick that comes next, at an instruction: step - 1 of the
 * tick's instructions are done. Lines of source lie inside ticks; all else happens at their ends. */
typedef struct { uint64_t tick; uint32_t step; } GccorePosition;

/* A history of the program (session/branches.h), and a named place in one. */
typedef struct {
  const char *name;           /* "main" at first, then "branch 1" ... */
  uint64_t last_tick;         /* it has come to */
  GccorePosition position;    /* where the machine stands in it, or stood when it left */
  uint64_t fork_tick;         /* where it parts from the present one */
} GccoreBranch;
typedef struct { const char *name, *branch; GccorePosition position; } GccoreBookmark;

/* What a timeline shows beside its phases: of the whole present branch, what comes after this frame, too. */
typedef enum { GCCORE_LANDMARK_KNOB, GCCORE_LANDMARK_STOP, GCCORE_LANDMARK_BOOKMARK } GccoreLandmarkKind;
typedef struct {
  GccoreLandmarkKind kind;
  GccorePosition position;
  int64_t t_ns;               /* -1: the machine has not come to it yet */
  const char *text;           /* KNOB: its name; STOP: the condition; BOOKMARK: its name */
  int64_t value;              /* KNOB: moved to */
} GccoreLandmark;

typedef struct {
  int64_t t0_ns, t1_ns;
  const GccoreTimelinePoint *points; uint32_t n_points;   /* ascending in time, thinned to a few thousand */
  const GccoreTimelinePhase *phases; uint32_t n_phases;
  const GccoreLandmark *landmarks; uint32_t n_landmarks;  /* ascending */
} GccoreTimeline;

typedef struct {
  uint64_t heap_live, trigger, goal, heap_marked, heap_scan, stack_scan, globals_scan;
  double assist_ratio, cons_mark, gc_cpu_background, gc_cpu_assist; /* fractions of all CPU */
  int64_t bg_credit, runway;
  int32_t gc_percent;         /* -1 off */
  int64_t memory_limit;
  uint64_t pages_in_use, pages_swept;
  double sweep_pages_per_byte;
} GccorePacerView;

typedef struct {
  uint64_t tick;
  int64_t t_ns;
  uint16_t kind;              /* EventKind, sched/events.h; names in session/events.h */
  int8_t p;
  int32_t g;
  uint64_t addr, arg;         /* meaning by kind: sched/events.def */
  uint32_t line;
  const char *text;           /* the sentence, English; gccore_event_sentence() says it in other languages */
  uint64_t arg2;
  const char *type;           /* ALLOC: the type's name; NULL not known */
} GccoreFrameEvent;

typedef struct { int32_t id; uint8_t status; uint8_t p; uint32_t line; uint64_t stack_bytes; const char *wait_reason; const char *function; } GccoreFrameG;

/* The stack of the goroutine that was asked for, from the innermost frame; of a deep one the middle is left out. The
 * stack grows down: what is used of it is [sp, hi). */
typedef struct { const char *function; uint32_t line; /* 0: a library function's */ uint32_t bytes; } GccoreStackFrame;
typedef struct {
  int32_t g;                  /* -1: none was asked for, or it is gone */
  uint64_t lo, hi, sp;        /* addresses; the pages of a manual span, or part of one */
  const GccoreStackFrame *frames; uint32_t n_frames;
  uint32_t n_left_out;        /* after half of the frames */
} GccoreFrameStack;

typedef struct { const char *name; uint64_t value; } GccoreStat; /* MemStats, Go's field names, in Go's order */

typedef enum { GCCORE_RUN_READY, GCCORE_RUN_PAUSED, GCCORE_RUN_RUNNING, GCCORE_RUN_EXITED, GCCORE_RUN_PANICKED, GCCORE_RUN_HOST_ERROR } GccoreRunState;

/* What is told of the one object, and its span, that was asked for. */
typedef struct {
  uint64_t addr;              /* its first byte; 0: none was asked for, or none is there */
  uint8_t reach;              /* GccoreReach */
  int32_t root_g;             /* of a goroutine's stack: its number */
  const GccorePathStep *path; uint32_t n_path; /* from the root to the object, which is the last */
  uint32_t n_left_out;        /* steps between the first half of the path and the second */
  /* Who greyed it in the present cycle, or the last: as far as gccore_machine_find_greying() has been asked. */
  bool greying_searched;
  const GccoreFrameEvent *greyed; /* the event; NULL: it was not greyed, but allocated black, or is white */
  uint8_t greyed_lane;        /* GccoreLane: what its P was doing */
  bool greyed_by_barrier;     /* its tick emptied a write barrier's buffer; tells where from when the event does not */
  const GccoreSpanCycle *cycles; uint32_t n_cycles;
} GccoreFrameObject;

typedef struct GccoreFrame {
  /*< private >*/ int ref_count; void *arena;
  /*< public >*/
  const char *name;           /* "binary-trees.go" */
  uint64_t tick;
  uint32_t step;              /* 0: between two ticks; else inside the one that comes next (GccorePosition) */
  int64_t now_ns;
  int32_t next_g;             /* the goroutine that acts next, if it is one of the program's; else -1 */
  uint32_t next_line;         /* where it is; 0 none */
  const char *next_function;  /* NULL: none */
  GccoreRunState run_state;
  int exit_status;            /* valid when EXITED or PANICKED */

  GccorePhase phase;
  uint32_t cycle;             /* cycles started so far */
  double phase_progress[GCCORE_N_PHASES]; /* 0..1, of the present cycle */
  bool scavenging;
  double scavenge_progress;   /* 0..1 of what the background goal asks */
  const char *trigger_reason; /* "heap", "time", "forced" */

  uint64_t heap_base;
  uint64_t n_pages;           /* pages covered by runs (to the end of the mapped arenas) */
  const GccoreRun *runs; uint32_t n_runs;
  uint32_t n_left_out;        /* runs that are not here; more than 0: see GccoreMapCells */
  uint32_t list_spans;        /* as asked for */
  uint64_t pages_by_state[GCCORE_N_PAGES_STATES];
  bool states_estimated;      /* runs are left out while sweeping: how many spans are swept, large or not, is an estimate */
  const GccoreSpanDetail *details; uint32_t n_details;
  GccoreGraph graph;          /* empty unless asked for */
  GccoreFrameObject object;   /* empty unless asked for */

  const GccoreFrameP *ps; uint32_t n_ps;
  const GccoreFrameG *gs; uint32_t n_gs;
  GccoreFrameStack stack;     /* empty unless asked for */
  GccoreTimeline timeline;
  const GccoreBranch *branches; uint32_t n_branches;      /* the first is the present one */
  const GccoreBookmark *bookmarks; uint32_t n_bookmarks;  /* of all branches, in the order in which they were made */
  GccorePacerView pacer;
  const GccoreStat *stats; uint32_t n_stats;
  const GccoreFrameEvent *events; uint32_t n_events;   /* the last few, oldest first */
  const char *const *gctrace; uint32_t n_gctrace;      /* the last few lines */
  const char *output; size_t output_len;               /* tail of stdout + stderr so far, UTF-8 */
  const char *sentence;       /* what the last step did, "" at the start */
  const GccoreFrameEvent *told; /* the event that it is about; NULL: it tells where next_g is, or nothing */
  uint64_t changed[8]; uint32_t n_changed;             /* addresses of objects or spans the last step touched */
  const GccoreError *broken;  /* what the verifier found last; NULL: fine or not verified */
  const char *death;          /* what the program died of, one line in Go's words ("panic: ...", "fatal error: ..."); NULL:
                               * it has not, or it ended by os.Exit */
} GccoreFrame;

typedef struct {
  const uint64_t *detail_spans; uint32_t n_detail_spans; /* addresses inside spans whose objects are wanted */
  bool detail_words;          /* with their contents */
  uint32_t max_points;        /* timeline thinning; 0: 2000 */
  uint32_t max_events;        /* 0: none */
  uint32_t max_graph_nodes;   /* 0: no graph */
  uint64_t graph_from;        /* address inside the object to begin with; 0: the roots */
  uint64_t object;            /* address inside the object, or span, to be told about; 0: none */
  int32_t stack_g;            /* goroutine whose stack is wanted; 0: none */
  bool object_path;           /* with the way that keeps it alive: may look at every object of the heap */
  GccoreMapCells cells;       /* what of the runs can be told apart; all 0: all of them */
  uint32_t list_spans;        /* of each of mcentral's lists so many spans, and all that Ps have cached, are not left out;
                               * 0: nothing of the kind */
} GccoreFrameRequest;

GccoreFrame *gccore_frame_ref (GccoreFrame *frame);
void gccore_frame_unref (GccoreFrame *frame);
/* The run that holds addr, or -1: none, or it was left out. */
int gccore_frame_find_run (const GccoreFrame *frame, uint64_t addr);

/* Pages that a run adds to sums over spans. */
static inline uint64_t
gccore_frame_counted_pages (const GccoreFrame *frame, const GccoreRun *run)
{
  return frame->n_left_out > 0 ? run->n_counted : run->n_pages;
}
