/* The span map's layout: what lies where at every zoom, what is found under the pointer, what pixels show, what
 * fades. */

#include "test-scene.h"

#include "scene/span-map-private.h"

#include <math.h>
#include <string.h>

static void
test_map_rows_cover_the_heap (void **state)
{
  GccoreFrame *frame = sample_frame_new (SAMPLE_MARK);
  g_autoptr (SceneTheme) theme = dejavu_theme (1);
  SceneSpanMapLayout map;

  scene_span_map_layout (&map, frame, (SceneRect) { 10, 20, 860, 440 }, theme, NULL);
  assert_int_equal (map.view.pages_per_row, 64);
  assert_int_equal (map.n_rows * map.view.pages_per_row, frame->n_pages);
  assert_true (map.view.zoom == 1);
  /* All that is mapped in fits. */
  assert_true (map.row_h * 1536 / 64 <= 440);
  assert_true (map.rect.h <= 440);
  /* Rows are whole device pixels. */
  assert_true (map.row_h == floor (map.row_h));
  sample_frame_free (frame);
}

static void
test_map_hit_finds_every_run_where_it_is_placed (void **state)
{
  GccoreFrame *frame = sample_frame_new (SAMPLE_SWEEP);
  g_autoptr (SceneTheme) theme = dejavu_theme (1);
  SceneSpanMapLayout map;
  guint found = 0;

  scene_span_map_layout (&map, frame, (SceneRect) { 10, 20, 860, 440 }, theme, NULL);
  for (uint32_t i = 0; i < frame->n_runs; i++)
    {
      uint64_t addr = frame->heap_base + (uint64_t) frame->runs[i].page * 8192;
      SceneRect r;
      SceneHit hit;

      assert_int_equal (scene_frame_run_at (frame, addr), i);
      assert_int_equal (scene_frame_run_at (frame, addr + (uint64_t) frame->runs[i].n_pages * 8192 - 1), i);
      assert_true (scene_span_map_place (&map, addr, FALSE, &r));
      if (r.y + r.h > map.rect.y + map.rect.h)
        continue;
      hit = scene_span_map_hit (&map, r.x + r.w / 2, r.y + r.h / 2);
      assert_int_equal (hit.kind, SCENE_HIT_RUN);
      assert_int_equal (hit.run, i);
      found++;
    }
  assert_true (found > 100);
  assert_int_equal (scene_frame_run_at (frame, frame->heap_base - 1), -1);
  assert_int_equal (scene_frame_run_at (frame, frame->heap_base + frame->n_pages * 8192), -1);
  assert_int_equal (scene_span_map_hit (&map, 9, 30).kind, SCENE_HIT_NONE);
  sample_frame_free (frame);
}

static void
test_map_zoomed_hit_finds_every_object (void **state)
{
  GccoreFrame *frame = sample_frame_new (SAMPLE_MARK);
  g_autoptr (SceneTheme) theme = dejavu_theme (2);
  uint64_t span = sample_frame_span (frame);
  int run = scene_frame_run_at (frame, span);
  SceneSpanMapLayout map;
  SceneMapView view;
  SceneRect inner;
  double px, py;

  assert_true (run >= 0);
  scene_span_map_layout (&map, frame, (SceneRect) { 0, 0, 900, 500 }, theme, NULL);
  view = scene_span_map_zoom_to (&map, span);
  scene_span_map_layout (&map, frame, (SceneRect) { 0, 0, 900, 500 }, theme, &view);
  assert_true (map.level >= SCENE_MAP_OBJECTS);
  for (guint i = 0; i < frame->runs[run].n_elems; i++)
    {
      uint64_t addr = span + (uint64_t) i * frame->runs[run].elem_size;
      SceneRect r;
      SceneHit hit;

      assert_true (scene_span_map_place (&map, addr, TRUE, &r));
      assert_true (r.x >= 0 && r.y >= 0 && r.x + r.w <= 900 && r.y + r.h <= 500);
      hit = scene_span_map_hit (&map, r.x + 1, r.y + 1);
      assert_int_equal (hit.kind, SCENE_HIT_OBJECT);
      assert_int_equal (hit.index, i);
      assert_true (hit.addr == addr);
    }

  /* Further in: words, each with its address. */
  {
    SceneRect r;
    guint columns, words = 0;

    /* The object in the middle of the map, wherever zooming took it. */
    int middle;

    view = scene_span_map_zoom (&map, 10, 450, 250);
    scene_span_map_layout (&map, frame, (SceneRect) { 0, 0, 900, 500 }, theme, &view);
    middle = scene_span_map_hit (&map, 450, 250).index;
    assert_true (middle >= 0);
    assert_true (scene_span_map_place (&map, span + 64 * (uint64_t) middle, TRUE, &r));
    columns = scene_map_word_columns (r, 8, &px, &py, &inner);
    assert_true (columns > 0);
    for (guint w = 0; w < 8; w++)
      {
        double x = inner.x + (w % columns + 0.5) * px, y = inner.y + (w / columns + 0.5) * py;
        SceneHit hit;

        if (x < 0 || y < 0 || x >= 900 || y >= 500)
          continue;
        hit = scene_span_map_hit (&map, x, y);
        assert_int_equal (hit.kind, SCENE_HIT_WORD);
        assert_true (hit.addr == span + 64 * (uint64_t) middle + 8 * w);
        words++;
      }
    assert_true (words > 0);
  }
  sample_frame_free (frame);
}

static void
test_map_zoom_holds_the_point_under_the_pointer (void **state)
{
  GccoreFrame *frame = sample_frame_new (SAMPLE_MARK);
  g_autoptr (SceneTheme) theme = dejavu_theme (1);
  SceneSpanMapLayout map;
  SceneMapView view = { 0 };

  scene_span_map_layout (&map, frame, (SceneRect) { 5, 7, 860, 440 }, theme, &view);
  for (guint i = 0; i < 30; i++)
    {
      uint64_t before = scene_span_map_hit (&map, 405, 107).addr / 8192;

      view = scene_span_map_zoom (&map, 1.2, 405, 107);
      scene_span_map_layout (&map, frame, (SceneRect) { 5, 7, 860, 440 }, theme, &view);
      assert_true (scene_span_map_hit (&map, 405, 107).addr / 8192 == before);
    }
  assert_true (view.zoom > 100 && view.zoom <= SCENE_MAX_ZOOM);
  for (guint i = 0; i < 60; i++)
    {
      view = scene_span_map_zoom (&map, 1 / 1.2, 405, 107);
      scene_span_map_layout (&map, frame, (SceneRect) { 5, 7, 860, 440 }, theme, &view);
    }
  assert_true (view.zoom == 1 && view.x == 0);
  sample_frame_free (frame);
}

static void
test_map_reveal_scrolls_the_least (void **state)
{
  GccoreFrame *frame = sample_frame_new (SAMPLE_MARK);
  g_autoptr (SceneTheme) theme = dejavu_theme (1);
  SceneMapView view = { .zoom = 6 };
  SceneSpanMapLayout map;
  SceneRect r;

  for (uint32_t i = 0; i < frame->n_runs; i += 7)
    {
      uint64_t addr = frame->heap_base + (uint64_t) frame->runs[i].page * 8192;
      SceneMapView again;

      scene_span_map_layout (&map, frame, (SceneRect) { 0, 0, 860, 440 }, theme, &view);
      view = scene_span_map_reveal (&map, addr, FALSE);
      scene_span_map_layout (&map, frame, (SceneRect) { 0, 0, 860, 440 }, theme, &view);
      assert_true (scene_span_map_place (&map, addr, FALSE, &r));
      assert_true (r.x >= -0.5 && r.y >= -0.5 && r.x < 860 && r.y + MIN (r.h, 440) <= 441);
      again = scene_span_map_reveal (&map, addr, FALSE);
      assert_true (fabs (again.x - view.x) <= 1 && fabs (again.y - view.y) <= 1);
    }
  sample_frame_free (frame);
}

static void
test_map_walk_reaches_every_run_and_slot (void **state)
{
  GccoreFrame *frame = sample_frame_new (SAMPLE_MARK);
  g_autoptr (SceneTheme) theme = dejavu_theme (1);
  SceneSpanMapLayout map;
  uint64_t at = frame->heap_base, span = sample_frame_span (frame);
  guint n = 1;

  scene_span_map_layout (&map, frame, (SceneRect) { 0, 0, 860, 440 }, theme, NULL);
  for (;; n++)
    {
      uint64_t next = scene_span_map_walk (&map, at, FALSE, 1, 0);

      if (next == at)
        break;
      assert_true (next > at);
      assert_true (scene_span_map_walk (&map, next, FALSE, -1, 0) == at);
      at = next;
    }
  assert_int_equal (n, frame->n_runs);
  assert_true (scene_span_map_walk (&map, frame->heap_base, FALSE, 0, 1) == frame->heap_base + 64 * 8192);
  assert_true (scene_span_map_walk (&map, frame->heap_base, FALSE, 0, -1) == frame->heap_base);
  assert_true (scene_span_map_walk (&map, span, TRUE, 1, 0) == span + 64);
  /* Past the last slot: the next run. */
  assert_true (scene_span_map_walk (&map, span + 64 * 127, TRUE, 1, 0) == span + 8192);
  sample_frame_free (frame);
}

static void
test_map_wants_details_only_where_they_show (void **state)
{
  GccoreFrame *frame = sample_frame_new (SAMPLE_MARK);
  g_autoptr (SceneTheme) theme = dejavu_theme (1);
  SceneMapView view = { .zoom = 8 };
  SceneSpanMapLayout map;
  uint64_t wanted[256];
  guint n;

  scene_span_map_layout (&map, frame, (SceneRect) { 0, 0, 860, 440 }, theme, NULL);
  assert_int_equal (scene_span_map_wanted (&map, wanted, 256), 0);
  scene_span_map_layout (&map, frame, (SceneRect) { 0, 0, 860, 440 }, theme, &view);
  n = scene_span_map_wanted (&map, wanted, 256);
  assert_in_range (n, 1, 60);
  for (guint i = 0; i < n; i++)
    {
      SceneRect r;
      int run = scene_frame_run_at (frame, wanted[i]);

      assert_true (run >= 0 && frame->runs[run].elem_size > 0);
      assert_true (scene_span_map_place (&map, wanted[i], FALSE, &r));
      assert_true (i == 0 || wanted[i] > wanted[i - 1]);
    }
  assert_int_equal (scene_span_map_wanted (&map, wanted, 3), MIN (n, 3));
  sample_frame_free (frame);
}

static void
test_map_of_a_million_pages_fits (void **state)
{
  GccoreFrame *frame = sample_frame_new (SAMPLE_MILLION);
  g_autoptr (SceneTheme) theme = dejavu_theme (1);
  SceneSpanMapLayout map;

  scene_span_map_layout (&map, frame, (SceneRect) { 0, 0, 1600, 1000 }, theme, NULL);
  assert_int_equal (map.level, SCENE_MAP_PIXELS);
  assert_true (map.content_h <= 1000.5);
  assert_int_equal (map.end_row, map.n_rows);
  assert_true (map.n_rows * map.view.pages_per_row >= 1000000);
  sample_frame_free (frame);
}

static void
test_map_survives_odd_views (void **state)
{
  GccoreFrame *frame = sample_frame_new (SAMPLE_MARK);
  g_autoptr (SceneTheme) theme = dejavu_theme (1);
  const SceneMapView odd[] = {
    { .zoom = NAN },
    { .zoom = -3 },
    { .zoom = 1e300 },
    { .zoom = 9, .x = NAN, .y = -1e9 },
    { .zoom = 9, .x = 1e12, .y = 1e12 },
    { .pages_per_row = 7 },
    { .pages_per_row = 1 },
    { .pages_per_row = 1u << 31 },
    { .colour_by = (SceneColourBy)77 },
    { .selected = 1, .hovered = UINT64_MAX, .selected_object = TRUE },
    { .only = 0x80000000u },
  };

  for (guint i = 0; i < G_N_ELEMENTS (odd); i++)
    {
      cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, 300, 200);
      cairo_t *cr = cairo_create (surface);
      SceneSpanMapLayout map;

      scene_span_map_layout (&map, frame, (SceneRect) { 0, 0, 300, 200 }, theme, &odd[i]);
      paint_span_map (cr, &map, theme);
      scene_span_map_hit (&map, 150, 100);
      assert_int_equal (cairo_status (cr), CAIRO_STATUS_SUCCESS);
      cairo_destroy (cr);
      cairo_surface_destroy (surface);
    }
  sample_frame_free (frame);
}

/* What a pixel is to show, from its pages alone: the run that has most of them, of two alike the first; where the frame
 * has none of them, the run before, unless it was the last. */
static guint
expected_key (const SceneMapKeys *keys, const GccoreFrame *frame, uint64_t from, uint64_t to)
{
  const GccoreRun *best = NULL, *before = NULL;
  uint64_t most = 0;

  for (uint32_t i = 0; i < frame->n_runs; i++)
    {
      const GccoreRun *run = &frame->runs[i];
      uint64_t a = MAX (from, run->page), b = MIN (to, (uint64_t) run->page + run->n_pages);

      if (run->page >= to)
        return scene_map_key (keys, best ? best : before);
      before = run;
      if (b > a && b - a > most)
        {
          most = b - a;
          best = run;
        }
    }
  return best ? scene_map_key (keys, best) : SCENE_MAP_BACKGROUND;
}

/* Every pixel of some rows, in frames that have every run, every other one, and few. */
static void
test_map_pixels_show_the_longest_of_their_runs (void **state)
{
  GccoreFrame *whole = sample_frame_new (SAMPLE_MILLION), frame = *whole;
  g_autoptr (SceneTheme) theme = dejavu_theme (1);
  g_autofree GccoreRun *runs = g_new (GccoreRun, whole->n_runs);
  const SceneMapView views[] = { { .zoom = 1 }, { .zoom = 1.7, .x = 333, .y = 2 }, { .zoom = 3.3, .x = 2000, .y = 5 } };

  /* The first rows of it will do. */
  for (frame.n_runs = 0; whole->runs[frame.n_runs].page < 60000; frame.n_runs++)
    ;
  whole->n_runs = frame.n_runs;
  frame.n_pages = 60000;
  frame.runs = runs;
  for (guint keep = 1; keep <= 8; keep += keep < 2 ? 1 : 6)
    {
      frame.n_runs = 0;
      for (uint32_t i = 0; i < whole->n_runs; i += keep)
        runs[frame.n_runs++] = whole->runs[i];
      for (guint v = 0; v < G_N_ELEMENTS (views); v++)
        {
          SceneSpanMapLayout map;
          g_autofree SceneMapKeys *keys = g_new (SceneMapKeys, 1);
          g_autoptr (SceneMapRows) rows = NULL;
          uint8_t line[200];
          double from_px, px_pages;

          scene_span_map_layout (&map, &frame, (SceneRect) { 0, 0, G_N_ELEMENTS (line), 40 }, theme, &views[v]);
          assert_true (map.page_w < 1);
          scene_map_keys_init (keys, &frame, theme, &map.view);
          rows = scene_map_rows_new (&map, keys, G_N_ELEMENTS (line));
          from_px = round (map.view.x);
          px_pages = (double) map.view.pages_per_row / scene_span_map_row_pixels (&map);
          for (uint64_t row = map.first_row; row < map.end_row; row++)
            {
              uint64_t start = row * map.view.pages_per_row, end = MIN (start + map.view.pages_per_row, frame.n_pages);

              scene_map_row (rows, row, line);
              for (guint px = 0; px < G_N_ELEMENTS (line); px++)
                {
                  uint64_t a = start + (uint64_t) ((from_px + px) * px_pages);
                  uint64_t b = start + (uint64_t) ((from_px + px + 1) * px_pages);
                  guint key = a >= end ? SCENE_MAP_BACKGROUND : expected_key (keys, &frame, a, MIN (b, end));

                  assert_int_equal (
                      line[px] == SCENE_MAP_BACKGROUND ? SCENE_MAP_BACKGROUND : SCENE_MAP_KEY_OF (line[px]), key);
                }
            }
        }
    }
  sample_frame_free (whole);
}

static cairo_surface_t *
map_picture (const SceneSpanMapLayout *layout, const SceneTheme *theme)
{
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, 1200, 800);
  cairo_t *cr = cairo_create (surface);

  paint_span_map (cr, layout, theme);
  cairo_destroy (cr);
  cairo_surface_flush (surface);
  return surface;
}

/* How different two pictures are, inside r and outside of it. */
static uint64_t
difference (cairo_surface_t *a, cairo_surface_t *b, const SceneRect *r, gboolean inside)
{
  int stride = cairo_image_surface_get_stride (a);
  uint64_t sum = 0;

  for (int y = 0; y < 800; y++)
    for (int x = 0; x < 1200; x++)
      for (int c = 0; c < 3 && scene_rect_contains (r, x + 0.5, y + 0.5) == inside; c++)
        sum += (uint64_t) ABS (cairo_image_surface_get_data (a)[y * stride + x * 4 + c]
                               - cairo_image_surface_get_data (b)[y * stride + x * 4 + c]);
  return sum;
}

/* A span that was swept fades from what it was to what it is, and nothing else changes. */
static void
test_map_fades_what_a_sweep_freed (void **state)
{
  GccoreFrame *before = sample_frame_new (SAMPLE_SWEEP), after = *before;
  g_autoptr (SceneTheme) theme = dejavu_theme (1);
  g_autofree GccoreRun *runs = g_memdup2 (before->runs, before->n_runs * sizeof *runs);
  const SceneRect rect = { 0, 0, 1200, 800 };
  SceneSpanMapLayout old, new, again;
  cairo_surface_t *was, *is, *shown;
  SceneRect place;
  uint32_t swept = 0;
  uint64_t half;

  while (runs[swept].state != GCCORE_PAGES_NEEDS_SWEEP || runs[swept].n_elems < 8 || runs[swept].n_alloc < 4)
    swept++;
  after.runs = runs;
  after.tick++;
  runs[swept].state = GCCORE_PAGES_SWEPT;
  scene_span_map_layout (&old, before, rect, theme, NULL);
  scene_span_map_layout (&new, &after, rect, theme, NULL);
  scene_span_map_begin_fade (&new, &old);
  assert_int_equal (new.fade.n, 0); /* nothing was freed */
  runs[swept].n_alloc /= 2;
  scene_span_map_begin_fade (&new, &old);
  assert_int_equal (new.fade.n, 1);
  assert_int_equal (new.fade.runs[0], swept);
  assert_true (scene_span_map_place (&new, after.heap_base + (uint64_t) runs[swept].page * 8192, FALSE, &place));

  was = map_picture (&old, theme);
  shown = map_picture (&new, theme);
  new.fade.t = 1;
  is = map_picture (&new, theme);
  assert_true (difference (was, is, &place, TRUE) > 1000);
  assert_int_equal (difference (was, is, &place, FALSE), 0);
  /* At first as it was, but for the corners, through which what is below can be seen. */
  assert_true (difference (was, shown, &place, TRUE) < difference (was, is, &place, TRUE) / 10);
  assert_int_equal (difference (was, shown, &place, FALSE), 0);
  cairo_surface_destroy (shown);
  new.fade.t = 0.5;
  shown = map_picture (&new, theme);
  half = difference (was, shown, &place, TRUE);
  assert_true (half > 0 && half < difference (was, is, &place, TRUE));
  assert_true (difference (is, shown, &place, TRUE) > 0);

  /* Laid out again it goes on, but not in another view; and what is stepped back over does not fade. */
  scene_span_map_layout (&again, &after, rect, theme, NULL);
  scene_span_map_keep_fade (&again, &new);
  assert_true (again.fade.n == 1 && again.fade.t == 0.5);
  scene_span_map_layout (&again, &after, rect, theme, &(SceneMapView) { .zoom = 2 });
  scene_span_map_keep_fade (&again, &new);
  assert_int_equal (again.fade.n, 0);
  scene_span_map_begin_fade (&again, &old);
  assert_int_equal (again.fade.n, 0);
  scene_span_map_begin_fade (&old, &new);
  assert_int_equal (old.fade.n, 0);

  cairo_surface_destroy (was);
  cairo_surface_destroy (is);
  cairo_surface_destroy (shown);
  sample_frame_free (before);
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (test_map_rows_cover_the_heap),
    cmocka_unit_test (test_map_hit_finds_every_run_where_it_is_placed),
    cmocka_unit_test (test_map_zoomed_hit_finds_every_object),
    cmocka_unit_test (test_map_zoom_holds_the_point_under_the_pointer),
    cmocka_unit_test (test_map_reveal_scrolls_the_least),
    cmocka_unit_test (test_map_walk_reaches_every_run_and_slot),
    cmocka_unit_test (test_map_wants_details_only_where_they_show),
    cmocka_unit_test (test_map_of_a_million_pages_fits),
    cmocka_unit_test (test_map_survives_odd_views),
    cmocka_unit_test (test_map_pixels_show_the_longest_of_their_runs),
    cmocka_unit_test (test_map_fades_what_a_sweep_freed),
  };

  return cmocka_run_group_tests_name ("scene-map", tests, NULL, NULL);
}
