/* Pictures as files: formats, errors by name, nothing half written; and every view of odd frames without a fault. */

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "sample-frame.h"

#include "scene/compose.h"

#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static char *dir;

static int
setup (void **state)
{
  dir = g_dir_make_tmp ("scene-export-XXXXXX", NULL);
  return dir ? 0 : 1;
}

static int
teardown (void **state)
{
  GDir *d = g_dir_open (dir, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (d)))
    {
      g_autofree char *path = g_build_filename (dir, name, NULL);

      g_unlink (path);
    }
  g_dir_close (d);
  g_rmdir (dir);
  g_free (dir);
  return 0;
}

static guint
files_in (const char *path)
{
  GDir *d = g_dir_open (path, 0, NULL);
  guint n = 0;

  while (g_dir_read_name (d))
    n++;
  g_dir_close (d);
  return n;
}

static void
test_formats_by_ending (void **state)
{
  static const struct
  {
    const char *file, *magic;
  } formats[] = { { "a.png", "\211PNG" }, { "b.SVG", "<?xml" }, { "c.pdf", "%PDF-" } };
  GccoreFrame *frame = sample_frame_new (SAMPLE_MARK);

  for (guint i = 0; i < G_N_ELEMENTS (formats); i++)
    for (const char *const *view = scene_view_names (); *view; view++)
      {
        g_autofree char *path = g_build_filename (dir, formats[i].file, NULL), *text = NULL, *again = NULL;
        g_autoptr (GError) error = NULL;
        SceneExportOptions options;
        gsize length, length2;

        scene_export_options_init (&options);
        options.view = *view;
        options.source = sample_source;
        options.caption = "A caption";
        assert_true (scene_export (frame, &options, path, &error));
        assert_true (g_file_get_contents (path, &text, &length, NULL));
        assert_true (length > 2000);
        assert_memory_equal (text, formats[i].magic, strlen (formats[i].magic));
        /* Twice the same. */
        assert_true (scene_export (frame, &options, path, &error));
        assert_true (g_file_get_contents (path, &again, &length2, NULL));
        if (i == 1)
          {
            /* cairo numbers the surfaces of a process. */
            g_autoptr (GRegex) numbers = g_regex_new ("surface[0-9]+", 0, 0, NULL);
            g_autofree char *a = g_regex_replace_literal (numbers, text, -1, 0, "surface", 0, NULL);
            g_autofree char *b = g_regex_replace_literal (numbers, again, -1, 0, "surface", 0, NULL);

            assert_string_equal (a, b);
          }
        else
          {
            assert_int_equal (length, length2);
            assert_memory_equal (text, again, length);
          }
      }
  assert_int_equal (files_in (dir), G_N_ELEMENTS (formats));
  sample_frame_free (frame);
}

static void
test_png_has_the_asked_size (void **state)
{
  GccoreFrame *frame = sample_frame_new (SAMPLE_MARK);
  g_autofree char *path = g_build_filename (dir, "size.png", NULL);
  SceneExportOptions options;
  cairo_surface_t *surface;

  scene_export_options_init (&options);
  options.width = 800;
  options.height = 500;
  options.scale = 2;
  assert_true (scene_export (frame, &options, path, NULL));
  surface = cairo_image_surface_create_from_png (path);
  assert_int_equal (cairo_image_surface_get_width (surface), 1600);
  assert_int_equal (cairo_image_surface_get_height (surface), 1000);
  cairo_surface_destroy (surface);
  sample_frame_free (frame);
}

static void
test_mistakes_are_named (void **state)
{
  GccoreFrame *frame = sample_frame_new (SAMPLE_START);
  g_autofree char *path = g_build_filename (dir, "never.png", NULL);
  SceneExportOptions options;
  GError *error = NULL;
  guint before = files_in (dir);

  scene_export_options_init (&options);
  options.view = "nonsense";
  assert_false (scene_export (frame, &options, path, &error));
  assert_true (g_error_matches (error, SCENE_ERROR, SCENE_ERROR_VIEW));
  assert_non_null (strstr (error->message, "spans"));
  g_clear_error (&error);

  scene_export_options_init (&options);
  assert_false (scene_export (frame, &options, "/tmp/never.jpeg", &error));
  assert_true (g_error_matches (error, SCENE_ERROR, SCENE_ERROR_FORMAT));
  g_clear_error (&error);

  options.width = 1e9;
  assert_false (scene_export (frame, &options, path, &error));
  assert_true (g_error_matches (error, SCENE_ERROR, SCENE_ERROR_SIZE));
  g_clear_error (&error);

  options.width = 0;
  assert_false (scene_export (frame, &options, "/nowhere/at/all.png", &error));
  assert_true (g_error_matches (error, SCENE_ERROR, SCENE_ERROR_WRITE));
  g_clear_error (&error);
  assert_int_equal (files_in (dir), before);
  sample_frame_free (frame);
}

static void
test_full_disk_leaves_nothing_behind (void **state)
{
  GccoreFrame *frame = sample_frame_new (SAMPLE_START);
  g_autofree char *path = g_build_filename (dir, "target.png", NULL);
  SceneExportOptions options;
  GError *error = NULL;
  guint before;

  /* A folder where the picture should go: the rename fails after all is written. */
  assert_int_equal (g_mkdir (path, 0700), 0);
  before = files_in (dir);
  scene_export_options_init (&options);
  assert_false (scene_export (frame, &options, path, &error));
  assert_true (g_error_matches (error, SCENE_ERROR, SCENE_ERROR_WRITE));
  g_clear_error (&error);
  assert_int_equal (files_in (dir), before);
  g_rmdir (path);
  sample_frame_free (frame);
}

static gpointer
drain_pipe (gpointer path)
{
  gsize n = 0;
  char *text = NULL;

  g_file_get_contents (path, &text, &n, NULL);
  g_free (text);
  return GSIZE_TO_POINTER (n);
}

static void
test_links_and_pipes_stay_what_they_are (void **state)
{
  GccoreFrame *frame = sample_frame_new (SAMPLE_START);
  g_autofree char *real = g_build_filename (dir, "real.svg", NULL), *link = g_build_filename (dir, "link.svg", NULL);
  g_autofree char *fifo = g_build_filename (dir, "pipe.svg", NULL);
  SceneExportOptions options;
  struct stat st;
  GThread *reader;

  scene_export_options_init (&options);
  assert_true (g_file_set_contents (real, "x", 1, NULL));
  assert_int_equal (symlink ("real.svg", link), 0);
  assert_true (scene_export (frame, &options, link, NULL));
  assert_int_equal (lstat (link, &st), 0);
  assert_true (S_ISLNK (st.st_mode));
  assert_int_equal (stat (real, &st), 0);
  assert_true (st.st_size > 1000);

  assert_int_equal (mkfifo (fifo, 0600), 0);
  reader = g_thread_new ("reader", drain_pipe, fifo);
  assert_true (scene_export (frame, &options, fifo, NULL));
  assert_true (GPOINTER_TO_SIZE (g_thread_join (reader)) > 1000);
  assert_int_equal (lstat (fifo, &st), 0);
  assert_true (S_ISFIFO (st.st_mode));
  sample_frame_free (frame);
}

/* Every view of frames with nothing in them, in every theme, small and large. */
static void
test_every_view_of_nothing (void **state)
{
  const GccoreFrame nothing = { .name = "", .sentence = "", .heap_base = 0xc000000000ull };
  static const double sizes[][2] = { { 64, 64 }, { 300, 200 }, { 1024, 700 } };

  for (const char *const *view = scene_view_names (); *view; view++)
    for (guint theme = 0; theme < SCENE_N_THEMES; theme++)
      for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
        for (guint zoomed = 0; zoomed < 2; zoomed++)
          {
            SceneExportOptions options;
            cairo_surface_t *surface;
            uint64_t wanted[8];

            scene_export_options_init (&options);
            options.view = *view;
            options.width = sizes[i][0];
            options.height = sizes[i][1];
            options.theme = (SceneThemeKind) theme;
            options.map.zoom = zoomed ? 50 : 0;
            surface = scene_render (&nothing, &options, NULL);
            assert_non_null (surface);
            cairo_surface_destroy (surface);
            assert_int_equal (scene_export_wanted (&nothing, &options, wanted, 8), 0);
          }
}

/* And of full ones at sizes that leave no room. */
static void
test_every_view_without_room (void **state)
{
  for (guint kind = SAMPLE_MARK; kind <= SAMPLE_START; kind++)
    {
      GccoreFrame *frame = sample_frame_new ((SampleKind) kind);

      for (const char *const *view = scene_view_names (); *view; view++)
        for (double side = 64; side < 700; side += 130)
          {
            SceneExportOptions options;
            cairo_surface_t *surface;

            scene_export_options_init (&options);
            options.view = *view;
            options.width = side;
            options.height = 764 - side;
            options.source = sample_source;
            surface = scene_render (frame, &options, NULL);
            assert_non_null (surface);
            cairo_surface_destroy (surface);
          }
      sample_frame_free (frame);
    }
}

/* What is painted is told by the argument, whatever picture the options speak of. */
static void
test_views_by_name (void **state)
{
  GccoreFrame *frame = sample_frame_new (SAMPLE_MARK);
  SceneTheme *theme = scene_theme_new (SCENE_THEME_LIGHT, 1);
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, 400, 300);
  SceneExportOptions options;

  scene_export_options_init (&options);
  for (const char *const *name = scene_view_names (); *name; name++)
    {
      cairo_t *cr = cairo_create (surface);

      assert_true (paint_view (cr, *name, frame, &options, theme, 400, 300));
      assert_int_equal (cairo_status (cr), CAIRO_STATUS_SUCCESS);
      cairo_destroy (cr);
    }
  cairo_surface_destroy (surface);
  scene_theme_free (theme);
  sample_frame_free (frame);
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (test_formats_by_ending),
    cmocka_unit_test (test_png_has_the_asked_size),
    cmocka_unit_test (test_mistakes_are_named),
    cmocka_unit_test (test_full_disk_leaves_nothing_behind),
    cmocka_unit_test (test_links_and_pipes_stay_what_they_are),
    cmocka_unit_test (test_every_view_of_nothing),
    cmocka_unit_test (test_every_view_without_room),
    cmocka_unit_test (test_views_by_name),
  };

  return cmocka_run_group_tests_name ("scene-export", tests, setup, teardown);
}
