/* Vectors of kind pacer: goals, assist ratios, workers and CPU limiter step by step (`vec` files), and whole scenarios,
 * for which this file simulates a program in cpu-time and bytes around the controller. */

#include "config.h"

#include "cli/vectors.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/gonum.h"
#include "gc/mgclimit.h"
#include "gc/mgcpacer.h"

#define MAX_PROCS 100000

/* --- vec files --- */

typedef struct {
  PacerState pacer;
  PacerMemory memory;
  LimiterState limiter;
} PacerVec;

static void *
pacer_vec_new (void)
{
  PacerVec *v = g_new0 (PacerVec, 1);

  pacer_init (&v->pacer, 100, PACER_NO_LIMIT);
  return v;
}

static void
line_workers (VecRun *run, const VecLine *line)
{
  PacerState c;
  PacerMemory none = { 0 };
  int32_t n_procs = (int32_t) vec_range (run, line, 1, 1, MAX_PROCS);

  pacer_init (&c, 100, PACER_NO_LIMIT);
  pacer_start_cycle (&c, &none, 0, n_procs, PACER_TRIGGER_HEAP);
  vec_answer_i64 (run, c.dedicated_workers_needed);
  vec_answer_f64 (run, c.fractional_utilization_goal);
  vec_answer_i64 (run, c.max_idle_workers);
}

static void
line_commit (VecRun *run, PacerVec *v, const VecLine *line)
{
  PacerState *c = &v->pacer;
  uint64_t goal, trigger;
  bool sweep_done;

  memset (c, 0, sizeof *c);
  c->triggered = PACER_NOT_TRIGGERED;
  pacer_set_gc_percent (c, (int32_t) vec_range (run, line, 1, INT32_MIN, INT32_MAX));
  pacer_set_memory_limit (c, vec_range (run, line, 2, 0, INT64_MAX));
  c->heap_marked = vec_u64 (run, line, 3);
  c->heap_live = vec_u64 (run, line, 4);
  c->last_heap_scan = vec_u64 (run, line, 5);
  c->last_stack_scan = vec_u64 (run, line, 6);
  c->globals_scan = vec_u64 (run, line, 7);
  c->cons_mark = vec_f64 (run, line, 8);
  v->memory.mapped_ready = vec_u64 (run, line, 9);
  v->memory.heap_free = vec_u64 (run, line, 10);
  v->memory.heap_alloc = vec_u64 (run, line, 11);
  sweep_done = vec_range (run, line, 12, 0, 1) != 0;
  if (!vec_line_ok (run))
    return;
  pacer_commit (c, sweep_done);
  trigger = pacer_trigger (c, &v->memory, &goal);
  vec_answer_u64 (run, c->gc_percent_heap_goal);
  vec_answer_u64 (run, c->runway);
  vec_answer_u64 (run, goal);
  vec_answer_u64 (run, trigger);
}

static void
line_revise (VecRun *run, PacerVec *v, const VecLine *line)
{
  PacerState *c = &v->pacer;

  c->heap_live = vec_u64 (run, line, 1);
  c->heap_scan = vec_u64 (run, line, 2);
  c->max_stack_scan = vec_u64 (run, line, 3);
  c->heap_scan_work = vec_i64 (run, line, 4);
  c->stack_scan_work = vec_i64 (run, line, 5);
  c->globals_scan_work = vec_i64 (run, line, 6);
  c->triggered = vec_u64 (run, line, 7);
  pacer_revise (c, &v->memory);
  vec_answer_f64 (run, c->assist_work_per_byte);
  vec_answer_f64 (run, c->assist_bytes_per_work);
  vec_answer_u64 (run, pacer_heap_goal (c, &v->memory));
}

static void
answer_limiter (VecRun *run, const LimiterState *l)
{
  vec_answer_u64 (run, l->fill_ns);
  vec_answer_u64 (run, l->capacity_ns);
  vec_answer_u64 (run, l->overflow_ns);
  vec_answer_i64 (run, limiter_limiting (l));
}

/* Lines of the CPU limiter; false: none of them. */
static bool
line_limiter (VecRun *run, PacerVec *v, const VecLine *line)
{
  LimiterState *l = &v->limiter;
  const char *op = line->word[0];

  if (strcmp (op, "limiter") == 0)
    limiter_init (l, vec_i64 (run, line, 1), (int32_t) vec_range (run, line, 2, 1, MAX_PROCS));
  else if (strcmp (op, "lassist") == 0)
    limiter_add_assist_time (l, vec_i64 (run, line, 1));
  else if (strcmp (op, "lidle") == 0)
    limiter_add_idle_time (l, vec_i64 (run, line, 1));
  else if (strcmp (op, "lneed") == 0)
    vec_answer_i64 (run, limiter_need_update (l, vec_i64 (run, line, 1)));
  else if (strcmp (op, "lupdate") == 0)
    {
      limiter_update (l, vec_i64 (run, line, 1));
      answer_limiter (run, l);
    }
  else if (strcmp (op, "lstart") == 0)
    {
      bool enable = vec_range (run, line, 1, 0, 1) != 0;

      if (l->transitioning || l->gc_enabled == enable)
        vec_bad (run, "no such transition from here");
      else
        limiter_start_transition (l, enable, vec_i64 (run, line, 2));
      answer_limiter (run, l);
    }
  else if (strcmp (op, "lfinish") == 0)
    {
      if (!l->transitioning)
        vec_bad (run, "no transition to finish");
      else
        limiter_finish_transition (l, vec_i64 (run, line, 1));
      answer_limiter (run, l);
    }
  else if (strcmp (op, "lreset") == 0)
    {
      if (l->transitioning)
        vec_bad (run, "in a transition");
      else
        limiter_reset_capacity (l, vec_i64 (run, line, 1), (int32_t) vec_range (run, line, 2, 1, MAX_PROCS));
      answer_limiter (run, l);
    }
  else
    return false;
  return true;
}

static void
pacer_vec_line (VecRun *run, void *state, const VecLine *line)
{
  PacerVec *v = state;
  const char *op = line->word[0];

  if (strcmp (op, "workers") == 0)
    line_workers (run, line);
  else if (strcmp (op, "commit") == 0)
    line_commit (run, v, line);
  else if (strcmp (op, "revise") == 0)
    line_revise (run, v, line);
  else if (strcmp (op, "idlemax") == 0)
    pacer_set_max_idle_workers (&v->pacer, (int32_t) vec_range (run, line, 1, 0, INT32_MAX));
  else if (strcmp (op, "idleneed") == 0)
    vec_answer_i64 (run, pacer_need_idle_worker (&v->pacer));
  else if (strcmp (op, "idleadd") == 0)
    vec_answer_i64 (run, pacer_add_idle_worker (&v->pacer));
  else if (strcmp (op, "idleremove") == 0)
    {
      if (v->pacer.idle_workers > 0)
        pacer_remove_idle_worker (&v->pacer);
      else
        vec_bad (run, "no idle worker to remove");
    }
  else if (!line_limiter (run, v, line))
    vec_bad (run, "unknown operation");
}

/* --- scenarios --- */

#define PERIOD_NS             500000
#define FIRST_MARKED_BYTES    262144
#define MAX_PERIODS           100000000 /* a scenario that does not end is senseless */

typedef struct {
  int64_t gc_percent, memory_limit, globals_bytes, n_cores, length;
} ScenarioHead;

typedef struct {
  double alloc_rate, scan_rate, growth_rate, scannable_frac; /* KiB per cpu-ms twice, then ratios */
  int64_t stack_bytes;
} ScenarioCycle;

/* What one simulated mark phase leaves behind. */
typedef struct {
  int64_t assist_ns, duration_ns, black_bytes;
  int64_t n_revisions;
} MarkPhase;

/* Marks until globals, stacks and heap are scanned, in periods of 0.5 ms. */
static bool
simulate_mark (PacerState *c, const PacerMemory *mem, const ScenarioHead *head, const ScenarioCycle *cy,
               int64_t next_marked, MarkPhase *out)
{
  int64_t left[3] = { head->globals_bytes, cy->stack_bytes,
                      go_int64 ((double) next_marked * cy->scannable_frac) }; /* may be negative */
  int64_t *done[3] = { &c->globals_scan_work, &c->stack_scan_work, &c->heap_scan_work };
  double cores = (double) head->n_cores;

  *out = (MarkPhase) { 0 };
  while (go_add64 (go_add64 (left[0], left[1]), left[2]) > 0)
    {
      double ratio = c->assist_work_per_byte;
      double u = ratio * cy->alloc_rate / (ratio * cy->alloc_rate + cy->scan_rate);
      int64_t can_scan, scanned = 0, allocated, elapsed = PERIOD_NS;

      if (u < PACER_BACKGROUND_UTILIZATION)
        u = PACER_BACKGROUND_UTILIZATION;
      can_scan = go_int64 (cy->scan_rate * 512 * cores * u);
      allocated = go_int64 (cy->alloc_rate * 512 * cores * (1 - u));
      for (int i = 0; i < 3; i++)
        {
          bool all = left[i] <= go_sub64 (can_scan, scanned);
          int64_t part = all ? left[i] : go_sub64 (can_scan, scanned);

          left[i] = go_sub64 (left[i], part);
          scanned = go_add64 (scanned, part);
          *done[i] = go_add64 (*done[i], part);
          if (!all)
            break;
        }
      if (scanned < can_scan)
        {
          elapsed = go_int64 ((double) scanned * PERIOD_NS / (cy->scan_rate * 512 * cores * u));
          allocated = go_int64 (cy->alloc_rate * 512 * (double) elapsed / PERIOD_NS * cores * (1 - u));
        }
      c->heap_live += (uint64_t) allocated;
      c->heap_scan += (uint64_t) go_int64 ((double) allocated * cy->scannable_frac);
      pacer_revise (c, mem);
      out->assist_ns = go_add64 (out->assist_ns,
                                 go_int64 ((double) elapsed * cores * (u - PACER_BACKGROUND_UTILIZATION)));
      out->duration_ns = go_add64 (out->duration_ns, elapsed);
      out->black_bytes = go_add64 (out->black_bytes, allocated);
      if (++out->n_revisions > MAX_PERIODS)
        return false;
    }
  return true;
}

static void
print_f64 (double value)
{
  char text[G_ASCII_DTOSTR_BUF_SIZE];

  if (isnan (value))
    printf (" nan");
  else
    printf (" %s", g_ascii_formatd (text, sizeof text, "%.17g", value));
}

/* One cycle and its line of the table. */
static bool
simulate_cycle (PacerState *c, const ScenarioHead *head, const ScenarioCycle *cy, int64_t number, int64_t *black)
{
  const PacerMemory none = { 0 };
  int32_t n_procs = (int32_t) head->n_cores;
  uint64_t live = c->heap_marked, trigger, peak, goal, marked = c->heap_marked;
  int64_t next_marked = FIRST_MARKED_BYTES, scannable;
  double utilization, last_assist;
  MarkPhase mark;

  trigger = pacer_trigger (c, &none, NULL);
  if (c->heap_marked > trigger)
    trigger = c->heap_marked;
  c->max_stack_scan = (uint64_t) cy->stack_bytes;
  c->globals_scan = (uint64_t) head->globals_bytes;
  c->heap_live = trigger;
  c->heap_scan += (uint64_t) go_int64 ((double) (trigger - c->heap_marked) * cy->scannable_frac);
  pacer_start_cycle (c, &none, 0, n_procs, PACER_TRIGGER_HEAP);

  scannable = go_int64 ((double) (int64_t) (marked - (uint64_t) *black) * cy->scannable_frac);
  if (number > 1)
    next_marked = go_int64 ((double) (int64_t) (marked - (uint64_t) *black) * cy->growth_rate);
  if (!simulate_mark (c, &none, head, cy, next_marked, &mark))
    return false;
  *black = mark.black_bytes;

  peak = c->heap_live;
  goal = pacer_heap_goal (c, &none);
  last_assist = c->assist_work_per_byte;
  utilization = (double) mark.assist_ns / ((double) mark.duration_ns * (double) head->n_cores)
                + PACER_BACKGROUND_UTILIZATION;

  printf ("%" PRId64 " %" PRIu64 " %" PRIu64 " %" PRIu64 " %" PRIu64 " %" PRId64, number, live, trigger, peak, goal,
          scannable);
  print_f64 (utilization);
  print_f64 ((double) peak / (double) goal);
  printf (" %" PRIu64, goal - trigger);
  print_f64 ((double) (trigger - live) / (double) (goal - live));
  printf (" %" PRId64 " %" PRId64 " %" PRId64 " %" PRId64 " %" PRId64, mark.assist_ns, mark.duration_ns,
          mark.black_bytes, next_marked, mark.n_revisions);
  print_f64 (last_assist);

  c->assist_time_ns = mark.assist_ns;
  pacer_end_cycle (c, &none, mark.duration_ns, n_procs);
  pacer_reset_live (c, (uint64_t) next_marked + (uint64_t) mark.black_bytes);
  pacer_commit (c, false);

  print_f64 (c->cons_mark);
  print_f64 (c->last_cons_mark[3]);
  trigger = pacer_trigger (c, &none, &goal);
  printf (" %" PRIu64 " %" PRIu64 " %" PRIu64 "\n", c->runway, goal, trigger);
  return true;
}

static bool
read_i64 (const char *text, int64_t min, int64_t max, int64_t *value)
{
  return g_ascii_string_to_signed (text, 10, min, max, value, NULL);
}

static bool
read_f64 (const char *text, double *value)
{
  char *end;

  *value = g_ascii_strtod (text, &end);
  return end != text && *end == '\0' && isfinite (*value);
}

/* A line `key value` of the head; false: not understood. */
static bool
read_head (ScenarioHead *head, const char *key, const char *value)
{
  const int64_t far = INT64_C (1) << 50;

  if (strcmp (key, "name") == 0)
    return true;
  if (strcmp (key, "gcPercent") == 0)
    return read_i64 (value, -1, INT32_MAX, &head->gc_percent);
  if (strcmp (key, "memoryLimit") == 0)
    return read_i64 (value, 0, INT64_MAX, &head->memory_limit);
  if (strcmp (key, "globalsBytes") == 0)
    return read_i64 (value, 0, far, &head->globals_bytes);
  if (strcmp (key, "nCores") == 0)
    return read_i64 (value, 1, MAX_PROCS, &head->n_cores);
  if (strcmp (key, "length") == 0)
    return read_i64 (value, 0, INT32_MAX, &head->length);
  return false;
}

static bool
read_cycle (ScenarioCycle *cy, int64_t *number, char **words)
{
  return g_strv_length (words) == 7
         && read_i64 (words[1], 1, INT32_MAX, number)
         && read_f64 (words[2], &cy->alloc_rate) && cy->alloc_rate >= 0
         && read_f64 (words[3], &cy->scan_rate) && cy->scan_rate > 0
         && read_f64 (words[4], &cy->growth_rate)
         && read_f64 (words[5], &cy->scannable_frac)
         && read_i64 (words[6], 0, INT64_C (1) << 50, &cy->stack_bytes);
}

static int
pacer_scenario (char **lines, const char *file)
{
  ScenarioHead head = { .gc_percent = 100, .memory_limit = PACER_NO_LIMIT, .n_cores = 1 };
  PacerState c;
  int64_t black = 0;
  bool started = false;

  for (int i = 0; lines[i] != NULL; i++)
    {
      g_auto (GStrv) words = NULL;
      ScenarioCycle cy;
      int64_t number;

      g_strstrip (lines[i]);
      if (lines[i][0] == '\0' || lines[i][0] == '#')
        continue;
      words = g_strsplit_set (lines[i], " \t", -1);
      if (strcmp (words[0], "c") != 0)
        {
          if (started || g_strv_length (words) != 2 || !read_head (&head, words[0], words[1]))
            {
              fprintf (stderr, "%s:%d: not understood\n", file, i + 1);
              return 1;
            }
          continue;
        }
      if (!read_cycle (&cy, &number, words))
        {
          fprintf (stderr, "%s:%d: not a cycle\n", file, i + 1);
          return 1;
        }
      if (!started)
        {
          pacer_init (&c, (int32_t) head.gc_percent, head.memory_limit);
          started = true;
          printf ("# cycle heapLive heapTrigger heapPeak heapGoal heapScannable gcUtilization goalRatio runway "
                  "triggerRatio assistTime gcDuration allocBlack nextMarked revisions lastAssist consMark "
                  "measuredConsMark nextRunway nextGoal nextTrigger\n");
        }
      if (!simulate_cycle (&c, &head, &cy, number, &black))
        {
          fprintf (stderr, "%s:%d: marking does not end\n", file, i + 1);
          return 1;
        }
    }
  return 0;
}

const VecKind vec_kind_pacer = {
  .name = "pacer",
  .state_new = pacer_vec_new,
  .state_free = g_free,
  .line = pacer_vec_line,
  .scenario = pacer_scenario,
};
