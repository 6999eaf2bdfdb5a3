/* Building frames: the machine at a tick boundary as immutable data. Reads the image, changes nothing. */

#include "session/bookmarks.h"
#include "session/frame-runs.h"
#include "session/lines.h"
#include "session/machine-internal.h"

#include <stdlib.h>
#include <string.h>

#include "gc/bgscavenge.h"
#include "heap/mstats.h"

#define MAX_GOROUTINES 4096
#define MAX_PHASES 4096
/* Frames of a stack at each of its ends. */
#define STACK_END_FRAMES 12
#define MAX_DEATH_BYTES 300

/* Everything a frame owns besides itself, freed with it. */
typedef struct { GPtrArray *blocks; RunBlock *runs; Program *program; } FrameArena;

static void *
own (GccoreFrame *f, void *block)
{
  FrameArena *arena = f->arena;
  g_ptr_array_add (arena->blocks, block);
  return block;
}

GccoreFrame *
gccore_frame_ref (GccoreFrame *f)
{
  g_atomic_int_inc (&f->ref_count);
  return f;
}

void
gccore_frame_unref (GccoreFrame *f)
{
  if (!g_atomic_int_dec_and_test (&f->ref_count))
    return;
  FrameArena *arena = f->arena;
  g_ptr_array_unref (arena->blocks);
  run_block_unref (arena->runs);
  g_clear_pointer (&arena->program, program_unref);
  g_free (arena);
  g_free (f);
}

int
gccore_frame_find_run (const GccoreFrame *f, uint64_t addr)
{
  uint64_t page = (addr - f->heap_base) / HEAP_PAGE_BYTES;
  guint low = 0, high = f->n_runs;
  if (addr < f->heap_base || page >= f->n_pages || f->n_runs == 0)
    return -1;
  while (high - low > 1)
    {
      guint middle = low + (high - low) / 2;
      if (f->runs[middle].page <= page)
        low = middle;
      else
        high = middle;
    }
  return f->runs[low].page <= page && page < (uint64_t) f->runs[low].page + f->runs[low].n_pages ? (int) low : -1;
}

/* --- objects --- */

GccoreObjectColour
machine_object_colour (const GccoreMachine *m, const Mspan *s, uint32_t index)
{
  if (mspan_is_free (&m->image, s, index))
    return GCCORE_OBJECT_FREE;
  if (!mspan_is_marked (&m->image, s, index))
    return GCCORE_OBJECT_WHITE;
  bool grey = gc_phase (&m->gc) == GC_PHASE_MARK && m->heap.track_scanned && !mspan_noscan (s)
              && !bitmap_get (heap_scanned_words (&m->heap, s), index);
  return grey ? GCCORE_OBJECT_GREY : GCCORE_OBJECT_BLACK;
}

/* --- details --- */

uint32_t
machine_object_line (const GccoreMachine *m, const Mspan *s, uint32_t slot)
{
  bool header = !mspan_noscan (s) && span_class_size_class (s->span_class) != 0 && !size_bits_in_span (s->elem_size);

  if (m->gc.births == NULL)
    return 0;
  return births_line (m->gc.births, mspan_object_base (s, slot) + (header ? MALLOC_HEADER_BYTES : 0),
                      m->sched.st->tick + sched_is_inside (&m->sched));
}

static void
add_detail (const GccoreMachine *m, GccoreFrame *f, GccoreSpanDetail *detail, const Mspan *s, int run, bool words)
{
  uint8_t *colour = own (f, g_malloc (MAX (s->n_elems, 1)));
  for (uint32_t i = 0; i < s->n_elems; i++)
    colour[i] = (uint8_t) machine_object_colour (m, s, i);
  *detail = (GccoreSpanDetail) { .base = s->base, .run = (uint32_t) run, .n_elems = s->n_elems, .colour = colour };
  if (m->gc.births != NULL)
    {
      uint32_t *line = own (f, g_new (uint32_t, MAX (s->n_elems, 1)));

      for (uint32_t i = 0; i < s->n_elems; i++)
        line[i] = colour[i] != GCCORE_OBJECT_FREE ? machine_object_line (m, s, i) : 0;
      detail->line = line;
    }
  if (!mspan_noscan (s) && span_class_size_class (s->span_class) != 0 && s->elem_size <= MAX_BYTES_BITS_IN_SPAN)
    {
      gsize bytes = (gsize) s->n_pages * HEAP_PAGE_BYTES / 64;
      detail->ptr_bits = own (f, g_memdup2 (mspan_heap_bits (&m->image, s), bytes));
    }
  if (words && s->n_elems > 1)
    detail->words = own (f, g_memdup2 (heap_ptr (&m->heap, s->base), (gsize) s->n_pages * HEAP_PAGE_BYTES));
}

static int
compare_details (const void *a, const void *b)
{
  const GccoreSpanDetail *x = a, *y = b;
  return x->run < y->run ? -1 : x->run > y->run;
}

static void
build_details (GccoreMachine *m, GccoreFrame *f, const GccoreFrameRequest *request)
{
  GccoreSpanDetail *details = own (f, g_new (GccoreSpanDetail, request->n_detail_spans + 1));
  g_autoptr (GHashTable) seen = g_hash_table_new (NULL, NULL);
  for (uint32_t i = 0; i < request->n_detail_spans; i++)
    {
      const Mspan *s = heap_span_of (&m->heap, request->detail_spans[i]);
      int run = s->state == MSPAN_IN_USE ? gccore_frame_find_run (f, s->base) : -1;
      if (run >= 0 && g_hash_table_add (seen, GINT_TO_POINTER (run + 1)))
        add_detail (m, f, &details[f->n_details++], s, run, request->detail_words);
    }
  qsort (details, f->n_details, sizeof *details, compare_details);
  f->details = details;
}

static void
build_graph (GccoreMachine *m, GccoreFrame *f, const GccoreFrameRequest *request)
{
  if (request->max_graph_nodes == 0)
    return;
  f->graph.asked = true;
  machine_graph (m, request->max_graph_nodes, request->graph_from, &f->graph);
  own (f, (void *) f->graph.nodes);
  own (f, (void *) f->graph.edges);
}

/* --- Ps and goroutines --- */

static const char *
function_at (GccoreMachine *m, const G *g, uint32_t *line)
{
  const ProgFunc *func = NULL;
  *line = g->kind == G_KIND_VM ? 0 : g->line; /* not the library's own lines */
  if (g->kind != G_KIND_VM || !vm_position (m->vm, g, &func, line) || func == NULL)
    return "";
  return func->name;
}

static void
build_ps (GccoreMachine *m, GccoreFrame *f)
{
  f->n_ps = m->sched.st->n_procs;
  GccoreFrameP *ps = own (f, g_new0 (GccoreFrameP, f->n_ps));
  for (uint32_t i = 0; i < f->n_ps; i++)
    {
      const P *p = &m->sched.ps[i];
      guint n;
      GccoreLaneSegment *segments = own (f, observer_lane (m->observer, i, &n));
      ps[i].segments = segments;
      ps[i].n_segments = n;
      ps[i].lane = (int8_t) segments[n - 1].lane;
      ps[i].g = p->g != 0 ? (int32_t) m->sched.gs[p->g].goid : -1;
      if (p->g != 0)
        function_at (m, &m->sched.gs[p->g], &ps[i].line);
      ps[i].clock_ns = vtime_to_ns (p->clock);
      ps[i].n_work = gc_work_queued (&m->gc, p);
    }
  f->ps = ps;
}

static void
build_gs (GccoreMachine *m, GccoreFrame *f)
{
  GArray *gs = g_array_new (FALSE, TRUE, sizeof (GccoreFrameG));
  for (uint32_t slot = 1; slot <= m->sched.st->n_gs && gs->len < MAX_GOROUTINES; slot++)
    {
      const G *g = &m->sched.gs[slot];
      if (g->status == G_DEAD || g->status == G_IDLE)
        continue;
      GccoreFrameG row = {
        .id = (int32_t) g->goid, .status = g->status, .p = g->p >= 0 ? (uint8_t) g->p : 0,
        .stack_bytes = g->stack_hi - g->stack_lo,
        .wait_reason = g->status == G_WAITING ? g_wait_reason_text ((GWaitReason) g->wait_reason) : "",
      };
      row.function = function_at (m, g, &row.line); /* the frame keeps the program alive */
      g_array_append_val (gs, row);
    }
  f->n_gs = gs->len;
  f->gs = own (f, g_array_free (gs, FALSE));
}

typedef struct { GArray *frames; int total; } StackFrames;

static void
add_stack_frame (const VmStackFrame *frame, int n, void *context)
{
  StackFrames *s = context;
  const uint32_t line = program_is_own (frame->func) ? frame->line : 0; /* not the library's own lines */
  const GccoreStackFrame row = { frame->func->name, line, (uint32_t) frame->bytes };
  if (n < STACK_END_FRAMES || n >= s->total - STACK_END_FRAMES)
    g_array_append_val (s->frames, row);
}

static void
build_stack (GccoreMachine *m, GccoreFrame *f, int32_t goid)
{
  f->stack.g = -1;
  for (uint32_t slot = 1; goid > 0 && slot <= m->sched.st->n_gs; slot++)
    {
      const G *g = &m->sched.gs[slot];
      if (g->goid != (uint64_t) goid || g->status == G_DEAD || g->status == G_IDLE)
        continue;
      f->stack = (GccoreFrameStack) { .g = goid, .lo = g->stack_lo, .hi = g->stack_hi, .sp = g->sp };
      if (g->kind != G_KIND_VM)
        return;
      StackFrames s = { g_array_new (FALSE, FALSE, sizeof (GccoreStackFrame)), vm_walk_stack (m->vm, g, NULL, NULL) };
      vm_walk_stack (m->vm, g, add_stack_frame, &s);
      if (s.frames->len > 0) /* the innermost frame lies below G.sp */
        f->stack.sp -= g_array_index (s.frames, GccoreStackFrame, 0).bytes;
      f->stack.n_frames = s.frames->len;
      f->stack.n_left_out = (uint32_t) s.total - s.frames->len;
      f->stack.frames = own (f, g_array_free (s.frames, FALSE));
      return;
    }
}

/* --- numbers --- */

static void
build_pacer (const GccoreMachine *m, GccoreFrame *f)
{
  const PacerState *c = m->gc.pacer;
  const Mheap *h = m->heap.mheap;
  const GcCycleStats *last = gc_last_cycle (&m->gc);
  GccoreTimelinePoint now = observer_now (m->observer);
  double cpu_ns = last->cycle > 0 ? (double) (last->t_mark_term - last->t_mark) * last->n_procs : 0;
  f->pacer = (GccorePacerView) {
    .heap_live = c->heap_live, .trigger = now.trigger, .goal = now.goal, .heap_marked = c->heap_marked,
    .heap_scan = c->heap_scan, .stack_scan = c->last_stack_scan, .globals_scan = c->globals_scan,
    .assist_ratio = c->assist_work_per_byte, .cons_mark = c->cons_mark, .bg_credit = c->bg_scan_credit,
    .runway = (int64_t) c->runway, .gc_percent = c->gc_percent, .memory_limit = c->memory_limit,
    .pages_in_use = h->pages_in_use, .pages_swept = h->pages_swept,
    .gc_cpu_background = cpu_ns > 0 ? (double) (last->dedicated_ns + last->fractional_ns) / cpu_ns : 0,
    .gc_cpu_assist = cpu_ns > 0 ? (double) last->assist_ns / cpu_ns : 0,
  };
}

static void
build_stats (GccoreMachine *m, GccoreFrame *f)
{
  MemStats s;
  gc_read_memstats (&m->gc, &s);
  const GccoreStat rows[] = {
    { "Alloc", s.alloc }, { "TotalAlloc", s.total_alloc }, { "Sys", s.sys }, { "Lookups", s.lookups },
    { "Mallocs", s.mallocs }, { "Frees", s.frees }, { "HeapAlloc", s.heap_alloc }, { "HeapSys", s.heap_sys },
    { "HeapIdle", s.heap_idle }, { "HeapInuse", s.heap_inuse }, { "HeapReleased", s.heap_released },
    { "HeapObjects", s.heap_objects }, { "StackInuse", s.stack_inuse }, { "StackSys", s.stack_sys },
    { "MSpanInuse", s.mspan_inuse }, { "MSpanSys", s.mspan_sys }, { "MCacheInuse", s.mcache_inuse },
    { "MCacheSys", s.mcache_sys }, { "BuckHashSys", s.buck_hash_sys }, { "GCSys", s.gc_sys },
    { "OtherSys", s.other_sys }, { "NextGC", s.next_gc }, { "LastGC", s.last_gc },
    { "PauseTotalNs", s.pause_total_ns }, { "NumGC", s.num_gc }, { "NumForcedGC", s.num_forced_gc },
  };
  f->stats = own (f, g_memdup2 (rows, sizeof rows));
  f->n_stats = G_N_ELEMENTS (rows);
}

static void
build_phase (const GccoreMachine *m, GccoreFrame *f)
{
  static const char *const reasons[] = { "heap", "time", "forced" };
  static const GccorePhase order[] = { GCCORE_PHASE_SWEEP_TERM, GCCORE_PHASE_MARK, GCCORE_PHASE_MARK_TERM,
                                       GCCORE_PHASE_SWEEP };
  f->phase = (GccorePhase) gc_phase (&m->gc);
  f->cycle = gc_cycle (&m->gc);
  f->trigger_reason = reasons[MIN (gc_trigger_kind (&m->gc), G_N_ELEMENTS (reasons) - 1)];
  bool passed = f->cycle > 0; /* those before the present phase are complete, those after it have not begun */
  for (guint i = 0; i < G_N_ELEMENTS (order); i++)
    if (order[i] == f->phase)
      {
        f->phase_progress[order[i]] = CLAMP (gc_phase_progress (&m->gc), 0, 1);
        passed = false;
      }
    else
      f->phase_progress[order[i]] = passed ? 1 : 0;
}

/* How near the heap is to what the background scavenger wants it to keep. */
static void
build_scavenge (const GccoreMachine *m, GccoreFrame *f)
{
  const ScavengerState *s = &m->gc.scavenge->state;
  uint64_t retained = mheap_retained (&m->heap), mapped = mheap_mapped_ready (&m->heap);
  f->scavenging = f->cycle > 0 && !scavenger_goals_met (s, retained, mapped);
  f->scavenge_progress = !f->scavenging ? 1
                         : MIN (MIN (1, (double) s->gc_percent_goal / (double) MAX (retained, 1)),
                                (double) s->memory_limit_goal / (double) MAX (mapped, 1));
}

/* --- events, output --- */

static void
tell (GccoreFrameEvent *told, GccoreFrame *f, const Event *event, const EventWorld *world)
{
  GString *text = g_string_new (NULL);
  event_tell (told, text, event, world);
  told->text = own (f, g_string_free (text, FALSE));
  if (told->type != NULL)
    told->type = own (f, g_strdup (told->type));
}

static void
build_events (GccoreMachine *m, GccoreFrame *f, guint max)
{
  const Event *events[OBSERVER_N_EVENTS];
  const EventWorld world = machine_event_world (m);
  guint n = observer_events (m->observer, MIN (max, OBSERVER_N_EVENTS), events);
  GccoreFrameEvent *told = own (f, g_new (GccoreFrameEvent, n + 1));
  for (guint i = 0; i < n; i++)
    tell (&told[i], f, events[i], &world);
  f->events = told;
  f->n_events = n;
}

/* What the last step did: the weightiest of its events, the latest among equals, and the places they touched. */
static void
build_sentence (GccoreMachine *m, GccoreFrame *f)
{
  const Event *events[OBSERVER_N_EVENTS], *best = NULL;
  guint n = observer_events (m->observer, OBSERVER_N_EVENTS, events);
  f->sentence = "";
  if (f->step > 0 && f->next_g >= 0)
    {
      f->sentence = own (f, g_strdup_printf ("goroutine %d is at line %u, in %s", f->next_g, f->next_line,
                                             f->next_function));
      return;
    }
  for (guint i = n; i > 0 && events[i - 1]->tick >= m->step_start_tick && events[i - 1]->tick <= f->tick; i--)
    {
      const Event *e = events[i - 1];
      if (best == NULL || (e->tick == best->tick && event_weight (e->kind) > event_weight (best->kind)))
        best = e;
      if (e->addr >= IMAGE_HEAP_BASE && f->n_changed < G_N_ELEMENTS (f->changed))
        f->changed[f->n_changed++] = e->addr;
    }
  if (best != NULL)
    {
      const EventWorld world = machine_event_world (m);
      GccoreFrameEvent *told = own (f, g_new (GccoreFrameEvent, 1));
      tell (told, f, best, &world);
      f->told = told;
      f->sentence = told->text;
    }
}

/* --- the object that was asked for --- */

/* What was found of its greying, while that is still of this cycle and this history. */
static void
build_greying (GccoreMachine *m, GccoreFrame *f)
{
  const Greying *g = &m->greying;
  if (g->addr != f->object.addr || g->cycle_tick != observer_phase_before (m->observer, f->tick + 2, true)
      || (g->found && g->event.tick >= f->tick))
    return;
  f->object.greying_searched = true;
  if (!g->found)
    return;
  const EventWorld world = machine_event_world (m);
  GccoreFrameEvent *told = own (f, g_new (GccoreFrameEvent, 1));
  tell (told, f, &g->event, &world);
  f->object.greyed = told;
  f->object.greyed_lane = g->lane;
  f->object.greyed_by_barrier = g->barrier;
}

static void
build_object (GccoreMachine *m, GccoreFrame *f, const GccoreFrameRequest *request)
{
  int run = request->object != 0 ? gccore_frame_find_run (f, request->object) : -1;
  uint32_t slot;
  if (run < 0)
    return;
  f->object.cycles = own (f, span_cycles_at (observer_span_cycles (m->observer), f->runs[run].page, &f->object.n_cycles));
  const Mspan *s = heap_find_object (&m->heap, request->object, &slot);
  if (s == NULL || mspan_is_free (&m->image, s, slot))
    return;
  f->object.addr = mspan_object_base (s, slot);
  if (request->object_path)
    machine_path (m, f->object.addr, &f->object);
  own (f, (void *) f->object.path);
  build_greying (m, f);
}

/* The first line of the last thing that the program wrote, when that is how Go says what a program dies of. */
static char *
death_line (const GccoreMachine *m)
{
  const OutputMark *marks = (const OutputMark *) (gpointer) m->output_marks->data;
  guint n = m->output_marks->len;
  while (n > 0 && marks[n - 1].end > m->output_pos)
    n--;
  if (n == 0 || marks[n - 1].fd != 2)
    return NULL;
  const char *text = m->output->str + (n > 1 ? marks[n - 2].end : 0);
  if (!g_str_has_prefix (text, "panic: ") && !g_str_has_prefix (text, "fatal error: "))
    return NULL;
  return g_utf8_make_valid (text, (gssize) MIN (strcspn (text, "\n"), MAX_DEATH_BYTES));
}

static void
build_output (GccoreMachine *m, GccoreFrame *f)
{
  gsize end = MIN (m->output_pos, m->output->len), start = end > MACHINE_OUTPUT_TAIL ? end - MACHINE_OUTPUT_TAIL : 0;
  guint first = m->n_trace > MACHINE_TRACE_LINES ? m->n_trace - MACHINE_TRACE_LINES : 0;
  char *text = own (f, g_utf8_make_valid (m->output->str + start, (gssize) (end - start)));
  char **trace = own (f, g_new (char *, MACHINE_TRACE_LINES));
  f->output = text;
  f->output_len = strlen (text);
  for (guint i = first; i < m->n_trace; i++)
    trace[f->n_gctrace++] = own (f, g_strdup (g_array_index (m->trace, TraceLine, i).text));
  f->gctrace = (const char *const *) trace;
  f->broken = m->broken.code != GCCORE_OK && f->tick >= m->broken_tick ? own (f, g_memdup2 (&m->broken, sizeof m->broken)) : NULL;
  f->death = m->run_state == GCCORE_RUN_PANICKED ? own (f, death_line (m)) : NULL;
}

static void
build_landmarks (const GccoreMachine *m, GccoreFrame *f)
{
  guint n;
  GccoreLandmark *landmarks = own (f, bookmarks_landmarks (m, &n));
  for (guint i = 0; i < n; i++)
    landmarks[i].text = own (f, g_strdup (landmarks[i].text));
  f->timeline.landmarks = landmarks;
  f->timeline.n_landmarks = n;
}

static void
build_branches (const GccoreMachine *m, GccoreFrame *f)
{
  guint n_branches = gccore_machine_n_branches (m), n_bookmarks = gccore_machine_n_bookmarks (m);
  GccoreBranch *branches = own (f, g_new (GccoreBranch, n_branches));
  GccoreBookmark *bookmarks = own (f, g_new (GccoreBookmark, n_bookmarks));
  for (guint i = 0; i < n_branches; i++)
    {
      branches[i] = gccore_machine_branch (m, i);
      branches[i].name = own (f, g_strdup (branches[i].name));
    }
  for (guint i = 0; i < n_bookmarks; i++)
    {
      bookmarks[i] = gccore_machine_bookmark (m, i);
      bookmarks[i].name = own (f, g_strdup (bookmarks[i].name));
      bookmarks[i].branch = own (f, g_strdup (bookmarks[i].branch));
    }
  f->branches = branches;
  f->n_branches = n_branches;
  f->bookmarks = bookmarks;
  f->n_bookmarks = n_bookmarks;
}

static void
build_timeline (GccoreMachine *m, GccoreFrame *f, guint max_points)
{
  guint n_points, n_phases;
  f->timeline.points = own (f, observer_points (m->observer, max_points > 0 ? max_points : 2000, &n_points));
  f->timeline.phases = own (f, observer_phases (m->observer, MAX_PHASES, &n_phases));
  f->timeline.n_points = n_points;
  f->timeline.n_phases = n_phases;
  build_landmarks (m, f);
  f->timeline.t0_ns = 0;
  f->timeline.t1_ns = f->now_ns;
}

/* Where the goroutine that acts next is. */
static void
build_place (const GccoreMachine *m, GccoreFrame *f)
{
  const ProgFunc *func;
  GSlot slot = lines_next_goroutine (m);
  f->next_g = -1;
  if (slot != 0 && vm_position (m->vm, &m->sched.gs[slot], &func, &f->next_line))
    {
      f->next_g = (int32_t) m->sched.gs[slot].goid;
      f->next_function = own (f, g_strdup (func->name));
    }
}

static GccoreRunState
run_state (const GccoreMachine *m)
{
  return m->run_state == GCCORE_RUN_PAUSED && m->sched.st->tick == 0 ? GCCORE_RUN_READY : m->run_state;
}

GccoreFrame *
gccore_machine_frame (GccoreMachine *m, const GccoreFrameRequest *request)
{
  GccoreFrame *f = g_new0 (GccoreFrame, 1);
  FrameArena *arena = g_new0 (FrameArena, 1);

  arena->blocks = g_ptr_array_new_with_free_func (g_free);
  arena->program = program_ref (m->program);
  f->ref_count = 1;
  f->arena = arena;
  f->name = own (f, g_strdup (m->name));
  f->tick = m->sched.st->tick;
  f->step = gccore_machine_position (m).step;
  build_place (m, f);
  f->now_ns = observer_now (m->observer).t_ns;
  f->run_state = run_state (m);
  f->exit_status = m->exit_status;
  build_phase (m, f);
  build_scavenge (m, f);
  build_sentence (m, f);
  build_graph (m, f, request);
  f->list_spans = request->list_spans;
  arena->runs = frame_runs_build (m, request, f);
  build_details (m, f, request);
  build_ps (m, f);
  build_gs (m, f);
  build_stack (m, f, request->stack_g);
  build_timeline (m, f, request->max_points);
  build_branches (m, f);
  build_pacer (m, f);
  build_stats (m, f);
  build_events (m, f, request->max_events);
  build_object (m, f, request);
  build_output (m, f);
  return f;
}
