/* Frames of a real run: what painters rely on holds, and the picture of it is the golden one. After a change of the
 * machine's history (costs, pacing) the picture changes too; renew it as test-scene-golden.c says, and look at it. */

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "picture.h"

#include "scene/compose.h"
#include "session/machine.h"

#include <string.h>

static GccoreMachine *
run_to (const char *name, const char *until, char **text)
{
  g_autofree char *path = g_build_filename (WORKLOADS_DIR, name, NULL), *source = NULL;
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

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (test_marking),
    cmocka_unit_test (test_moments),
  };

  return cmocka_run_group_tests_name ("scene-machine", tests, NULL, NULL);
}
