#include "scene/span-map-private.h"

#include "scene/draw.h"

#include <math.h>
#include <string.h>

/* The map from afar: pages narrower than ten device pixels. Each row is worked out pixel by pixel (one colour key a
 * pixel), so that the work is bounded by the pixels, not by the heap. */

/* A pixel's byte: its colour key, and in the bits from KIND_SHIFT on what most slots of its span are. */
#define KIND_SHIFT 5
#define KEY_OF(byte) ((byte) & ((1u << KIND_SHIFT) - 1))
typedef enum { KIND_NONE, KIND_MARKED, KIND_ALLOC, KIND_FREE } Kind;
#define BACKGROUND 0xff       /* key of a pixel that belongs to no run: gaps, the end of the heap */

static uint8_t
byte_of (const SceneMapKeys *keys, const GccoreRun *run)
{
  guint key = scene_map_key (keys, run);
  Kind kind = run->n_elems < 2 || run->state >= GCCORE_PAGES_STACK        ? KIND_NONE
              : run->n_marked && 2u * run->n_marked >= run->n_alloc       ? KIND_MARKED
              : 2u * run->n_alloc >= run->n_elems                         ? KIND_ALLOC
                                                                          : KIND_FREE;

  G_STATIC_ASSERT (SCENE_MAP_MAX_KEYS <= 1 << KIND_SHIFT);
  return (uint8_t) (key | (guint) kind << KIND_SHIFT);
}

/* Pages share pixels: a pixel takes the colour of the longest piece of a run that lies in it. The colour is looked up
 * once a pixel, and pixels inside one long run are filled at once, as there may be half a million runs. A frame made for
 * these pixels has each one's longest run; of one made for others a pixel without any takes the colour of the run
 * before. */
static void
row_of_shared_pixels (const SceneSpanMapLayout *layout, const SceneMapKeys *keys, uint64_t row, int64_t total_px,
                      int64_t from_px, guint n_px, uint8_t *line)
{
  const GccoreFrame *frame = layout->frame;
  const GccoreRun *runs = frame->runs, *best = NULL;
  uint64_t per_row = layout->view.pages_per_row, row_page = row * per_row;
  double pages_per_px = (double) per_row / (double) total_px, px_per_page = 1 / pages_per_px;
  uint32_t row_end = (uint32_t) MIN (row_page + per_row, frame->n_pages);
  uint32_t at = (uint32_t) (row_page + (uint64_t) ((double) from_px * pages_per_px)), edge, best_pages = 0;
  int64_t px = 0;
  int first = at < row_end ? scene_frame_run_near (frame, frame->heap_base + (uint64_t) at * SCENE_PAGE_BYTES) : -1;

#define PIXEL_END(p) ((uint32_t) (row_page + (uint64_t) ((double) (from_px + (p) + 1) * pages_per_px)))

  memset (line, BACKGROUND, n_px);
  if (first < 0)
    return;
  edge = PIXEL_END (px);
  for (uint32_t i = (uint32_t) first; i < frame->n_runs && at < row_end; i++)
    {
      const GccoreRun *run = &runs[i];
      uint32_t end = MIN (run->page + run->n_pages, row_end), from = MIN (run->page, row_end);

      while (from >= edge) /* runs between were left out */
        {
          line[px] = byte_of (keys, best ? best : run - 1);
          at = edge;
          best = NULL;
          best_pages = 0;
          if (++px >= (int64_t) n_px)
            return;
          edge = PIXEL_END (px);
        }
      at = MAX (at, from);
      while (end >= edge)
        {
          if (edge - at > best_pages)
            best = run;
          line[px] = best ? byte_of (keys, best) : BACKGROUND;
          at = edge;
          best = NULL;
          best_pages = 0;
          if (++px >= (int64_t) n_px)
            return;
          if (end - at >= 2 * pages_per_px + 1)
            {
              int64_t whole = MIN ((int64_t) ((double) (end - row_page) * px_per_page) - from_px, (int64_t) n_px) - 1;

              if (whole > px)
                {
                  memset (line + px, byte_of (keys, run), (size_t) (whole - px));
                  at = PIXEL_END (whole - 1);
                  px = whole;
                }
            }
          edge = PIXEL_END (px);
        }
      if (end > at && end - at > best_pages)
        {
          best = run;
          best_pages = end - at;
        }
      at = MAX (at, end);
    }
#undef PIXEL_END
  if (best && px < (int64_t) n_px)
    line[px] = byte_of (keys, best);
}

/* A page has one pixel or more: the same edges as boxes would have, with a pixel of gap when there is room. */
static void
row_of_pages (const SceneSpanMapLayout *layout, const SceneMapKeys *keys, uint64_t row, guint n_px, uint8_t *line)
{
  const GccoreFrame *frame = layout->frame;
  uint64_t per_row = layout->view.pages_per_row;
  double ps = layout->pixel_scale, left = layout->view.x * ps, pitch = layout->page_w * ps;
  uint64_t page = row * per_row + (uint64_t) (layout->view.x / layout->page_w);
  uint64_t row_end = MIN ((row + 1) * per_row, frame->n_pages);
  int64_t gap = (int64_t) round (layout->gap_x * ps);
  int run = page < row_end ? scene_frame_run_near (frame, frame->heap_base + page * SCENE_PAGE_BYTES) : -1;

  memset (line, BACKGROUND, n_px);
  if (run < 0)
    return;
  for (; run < (int) frame->n_runs && frame->runs[run].page < row_end; run++)
    {
      const GccoreRun *r = &frame->runs[run];
      uint64_t a = MAX ((uint64_t) r->page, row * per_row) - row * per_row;
      /* To the next run: what was left out between them, too. */
      uint64_t next = (uint32_t) run + 1 < frame->n_runs ? frame->runs[run + 1].page : frame->n_pages;
      uint64_t b = MIN (next, row_end) - row * per_row;
      int64_t x0 = (int64_t) round ((double) a * pitch - left), x1 = (int64_t) round ((double) b * pitch - left) - gap;

      x0 = MAX (x0, 0);
      x1 = MIN (x1, (int64_t) n_px);
      if (x0 >= (int64_t) n_px)
        break;
      if (x1 > x0)
        memset (line + x0, byte_of (keys, r), (size_t) (x1 - x0));
    }
}

static void
map_row (const SceneSpanMapLayout *layout, const SceneMapKeys *keys, uint64_t row, guint n_px, uint8_t *line)
{
  double ps = layout->pixel_scale;

  if (layout->page_w * ps < 1)
    {
      int64_t total = scene_span_map_row_pixels (layout);

      row_of_shared_pixels (layout, keys, row, total, MIN ((int64_t) round (layout->view.x * ps), total - 1), n_px,
                            line);
    }
  else
    row_of_pages (layout, keys, row, n_px, line);
}

static uint32_t
pixel_of (SceneColour c)
{
  return 0xff000000u | (uint32_t) lroundf (c.r * 255) << 16 | (uint32_t) lroundf (c.g * 255) << 8
         | (uint32_t) lroundf (c.b * 255);
}

/* Colours of a key in the four rows of its pattern, for x mod 4: hatched and dotted keys are stippled. */
static void
fill_patterns (const SceneMapKeys *keys, const SceneTheme *theme, uint32_t pattern[4][4][256])
{
  uint32_t back = pixel_of (theme->window);

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

            uint32_t pixel = pixel_of (
                on ? key->swatch == SCENE_SWATCH_HATCH ? scene_colour_mix (key->fill, key->line, 0.55) : key->line
                   : key->fill);

            for (guint kind = KIND_NONE; kind <= KIND_FREE; kind++)
              pattern[y][x][k | kind << KIND_SHIFT] = pixel;
          }
      }
}

/* Pixels of the occupancy bar by byte. */
static void
fill_bars (const SceneMapKeys *keys, const SceneTheme *theme, uint32_t bars[256])
{
  for (guint byte = 0; byte < 256; byte++)
    {
      guint k = KEY_OF (byte);
      SceneColour fill = k < keys->n ? keys->keys[k].fill : theme->window, white = scene_colour_hex (0xffffff);

      bars[byte] = pixel_of (fill);
      if (k >= keys->n || keys->keys[k].faded)
        continue;
      if (byte >> KIND_SHIFT == KIND_MARKED)
        bars[byte] = pixel_of (theme->bar_marked);
      else if (byte >> KIND_SHIFT == KIND_ALLOC)
        bars[byte] = pixel_of (theme->bar_alloc);
      else if (byte >> KIND_SHIFT == KIND_FREE)
        bars[byte] = pixel_of (scene_colour_mix (fill, white, theme->bar_free.a));
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
  g_autofree uint32_t (*pattern)[4][256] = g_malloc (sizeof (uint32_t[4][4][256]));
  uint32_t back = pixel_of (theme->window), bars[256];

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
      map_row (layout, keys, row, (guint) width, line);
      for (int x = 0; x < width && !patterned; x++)
        patterned = line[x] != BACKGROUND && keys->keys[KEY_OF (line[x])].swatch != SCENE_SWATCH_FILL;
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
                out[x] = line[x] == BACKGROUND || line[x] >> KIND_SHIFT == KIND_NONE ? ready[x] : bars[line[x]];
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
  SceneBatch batches[SCENE_MAP_MAX_KEYS] = { 0 };

  for (uint64_t row = layout->first_row; row < layout->end_row; row++)
    {
      SceneRect r = scene_span_map_piece_rect (layout, row, row * layout->view.pages_per_row,
                                               row * layout->view.pages_per_row + 1);

      map_row (layout, keys, row, n_px, line);
      for (guint x = 0; x < n_px; x++)
        if (line[x] != BACKGROUND)
          line[x] = KEY_OF (line[x]);
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
