/* Pictures of every view against golden ones, light and dark, at 1x and 2x, and in the other themes. To renew them
 * after an intended change: tests/scene/renew-golden build, then look at each. */

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "picture.h"
#include "sample-frame.h"

#include "scene/compose.h"

#include <pango/pangocairo.h>
#include <stdio.h>
#include <string.h>

typedef struct {
  const char *name, *view;
  SampleKind kind;
  double width, height, scale;
  SceneThemeKind theme;
  SceneMapView map;
  ScenePalette palette;
  const char *caption;
  const char *middle;         /* of a window */
  gboolean select;            /* the sample's own span, zoomed to when zoom is -1 */
  gboolean object;            /* the object in it that the frame tells about */
} Picture;

#define L SCENE_THEME_LIGHT
#define D SCENE_THEME_DARK

static const Picture pictures[] = {
  { "window-mark-light-1x", "window", SAMPLE_MARK, 1440, 900, 1, L, .select = TRUE },
  { "window-mark-dark-1x", "window", SAMPLE_MARK, 1440, 900, 1, D, .select = TRUE },
  { "window-sweep-light-2x", "window", SAMPLE_SWEEP, 1024, 700, 2, L, .select = TRUE },
  { "window-sweep-dark-2x", "window", SAMPLE_SWEEP, 1024, 700, 2, D, .select = TRUE },
  { "window-start-light-1x", "window", SAMPLE_START, 1024, 700, 1, L },
  { "window-board-light-1x", "window", SAMPLE_SWEEP, 1440, 900, 1, L, .middle = "board", .select = TRUE },
  { "window-objects-dark-1x", "window", SAMPLE_MARK, 1440, 900, 1, D, .middle = "objects", .select = TRUE },
  { "window-contrast-1x", "window", SAMPLE_SWEEP, 1024, 700, 1, SCENE_THEME_HIGH_CONTRAST,
    .caption = "Sweeping after the seventh cycle" },
  { "spans-light-1x", "spans", SAMPLE_SWEEP, 900, 560, 1, L, .caption = "The heap while it is swept" },
  { "spans-dark-1x", "spans", SAMPLE_SWEEP, 900, 560, 1, D },
  { "spans-light-2x", "spans", SAMPLE_MARK, 700, 420, 2, L },
  { "spans-dark-2x", "spans", SAMPLE_MARK, 700, 420, 2, D },
  { "spans-print-1x", "spans", SAMPLE_SWEEP, 900, 560, 1, SCENE_THEME_PRINT, .palette = SCENE_PALETTE_GREY },
  { "spans-tol-1x", "spans", SAMPLE_SWEEP, 900, 560, 1, L, .palette = SCENE_PALETTE_TOL },
  { "spans-million-1x", "spans", SAMPLE_MILLION, 900, 560, 1, L },
  { "spans-objects-1x", "spans", SAMPLE_MARK, 900, 560, 1, L, .map = { .zoom = 4, .x = 500, .y = 150 } },
  { "spans-words-dark-1x", "spans", SAMPLE_MARK, 900, 560, 1, D, .map = { .zoom = -1 }, .select = TRUE },
  { "spans-class-1x", "spans", SAMPLE_SWEEP, 900, 560, 1, L, .map = { .colour_by = SCENE_COLOUR_BY_SPAN_CLASS } },
  { "spans-owner-1x", "spans", SAMPLE_SWEEP, 900, 560, 1, D, .map = { .colour_by = SCENE_COLOUR_BY_OWNER } },
  { "spans-occupancy-1x", "spans", SAMPLE_SWEEP, 900, 560, 1, L, .map = { .colour_by = SCENE_COLOUR_BY_OCCUPANCY } },
  { "spans-only-swept-1x", "spans", SAMPLE_SWEEP, 900, 560, 1, L, .map = { .only = 1 } },
  { "spans-panic-dark-1x", "spans", SAMPLE_PANIC, 900, 460, 1, D },
  { "board-broken-light-1x", "board", SAMPLE_BROKEN, 900, 460, 1, L },
  { "board-panic-dark-2x", "board", SAMPLE_PANIC, 560, 420, 2, D },
  { "objects-broken-dark-1x", "objects", SAMPLE_BROKEN, 900, 460, 1, D },
  { "objects-panic-light-2x", "objects", SAMPLE_PANIC, 560, 400, 2, L },
  { "objects-waiting-light-1x", "objects", SAMPLE_WAITING, 600, 240, 1, L },
  { "fragmentation-panic-light-1x", "fragmentation", SAMPLE_PANIC, 900, 460, 1, L },
  { "fragmentation-broken-dark-2x", "fragmentation", SAMPLE_BROKEN, 560, 420, 2, D },
  { "spans-grey-dark-2x", "spans", SAMPLE_SWEEP, 600, 400, 2, D, .palette = SCENE_PALETTE_GREY },
  { "timeline-grey-1x", "timeline", SAMPLE_SWEEP, 900, 340, 1, L, .palette = SCENE_PALETTE_GREY },
  { "timeline-light-1x", "timeline", SAMPLE_MARK, 900, 340, 1, L },
  { "spans-sweepgen-1x", "spans", SAMPLE_SWEEP, 900, 560, 1, L, .map = { .colour_by = SCENE_COLOUR_BY_SWEEPGEN } },
  { "spans-marked-1x", "spans", SAMPLE_MARK, 900, 560, 1, D, .map = { .colour_by = SCENE_COLOUR_BY_MARKED } },
  { "spans-line-1x", "spans", SAMPLE_SWEEP, 900, 560, 1, L, .map = { .colour_by = SCENE_COLOUR_BY_LINE } },
  { "spans-age-1x", "spans", SAMPLE_SWEEP, 900, 560, 1, L, .map = { .colour_by = SCENE_COLOUR_BY_AGE } },
  { "timeline-dark-1x", "timeline", SAMPLE_SWEEP, 900, 340, 1, D },
  { "timeline-light-2x", "timeline", SAMPLE_SWEEP, 700, 300, 2, L },
  { "timeline-dark-2x", "timeline", SAMPLE_MARK, 700, 300, 2, D },
  { "board-light-1x", "board", SAMPLE_SWEEP, 900, 640, 1, L, .select = TRUE },
  { "board-dark-1x", "board", SAMPLE_SWEEP, 900, 640, 1, D },
  { "board-light-2x", "board", SAMPLE_MARK, 800, 500, 2, L, .select = TRUE },
  { "board-dark-2x", "board", SAMPLE_MARK, 800, 500, 2, D },
  { "fragmentation-light-2x", "fragmentation", SAMPLE_SWEEP, 800, 500, 2, L },
  { "fragmentation-light-1x", "fragmentation", SAMPLE_MARK, 900, 720, 1, L },
  { "fragmentation-dark-2x", "fragmentation", SAMPLE_SWEEP, 700, 720, 2, D },
  { "fragmentation-dark-1x", "fragmentation", SAMPLE_SWEEP, 900, 560, 1, D },
  { "objects-light-1x", "objects", SAMPLE_MARK, 900, 560, 1, L, .map = { .selected = 0xc0002a4400 } },
  { "objects-dark-1x", "objects", SAMPLE_MARK, 900, 560, 1, D },
  { "objects-light-2x", "objects", SAMPLE_MARK, 700, 440, 2, L },
  { "objects-dark-2x", "objects", SAMPLE_MARK, 700, 440, 2, D },
  { "ribbon-light-1x", "ribbon", SAMPLE_MARK, 900, 96, 1, L },
  { "ribbon-dark-1x", "ribbon", SAMPLE_SWEEP, 900, 96, 1, D },
  { "ribbon-light-2x", "ribbon", SAMPLE_SWEEP, 600, 96, 2, L },
  { "ribbon-dark-2x", "ribbon", SAMPLE_START, 600, 96, 2, D },
  { "output-light-1x", "output", SAMPLE_SWEEP, 700, 240, 1, L },
  { "output-dark-1x", "output", SAMPLE_PANIC, 700, 240, 1, D },
  { "output-light-2x", "output", SAMPLE_PANIC, 500, 240, 2, L },
  { "output-dark-2x", "output", SAMPLE_START, 500, 200, 2, D },
  { "window-panic-light-1x", "window", SAMPLE_PANIC, 1024, 700, 1, L, .select = TRUE },
  { "inspector-light-1x", "inspector", SAMPLE_SWEEP, 320, 860, 1, L, .select = TRUE },
  { "inspector-dark-1x", "inspector", SAMPLE_SWEEP, 320, 860, 1, D, .select = TRUE },
  { "inspector-light-2x", "inspector", SAMPLE_MARK, 320, 860, 2, L, .select = TRUE },
  { "inspector-dark-2x", "inspector", SAMPLE_MARK, 320, 860, 2, D, .select = TRUE },
  { "inspector-goroutine-light-1x", "inspector", SAMPLE_MARK, 320, 1500, 1, L },
  { "inspector-object-light-1x", "inspector", SAMPLE_MARK, 320, 1400, 1, L, .object = TRUE },
  { "inspector-object-dark-2x", "inspector", SAMPLE_MARK, 280, 960, 2, D, .object = TRUE },
};

static gboolean
have_dejavu (void)
{
  PangoFontMap *map = pango_cairo_font_map_new ();
  PangoContext *context = pango_font_map_create_context (map);
  PangoFontDescription *wanted = pango_font_description_from_string ("DejaVu Sans 12"), *got;
  PangoFont *font = pango_font_map_load_font (map, context, wanted);
  gboolean have;

  got = pango_font_describe (font);
  have = g_strcmp0 (pango_font_description_get_family (got), "DejaVu Sans") == 0;
  pango_font_description_free (got);
  pango_font_description_free (wanted);
  g_object_unref (font);
  g_object_unref (context);
  g_object_unref (map);
  return have;
}

static void
test_picture (void **state)
{
  const Picture *p = *state;
  GccoreFrame *frame;
  SceneExportOptions options;
  cairo_surface_t *surface;
  g_autoptr (GError) error = NULL;
  static const SceneSourceMark marks[] = { { 9, TRUE }, { 13, FALSE }, { 25, TRUE } };
  gboolean same;

  if (!have_dejavu ())
    {
      print_message ("the DejaVu fonts are not installed: no golden pictures\n");
      skip ();
    }
  frame = sample_frame_new (p->kind);
  scene_export_options_init (&options);
  options.view = p->view;
  options.middle = p->middle;
  options.width = p->width;
  options.height = p->height;
  options.scale = p->scale;
  options.theme = p->theme;
  options.palette = p->palette;
  options.caption = p->caption;
  options.ui_font = "DejaVu Sans";
  options.mono_font = "DejaVu Sans Mono";
  options.source = sample_source;
  options.marks = marks;
  options.n_marks = G_N_ELEMENTS (marks);
  options.seed = 42;
  options.map = p->map;
  if (p->select)
    options.map.selected = sample_frame_span (frame);
  if (p->object)
    {
      options.map.selected = frame->object.addr;
      options.map.selected_object = TRUE;
    }
  if (p->map.zoom < 0)
    {
      g_autoptr (SceneTheme) theme = scene_theme_new (p->theme, p->scale);
      SceneSpanMapLayout map;

      options.map.zoom = 1;
      scene_span_map_layout (&map, frame, (SceneRect) { 20, 114, p->width - 40, p->height - 160 }, theme, &options.map);
      options.map = scene_span_map_zoom_to (&map, options.map.selected);
      scene_span_map_layout (&map, frame, map.rect, theme, &options.map);
      options.map = scene_span_map_zoom (&map, 3.2, map.rect.x + map.rect.w / 2, map.rect.y + 30);
      options.map.selected += 64 * 9;
      options.map.selected_object = TRUE;
    }
  surface = scene_render (frame, &options, &error);
  assert_non_null (surface);
  same = picture_check (surface, GOLDEN_DIR, p->name);
  cairo_surface_destroy (surface);
  sample_frame_free (frame);
  assert_true (same);
}

/* The comparison itself must be able to fail. */
static void
test_comparison_sees_a_difference (void **state)
{
  cairo_surface_t *a = cairo_image_surface_create (CAIRO_FORMAT_RGB24, 100, 100),
                  *b = cairo_image_surface_create (CAIRO_FORMAT_RGB24, 100, 100);
  cairo_surface_t *other = cairo_image_surface_create (CAIRO_FORMAT_RGB24, 101, 100);
  cairo_t *cr = cairo_create (b);
  PictureDifference d;

  assert_true (picture_compare (a, b, &d, NULL));
  assert_true (d.share == 0 && d.worst == 0);
  cairo_set_source_rgb (cr, 1, 1, 1);
  cairo_rectangle (cr, 10, 10, 10, 10);
  cairo_fill (cr);
  cairo_destroy (cr);
  assert_true (picture_compare (a, b, &d, NULL));
  assert_true (d.share > PICTURE_SHARE_TOLERANCE && d.worst == 255);
  assert_false (picture_compare (a, other, &d, NULL));
  cairo_surface_destroy (a);
  cairo_surface_destroy (b);
  cairo_surface_destroy (other);
}

int
main (void)
{
  struct CMUnitTest tests[G_N_ELEMENTS (pictures) + 1];

  memset (tests, 0, sizeof tests);
  for (guint i = 0; i < G_N_ELEMENTS (pictures); i++)
    {
      tests[i].name = pictures[i].name;
      tests[i].test_func = test_picture;
      tests[i].initial_state = (void *) (uintptr_t) &pictures[i];
    }
  tests[G_N_ELEMENTS (pictures)].name = "comparison sees a difference";
  tests[G_N_ELEMENTS (pictures)].test_func = test_comparison_sees_a_difference;
  return cmocka_run_group_tests_name ("scene-golden", tests, NULL, NULL);
}
