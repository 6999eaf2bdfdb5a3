#include "scene/draw.h"

#include <math.h>
#include <string.h>

/* Shaping a line costs more than drawing it, and most lines of a picture are the same in the next one: laid out lines
 * are kept by (font, width, text) until there are too many. */
#define CACHE_MAX 2048

typedef struct { PangoLayout *layout; double width; } Line;

struct SceneText {
  PangoFontMap *map;
  PangoContext *context;
  PangoFontDescription *fonts[SCENE_N_FONTS];
  double cap_height[SCENE_N_FONTS];
  PangoAttrList *tabular;
  GHashTable *lines;          /* key -> Line */
};

static void
line_free (gpointer data)
{
  Line *line = data;

  g_object_unref (line->layout);
  g_free (line);
}

struct SceneText *
scene_text_cache_new (const SceneTheme *theme)
{
  struct SceneText *cache = g_new0 (struct SceneText, 1);
  cairo_font_options_t *options = cairo_font_options_create ();
  gboolean fine = theme->vector || theme->pixel_scale != 1;

  cache->map = pango_cairo_font_map_new ();
  cache->context = pango_font_map_create_context (cache->map);
  cairo_font_options_set_antialias (options, CAIRO_ANTIALIAS_GRAY);
  cairo_font_options_set_hint_style (options, fine ? CAIRO_HINT_STYLE_NONE : CAIRO_HINT_STYLE_SLIGHT);
  cairo_font_options_set_hint_metrics (options, fine ? CAIRO_HINT_METRICS_OFF : CAIRO_HINT_METRICS_ON);
  pango_cairo_context_set_font_options (cache->context, options);
  cairo_font_options_destroy (options);
  pango_cairo_context_set_resolution (cache->context, 96);
  pango_context_set_round_glyph_positions (cache->context, !fine);

  for (guint i = 0; i < SCENE_N_FONTS; i++)
    {
      gboolean mono = i >= SCENE_FONT_MONO;
      gboolean bold =
          i == SCENE_FONT_UI_BOLD || i == SCENE_FONT_HEADING || i == SCENE_FONT_TITLE || i == SCENE_FONT_MONO_BOLD;
      double size = theme->font_sizes[i] * theme->text_scale;

      cache->fonts[i] = pango_font_description_new ();
      pango_font_description_set_family (cache->fonts[i], mono ? theme->mono_family : theme->ui_family);
      pango_font_description_set_absolute_size (cache->fonts[i], size * PANGO_SCALE);
      if (bold)
        pango_font_description_set_weight (cache->fonts[i], PANGO_WEIGHT_BOLD);
      cache->cap_height[i] = size * 0.72;
    }
  cache->tabular = pango_attr_list_new ();
  pango_attr_list_insert (cache->tabular, pango_attr_font_features_new ("tnum=1"));
  cache->lines = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, line_free);
  return cache;
}

void
scene_text_cache_free (struct SceneText *cache)
{
  if (cache == NULL)
    return;
  g_hash_table_unref (cache->lines);
  pango_attr_list_unref (cache->tabular);
  for (guint i = 0; i < SCENE_N_FONTS; i++)
    pango_font_description_free (cache->fonts[i]);
  g_object_unref (cache->context);
  g_object_unref (cache->map);
  g_free (cache);
}

static Line *
line_get (const SceneTheme *theme, SceneFont font, double max_w, const char *text)
{
  struct SceneText *cache = theme->text_cache;
  char head[16];
  g_autofree char *key = NULL;
  Line *line;
  int width;

  g_snprintf (head, sizeof head, "%c%d:", 'a' + font, max_w > 0 ? (int) max_w : 0);
  key = g_strconcat (head, text, NULL);
  line = g_hash_table_lookup (cache->lines, key);
  if (line)
    return line;

  if (g_hash_table_size (cache->lines) >= CACHE_MAX)
    g_hash_table_remove_all (cache->lines);
  line = g_new0 (Line, 1);
  line->layout = pango_layout_new (cache->context);
  pango_layout_set_font_description (line->layout, cache->fonts[font]);
  pango_layout_set_attributes (line->layout, cache->tabular);
  pango_layout_set_single_paragraph_mode (line->layout, TRUE);
  pango_layout_set_text (line->layout, text, -1);
  pango_layout_get_size (line->layout, &width, NULL);
  if (max_w > 0 && width > max_w * PANGO_SCALE)
    {
      pango_layout_set_width (line->layout, (int) (max_w * PANGO_SCALE));
      pango_layout_set_ellipsize (line->layout, PANGO_ELLIPSIZE_END);
      pango_layout_get_size (line->layout, &width, NULL);
      width = MIN (width, (int) (max_w * PANGO_SCALE));
    }
  line->width = (double) width / PANGO_SCALE;
  g_hash_table_insert (cache->lines, g_steal_pointer (&key), line);
  return line;
}

double
scene_text_width (const SceneTheme *theme, SceneFont font, const char *text)
{
  return *text ? line_get (theme, font, 0, text)->width : 0;
}

double
scene_font_size (const SceneTheme *theme, SceneFont font)
{
  return theme->font_sizes[font] * theme->text_scale;
}

double
scene_line_height (const SceneTheme *theme, SceneFont font)
{
  return round (scene_font_size (theme, font) * 1.6);
}

double
scene_text (cairo_t *cr, const SceneTheme *theme, SceneFont font, SceneColour colour, double x, double y,
            SceneAlign align, double max_w, const char *text)
{
  Line *line;

  if (text == NULL || *text == '\0' || max_w < 0)
    return 0;
  line = line_get (theme, font, max_w, text);
  if (align == SCENE_CENTRE)
    x -= line->width / 2;
  else if (align == SCENE_RIGHT)
    x -= line->width;
  scene_set (cr, colour);
  cairo_move_to (cr, scene_snap (theme, x), scene_snap (theme, y + theme->text_cache->cap_height[font] / 2));
  pango_cairo_show_layout_line (cr, pango_layout_get_line_readonly (line->layout, 0));
  return line->width;
}

double
scene_em (const SceneTheme *theme, double length)
{
  return round (length * MAX (1, theme->text_scale));
}

double
scene_paragraph (cairo_t *cr, const SceneTheme *theme, SceneFont font, SceneColour colour, double x, double y,
                 SceneAlign align, double width, guint max_lines, const char *text)
{
  struct SceneText *cache = theme->text_cache;
  PangoLayout *layout = pango_layout_new (cache->context);
  int n, row = (int) round (scene_font_size (theme, font) * 1.4);

  pango_layout_set_font_description (layout, cache->fonts[font]);
  pango_layout_set_attributes (layout, cache->tabular);
  pango_layout_set_text (layout, text, -1);
  pango_layout_set_width (layout, (int) (MAX (width, 1) * PANGO_SCALE));
  pango_layout_set_wrap (layout, PANGO_WRAP_WORD_CHAR);
  if (max_lines)
    {
      pango_layout_set_height (layout, -(int) max_lines);
      pango_layout_set_ellipsize (layout, PANGO_ELLIPSIZE_END);
    }
  n = pango_layout_get_line_count (layout);
  for (int i = 0; cr && i < n; i++)
    {
      PangoLayoutLine *line = pango_layout_get_line_readonly (layout, i);
      PangoRectangle extents;

      pango_layout_line_get_extents (line, NULL, &extents);
      scene_set (cr, colour);
      cairo_move_to (cr, scene_snap (theme, align == SCENE_LEFT ? x : x - (double) extents.width / PANGO_SCALE / 2),
                     scene_snap (theme, y + (i + 0.5) * row + cache->cap_height[font] / 2));
      pango_cairo_show_layout_line (cr, line);
    }
  g_object_unref (layout);
  return n * row;
}
