/* Frames of a real run: what painters rely on holds, and the picture of it is the golden one. After a change of the
 * machine's history (costs, pacing) the picture changes too; renew it as test-scene-golden.c says, and look at it. */

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "picture.h"

#include "scene/compose.h"
#include "scene/legend.h"
#include "scene/span-map.h"
#include "session/machine.h"

#include <math.h>
#include <string.h>

static GccoreMachine *
run_file_to (const char *path, const char *until, char **text)
{
  g_autofree char *source = NULL, *name = g_path_get_basename (path);
  GccoreError error = { 0 };
  GccoreKnobs knobs;
  GccoreMachine *machine;
  GccoreStop *stop = gccore_stop_parse (until, &error);
  gsize length;
  guint hit;

  assert_non_null (stop);
  assert_true (g_file_get_contents (path, &source, &length, NULL));
  gccore_knobs_init (&knobs);
  machine = gccore_machine_load (name, source, length, &knobs, NULL, &error);
  assert_non_null (machine);
  assert_int_equal (gccore_machine_run (machine, &stop, 1, 0, &hit), GCCORE_STOP_HIT);
  gccore_stop_free (stop);
  if (text)
    *text = g_steal_pointer (&source);
  return machine;
}

static GccoreMachine *
run_to (const char *name, const char *until, char **text)
{
  g_autofree char *path = g_build_filename (WORKLOADS_DIR, name, NULL);

  return run_file_to (path, until, text);
}

static GccoreFrame *
frame_for (GccoreMachine *machine, const SceneExportOptions *options)
{
  uint64_t wanted[512];
  GccoreFrameRequest request = { .max_points = 2000, .max_events = 50 };
  GccoreFrame *frame = gccore_machine_frame (machine, &request);

  request.detail_spans = wanted;
  request.n_detail_spans = scene_export_wanted (frame, options, wanted, G_N_ELEMENTS (wanted));
  request.max_graph_nodes = 100;
  request.detail_words = true;
  gccore_frame_unref (frame);
  return gccore_machine_frame (machine, &request);
}

static void
check_frame (const GccoreFrame *frame)
{
  uint64_t page = 0, by_state[GCCORE_N_PAGES_STATES] = { 0 };

  for (uint32_t i = 0; i < frame->n_runs; i++)
    {
      const GccoreRun *run = &frame->runs[i];

      assert_int_equal (run->page, page);
      assert_true (run->n_pages > 0 && run->state < GCCORE_N_PAGES_STATES);
      assert_true (run->n_alloc <= run->n_elems && run->n_marked <= run->n_elems && run->n_grey <= run->n_marked);
      assert_true ((uint64_t) run->elem_size * run->n_elems <= (uint64_t) run->n_pages * SCENE_PAGE_BYTES);
      page += run->n_pages;
      by_state[run->state] += run->n_pages;
    }
  assert_int_equal (page, frame->n_pages);
  assert_memory_equal (by_state, frame->pages_by_state, sizeof by_state);
  for (uint32_t i = 0; i < frame->n_details; i++)
    {
      const GccoreSpanDetail *d = &frame->details[i];

      assert_true (i == 0 || d->run > frame->details[i - 1].run);
      assert_int_equal (d->n_elems, frame->runs[d->run].n_elems);
      assert_ptr_equal (scene_frame_detail (frame, (int) d->run), d);
    }
  for (uint32_t p = 0; p < frame->n_ps; p++)
    for (uint32_t i = 0; i < frame->ps[p].n_segments; i++)
      {
        const GccoreLaneSegment *s = &frame->ps[p].segments[i];

        assert_true (s->lane < GCCORE_N_LANES && s->start_ns <= s->end_ns);
        assert_true (i == 0 || s->start_ns >= s[-1].end_ns);
      }
  for (uint32_t i = 1; i < frame->timeline.n_points; i++)
    assert_true (frame->timeline.points[i].t_ns >= frame->timeline.points[i - 1].t_ns);
  for (uint32_t i = 0; i < frame->graph.n_edges; i++)
    {
      const GccoreGraphEdge *e = &frame->graph.edges[i];

      assert_true (e->to < frame->graph.n_nodes && (e->from == GCCORE_GRAPH_ROOT || e->from < frame->graph.n_nodes));
    }
}

static void
test_marking (void **state)
{
  g_autofree char *source = NULL;
  GccoreMachine *machine = run_to ("binary-trees.go", "cycle:2/mark:50%", &source);
  SceneExportOptions options;
  GccoreFrame *frame;
  cairo_surface_t *surface;
  guint colours[4] = { 0 };
  gboolean same;

  scene_export_options_init (&options);
  options.view = "window";
  options.source = source;
  options.seed = gccore_machine_knobs (machine)->seed;
  options.width = 1024;
  options.height = 700;
  options.ui_font = "DejaVu Sans";
  options.mono_font = "DejaVu Sans Mono";
  frame = frame_for (machine, &options);
  check_frame (frame);
  assert_int_equal (frame->phase, GCCORE_PHASE_MARK);
  assert_int_equal (frame->cycle, 2);
  assert_true (frame->n_details > 0);
  for (uint32_t i = 0; i < frame->details[0].n_elems; i++)
    colours[frame->details[0].colour[i] & 3]++;
  /* The picture shows grey and black objects. */
  assert_true (colours[GCCORE_OBJECT_GREY] > 0 && colours[GCCORE_OBJECT_BLACK] > 0);
  assert_true (frame->graph.n_nodes == 100 && frame->graph.more);

  surface = scene_render (frame, &options, NULL);
  assert_non_null (surface);
  same = picture_check (surface, GOLDEN_DIR, "machine-binary-trees");
  cairo_surface_destroy (surface);
  gccore_frame_unref (frame);
  gccore_machine_free (machine);
  assert_true (same);
}

/* Every view of every moment can be painted, and its frames hold together. */
static void
test_moments (void **state)
{
  static const struct { const char *workload, *until; } moments[] = {
    { "binary-trees.go", "tick:1" }, { "binary-trees.go", "cycle:1/sweepterm" }, { "slices.go", "cycle:2/markterm" },
    { "slices.go", "cycle:3/sweep:50%" }, { "shared-tree.go", "cycle:2/mark:10%" }, { "strings.go", "cycle:1/sweep" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (moments); i++)
    {
      GccoreMachine *machine = run_to (moments[i].workload, moments[i].until, NULL);

      for (const char *const *view = scene_view_names (); *view; view++)
        {
          SceneExportOptions options;
          GccoreFrame *frame;
          cairo_surface_t *surface;

          scene_export_options_init (&options);
          options.view = *view;
          options.map.zoom = i % 2 ? 8 : 1;
          frame = frame_for (machine, &options);
          check_frame (frame);
          surface = scene_render (frame, &options, NULL);
          assert_non_null (surface);
          cairo_surface_destroy (surface);
          gccore_frame_unref (frame);
        }
      gccore_machine_free (machine);
    }
}

static cairo_surface_t *
paint_map (const GccoreFrame *frame, const SceneTheme *theme, SceneRect rect, const SceneMapView *view)
{
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, (int) rect.w, (int) rect.h);
  cairo_t *cr = cairo_create (surface);
  SceneSpanMapLayout layout;

  scene_span_map_layout (&layout, frame, rect, theme, view);
  paint_span_map (cr, &layout, theme);
  cairo_destroy (cr);
  cairo_surface_flush (surface);
  return surface;
}

static gboolean
same_pixels (cairo_surface_t *a, cairo_surface_t *b)
{
  return memcmp (cairo_image_surface_get_data (a), cairo_image_surface_get_data (b),
                 (size_t) cairo_image_surface_get_stride (a) * (size_t) cairo_image_surface_get_height (a)) == 0;
}

/* A frame made for a map's cells gives the picture that the whole one gives, pixel for pixel; and another map than the
 * one it was made for has a colour everywhere. */
static void
check_map (GccoreMachine *machine, const GccoreFrame *whole, SceneRect rect, SceneMapView view)
{
  g_autoptr (SceneTheme) theme = scene_theme_new (SCENE_THEME_LIGHT, 1);
  GccoreFrameRequest request = { 0 };
  SceneSpanMapLayout layout;
  GccoreFrame *part;
  cairo_surface_t *a, *b;
  SceneHit hit;

  scene_span_map_layout (&layout, whole, rect, theme, &view);
  request.cells = scene_span_map_cells (&layout);
  part = gccore_machine_frame (machine, &request);
  assert_true (part->n_left_out > 0);
  a = paint_map (whole, theme, rect, &view);
  b = paint_map (part, theme, rect, &view);
  assert_true (same_pixels (a, b));
  cairo_surface_destroy (a);
  cairo_surface_destroy (b);

  /* What is hit is a run that is there, and places are where they are in the whole. */
  for (guint i = 0; i < 50; i++)
    {
      double x = rect.w * (i * 37 % 50) / 50, y = rect.h * i / 50;
      uint64_t addr = whole->heap_base + whole->n_pages / 51 * i * SCENE_PAGE_BYTES;
      SceneSpanMapLayout there;
      SceneRect place, place_there;

      scene_span_map_layout (&there, part, rect, theme, &view);
      hit = scene_span_map_hit (&there, x, y);
      assert_int_equal (hit.kind, scene_span_map_hit (&layout, x, y).kind);
      if (hit.kind != SCENE_HIT_NONE)
        assert_int_equal (scene_frame_run_at (part, hit.addr), hit.run);
      assert_true (scene_span_map_place (&layout, addr, FALSE, &place));
      assert_true (scene_span_map_place (&there, addr, FALSE, &place_there));
      assert_true (place.y == place_there.y);
    }

  /* Seen at another size before the next frame: every pixel of the heap has the colour of a run. */
  uint32_t back = (uint32_t) lroundf (theme->window.r * 255) << 16 | (uint32_t) lroundf (theme->window.g * 255) << 8
                  | (uint32_t) lroundf (theme->window.b * 255);
  view = (SceneMapView) { .colour_by = view.colour_by };
  rect.w *= 0.7;
  a = paint_map (whole, theme, rect, &view);
  b = paint_map (part, theme, rect, &view);
  for (int y = 0; y < (int) rect.h; y++)
    for (int x = 0; x < (int) rect.w; x++)
      {
        uint32_t p, q;

        memcpy (&p, cairo_image_surface_get_data (a) + y * cairo_image_surface_get_stride (a) + x * 4, 4);
        memcpy (&q, cairo_image_surface_get_data (b) + y * cairo_image_surface_get_stride (b) + x * 4, 4);
        assert_int_equal ((p & 0xffffff) == back, (q & 0xffffff) == back);
      }
  cairo_surface_destroy (a);
  cairo_surface_destroy (b);
  gccore_frame_unref (part);
}

static void
test_cells (void **state)
{
  static const char *const moments[] = { "cycle:9/sweep:50%", "cycle:10", "cycle:12/mark:50%" };

  for (guint i = 0; i < G_N_ELEMENTS (moments); i++)
    {
      const GccoreFrameRequest all = { 0 };
      GccoreMachine *machine = run_file_to (WIDE_HEAP, moments[i], NULL);
      GccoreFrame *whole = gccore_machine_frame (machine, &all);

      for (guint by = 0; by < SCENE_N_COLOUR_BY; by++)
        for (guint zoom = 1; zoom < 40; zoom = zoom * 5 / 2 + 1)
          check_map (machine, whole, (SceneRect) { 0, 0, 400 + 31 * by, 300 },
                     (SceneMapView) { .colour_by = (SceneColourBy) by, .zoom = zoom, .x = 111 * (zoom - 1),
                                      .y = 77 * (zoom - 1) });
      gccore_frame_unref (whole);
      gccore_machine_free (machine);
    }
}

/* The legend's numbers: states are counted but in the middle of a sweep, free pages always; the others are told as
 * estimates. */
static void
check_estimates (const char *until, gboolean states_estimated)
{
  const GccoreFrameRequest all = { 0 }, some = { .cells = { 8192, 600, 0, 20 } };
  GccoreMachine *machine = run_file_to (WIDE_HEAP, until, NULL);
  GccoreFrame *whole = gccore_machine_frame (machine, &all), *part = gccore_machine_frame (machine, &some);
  g_autoptr (SceneTheme) theme = scene_theme_new (SCENE_THEME_LIGHT, 1);

  for (guint by = 0; by < SCENE_N_COLOUR_BY; by++)
    {
      const SceneMapView view = { .colour_by = (SceneColourBy) by };
      SceneLegendLayout a, b;

      scene_legend_span_map (&a, whole, theme, &view);
      scene_legend_span_map (&b, part, theme, &view);
      /* A line with hardly a page may have been left out. */
      assert_true (by == SCENE_COLOUR_BY_LINE ? a.n_entries >= b.n_entries : a.n_entries == b.n_entries);
      for (guint i = 1; i <= b.n_entries; i++)
        {
          const char *exact = a.entries[a.n_entries - i].count, *told = b.entries[b.n_entries - i].count;

          if (i <= 3 || (by == SCENE_COLOUR_BY_STATE && !states_estimated))
            assert_string_equal (told, exact);
          else if (by == SCENE_COLOUR_BY_STATE)
            assert_int_equal (g_str_has_prefix (told, "≈ "), b.n_entries - i != GCCORE_PAGES_CACHED
                                                             && b.n_entries - i != GCCORE_PAGES_STACK);
          else
            assert_true (*told == '\0' || g_str_has_prefix (told, "≈ "));
        }
    }
  gccore_frame_unref (whole);
  gccore_frame_unref (part);
  gccore_machine_free (machine);
}

static void
test_estimates (void **state)
{
  check_estimates ("cycle:11/mark", FALSE);
  check_estimates ("cycle:11/sweep:50%", TRUE);
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (test_marking),
    cmocka_unit_test (test_moments),
    cmocka_unit_test (test_cells),
    cmocka_unit_test (test_estimates),
  };

  return cmocka_run_group_tests_name ("scene-machine", tests, NULL, NULL);
}
