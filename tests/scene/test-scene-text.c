/* Numbers in writing, colours that can be read and told apart, Go highlighting. */

#include "test-scene.h"

#include "scene/format.h"
#include "scene/source.h"

#include <math.h>
#include <string.h>

static void
test_numbers_in_writing (void **state)
{
  char b[SCENE_TEXT_MAX];

  assert_string_equal (scene_format_bytes (b, 0), "0 B");
  assert_string_equal (scene_format_bytes (b, 1023), "1023 B");
  assert_string_equal (scene_format_bytes (b, 1024), "1 KiB");
  assert_string_equal (scene_format_bytes (b, 6103040), "5.82 MiB");
  assert_string_equal (scene_format_bytes (b, (1 << 20) - 1), "1.00 MiB");
  assert_string_equal (scene_format_bytes (b, 12698), "12.4 KiB");
  assert_string_equal (scene_format_bytes (b, UINT64_MAX), "16 EiB");
  assert_string_equal (scene_format_count (b, 6656), "6656");
  assert_string_equal (scene_format_count (b, 48211), "48\302\240211");
  assert_string_equal (scene_format_count (b, 1234567), "1\302\240234\302\240567");
  assert_string_equal (scene_format_ns (b, 12482000), "12.482 ms");
  assert_string_equal (scene_format_ns (b, 999), "999 ns");
  assert_string_equal (scene_format_ns (b, 3000000000), "3.000 s");
  assert_string_equal (scene_format_percent (b, 0.616, 0), "62 %");
}

static void
test_text_can_be_read_on_every_theme (void **state)
{
  for (guint k = 0; k < SCENE_N_THEMES; k++)
    {
      g_autoptr (SceneTheme) t = scene_theme_new ((SceneThemeKind) k, 1);
      const SceneColour grounds[] = { t->window, t->panel, t->card, t->bar };

      for (guint i = 0; i < G_N_ELEMENTS (grounds); i++)
        {
          assert_true (scene_colour_contrast (t->text, grounds[i]) >= 10);
          assert_true (scene_colour_contrast (t->dim, grounds[i]) >= 4.5);
        }
      assert_true (scene_colour_contrast (t->warning, t->panel) >= 4.5);
      assert_true (scene_colour_contrast (t->error, t->panel) >= 4.5);
      assert_true (scene_colour_contrast (t->keyword, t->panel) >= 4.5);
      assert_true (scene_colour_contrast (t->string, t->panel) >= 4.5);
      assert_true (scene_colour_contrast (t->comment, t->panel) >= 4.5);
      if (t->high_contrast)
        assert_true (scene_colour_contrast (t->dim, t->window) >= 7);
    }
}

static void
test_palettes_keep_states_apart (void **state)
{
  for (guint p = 0; p < SCENE_N_PALETTES; p++)
    for (guint k = 0; k < SCENE_N_THEMES; k++)
      {
        g_autoptr (SceneTheme) t = scene_theme_new ((SceneThemeKind) k, 1);

        scene_theme_set_palette (t, (ScenePalette) p);
        for (guint i = 0; i < GCCORE_PAGES_FREE; i++)
          for (guint j = i + 1; j < GCCORE_PAGES_FREE; j++)
            {
              SceneColour a = t->pages[i], b = t->pages[j];

              assert_true (fabsf (a.r - b.r) + fabsf (a.g - b.g) + fabsf (a.b - b.b) > 0.2f);
            }
      }
}

static void
expect_tokens (const char *line, const char *expected)
{
  SceneGoState st = { FALSE, FALSE };
  g_autoptr (GString) got = g_string_new (NULL);
  const char kinds[] = {
    [SCENE_GO_PLAIN] = 'p',  [SCENE_GO_KEYWORD] = 'k', [SCENE_GO_TYPE] = 't', [SCENE_GO_STRING] = 's',
    [SCENE_GO_NUMBER] = 'n', [SCENE_GO_COMMENT] = 'c', [SCENE_GO_CALL] = 'f'
  };

  for (gsize at = 0, n; line[at]; at += n)
    {
      SceneGoToken token = scene_go_next (line + at, strlen (line + at), &st, &n);

      assert_true (n > 0);
      for (gsize i = 0; i < n; i++)
        g_string_append_c (got, kinds[token]);
    }
  assert_string_equal (got->str, expected);
}

static void
test_go_is_coloured (void **state)
{
  expect_tokens ("func f(n int) {", "kkkkpfppptttppp");
  expect_tokens ("x := \"a\\\"b\" // c", "pppppsssssspcccc");
  expect_tokens ("y=0x1F+nil", "ppnnnnpnnn");
  expect_tokens ("/* a */b", "cccccccp");
  expect_tokens ("`raw", "ssss");
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (test_numbers_in_writing),
    cmocka_unit_test (test_text_can_be_read_on_every_theme),
    cmocka_unit_test (test_palettes_keep_states_apart),
    cmocka_unit_test (test_go_is_coloured),
  };

  return cmocka_run_group_tests_name ("scene-text", tests, NULL, NULL);
}
