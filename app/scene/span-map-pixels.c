#include "scene/span-map-private.h"

#include "scene/draw.h"

#include <math.h>
#include <string.h>

/* The map from afar: pages narrower than ten device pixels. Each row is worked out pixel by pixel (span-map-rows.c), so
 * that the work is bounded by the pixels, not by the heap. */

/* Colours of a key in the four rows of its pattern, for x mod 4: hatched and dotted keys are stippled. */
static void
fill_patterns (const SceneMapKeys *keys, const SceneTheme *theme, uint32_t pattern[4][4][256])
{
  uint32_t back = scene_pixel (theme->window);

  for (guint y = 0; y < 4; y++)
    for (guint x = 0; x < 4; x++)
      {
        for (guint k = 0; k < 256; k++)
          pattern[y][x][k] = back;
        for (guint k = 0; k < keys->n; k++)
          {
            const SceneMapKey *key = &keys->keys[k];
            gboolean on = key->swatch == SCENE_SWATCH_HATCH ? (x + y) % 4 == 0
                        : key->swatch == SCENE_SWATCH_DOTTED ? x == 1 && y == 2 : FALSE;

            uint32_t pixel = scene_pixel (
                on ? key->swatch == SCENE_SWATCH_HATCH ? scene_colour_mix (key->fill, key->line, 0.55) : key->line
                   : key->fill);

            for (guint kind = SCENE_MAP_KIND_NONE; kind <= SCENE_MAP_KIND_FREE; kind++)
              pattern[y][x][SCENE_MAP_BYTE (k, kind)] = pixel;
          }
      }
}

/* Pixels of the occupancy bar by byte; 0: it has none. */
static void
fill_bars (const SceneMapKeys *keys, const SceneTheme *theme, uint32_t bars[256])
{
  for (guint byte = 0; byte < 256; byte++)
    {
      guint k = SCENE_MAP_KEY_OF (byte);
      SceneColour fill = k < keys->n ? keys->keys[k].fill : theme->window, white = scene_colour_hex (0xffffff);

      bars[byte] = 0;
      if (k >= keys->n)
        continue;
      if (keys->keys[k].faded && SCENE_MAP_KIND_OF (byte) != SCENE_MAP_KIND_NONE)
        bars[byte] = scene_pixel (fill);
      else if (SCENE_MAP_KIND_OF (byte) == SCENE_MAP_KIND_MARKED)
        bars[byte] = scene_pixel (theme->bar_marked);
      else if (SCENE_MAP_KIND_OF (byte) == SCENE_MAP_KIND_ALLOC)
        bars[byte] = scene_pixel (theme->bar_alloc);
      else if (SCENE_MAP_KIND_OF (byte) == SCENE_MAP_KIND_FREE)
        bars[byte] = scene_pixel (scene_colour_mix (fill, white, theme->bar_free.a));
    }
}

/* Rows go through a strip that stays in the processor's cache, not through a second picture as large as the first. */
#define STRIP 32

typedef struct {
  cairo_t *cr;
  const SceneSpanMapLayout *layout;
  cairo_surface_t *surface;
  uint32_t *pixels;
  size_t stride;
  int width, height, from;    /* of the map; first device row of the strip */
} Strip;

static void
strip_flush (Strip *strip)
{
  const SceneRect *rect = &strip->layout->rect;
  double ps = strip->layout->pixel_scale;
  int rows = MIN (STRIP, strip->height - strip->from);

  if (rows <= 0)
    return;
  cairo_surface_mark_dirty (strip->surface);
  cairo_set_source_surface (strip->cr, strip->surface, rect->x, rect->y + strip->from / ps);
  cairo_pattern_set_filter (cairo_get_source (strip->cr), CAIRO_FILTER_NEAREST);
  cairo_rectangle (strip->cr, rect->x, rect->y + strip->from / ps, strip->width / ps, rows / ps);
  cairo_fill (strip->cr);
  cairo_surface_flush (strip->surface);
  strip->from += STRIP;
}

static uint32_t *
strip_row (Strip *strip, int y)
{
  while (y >= strip->from + STRIP)
    strip_flush (strip);
  return strip->pixels + (size_t) (y - strip->from) * strip->stride;
}

static void
paint_pixels (cairo_t *cr, const SceneSpanMapLayout *layout, const SceneMapKeys *keys, const SceneTheme *theme)
{
  double ps = layout->pixel_scale;
  Strip strip = {
    .cr = cr, .layout = layout, .width = (int) round (layout->rect.w * ps), .height = (int) round (layout->rect.h * ps)
  };
  int width = strip.width, done = 0;
  g_autofree uint8_t *line = g_malloc ((gsize) MAX (width, 1));
  g_autofree uint32_t *made = g_new (uint32_t, 4 * MAX (width, 1)); /* the row of pixels in each phase of the pattern */
  g_autoptr (SceneMapRows) rows = scene_map_rows_new (layout, keys, (guint) width);
  g_autofree uint32_t (*pattern)[4][256] = g_malloc (sizeof (uint32_t[4][4][256]));
  uint32_t back = scene_pixel (theme->window), bars[256];

  strip.surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, MAX (width, 1), STRIP);
  strip.pixels = (uint32_t *) (void *) cairo_image_surface_get_data (strip.surface);
  strip.stride = (size_t) cairo_image_surface_get_stride (strip.surface) / 4;
  if (strip.pixels == NULL)
    {
      cairo_surface_destroy (strip.surface);
      return;
    }
  cairo_surface_flush (strip.surface);
  cairo_surface_set_device_scale (strip.surface, ps, ps);
  fill_patterns (keys, theme, pattern);
  fill_bars (keys, theme, bars);
  for (uint64_t row = layout->first_row; row < layout->end_row; row++)
    {
      double top = (double) row * layout->row_h - layout->view.y;
      int y0 = CLAMP ((int) round (top * ps), 0, strip.height);
      int y1 = CLAMP ((int) round ((top + layout->row_h) * ps) - (int) round (layout->gap_y * ps), 0, strip.height);
      int bar_h = y1 - y0 >= 5 ? MAX (1, (y1 - y0) * 16 / 100) : 0; /* as the boxes' occupancy bar, of all or nothing */
      guint have = 0;
      gboolean patterned = FALSE;

      for (; done < y0; done++)
        {
          uint32_t *out = strip_row (&strip, done);

          for (int x = 0; x < width; x++)
            out[x] = back;
        }
      scene_map_row (rows, row, line);
      for (int x = 0; x < width && !patterned; x++)
        patterned = line[x] != SCENE_MAP_BACKGROUND
                    && keys->keys[SCENE_MAP_KEY_OF (line[x])].swatch != SCENE_SWATCH_FILL;
      for (int y = y0; y < y1; y++)
        {
          guint phase = patterned ? y & 3 : 0;
          uint32_t *ready = made + (size_t) phase * width;

          if (!(have & 1u << phase))
            for (int x = 0; x < width; x++)
              ready[x] = pattern[phase][x & 3][line[x]];
          have |= 1u << phase;
          if (y >= y1 - 1 - bar_h && y < y1 - 1)
            {
              uint32_t *out = strip_row (&strip, y);

              for (int x = 0; x < width; x++)
                out[x] = bars[line[x]] ? bars[line[x]] : ready[x];
            }
          else
            memcpy (strip_row (&strip, y), ready, (size_t) width * 4);
        }
      done = MAX (done, y1);
    }
  for (; done < strip.height; done++)
    {
      uint32_t *out = strip_row (&strip, done);

      for (int x = 0; x < width; x++)
        out[x] = back;
    }
  strip_flush (&strip);
  cairo_surface_destroy (strip.surface);
}

/* The same for vector files: one box per stretch of pixels of one key. */
static void
paint_stretches (cairo_t *cr, const SceneSpanMapLayout *layout, const SceneMapKeys *keys, const SceneTheme *theme)
{
  double ps = layout->pixel_scale;
  guint n_px = (guint) MAX (1, round (layout->rect.w * ps));
  g_autofree uint8_t *line = g_malloc (n_px);
  g_autoptr (SceneMapRows) rows = scene_map_rows_new (layout, keys, n_px);
  SceneBatch batches[SCENE_MAP_MAX_KEYS] = { 0 };

  for (uint64_t row = layout->first_row; row < layout->end_row; row++)
    {
      SceneRect r = scene_span_map_piece_rect (layout, row, row * layout->view.pages_per_row,
                                               row * layout->view.pages_per_row + 1);

      scene_map_row (rows, row, line);
      for (guint x = 0; x < n_px; x++)
        if (line[x] != SCENE_MAP_BACKGROUND)
          line[x] = SCENE_MAP_KEY_OF (line[x]);
      for (guint x = 0, end; x < n_px; x = end)
        {
          for (end = x + 1; end < n_px && line[end] == line[x]; end++)
            ;
          if (line[x] < keys->n)
            scene_batch_add (&batches[line[x]], layout->rect.x + x / ps, r.y, (end - x) / ps, r.h);
        }
    }
  for (guint k = 0; k < keys->n; k++)
    {
      scene_batch_fill (cr, &batches[k], keys->keys[k].fill);
      if (keys->keys[k].swatch == SCENE_SWATCH_HATCH)
        scene_batch_hatch (cr, &batches[k], theme, 4, 0.5, keys->keys[k].line);
      scene_batch_clear (&batches[k]);
    }
}

void
scene_map_paint_pixels (cairo_t *cr, const SceneSpanMapLayout *layout, const SceneMapKeys *keys,
                        const SceneTheme *theme)
{
  if (theme->vector)
    paint_stretches (cr, layout, keys, theme);
  else
    paint_pixels (cr, layout, keys, theme);
}
