/* spanscape bench draw: milliseconds of processor time that a picture takes on cairo's image surface, the best of many
 * rounds. The frames are
 * made here, so that the sizes are known: a million pages in a few hundred thousand runs, and a heap of 10 MiB whose
 * objects are all there to be drawn. */

#include "cli/bench.h"

#include "scene/compose.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

#define ROUNDS 15
#define N_PS 4
#define SEGMENTS 4000         /* of each P */
#define BASE 0xc000000000ull

/* Of this thread, which draws alone: what else runs on the machine does not count. */
static gint64
cpu_ns (void)
{
  struct timespec t;

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &t);
  return (gint64) t.tv_sec * 1000000000 + t.tv_nsec;
}

static uint64_t
roll (uint64_t *seed, uint64_t n)
{
  *seed ^= *seed << 13;
  *seed ^= *seed >> 7;
  *seed ^= *seed << 17;
  return (*seed >> 11) % n;
}

typedef struct {
  GccoreFrame frame;
  GArray *runs, *details, *points, *phases, *segments;
  GccoreFrameP ps[N_PS];
  GPtrArray *owned;
} Subject;

static void
add_objects (Subject *s, uint32_t index, const GccoreRun *run, uint64_t *seed)
{
  uint8_t *colour = g_malloc (run->n_elems);
  uint64_t *bits = g_malloc0 (((gsize) run->n_pages * 1024 + 63) / 64 * 8);
  GccoreSpanDetail detail = { .base = BASE + (uint64_t) run->page * 8192, .run = index, .n_elems = run->n_elems };

  for (guint i = 0; i < run->n_elems; i++)
    colour[i] = (uint8_t) (i < run->n_alloc ? 1 + roll (seed, 3) : GCCORE_OBJECT_FREE);
  memset (bits, 0x55, (gsize) run->n_pages * 128);
  detail.colour = colour;
  detail.ptr_bits = bits;
  g_ptr_array_add (s->owned, colour);
  g_ptr_array_add (s->owned, bits);
  g_array_append_val (s->details, detail);
}

static Subject *
subject_new (uint32_t n_pages, uint32_t used, gboolean objects)
{
  static const uint16_t sizes[] = { 16, 32, 48, 64, 96, 128, 256, 512, 1024, 2048 };
  Subject *s = g_new0 (Subject, 1);
  uint64_t seed = 0x9e3779b97f4a7c15ull;

  s->runs = g_array_new (FALSE, FALSE, sizeof (GccoreRun));
  s->details = g_array_new (FALSE, FALSE, sizeof (GccoreSpanDetail));
  s->points = g_array_new (FALSE, FALSE, sizeof (GccoreTimelinePoint));
  s->phases = g_array_new (FALSE, FALSE, sizeof (GccoreTimelinePhase));
  s->segments = g_array_new (FALSE, FALSE, sizeof (GccoreLaneSegment));
  s->owned = g_ptr_array_new_with_free_func (g_free);
  for (uint32_t page = 0; page < n_pages;)
    {
      GccoreRun run = { .page = page, .n_pages = 1, .p = -1, .state = (uint8_t) roll (&seed, GCCORE_PAGES_LARGE) };

      if (page >= used)
        {
          run.state = GCCORE_PAGES_RESERVED;
          run.n_pages = n_pages - page;
        }
      else if (roll (&seed, 4) == 0)
        {
          run.state = (uint8_t) (GCCORE_PAGES_FREE + roll (&seed, 2));
          run.n_pages = MIN (1 + (uint32_t) roll (&seed, 8), used - page);
        }
      else if (run.state != GCCORE_PAGES_STACK)
        {
          guint k = (guint) roll (&seed, G_N_ELEMENTS (sizes));

          run.elem_size = sizes[k];
          run.span_class = (uint8_t) (2 * (k + 2));
          run.n_elems = (uint16_t) (8192 / sizes[k]);
          run.n_alloc = (uint16_t) (1 + roll (&seed, run.n_elems));
          run.n_marked = (uint16_t) roll (&seed, run.n_alloc + 1u);
          run.line = 1 + (uint32_t) roll (&seed, 30);
          run.set = GCCORE_SET_PARTIAL_SWEPT;
          if (objects)
            add_objects (s, s->runs->len, &run, &seed);
        }
      s->frame.pages_by_state[run.state] += run.n_pages;
      g_array_append_val (s->runs, run);
      page += run.n_pages;
    }
  for (int64_t i = 0; i < 2000; i++)
    {
      GccoreTimelinePoint p = { i * 10000, (uint64_t) i * 50, (4 << 20) + (uint64_t) (i % 100) * 40000, 7 << 20, 8 << 20,
                                9 << 20,   10 << 20 };

      g_array_append_val (s->points, p);
      if (i % 100 == 80)
        {
          GccoreTimelinePhase phase = { i * 10000,         (i + 18) * 10000,        0,    0,
                                        GCCORE_PHASE_MARK, (uint32_t) (i / 100 + 1), false };

          g_array_append_val (s->phases, phase);
        }
    }
  for (guint i = 0; i < SEGMENTS; i++)
    {
      GccoreLaneSegment segment = { (int64_t) i * 5000, (int64_t) (i + 1) * 5000,
                                    (uint8_t) roll (&seed, GCCORE_N_LANES), 1 };

      g_array_append_val (s->segments, segment);
    }
  for (guint i = 0; i < N_PS; i++)
    s->ps[i] = (GccoreFrameP) { .segments = (const GccoreLaneSegment *) (void *) s->segments->data,
                                .n_segments = SEGMENTS };
  s->frame.ps = s->ps;
  s->frame.n_ps = N_PS;
  s->frame.name = "bench.go";
  s->frame.sentence = "";
  s->frame.heap_base = BASE;
  s->frame.n_pages = n_pages;
  s->frame.phase = GCCORE_PHASE_MARK;
  s->frame.phase_progress[GCCORE_PHASE_MARK] = 0.5;
  s->frame.now_ns = s->frame.timeline.t1_ns = 2000 * 10000;
  s->frame.runs = (const GccoreRun *) (void *) s->runs->data;
  s->frame.n_runs = s->runs->len;
  s->frame.details = (const GccoreSpanDetail *) (void *) s->details->data;
  s->frame.n_details = s->details->len;
  s->frame.timeline.points = (const GccoreTimelinePoint *) (void *) s->points->data;
  s->frame.timeline.n_points = s->points->len;
  s->frame.timeline.phases = (const GccoreTimelinePhase *) (void *) s->phases->data;
  s->frame.timeline.n_phases = s->phases->len;
  return s;
}

static void
subject_free (Subject *s)
{
  g_array_unref (s->runs);
  g_array_unref (s->details);
  g_array_unref (s->points);
  g_array_unref (s->phases);
  g_array_unref (s->segments);
  g_ptr_array_unref (s->owned);
  g_free (s);
}

/* The span map alone when view is NULL. */
static double
best_ms (const GccoreFrame *frame, const char *view, double scale, const SceneMapView *map)
{
  const double w = 1600, h = 1000;
  g_autoptr (SceneTheme) theme = scene_theme_new (SCENE_THEME_LIGHT, scale);
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, (int) (w * scale), (int) (h * scale));
  SceneExportOptions options;
  gint64 best = G_MAXINT64;

  cairo_surface_set_device_scale (surface, scale, scale);
  scene_export_options_init (&options);
  options.map = *map;
  for (int i = 0; i < ROUNDS; i++)
    {
      cairo_t *cr = cairo_create (surface);
      gint64 start = cpu_ns ();

      if (view)
        paint_view (cr, view, frame, &options, theme, w, h);
      else
        {
          SceneSpanMapLayout layout;

          scene_span_map_layout (&layout, frame, (SceneRect) { 0, 0, w, h }, theme, map);
          paint_span_map (cr, &layout, theme);
        }
      best = MIN (best, cpu_ns () - start);
      cairo_destroy (cr);
    }
  cairo_surface_destroy (surface);
  return (double) best / 1e6;
}

void
bench_draw (void)
{
  Subject *million = subject_new (1000000, 1000000, FALSE), *small = subject_new (8192, 1280, TRUE);

  printf ("draw_map_million_pages_runs: %u\n", million->frame.n_runs);
  for (guint by = 0; by < SCENE_N_COLOUR_BY; by++)
    {
      SceneMapView view = { .colour_by = (SceneColourBy) by };

      printf ("draw_map_million_pages_by_%s_ms: %.2f\n", scene_colour_by_nick (view.colour_by),
              best_ms (&million->frame, NULL, 1, &view));
    }
  for (int i = 0; i < 4; i++)
    {
      double zoom = 1 << (2 * i);
      SceneMapView view = { .zoom = zoom, .x = 300 * (zoom - 1), .y = 100 * (zoom - 1) };

      printf ("draw_map_million_pages_zoom_%g_ms: %.2f\n", zoom, best_ms (&million->frame, NULL, 1, &view));
      printf ("draw_map_10_mib_zoom_%g_ms: %.2f\n", zoom, best_ms (&small->frame, NULL, 1, &view));
    }
  for (const char *const *name = scene_view_names (); *name; name++)
    {
      SceneMapView view = { 0 };

      printf ("draw_view_%s_ms: %.2f\n", *name, best_ms (&small->frame, *name, 1, &view));
    }
  subject_free (million);
  subject_free (small);
}
