/* spanscape bench vm|seek|frames FILE.go [OPTION...] [-- ARGS]: a program on a whole machine.
 *
 * Times called _cpu_ or _user_ are this thread's or process's CPU time, which other load on the host does not stretch
 * as it stretches wall time. What the program writes goes to standard error, so that a caller can compare it with what
 * the compiled program wrote. */

#include "cli/bench.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>

#include "cli/cli.h"
#include "scene/span-map.h"
#include "scene/sums.h"

#define N_SEEKS 40
#define MAX_ROUNDS 20                      /* of a run with and without recording */
#define N_SLICES 64                        /* of such a run */
#define HISTORY_BYTES (UINT64_C (1) << 30)
#define FRAME_GAP_US 10000                 /* the machine runs so long between frames */

typedef struct {
  GccoreKnobs knobs;
  gint64 ticks, frames, rounds;
  CliSource source;
  int status;
} Options;

static double
thread_cpu_ms (void)
{
  struct timespec t;

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &t);
  return (double) t.tv_sec * 1e3 + (double) t.tv_nsec * 1e-6;
}

static double
process_cpu_ms (void)
{
  struct timespec t;

  clock_gettime (CLOCK_PROCESS_CPUTIME_ID, &t);
  return (double) t.tv_sec * 1e3 + (double) t.tv_nsec * 1e-6;
}

static double
wall_ms (void)
{
  return (double) g_get_monotonic_time () / 1e3;
}

static double
user_s (void)
{
  struct rusage usage;

  getrusage (RUSAGE_SELF, &usage);
  return (double) usage.ru_utime.tv_sec + (double) usage.ru_utime.tv_usec * 1e-6;
}

static void
print_value (const char *name, double value)
{
  printf ("%s: %.6g\n", name, value);
}

static int
by_value (const void *a, const void *b)
{
  double x = *(const double *) a, y = *(const double *) b;

  return (x > y) - (x < y);
}

/* Sorts; `percent` of the values are at most the result. */
static double
percentile (double *values, guint n, guint percent)
{
  qsort (values, n, sizeof *values, by_value);
  return values[(n * percent + 99) / 100 - 1];
}

static void
to_stderr (int fd, const char *bytes, gsize length, uint64_t tick, gpointer data)
{
  fwrite (bytes, 1, length, stderr);
}

static uint64_t
stat_value (GccoreMachine *machine, const char *name)
{
  const GccoreFrameRequest request = { 0 };
  GccoreFrame *frame = gccore_machine_frame (machine, &request);
  uint64_t value = 0;

  for (guint i = 0; i < frame->n_stats; i++)
    if (strcmp (frame->stats[i].name, name) == 0)
      value = frame->stats[i].value;
  gccore_frame_unref (frame);
  return value;
}

/* False: a message was printed, o->status is the exit status. */
static bool
options_parse (Options *o, int argc, char **argv)
{
  const GOptionEntry entries[] = {
    { "ticks", 0, 0, G_OPTION_ARG_INT64, &o->ticks, "seek: length of the run (5000000)", "N" },
    { "rounds", 0, 0, G_OPTION_ARG_INT64, &o->rounds, "seek: runs with and without recording, side by side (5)", "N" },
    { "frames", 0, 0, G_OPTION_ARG_INT64, &o->frames, "frames: how many (60)", "N" },
    { NULL },
  };
  const char *const *arguments = NULL;
  GOptionContext *context = cli_context_new ("bench", "vm|seek|frames FILE.go [-- ARGS]",
                                             "Measure a machine that runs a program; prints name: value lines.");

  o->status = CLI_USAGE;
  for (int i = 1; i < argc && arguments == NULL; i++)
    if (strcmp (argv[i], "--") == 0)
      {
        arguments = (const char *const *) argv + i + 1;
        argv[i] = NULL;
        argc = i;
      }
  if (!cli_add_options (context, entries, &o->knobs) || !cli_parse (context, "bench", &argc, &argv))
    return false;
  if (o->ticks < 1 || o->ticks > INT64_C (1) << 40 || o->frames < 1 || o->frames > 100000
      || o->rounds < 1 || o->rounds > MAX_ROUNDS)
    {
      cli_usage ("bench", "--ticks, --rounds and --frames must be positive, and not absurd");
      return false;
    }
  o->knobs.args = arguments;
  o->status = cli_source_read (&o->source, "bench", argc, argv);
  return o->status == CLI_OK;
}

/* NULL: a message was printed. */
static GccoreMachine *
load (Options *o)
{
  return cli_load ("bench", &o->source, &o->knobs, &o->status);
}

static int
finish (Options *o)
{
  cli_source_clear (&o->source);
  return o->status;
}

/* Whether the machine can go on; otherwise the message was printed. */
static bool
good (Options *o, GccoreMachine *machine, GccoreStopReason reason)
{
  if (reason != GCCORE_STOP_HOST_ERROR && reason != GCCORE_STOP_BROKEN)
    return true;
  o->status = cli_fail (CLI_BAD_INPUT, "bench", "%s", gccore_machine_error (machine)->text);
  return false;
}

/* --- vm --- */

int
bench_vm (int argc, char **argv)
{
  Options o = { .ticks = 1, .frames = 1, .rounds = 1 };
  double start = user_s (), loaded, run;
  GccoreMachine *machine;

  if (!options_parse (&o, argc, argv) || (machine = load (&o)) == NULL)
    return finish (&o);
  gccore_machine_set_output (machine, to_stderr, NULL);
  gccore_machine_forget_grey (machine); /* as spanscape run does */
  loaded = user_s ();
  if (good (&o, machine, gccore_machine_run (machine, NULL, 0, 0, NULL)))
    {
      run = user_s () - loaded;
      gccore_machine_ended (machine, &o.status);
      print_value ("compile_user_s", loaded - start);
      print_value ("user_s", run);
      printf ("ticks: %" PRIu64 "\n", gccore_machine_tick (machine));
      printf ("instructions: %" PRIu64 "\n", gccore_machine_instructions (machine));
      print_value ("instructions_per_s", (double) gccore_machine_instructions (machine) / run);
      printf ("allocations: %" PRIu64 "\n", stat_value (machine, "Mallocs"));
      print_value ("allocations_per_s", (double) stat_value (machine, "Mallocs") / run);
      printf ("gcs: %" PRIu64 "\n", stat_value (machine, "NumGC"));
    }
  gccore_machine_free (machine);
  return finish (&o);
}

/* --- seek --- */

/* Two machines that run side by side, a slice of ticks each, in turns: what loads the host, and it changes from second
 * to second, loads both. CPU time of its thread and by the clock, in milliseconds. */
typedef struct {
  GccoreMachine *machine;
  uint64_t until;             /* this tick, in the next slice */
  GccoreStopReason reason;
  double thread, wall;
} Runner;

/* What recording costs in each round, in percent of the plain run. */
typedef struct { double thread[MAX_ROUNDS], both_threads[MAX_ROUNDS], wall[MAX_ROUNDS]; } Slowdown;

static gpointer
run_slice (gpointer data)
{
  Runner *r = data;
  g_autofree char *end = g_strdup_printf ("tick:%" PRIu64, r->until);
  GccoreStop *stop = gccore_stop_parse (end, NULL);
  double thread = thread_cpu_ms (), wall = wall_ms ();

  r->reason = gccore_machine_run (r->machine, &stop, 1, 0, NULL);
  r->thread += thread_cpu_ms () - thread;
  r->wall += wall_ms () - wall;
  gccore_stop_free (stop);
  return NULL;
}

static double
percent_more (double value, double than)
{
  return 100 * (value / than - 1);
}

/* To the last tick; the recorded machine is the caller's. NULL: a message was printed. The plain one runs on threads of
 * its own: moments are kept by CPU time of the recorder's thread, which must not pass meanwhile. */
static GccoreMachine *
run_round (Options *o, guint round, double *plain_ms, Slowdown *slowdown)
{
  Runner runners[2] = { { .machine = load (o) }, { .machine = load (o) } }, *plain = &runners[0],
         *recorded = &runners[1];
  bool fine = plain->machine != NULL && recorded->machine != NULL;
  double process;

  if (fine)
    gccore_machine_set_history (recorded->machine, HISTORY_BYTES);
  process = process_cpu_ms ();
  for (guint i = 0; fine && i < 2 * N_SLICES; i++)
    {
      Runner *r = &runners[(i + i / 2 + round) % 2]; /* the one first, then the other */

      r->until = (uint64_t) o->ticks * (i / 2 + 1) / N_SLICES;
      if (r == recorded)
        run_slice (r);
      else
        g_thread_join (g_thread_new ("plain", run_slice, r));
      fine = good (o, r->machine, r->reason);
    }
  process = process_cpu_ms () - process;
  plain_ms[round] = plain->thread;
  slowdown->thread[round] = percent_more (recorded->thread, plain->thread);
  slowdown->both_threads[round] = percent_more (process - plain->thread, plain->thread);
  slowdown->wall[round] = percent_more (recorded->wall, plain->wall);
  gccore_machine_free (plain->machine);
  if (!fine)
    g_clear_pointer (&recorded->machine, gccore_machine_free);
  return recorded->machine;
}

/* The median of the rounds, the least and the most. */
static void
print_slowdown (const char *name, double *percent, guint n)
{
  printf ("%s_percent: %.3g\n", name, percentile (percent, n, 50)); /* sorts */
  printf ("%s_least_percent: %.3g\n", name, percent[0]);
  printf ("%s_most_percent: %.3g\n", name, percent[n - 1]);
}

static double
memset_ms (uint64_t bytes)
{
  double best = 1e9;
  char *memory = g_malloc (bytes);

  for (int i = 0; i < 4; i++) /* the first touches the pages */
    {
      double start = thread_cpu_ms ();

      memset (memory, i, bytes);
      __asm__ volatile ("" : : "r" (memory) : "memory");
      best = MIN (best, thread_cpu_ms () - start);
    }
  g_free (memory);
  return best;
}

/* N_SEEKS random seeks, or single steps back. */
static bool
jump (Options *o, GccoreMachine *machine, bool random, const char *name)
{
  double cpu[N_SEEKS], wall[N_SEEKS];
  uint64_t last = gccore_machine_last_tick (machine), x = UINT64_C (88172645463325252);

  for (guint i = 0; i < N_SEEKS; i++)
    {
      double cpu_start = thread_cpu_ms (), wall_start = wall_ms ();
      uint64_t from = gccore_machine_tick (machine), to = from - 1;

      if (random)
        {
          x ^= x << 13;
          x ^= x >> 7;
          x ^= x << 17;
          to = x % (last + 1);
        }
      if (!good (o, machine, random ? gccore_machine_seek (machine, to, 0)
                                    : gccore_machine_step_back (machine, GCCORE_BY_TICK, 1, NULL, NULL)))
        return false;
      cpu[i] = thread_cpu_ms () - cpu_start;
      wall[i] = wall_ms () - wall_start;
      if (gccore_machine_tick (machine) != to)
        {
          o->status = cli_fail (1, "bench", "sought tick %" PRIu64 ", arrived at %" PRIu64, to,
                                gccore_machine_tick (machine));
          return false;
        }
    }
  printf ("%s_p50_cpu_ms: %.4g\n", name, percentile (cpu, N_SEEKS, 50));
  printf ("%s_p95_cpu_ms: %.4g\n", name, percentile (cpu, N_SEEKS, 95));
  printf ("%s_p95_wall_ms: %.4g\n", name, percentile (wall, N_SEEKS, 95));
  return true;
}

int
bench_seek (int argc, char **argv)
{
  Options o = { .ticks = 5000000, .frames = 1, .rounds = 5 };
  GccoreMachine *machine = NULL;
  double plain_ms[MAX_ROUNDS];
  Slowdown slowdown;
  uint64_t hash, heap, last;

  if (!options_parse (&o, argc, argv))
    return finish (&o);
  guint n = (guint) o.rounds;
  for (guint round = 0; round < n; round++)
    {
      g_clear_pointer (&machine, gccore_machine_free);
      if ((machine = run_round (&o, round, plain_ms, &slowdown)) == NULL)
        return finish (&o);
    }
  last = gccore_machine_tick (machine);
  hash = gccore_machine_hash (machine);
  heap = stat_value (machine, "HeapInuse");
  printf ("ticks: %" PRIu64 "\n", last);
  print_value ("run_cpu_ms", percentile (plain_ms, n, 50));
  print_slowdown ("recording_slowdown", slowdown.thread, n);
  print_slowdown ("recording_slowdown_wall", slowdown.wall, n);
  print_slowdown ("recording_slowdown_both_threads", slowdown.both_threads, n);
  printf ("checkpoints: %u\n", gccore_machine_history_moments (machine));
  print_value ("spacing_cpu_ms", percentile (plain_ms, n, 50) / gccore_machine_history_moments (machine));
  printf ("checkpoint_bytes: %" PRIu64 "\n", gccore_machine_history_bytes (machine));
  printf ("heap_sys_bytes: %" PRIu64 "\n", stat_value (machine, "HeapSys"));
  printf ("heap_in_use_bytes: %" PRIu64 "\n", heap);
  print_value ("memset_of_heap_cpu_ms", memset_ms (heap));
  if (jump (&o, machine, true, "seek") && good (&o, machine, gccore_machine_seek (machine, last, 0)))
    {
      if (gccore_machine_hash (machine) != hash)
        o.status = cli_fail (1, "bench", "tick %" PRIu64 " is not what it was before the seeks", last);
      else
        jump (&o, machine, false, "step_back");
    }
  printf ("checkpoint_bytes_at_end: %" PRIu64 "\n", gccore_machine_history_bytes (machine));
  gccore_machine_free (machine);
  return finish (&o);
}

/* --- frames --- */

/* A map as large as a window, seen whole. */
enum { MAP_WIDTH = 1600, MAP_HEIGHT = 1000 };

typedef struct {
  GccoreMachine *machine;
  GccoreFrameRequest request;
  SceneTheme *theme;
  cairo_surface_t *surface;
  double make_ms, paint_ms;   /* of the latest frame */
  uint32_t n_runs, n_left_out;
} FrameBench;

static void
lay_out (const FrameBench *b, const GccoreFrame *frame, SceneSpanMapLayout *layout)
{
  const SceneMapView view = { 0 };

  scene_span_map_layout (layout, frame, (SceneRect) { 0, 0, MAP_WIDTH, MAP_HEIGHT }, b->theme, &view);
}

/* Asks for what a map of a heap of this size can show, as if a frame had been seen already. */
static void
expect_heap (FrameBench *b, uint64_t heap_sys)
{
  const GccoreRun all = { .n_pages = (uint32_t) (heap_sys / SCENE_PAGE_BYTES), .state = GCCORE_PAGES_FREE };
  const GccoreFrame frame = { .n_pages = all.n_pages, .runs = &all, .n_runs = 1 };
  SceneSpanMapLayout layout;

  lay_out (b, &frame, &layout);
  b->request.cells = scene_span_map_cells (&layout);
}

static void
make_and_paint (FrameBench *b)
{
  double start = thread_cpu_ms (), made;
  GccoreFrame *frame = gccore_machine_frame (b->machine, &b->request);
  SceneSpanMapLayout layout;
  cairo_t *cr = cairo_create (b->surface);

  made = thread_cpu_ms ();
  lay_out (b, frame, &layout);
  paint_span_map (cr, &layout, b->theme);
  cairo_destroy (cr);
  cairo_surface_flush (b->surface);
  b->make_ms = made - start;
  b->paint_ms = thread_cpu_ms () - made;
  b->n_runs = frame->n_runs;
  b->n_left_out = frame->n_left_out;
  b->request.cells = scene_span_map_cells (&layout); /* for the next, as the window does */
  gccore_frame_unref (frame);
}

static double
median_frame_ms (FrameBench *b, guint n)
{
  double ms[N_SEEKS];

  for (guint i = 0; i < n; i++)
    {
      make_and_paint (b);
      ms[i] = b->make_ms;
    }
  return percentile (ms, n, 50);
}

/* As the views that are no map ask for it. */
static double
board_frame_ms (const FrameBench *b)
{
  GccoreFrameRequest request = b->request;
  double ms[N_SEEKS];

  request.cells = GCCORE_NO_CELLS;
  request.list_spans = SCENE_LIST_SPANS;
  for (guint i = 0; i < N_SEEKS; i++)
    {
      double start = thread_cpu_ms ();

      gccore_frame_unref (gccore_machine_frame (b->machine, &request));
      ms[i] = thread_cpu_ms () - start;
    }
  return percentile (ms, N_SEEKS, 50);
}

/* While the machine runs flat out from frame to frame. */
static void
bench_running (Options *o, FrameBench *b)
{
  g_autofree double *make = g_new (double, o->frames), *draw = g_new (double, o->frames);
  g_autofree double *both = g_new (double, o->frames);
  uint64_t first_tick = gccore_machine_tick (b->machine);
  double machine_ms = 0;
  guint n = 0;

  for (GccoreStopReason reason = GCCORE_STOP_HIT; n < o->frames && reason != GCCORE_STOP_ENDED; n++)
    {
      double start = thread_cpu_ms ();

      reason = gccore_machine_run (b->machine, NULL, 0, FRAME_GAP_US, NULL);
      machine_ms += thread_cpu_ms () - start;
      if (!good (o, b->machine, reason))
        return;
      make_and_paint (b);
      make[n] = b->make_ms;
      draw[n] = b->paint_ms;
      both[n] = b->make_ms + b->paint_ms;
    }
  printf ("frames: %u\n", n);
  printf ("runs: %u\n", b->n_runs);
  printf ("runs_left_out: %u\n", b->n_left_out);
  print_value ("ticks_per_s_between", (double) (gccore_machine_tick (b->machine) - first_tick) / machine_ms * 1e3);
  print_value ("running_frame_cpu_ms", percentile (make, n, 50));
  print_value ("running_frame_p95_cpu_ms", percentile (make, n, 95));
  print_value ("memset_of_runs_cpu_ms", memset_ms (b->n_runs * sizeof (GccoreRun)));
  print_value ("paint_cpu_ms", percentile (draw, n, 50));
  print_value ("paint_p95_cpu_ms", percentile (draw, n, 95));
  print_value ("both_cpu_ms", percentile (both, n, 50));
  print_value ("both_p95_cpu_ms", percentile (both, n, 95));
  print_value ("frames_per_s_that_fit", 1e3 / percentile (both, n, 95));
}

/* The first frame after going back, several times: a moment is restored, and run on from. */
static void
bench_sought (Options *o, FrameBench *b, uint64_t first_tick)
{
  enum { N = 5 };
  uint64_t last_tick = gccore_machine_tick (b->machine), apart = (last_tick - first_tick) / (N + 1);
  double ms[N];

  for (guint i = 0; i < N; i++)
    {
      if (!good (o, b->machine, gccore_machine_seek (b->machine, last_tick - apart * (i + 1), 0)))
        return;
      make_and_paint (b);
      ms[i] = b->make_ms;
    }
  print_value ("sought_frame_cpu_ms", percentile (ms, N, 50));
}

int
bench_frames (int argc, char **argv)
{
  Options o = { .ticks = 1, .frames = 60, .rounds = 1 };
  FrameBench b = { .request = { .max_points = 2000, .max_events = 200 } };
  GccoreStop *warm;

  if (!options_parse (&o, argc, argv) || (b.machine = load (&o)) == NULL)
    return finish (&o);
  b.theme = scene_theme_new (SCENE_THEME_LIGHT, 1);
  b.surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, MAP_WIDTH, MAP_HEIGHT);

  /* The heap has its size after a few collections. */
  warm = gccore_stop_parse ("cycle:8", NULL);
  if (good (&o, b.machine, gccore_machine_run (b.machine, &warm, 1, 0, NULL)))
    {
      uint64_t heap_sys = stat_value (b.machine, "HeapSys"), first_tick = gccore_machine_tick (b.machine);

      printf ("heap_sys_bytes: %" PRIu64 "\n", heap_sys);
      gccore_machine_set_history (b.machine, HISTORY_BYTES);
      expect_heap (&b, heap_sys);
      make_and_paint (&b);
      print_value ("first_frame_cpu_ms", b.make_ms);
      print_value ("still_frame_cpu_ms", median_frame_ms (&b, 20));
      bench_running (&o, &b);
      if (o.status == CLI_OK)
        bench_sought (&o, &b, first_tick);
      print_value ("board_frame_cpu_ms", board_frame_ms (&b));
      b.request.cells = (GccoreMapCells) { 0 };
      print_value ("whole_frame_cpu_ms", median_frame_ms (&b, 1));
      print_value ("memset_of_all_runs_cpu_ms", memset_ms (b.n_runs * sizeof (GccoreRun)));
    }
  gccore_stop_free (warm);
  cairo_surface_destroy (b.surface);
  scene_theme_free (b.theme);
  gccore_machine_free (b.machine);
  return finish (&o);
}
