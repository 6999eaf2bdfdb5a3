#include "scene/scene-i18n.h"
#include "scene/span-map-private.h"

#include "scene/draw.h"
#include "scene/format.h"

#include <math.h>
#include <string.h>

/* Two ways to the same picture. When pages are narrower than ten device pixels each row is worked out pixel by pixel
 * (one colour key a pixel), so that the work is bounded by the pixels, not by the heap. Above that, pieces of runs are
 * boxes, batched by colour. */

/* A pixel's byte: its colour key, and in the bits from KIND_SHIFT on what most slots of its span are. */
#define KIND_SHIFT 5
#define KEY_OF(byte) ((byte) & ((1u << KIND_SHIFT) - 1))
typedef enum { KIND_NONE, KIND_MARKED, KIND_ALLOC, KIND_FREE } Kind;
#define BACKGROUND 0xff       /* key of a pixel that belongs to no run: gaps, the end of the heap */

/* --- rows of pixels -------------------------------------------------------------------------------------------- */

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
 * once a pixel, and pixels inside one long run are filled at once, as there may be half a million runs. */
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
  int first = at < row_end ? scene_frame_run_at (frame, frame->heap_base + (uint64_t) at * SCENE_PAGE_BYTES) : -1;

#define PIXEL_END(p) ((uint32_t) (row_page + (uint64_t) ((double) (from_px + (p) + 1) * pages_per_px)))

  memset (line, BACKGROUND, n_px);
  if (first < 0)
    return;
  edge = PIXEL_END (px);
  for (uint32_t i = (uint32_t) first; i < frame->n_runs && at < row_end; i++)
    {
      const GccoreRun *run = &runs[i];
      uint32_t end = MIN (run->page + run->n_pages, row_end);

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
  int run = page < row_end ? scene_frame_run_at (frame, frame->heap_base + page * SCENE_PAGE_BYTES) : -1;

  memset (line, BACKGROUND, n_px);
  if (run < 0)
    return;
  for (; run < (int) frame->n_runs && frame->runs[run].page < row_end; run++)
    {
      const GccoreRun *r = &frame->runs[run];
      uint64_t a = MAX ((uint64_t) r->page, row * per_row) - row * per_row;
      uint64_t b = MIN ((uint64_t) r->page + r->n_pages, row_end) - row * per_row;
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
      int64_t total = MAX (1, (int64_t) round (layout->content_w * ps));

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

/* --- boxes ----------------------------------------------------------------------------------------------------- */

typedef struct { double pitch; cairo_surface_t *shape[4]; } Sprites;

typedef struct { double x, y; guint offset; gboolean light, has_value; uint64_t value; } Offset;

typedef struct {
  const SceneSpanMapLayout *layout;
  const SceneTheme *theme;
  const SceneMapKeys *keys;
  SceneBatch body[SCENE_MAP_MAX_KEYS];
  SceneBatch bar[4];          /* marked, grey, allocated, free */
  SceneBatch pale[SCENE_MAP_MAX_KEYS]; /* bodies of opened spans, inside their edge */
  SceneShapes shapes;         /* slots too large or not square enough for sprites */
  SceneBatch grey[2];         /* grey objects that show words: edge, inside */
  SceneBatch words[3], dots[2]; /* by colour of the object: white, grey, black; not black, black */
  GArray *offsets;            /* Offset: what is written on words */
  GArray *opened;             /* SceneMapPiece: spans that show their slots on a pale body */
  GArray *large;              /* SceneMapPiece: spans of one object, with room for a title */
  GArray *sprites;            /* Sprites */
} Boxes;

static void
add_bar (Boxes *boxes, const SceneMapPiece *piece, const GccoreRun *run)
{
  double ps = boxes->layout->pixel_scale;
  double inset = piece->rect.w >= 24   ? 4
                 : piece->rect.w >= 10 ? 2
                                       : 1,
         h = MAX (2, round (MIN (boxes->layout->row_h, 40) * 0.16 * ps) / ps);
  double x = piece->rect.x + inset, w = piece->rect.w - 2 * inset,
         y = piece->rect.y + piece->rect.h - h - MIN (inset, 3);
  guint marked = MIN (run->n_marked, run->n_elems), grey = MIN (run->n_grey, marked);
  guint alloc = CLAMP (run->n_alloc, marked, run->n_elems);
  guint ends[4] = { marked - grey, marked, alloc, run->n_elems };
  double from = x;

  if (w < 3 || piece->rect.h < 7)
    return;
  for (guint i = 0; i < 4; i++)
    {
      double to = x + round (w * ends[i] / run->n_elems * ps) / ps;

      /* A few are still some: a sliver for what is there. */
      if (to <= from && i < 3 && ends[i] > (i ? ends[i - 1] : 0) && from + 1 / ps <= x + w)
        to = from + 1 / ps;
      if (to > from)
        scene_batch_add (&boxes->bar[i], from, y, to - from, h);
      from = MAX (from, to);
    }
}

static void
collect_piece (const SceneMapPiece *piece, gpointer data)
{
  Boxes *boxes = data;
  const SceneSpanMapLayout *layout = boxes->layout;
  const GccoreRun *run = &layout->frame->runs[piece->run];
  guint key = scene_map_key (boxes->keys, run);
  SceneMapGrid grid;

  if (piece->rect.x > layout->rect.x + layout->rect.w || piece->rect.x + piece->rect.w < layout->rect.x)
    return;
  if (scene_frame_detail (layout->frame, piece->run) && scene_span_map_grid (layout, piece, &grid))
    {
      double edge = piece->rect.h >= 60 ? 2 : 1;

      g_array_append_val (boxes->opened, *piece);
      scene_batch_add (&boxes->body[key], piece->rect.x, piece->rect.y, piece->rect.w, piece->rect.h);
      scene_batch_add (&boxes->pale[key], piece->rect.x + edge, piece->rect.y + edge, piece->rect.w - 2 * edge,
                       piece->rect.h - 2 * edge);
      return;
    }
  if (run->n_elems == 1 && run->state != GCCORE_PAGES_STACK && layout->row_h >= SCENE_MAP_OBJECT_ROW)
    g_array_append_val (boxes->large, *piece);
  scene_batch_add (&boxes->body[key], piece->rect.x, piece->rect.y, piece->rect.w, piece->rect.h);
  if (run->n_elems > 1 && piece->first && run->state < GCCORE_PAGES_FREE && run->state != GCCORE_PAGES_STACK
      && !boxes->keys->keys[key].faded)
    add_bar (boxes, piece, run);
}

static void
paint_bodies (cairo_t *cr, Boxes *boxes)
{
  const SceneSpanMapLayout *layout = boxes->layout;
  const SceneTheme *theme = boxes->theme;
  double radius = layout->row_h >= 60 ? 4 : layout->row_h >= 12 ? 2 : 1;
  double line = theme->vector ? 0.75 : 1;
  guint total = 0;

  for (guint k = 0; k < boxes->keys->n; k++)
    total += boxes->body[k].n;
  /* Thousands of slivers: their corners would cost the frame and are not seen. */
  if (total > 1200 && layout->page_w * layout->pixel_scale < 10)
    radius = 0;
  for (guint k = 0; k < boxes->keys->n; k++)
    {
      const SceneMapKey *key = &boxes->keys->keys[k];
      SceneBatch *batch = &boxes->body[k];

      if (batch->n == 0)
        continue;
      if (key->swatch != SCENE_SWATCH_DOTTED)
        scene_batch_fill_round (cr, batch, radius, key->fill);
      scene_batch_fill_round (cr, &boxes->pale[k], MAX (1, radius - 1),
                              scene_colour_mix (theme->card, key->fill, key->faded ? 0.06 : theme->dark ? 0.26 : 0.22));
      if (key->swatch == SCENE_SWATCH_FILL)
        {
          if (theme->high_contrast)
            {
              for (guint i = 0; i < batch->n; i++)
                scene_round_path (cr, scene_rect_inset (batch->rects[i], 0.5, 0.5), radius);
              scene_set (cr, key->line);
              cairo_set_line_width (cr, 1);
              cairo_stroke (cr);
            }
          continue;
        }
      scene_set (cr, key->line);
      cairo_set_line_width (cr, line);
      if (key->swatch == SCENE_SWATCH_HATCH)
        {
          scene_batch_hatch (cr, batch, theme, 6, line, scene_colour_mix (key->fill, key->line, 0.55));
          scene_set (cr, key->line);
          cairo_set_line_width (cr, line);
        }
      else
        cairo_set_dash (cr, (const double[]) { 1, 2 }, 2, 0);
      for (guint i = 0; i < batch->n; i++)
        {
          scene_round_path (cr, scene_rect_inset (batch->rects[i], line / 2, line / 2),
                            key->swatch == SCENE_SWATCH_DOTTED ? 0 : radius);
          if (i % 64 == 63)
            cairo_stroke (cr);
        }
      cairo_stroke (cr);
      cairo_set_dash (cr, NULL, 0, 0);
    }
  scene_batch_fill (cr, &boxes->bar[0], theme->bar_marked);
  scene_batch_fill (cr, &boxes->bar[1], theme->grey);
  scene_batch_fill (cr, &boxes->bar[2], theme->bar_alloc);
  scene_batch_fill (cr, &boxes->bar[3], theme->bar_free);
}

/* --- objects --------------------------------------------------------------------------------------------------- */

/* The four shapes at one size as small surfaces: a span of slots is then a matter of copying pixels. */
static cairo_surface_t *
sprite (Boxes *boxes, double size, GccoreObjectColour colour)
{
  double ps = boxes->layout->pixel_scale;
  guint i = 0;

  while (i < boxes->sprites->len && g_array_index (boxes->sprites, Sprites, i).pitch != size)
    i++;
  if (i == boxes->sprites->len)
    {
      Sprites made = { .pitch = size };

      for (guint c = 0; c < 4; c++)
        {
          int px = MAX (1, (int) round (size * ps));
          cairo_t *cr;

          made.shape[c] = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, px, px);
          cairo_surface_set_device_scale (made.shape[c], ps, ps);
          cr = cairo_create (made.shape[c]);
          scene_object_shape (cr, boxes->theme, (SceneRect) { 0, 0, size, size }, (GccoreObjectColour) c);
          cairo_destroy (cr);
          cairo_surface_flush (made.shape[c]);
        }
      g_array_append_val (boxes->sprites, made);
    }
  return g_array_index (boxes->sprites, Sprites, i).shape[colour & 3];
}

static void
paint_small_slots (cairo_t *cr, Boxes *boxes, const SceneMapGrid *grid, const GccoreSpanDetail *detail)
{
  double ps = boxes->layout->pixel_scale, size = grid->pitch_x - grid->gap;
  guint rows = (grid->n + grid->columns - 1) / grid->columns;
  int pitch = (int) round (grid->pitch_x * ps), px = MAX (1, (int) round (size * ps));
  cairo_surface_t *surface =
      cairo_image_surface_create (CAIRO_FORMAT_ARGB32, pitch * (int) grid->columns, pitch * (int) rows);
  uint8_t *out = cairo_image_surface_get_data (surface);
  size_t stride = (size_t) cairo_image_surface_get_stride (surface);

  if (out == NULL)
    {
      cairo_surface_destroy (surface);
      return;
    }
  cairo_surface_flush (surface);
  for (guint i = 0; i < grid->n && grid->first + i < detail->n_elems; i++)
    {
      cairo_surface_t *shape = sprite (boxes, size, (GccoreObjectColour) detail->colour[grid->first + i]);
      const uint8_t *in = cairo_image_surface_get_data (shape);
      size_t in_stride = (size_t) cairo_image_surface_get_stride (shape);
      uint8_t *at = out + (size_t) (i / grid->columns) * pitch * stride + (size_t) (i % grid->columns) * pitch * 4;

      for (int y = 0; y < px; y++)
        memcpy (at + y * stride, in + y * in_stride, (size_t) px * 4);
    }
  cairo_surface_mark_dirty (surface);
  cairo_surface_set_device_scale (surface, ps, ps);
  cairo_set_source_surface (cr, surface, grid->x, grid->y);
  cairo_pattern_set_filter (cairo_get_source (cr), CAIRO_FILTER_NEAREST);
  cairo_paint (cr);
  cairo_surface_destroy (surface);
}

/* A slot: its shape, and the words of its object when there is room. A grey one is then a box with round corners, as
 * its disc would have no room for them. */
static void
add_slot (Boxes *boxes, const GccoreSpanDetail *detail, guint index, guint elem_size, SceneRect cell)
{
  const SceneTheme *theme = boxes->theme;
  guint n_words = elem_size / 8, columns;
  double pitch_x, pitch_y;
  SceneRect inner;
  GccoreObjectColour colour = (GccoreObjectColour) detail->colour[index];

  columns = scene_map_word_columns (cell, n_words, &pitch_x, &pitch_y, &inner);
  if (columns == 0 || colour != GCCORE_OBJECT_GREY)
    scene_shapes_add (&boxes->shapes, theme, cell, colour);
  else
    {
      scene_batch_add (&boxes->grey[0], cell.x, cell.y, cell.w, cell.h);
      scene_batch_add (&boxes->grey[1], cell.x + 2, cell.y + 2, cell.w - 4, cell.h - 4);
    }
  if (columns == 0 || colour == GCCORE_OBJECT_FREE)
    return;
  for (guint w = 0; w < n_words; w++)
    {
      guint column = w % columns, row = w / columns;
      SceneRect box = { inner.x + column * pitch_x, inner.y + row * pitch_y, pitch_x - 2, pitch_y - 2 };
      guint64 bit = (guint64) index * n_words + w;
      gboolean pointer = detail->ptr_bits && (detail->ptr_bits[bit / 64] >> (bit % 64) & 1);
      const SceneRect *area = &boxes->layout->rect;

      if (box.y > area->y + area->h || box.y + box.h < area->y || box.x > area->x + area->w || box.x + box.w < area->x)
        continue;
      box = scene_snap_rect (theme, box);
      scene_batch_add (&boxes->words[colour - GCCORE_OBJECT_WHITE], box.x, box.y, box.w, box.h);
      if (pointer)
        {
          double r = CLAMP (MIN (box.w, box.h) * 0.22, 2, 5);
          double x = box.h >= 14 && box.w >= 44 ? box.x + 8 + r / 2 : box.x + box.w / 2;

          scene_batch_add (&boxes->dots[colour == GCCORE_OBJECT_BLACK], x - r, box.y + box.h / 2 - r, 2 * r, 2 * r);
        }
      if (box.h >= 14 && box.w >= 44)
        {
          Offset offset = {
            box.x + (pointer ? 18 : 6), box.y + box.h / 2, w * 8, colour == GCCORE_OBJECT_BLACK, FALSE, 0
          };

          if (detail->words && box.h >= 34 && box.w >= 110)
            {
              offset.has_value = TRUE;
              offset.value = detail->words[bit];
            }
          g_array_append_val (boxes->offsets, offset);
        }
    }
}

/* All that paint_open_span() and add_slot() collected. */
static void
paint_slots (cairo_t *cr, Boxes *boxes)
{
  const SceneTheme *theme = boxes->theme;
  const SceneColour fills[3] = { scene_colour_mix (theme->white, theme->object_line, 0.12),
                                 scene_colour_mix (theme->grey, theme->white, 0.45),
                                 scene_colour_mix (theme->black, theme->white, 0.16) };
  /* The same dark or light whatever the theme, as the objects' fills are. */
  const SceneColour light = scene_colour_hex (0xe6e8eb), dark = scene_colour_hex (0x2f353c);

  scene_shapes_paint (cr, &boxes->shapes, theme);
  scene_batch_fill_share (cr, &boxes->grey[0], 0.25, 1e9, theme->object_line);
  scene_batch_fill_share (cr, &boxes->grey[1], 0.25, 1e9, theme->grey);
  for (guint i = 0; i < 3; i++)
    scene_batch_fill_round (cr, &boxes->words[i], boxes->layout->row_h > 600 ? 3 : 2, fills[i]);
  scene_batch_fill_round (cr, &boxes->dots[0], 5, theme->live);
  scene_batch_fill_round (cr, &boxes->dots[1], 5, theme->rss);
  for (guint i = 0; i < boxes->offsets->len; i++)
    {
      const Offset *offset = &g_array_index (boxes->offsets, Offset, i);
      char text[SCENE_TEXT_MAX];

      g_snprintf (text, sizeof text, "+0x%x", offset->offset);
      scene_text (cr, theme, SCENE_FONT_MONO_SMALL, offset->light ? light : dark, offset->x,
                  offset->y - (offset->has_value ? 8 : 0), SCENE_LEFT, 0, text);
      if (offset->has_value)
        scene_text (cr, theme, SCENE_FONT_MONO, offset->light ? light : dark, offset->x, offset->y + 8, SCENE_LEFT, 0,
                    scene_format_addr (text, offset->value));
    }
}

/* "64 B scan · 93 / 126", or as much of it as there is room for. */
static void
paint_span_title (cairo_t *cr, const Boxes *boxes, const SceneMapPiece *piece, SceneColour ink, double inset)
{
  const GccoreRun *run = &boxes->layout->frame->runs[piece->run];
  const SceneRect *area = &boxes->layout->rect;
  double from = MAX (piece->rect.x, area->x) + 8 + inset,
         to = MIN (piece->rect.x + piece->rect.w, area->x + area->w) - 8;
  double y = piece->rect.y + 13;
  const char *kind = run->span_class & 1 ? "noscan" : "scan";
  char size[SCENE_TEXT_MAX], text[3][128];

  scene_format_bytes (size, run->elem_size);
  if (run->n_elems > 1)
    /* Translators: size of a span's slots, "scan" or "noscan", allocated slots of all slots. */
    g_snprintf (text[0], sizeof text[0], _("%s %s · %u / %u"), size, kind, run->n_alloc, run->n_elems);
  else
    g_snprintf (text[0], sizeof text[0], "%s %s", size, kind);
  g_snprintf (text[1], sizeof text[1], "%s %s", size, kind);
  g_strlcpy (text[2], size, sizeof text[2]);
  for (guint i = 0; i < 3; i++)
    if (scene_text_width (boxes->theme, SCENE_FONT_SMALL, text[i]) <= to - from)
      {
        scene_text (cr, boxes->theme, SCENE_FONT_SMALL, ink, from, y, SCENE_LEFT, 0, text[i]);
        return;
      }
}

/* The only object of its span keeps the span's colour; a small shape beside the title tells the object's own. */
static void
paint_large (cairo_t *cr, Boxes *boxes, const SceneMapPiece *piece)
{
  const GccoreFrame *frame = boxes->layout->frame;
  const GccoreRun *run = &frame->runs[piece->run];
  const GccoreSpanDetail *detail = scene_frame_detail (frame, piece->run);
  const SceneRect *area = &boxes->layout->rect;
  double x = MAX (piece->rect.x, area->x) + 8;
  SceneColour fill = boxes->keys->keys[scene_map_key (boxes->keys, run)].fill;
  SceneColour white = scene_colour_hex (0xffffff), dark = scene_colour_hex (0x14171a);

  if (piece->rect.h < 28 || piece->rect.x + piece->rect.w - x < 60)
    return;
  if (detail && detail->n_elems)
    scene_object_shape (cr, boxes->theme, (SceneRect) { x, piece->rect.y + 7, 12, 12 },
                        (GccoreObjectColour) detail->colour[0]);
  paint_span_title (cr, boxes, piece,
                    scene_colour_contrast (fill, white) >= scene_colour_contrast (fill, dark) ? white : dark,
                    detail && detail->n_elems ? 20 : 0);
}

static void
paint_open_span (cairo_t *cr, Boxes *boxes, const SceneMapPiece *piece)
{
  const SceneTheme *theme = boxes->theme;
  const GccoreFrame *frame = boxes->layout->frame;
  const GccoreRun *run = &frame->runs[piece->run];
  const GccoreSpanDetail *detail = scene_frame_detail (frame, piece->run);
  const SceneRect *area = &boxes->layout->rect;
  SceneMapGrid grid;

  if (!scene_span_map_grid (boxes->layout, piece, &grid))
    return;
  if (grid.title_h > 0)
    paint_span_title (cr, boxes, piece, theme->text, 0);
  if (grid.pitch_x == grid.pitch_y && grid.pitch_x - grid.gap < 24 && !theme->vector)
    {
      paint_small_slots (cr, boxes, &grid, detail);
      return;
    }
  for (guint i = 0; i < grid.n && grid.first + i < detail->n_elems; i++)
    {
      SceneRect cell = scene_map_grid_cell (&grid, grid.first + i);

      if (cell.x > area->x + area->w || cell.x + cell.w < area->x || cell.y > area->y + area->h
          || cell.y + cell.h < area->y)
        continue;
      add_slot (boxes, detail, grid.first + i, run->elem_size, cell);
    }
}

static void
paint_boxes (cairo_t *cr, const SceneSpanMapLayout *layout, const SceneMapKeys *keys, const SceneTheme *theme)
{
  Boxes boxes = { .layout = layout, .theme = theme, .keys = keys };

  boxes.opened = g_array_new (FALSE, FALSE, sizeof (SceneMapPiece));
  boxes.large = g_array_new (FALSE, FALSE, sizeof (SceneMapPiece));
  boxes.offsets = g_array_new (FALSE, FALSE, sizeof (Offset));
  boxes.sprites = g_array_new (FALSE, FALSE, sizeof (Sprites));
  scene_span_map_each_piece (layout, collect_piece, &boxes);
  paint_bodies (cr, &boxes);
  for (guint i = 0; i < boxes.opened->len; i++)
    paint_open_span (cr, &boxes, &g_array_index (boxes.opened, SceneMapPiece, i));
  paint_slots (cr, &boxes);
  for (guint i = 0; i < boxes.large->len; i++)
    paint_large (cr, &boxes, &g_array_index (boxes.large, SceneMapPiece, i));

  for (guint k = 0; k < keys->n; k++)
    {
      scene_batch_clear (&boxes.body[k]);
      scene_batch_clear (&boxes.pale[k]);
    }
  for (guint i = 0; i < 3; i++)
    scene_batch_clear (&boxes.words[i]);
  for (guint i = 0; i < 2; i++)
    {
      scene_batch_clear (&boxes.dots[i]);
      scene_batch_clear (&boxes.grey[i]);
    }
  scene_shapes_clear (&boxes.shapes);
  for (guint i = 0; i < 4; i++)
    scene_batch_clear (&boxes.bar[i]);
  for (guint i = 0; i < boxes.sprites->len; i++)
    for (guint c = 0; c < 4; c++)
      cairo_surface_destroy (g_array_index (boxes.sprites, Sprites, i).shape[c]);
  g_array_unref (boxes.sprites);
  g_array_unref (boxes.opened);
  g_array_unref (boxes.large);
  g_array_unref (boxes.offsets);
}

/* --- over it --------------------------------------------------------------------------------------------------- */

static void
ring (cairo_t *cr, const SceneSpanMapLayout *layout, uint64_t addr, gboolean object, double out, double width,
      SceneColour colour, const SceneColour *halo)
{
  SceneRect r;
  double radius;

  if (addr == 0 || !scene_span_map_place (layout, addr, object, &r))
    return;
  /* Something too small to see gets a ring that can be seen. */
  if (r.w < 6)
    {
      r.x -= (6 - r.w) / 2;
      r.w = 6;
    }
  if (r.h < 6)
    {
      r.y -= (6 - r.h) / 2;
      r.h = 6;
    }
  r = scene_rect_inset (r, -out, -out);
  radius = MIN (4, r.h / 4) + out;
  if (halo)
    scene_stroke_round (cr, scene_rect_inset (r, -1, -1), radius + 1, width + 2, *halo);
  scene_stroke_round (cr, r, radius, width, colour);
}

void
paint_span_map (cairo_t *cr, const SceneSpanMapLayout *layout, const SceneTheme *theme)
{
  const GccoreFrame *frame = layout->frame;
  SceneMapKeys keys;

  cairo_save (cr);
  cairo_rectangle (cr, layout->rect.x - 3, layout->rect.y - 3, layout->rect.w + 6, layout->rect.h + 6);
  cairo_clip (cr);
  cairo_save (cr);
  cairo_rectangle (cr, layout->rect.x, layout->rect.y, layout->rect.w, layout->rect.h);
  cairo_clip (cr);
  scene_map_keys_init (&keys, frame, theme, &layout->view);
  if (layout->level == SCENE_MAP_PIXELS && theme->vector)
    paint_stretches (cr, layout, &keys, theme);
  else if (layout->level == SCENE_MAP_PIXELS)
    paint_pixels (cr, layout, &keys, theme);
  else
    paint_boxes (cr, layout, &keys, theme);
  cairo_restore (cr);

  for (guint i = 0; i < frame->n_changed && i < G_N_ELEMENTS (frame->changed); i++)
    ring (cr, layout, frame->changed[i], TRUE, 1, 2, theme->changed, NULL);
  if (layout->view.hovered && layout->view.hovered != layout->view.selected)
    ring (cr, layout, layout->view.hovered, TRUE, 1, 1.5, theme->hover, NULL);
  ring (cr, layout, layout->view.selected, layout->view.selected_object, 1, layout->view.focused ? 2.5 : 2,
        theme->selection, &theme->selection_halo);
  cairo_restore (cr);
}
