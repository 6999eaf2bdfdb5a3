/* A machine that only plays one: deterministic frames for tests of the engine and the window, no heap behind them.
 *
 * Source text steers it: "syntax error" does not compile, "host error" fails while running, "panic" panics at tick
 * 300, "print" writes a line each tick, "forever" never ends. Otherwise it exits with status 0 at tick 4000. */

#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include "session/escape-lines.h"
#include "session/events.h"
#include "session/machine.h"
#include "session/session-file.h"
#include "session/stops.h"

#define CYCLE_TICKS 400
#define MARK_FROM 201
#define MARK_TO 350
#define SWEEP_FROM 352
#define N_PAGES 8192
#define N_RUNS 1400
#define HEAP_BASE UINT64_C (0xc000000000)
#define END_TICK 4000

struct GccoreMachine {
  char *name;
  GccoreKnobs knobs;
  uint64_t tick;
  gboolean panics, prints, forever, fails;
  gboolean failed;
  uint64_t last_tick;
  GccoreError error;
  GccoreOutputFunc output;
  gpointer output_data;
  GccoreTraceFunc trace;
  gpointer trace_data;
};

void
gccore_error_set (GccoreError *error, GccoreStatus code, const char *format, ...)
{
  va_list args;

  if (error == NULL)
    return;
  error->code = code;
  va_start (args, format);
  g_vsnprintf (error->text, sizeof error->text, format, args);
  va_end (args);
}

void
gccore_knobs_init (GccoreKnobs *knobs)
{
  *knobs = (GccoreKnobs) { .gogc = 100, .memory_limit = GCCORE_NO_LIMIT, .procs = 4, .seed = 1 };
}

GccoreMachine *
gccore_machine_load (const char *name, const char *source, gsize length, const GccoreKnobs *knobs,
                     GPtrArray **diagnostics, GccoreError *error)
{
  g_autofree char *text = g_strndup (source, length);
  GccoreMachine *machine;

  if (diagnostics != NULL)
    *diagnostics = g_ptr_array_new ();
  if (strstr (text, "syntax error") != NULL)
    {
      GccoreDiagnostic *diagnostic = g_new0 (GccoreDiagnostic, 1);
      const char *p;

      diagnostic->line = 1;
      diagnostic->column = 1;
      for (p = text; p < strstr (text, "syntax error"); p++)
        {
          diagnostic->line += *p == '\n';
          diagnostic->column = *p == '\n' ? 1 : diagnostic->column + 1;
        }
      diagnostic->text = g_strdup ("syntax error: unexpected error");
      if (diagnostics != NULL)
        g_ptr_array_add (*diagnostics, diagnostic);
      gccore_error_set (error, GCCORE_ERR_PROGRAM, "syntax error: unexpected error");
      return NULL;
    }

  machine = g_new0 (GccoreMachine, 1);
  machine->name = g_strdup (name);
  machine->knobs = *knobs;
  machine->panics = strstr (text, "panic") != NULL;
  machine->prints = strstr (text, "print") != NULL;
  machine->forever = strstr (text, "forever") != NULL;
  machine->fails = strstr (text, "host error") != NULL;
  return machine;
}

bool
gccore_machine_remember_lines (GccoreMachine *m)
{
  return false;
}

void
gccore_machine_free (GccoreMachine *machine)
{
  g_free (machine->name);
  g_free (machine);
}

GccoreStop *
gccore_stop_parse (const char *text, GccoreError *error)
{
  GccoreStop *stop;

  if (!g_str_has_prefix (text, "tick:"))
    {
      gccore_error_set (error, GCCORE_ERR_USAGE, "no such stop: %s", text);
      return NULL;
    }
  stop = g_new0 (GccoreStop, 1);
  stop->kind = GCCORE_STOP_TICK;
  stop->n = g_ascii_strtoull (text + 5, NULL, 10);
  return stop;
}

GccoreStatus
gccore_stop_check (const GccoreStop *stop, GccoreMachine *machine, GccoreError *error)
{
  return GCCORE_OK;
}

void
gccore_stop_free (GccoreStop *stop)
{
  g_free (stop);
}

char *
gccore_stop_format (const GccoreStop *stop)
{
  return g_strdup_printf ("tick:%" G_GUINT64_FORMAT, stop->n);
}

/* The fake's events have one sentence each. */
const char *
gccore_event_template (const GccoreFrameEvent *event)
{
  return event->text;
}

void
gccore_event_sentence (GString *out, const GccoreFrameEvent *event, GccoreTranslate translate)
{
  g_string_append (out, event->text);
}

const char *
gccore_event_name (uint16_t kind)
{
  return "event";
}

static GccorePhase
phase_at (uint64_t tick)
{
  unsigned at = tick % CYCLE_TICKS;

  return at < MARK_FROM - 1 ? GCCORE_PHASE_OFF : at == MARK_FROM - 1 ? GCCORE_PHASE_SWEEP_TERM
       : at <= MARK_TO ? GCCORE_PHASE_MARK : at == MARK_TO + 1 ? GCCORE_PHASE_MARK_TERM : GCCORE_PHASE_SWEEP;
}

bool
gccore_machine_ended (const GccoreMachine *machine, int *exit_status)
{
  gboolean panicked = machine->panics && machine->tick >= 300;

  if (exit_status != NULL)
    *exit_status = panicked ? 2 : 0;
  return panicked || (!machine->forever && machine->tick >= END_TICK);
}

static void
print (GccoreMachine *machine, int fd, const char *text)
{
  if (machine->output != NULL)
    machine->output (fd, text, strlen (text), machine->tick, machine->output_data);
}

static void
tick (GccoreMachine *machine)
{
  volatile unsigned work = 0;

  while (work < 200)
    work++;
  machine->tick++;
  if (machine->tick <= machine->last_tick)
    return;
  machine->last_tick = machine->tick;
  if (machine->prints)
    {
      g_autofree char *line = g_strdup_printf ("line %" G_GUINT64_FORMAT "\n", (guint64) machine->tick);

      print (machine, 1, line);
    }
  if (machine->panics && machine->tick == 300)
    print (machine, 2, "panic: index out of range [5] with length 3\n\ngoroutine 1 [running]:\nmain.main()\n");
  if (machine->fails && machine->tick == 300)
    {
      machine->failed = TRUE;
      gccore_error_set (&machine->error, GCCORE_ERR_HOST_MEMORY, "mmap: cannot allocate memory");
    }
  if (machine->tick % CYCLE_TICKS == 0 && machine->trace != NULL)
    machine->trace ("gc 1 @0.012s 3%: 0.010+0.41+0.002 ms clock, 0.040+0.1/0.3/0.2+0.009 ms cpu, 4->4->2 MB, 5 MB goal, "
                    "0 MB stacks, 0 MB globals, 4 P", machine->trace_data);
}

GccoreStopReason
gccore_machine_step (GccoreMachine *machine, GccoreGranularity by, uint64_t n, uint64_t budget_us)
{
  gint64 end = g_get_monotonic_time () + (gint64) budget_us;

  for (;;)
    {
      uint64_t before = machine->tick;

      if (machine->failed)
        return GCCORE_STOP_HOST_ERROR;
      if (gccore_machine_ended (machine, NULL))
        return GCCORE_STOP_ENDED;
      if (n == 0)
        return GCCORE_STOP_STEPPED;
      tick (machine);
      if (by <= GCCORE_BY_SWITCH || (by == GCCORE_BY_PHASE && phase_at (before) != phase_at (machine->tick)) ||
          (by == GCCORE_BY_CYCLE && machine->tick % CYCLE_TICKS == 0))
        n--;
      if (n > 0 && budget_us > 0 && (machine->tick & 15) == 0 && g_get_monotonic_time () >= end)
        return GCCORE_STOP_BUDGET;
    }
}

GccoreStopReason
gccore_machine_run (GccoreMachine *machine, GccoreStop *const *stops, guint n_stops, uint64_t budget_us, guint *hit)
{
  gint64 end = g_get_monotonic_time () + (gint64) budget_us;

  for (;;)
    {
      GccoreStopReason reason = gccore_machine_step (machine, GCCORE_BY_TICK, 1, 0);

      for (guint i = 0; i < n_stops; i++)
        if (stops[i]->n == machine->tick)
          {
            if (hit != NULL)
              *hit = i;
            return GCCORE_STOP_HIT;
          }
      if (reason != GCCORE_STOP_STEPPED)
        return reason;
      if (budget_us > 0 && g_get_monotonic_time () >= end)
        return GCCORE_STOP_BUDGET;
    }
}

void gccore_machine_set_history (GccoreMachine *machine, uint64_t budget_bytes) { }
uint64_t gccore_machine_last_tick (const GccoreMachine *machine) { return machine->last_tick; }
const GccoreError *gccore_machine_error (const GccoreMachine *machine) { return &machine->error; }

GccoreStopReason
gccore_machine_seek_to (GccoreMachine *machine, GccorePosition position, uint64_t budget_us)
{
  uint64_t to = position.tick;
  gint64 end = g_get_monotonic_time () + (gint64) budget_us;

  machine->tick = MIN (machine->tick, to);
  while (machine->tick < to && !gccore_machine_ended (machine, NULL))
    {
      if (budget_us > 0 && g_get_monotonic_time () >= end)
        return GCCORE_STOP_BUDGET;
      tick (machine);
    }
  return GCCORE_STOP_STEPPED;
}

/* The fake's events are there whoever listens. */
void
gccore_machine_hear_last (GccoreMachine *machine)
{
}

GccoreStopReason
gccore_machine_step_back (GccoreMachine *machine, GccoreGranularity by, uint64_t n, GccoreProgressFunc progress,
                          gpointer data)
{
  while (n > 0 && machine->tick > 0)
    {
      uint64_t before = machine->tick--;

      if (by <= GCCORE_BY_SWITCH || (by == GCCORE_BY_PHASE && phase_at (before) != phase_at (machine->tick)) ||
          (by == GCCORE_BY_CYCLE && machine->tick % CYCLE_TICKS == 0))
        n--;
    }
  return GCCORE_STOP_STEPPED;
}

/* The fake has no objects. */
GccoreStopReason
gccore_machine_find_greying (GccoreMachine *m, uint64_t addr, GccoreProgressFunc progress, gpointer data)
{
  return GCCORE_STOP_ENDED;
}

GccoreStopReason
gccore_machine_run_back (GccoreMachine *machine, GccoreStop *const *stops, guint n_stops, guint *hit,
                         GccoreProgressFunc progress, gpointer data)
{
  uint64_t best = 0;

  for (guint i = 0; i < n_stops; i++)
    if (stops[i]->n < machine->tick && stops[i]->n > best)
      {
        best = stops[i]->n;
        *hit = i;
      }
  if (best == 0)
    return GCCORE_STOP_ENDED;
  machine->tick = best;
  return GCCORE_STOP_HIT;
}

uint64_t gccore_machine_tick (const GccoreMachine *machine) { return machine->tick; }

static uint32_t
mix (uint32_t x)
{
  x ^= x >> 16;
  x *= 0x7feb352dU;
  x ^= x >> 15;
  x *= 0x846ca68bU;
  return x ^ x >> 16;
}

/* A frame's arena is a list of blocks. */
static gpointer
frame_alloc (GccoreFrame *frame, gsize size)
{
  gpointer block = g_malloc0 (size);

  frame->arena = g_slist_prepend (frame->arena, block);
  return block;
}

static GccorePagesState
run_state (uint64_t now, uint32_t i)
{
  uint32_t r = mix (i) % 100;
  uint32_t at = now % CYCLE_TICKS;
  GccorePagesState swept = r < 10 ? GCCORE_PAGES_CACHED : GCCORE_PAGES_SWEPT;

  if (i > now / 2 + 500)
    return i % 2 ? GCCORE_PAGES_RELEASED : GCCORE_PAGES_FREE;
  if (r < 8)
    return GCCORE_PAGES_FREE;
  if (r < 12)
    return GCCORE_PAGES_STACK;
  if (r < 18)
    return GCCORE_PAGES_LARGE;
  if (at >= SWEEP_FROM && (i * 48 / N_RUNS) > at - SWEEP_FROM)
    return GCCORE_PAGES_NEEDS_SWEEP;
  return swept;
}

static void
fill_runs (GccoreFrame *frame)
{
  GccoreRun *runs = frame_alloc (frame, sizeof (GccoreRun) * (N_RUNS + 1));
  uint32_t page = 0, n = 0;

  while (page < N_PAGES && n <= N_RUNS)
    {
      GccoreRun *run = &runs[n];
      uint32_t r = mix (n + 77);

      run->page = page;
      run->state = run_state (frame->tick, n);
      run->n_pages = run->state == GCCORE_PAGES_LARGE ? 8 + r % 40 : 1 + (r % 7 == 0 ? r % 4 : 0);
      if (n == N_RUNS)
        {
          run->state = GCCORE_PAGES_RESERVED;
          run->n_pages = N_PAGES - page;
        }
      run->n_pages = MIN (run->n_pages, N_PAGES - page);
      run->p = -1;
      run->line = 9 + r % 12;
      if (run->state <= GCCORE_PAGES_CACHED)
        {
          run->elem_size = 16 << (r % 5);
          run->span_class = 4 + 2 * (r % 20);
          run->n_elems = MIN (8192 / run->elem_size, 1000);
          run->n_alloc = run->n_elems * (r % 100) / 100;
          run->n_marked = run->n_alloc / 2;
          run->sweepgen = 2 * frame->cycle;
          run->set = run->state == GCCORE_PAGES_CACHED ? GCCORE_SET_MCACHE : GCCORE_SET_PARTIAL_SWEPT;
          run->p = run->state == GCCORE_PAGES_CACHED ? (int) (r % 4) : -1;
        }
      frame->pages_by_state[run->state] += run->n_pages;
      page += run->n_pages;
      n++;
    }
  frame->runs = runs;
  frame->n_runs = n;
  frame->heap_base = HEAP_BASE;
  frame->n_pages = page;
}

static void
fill_details (GccoreFrame *frame, const GccoreFrameRequest *request)
{
  GccoreSpanDetail *details = frame_alloc (frame, sizeof (GccoreSpanDetail) * (request->n_detail_spans + 1));

  for (uint32_t i = 0; i < request->n_detail_spans; i++)
    {
      int index = gccore_frame_find_run (frame, request->detail_spans[i]);
      GccoreSpanDetail *detail = &details[frame->n_details];
      uint8_t *colour;

      if (index < 0 || frame->runs[index].n_elems == 0)
        continue;
      detail->run = (uint32_t) index;
      detail->base = HEAP_BASE + (uint64_t) frame->runs[index].page * 8192;
      detail->n_elems = frame->runs[index].n_elems;
      colour = frame_alloc (frame, detail->n_elems);
      for (uint32_t k = 0; k < detail->n_elems; k++)
        colour[k] = mix (k * 31 + (uint32_t) index) % 4;
      detail->colour = colour;
      frame->n_details++;
    }
  frame->details = details;
}

static void
fill_timeline (GccoreFrame *frame)
{
  uint32_t n = MIN (frame->tick + 1, 1000);
  GccoreTimelinePoint *points = frame_alloc (frame, sizeof (GccoreTimelinePoint) * n);
  GccoreTimelinePhase *phases = frame_alloc (frame, sizeof (GccoreTimelinePhase) * (frame->tick / CYCLE_TICKS * 2 + 4));
  GccoreFrameP *ps = frame_alloc (frame, sizeof (GccoreFrameP) * 4);

  for (uint32_t i = 0; i < n; i++)
    {
      uint64_t t = frame->tick * i / MAX (n - 1, 1), at = t % CYCLE_TICKS, base = 2000000 + t * 500;

      points[i] = (GccoreTimelinePoint) { .t_ns = (int64_t) t * 1000, .tick = t,
        .live = at < 350 ? base + at * 6000 : base + (400 - at) * 10000, .trigger = base + 1800000,
        .goal = base + 2600000, .rss = base + 4000000, .heap_sys = 64 << 20 };
    }
  for (uint64_t c = 0; c * CYCLE_TICKS + MARK_FROM < frame->tick; c++)
    phases[frame->timeline.n_phases++] = (GccoreTimelinePhase) {
      .start_ns = (int64_t) (c * CYCLE_TICKS + MARK_FROM) * 1000,
      .end_ns = (int64_t) MIN (c * CYCLE_TICKS + MARK_TO, frame->tick) * 1000, .phase = GCCORE_PHASE_MARK,
      .cycle = (uint32_t) c + 1 };
  frame->timeline.t1_ns = (int64_t) MAX (frame->tick, 1) * 1000;
  frame->timeline.points = points;
  frame->timeline.n_points = n;
  frame->timeline.phases = phases;
  for (uint32_t p = 0; p < 4; p++)
    {
      GccoreLaneSegment *segments = frame_alloc (frame, sizeof (GccoreLaneSegment) * 200);
      uint32_t k = 0;

      for (uint64_t t = 0; t < frame->tick && k < 200; t += 20 + mix (t + p) % 60, k++)
        segments[k] = (GccoreLaneSegment) { .start_ns = (int64_t) t * 1000, .end_ns = (int64_t) (t + 18) * 1000,
          .lane = phase_at (t) == GCCORE_PHASE_MARK ? GCCORE_LANE_MARK : GCCORE_LANE_GOROUTINE, .g = 1 };
      ps[p] = (GccoreFrameP) { .lane = GCCORE_LANE_GOROUTINE, .g = (int32_t) p + 1, .line = 3 + p,
        .segments = segments, .n_segments = k };
    }
  frame->ps = ps;
  frame->n_ps = 4;
}

GccoreFrame *
gccore_machine_frame (GccoreMachine *machine, const GccoreFrameRequest *request)
{
  GccoreFrame *frame = g_new0 (GccoreFrame, 1);
  unsigned at = machine->tick % CYCLE_TICKS;
  GccoreFrameEvent *events = frame_alloc (frame, sizeof (GccoreFrameEvent) * 20);
  int status;

  frame->ref_count = 1;
  frame->name = strcpy (frame_alloc (frame, strlen (machine->name) + 1), machine->name);
  frame->tick = machine->tick;
  frame->now_ns = (int64_t) machine->tick * 1000;
  frame->run_state = machine->failed ? GCCORE_RUN_HOST_ERROR : !gccore_machine_ended (machine, &status)
                   ? GCCORE_RUN_PAUSED : status == 2 ? GCCORE_RUN_PANICKED : GCCORE_RUN_EXITED;
  frame->exit_status = gccore_machine_ended (machine, &status) ? status : 0;
  frame->phase = phase_at (machine->tick);
  frame->cycle = (uint32_t) ((machine->tick + CYCLE_TICKS - MARK_FROM + 1) / CYCLE_TICKS);
  frame->phase_progress[GCCORE_PHASE_OFF] = MIN (1.0, at / 200.0);
  frame->phase_progress[GCCORE_PHASE_SWEEP_TERM] = at >= MARK_FROM;
  frame->phase_progress[GCCORE_PHASE_MARK] = CLAMP (((double) at - MARK_FROM) / 149, 0, 1);
  frame->phase_progress[GCCORE_PHASE_MARK_TERM] = at >= SWEEP_FROM;
  frame->phase_progress[GCCORE_PHASE_SWEEP] = CLAMP (((double) at - SWEEP_FROM) / 48, 0, 1);
  frame->trigger_reason = "heap";
  fill_runs (frame);
  fill_details (frame, request);
  fill_timeline (frame);
  frame->pacer = (GccorePacerView) { .heap_live = 5820000, .trigger = 5010000, .goal = 6400000, .assist_ratio = 1.84,
    .cons_mark = 0.113, .bg_credit = 41000, .gc_cpu_background = 0.25, .gc_cpu_assist = 0.031,
    .gc_percent = machine->knobs.gogc, .memory_limit = GCCORE_NO_LIMIT };
  for (uint32_t i = 0; i < 20 && i < machine->tick; i++)
    events[frame->n_events++] = (GccoreFrameEvent) { .tick = machine->tick - MIN (machine->tick, 20) + i + 1,
      .kind = 1, .addr = HEAP_BASE + i * 64, .text = "P1 allocates 64 B" };
  frame->events = events;
  frame->sentence = machine->tick > 0 ? "P1 allocates 64 B" : "";
  frame->output = "";
  return frame;
}

GccoreFrame *
gccore_frame_ref (GccoreFrame *frame)
{
  g_atomic_int_inc (&frame->ref_count);
  return frame;
}

void
gccore_frame_unref (GccoreFrame *frame)
{
  if (!g_atomic_int_dec_and_test (&frame->ref_count))
    return;
  g_slist_free_full (frame->arena, g_free);
  g_free (frame);
}

int
gccore_frame_find_run (const GccoreFrame *frame, uint64_t addr)
{
  uint64_t page = (addr - frame->heap_base) / 8192;

  if (addr < frame->heap_base)
    return -1;
  for (uint32_t i = 0; i < frame->n_runs; i++)
    if (page >= frame->runs[i].page && page < frame->runs[i].page + frame->runs[i].n_pages)
      return (int) i;
  return -1;
}

GccoreStatus
gccore_machine_set_knob (GccoreMachine *machine, const char *name, int64_t value, GccoreError *error)
{
  if (strcmp (name, "gogc") == 0)
    {
      machine->knobs.gogc = (int32_t) value;
      return GCCORE_OK;
    }
  gccore_error_set (error, GCCORE_ERR_USAGE, "%s cannot change while the program runs", name);
  return GCCORE_ERR_USAGE;
}

const GccoreKnobs *gccore_machine_knobs (const GccoreMachine *machine) { return &machine->knobs; }

void
gccore_machine_set_output (GccoreMachine *machine, GccoreOutputFunc func, gpointer data)
{
  machine->output = func;
  machine->output_data = data;
}

void
gccore_machine_set_gctrace (GccoreMachine *machine, GccoreTraceFunc func, gpointer data)
{
  machine->trace = func;
  machine->trace_data = data;
}

GccoreStatus gccore_machine_verify (GccoreMachine *machine, GccoreError *error) { return GCCORE_OK; }

GPtrArray *
gccore_escape_lines (const char *name, const char *source, gsize length, unsigned flags, GPtrArray **diagnostics)
{
  return g_ptr_array_new ();
}

/* Branches, bookmarks and session files: none. Tests of these have a real machine (test-engine-session.c). */

guint gccore_machine_n_branches (const GccoreMachine *machine) { return 1; }

guint gccore_machine_n_bookmarks (const GccoreMachine *machine) { return 0; }

GccoreBookmark
gccore_machine_bookmark (const GccoreMachine *machine, guint i)
{
  return (GccoreBookmark) { NULL };
}

void gccore_machine_add_bookmark (GccoreMachine *machine, const char *name) {}

void gccore_machine_put_bookmark (GccoreMachine *machine, const GccoreBookmark *bookmark) {}

void gccore_machine_rename_bookmark (GccoreMachine *machine, guint i, const char *name) {}

void gccore_machine_remove_bookmark (GccoreMachine *machine, guint i) {}

GccoreStopReason
gccore_machine_go_to_bookmark (GccoreMachine *machine, guint i, uint64_t budget_us)
{
  return GCCORE_STOP_STEPPED;
}

GccoreStatus
gccore_machine_rename_branch (GccoreMachine *machine, guint i, const char *name, GccoreError *error)
{
  return GCCORE_OK;
}

GccoreBranch
gccore_machine_branch (const GccoreMachine *machine, guint i)
{
  return (GccoreBranch) { .name = "main" };
}

GccoreStopReason
gccore_machine_switch_branch (GccoreMachine *machine, guint i, uint64_t budget_us)
{
  return GCCORE_STOP_STEPPED;
}

GccoreSession *
gccore_session_parse (const char *text, gsize length, GccoreError *error)
{
  gccore_error_set (error, GCCORE_ERR_USAGE, "this is no session file");
  return NULL;
}

GccoreSession *
gccore_session_of (const GccoreMachine *machine, const char *const *stops)
{
  return g_new0 (GccoreSession, 1);
}

GccoreMachine *
gccore_session_load (const GccoreSession *session, GPtrArray **diagnostics, GccoreError *error)
{
  return NULL;
}

bool
gccore_session_save (const GccoreSession *session, const char *path, GError **error)
{
  return true;
}

void
gccore_session_free (GccoreSession *session)
{
  g_free (session);
}
