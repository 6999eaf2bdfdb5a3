#include "scene/span-map-private.h"

#include <math.h>
#include <string.h>

struct SceneMapRows {
  const SceneSpanMapLayout *layout;
  const SceneMapKeys *keys;
  guint width;                /* device pixels of the map */

  /* Where pages share pixels: which page lies in which pixel, the same in every row. Pages and pixels count from the
   * first that can be seen; n_px is 0 where each page has a pixel of its own. */
  guint n_px;
  uint32_t first, n_pages;
  uint32_t *ends;             /* by pixel: the page that it ends before */
  uint16_t *px_of;            /* by page */
  uint64_t *bids;             /* by pixel, while a row is worked out */
};

static uint8_t
byte_of (const SceneMapKeys *keys, const GccoreRun *run)
{
  guint key = scene_map_key (keys, run);
  SceneMapKind kind = run->n_elems < 2 || run->state >= GCCORE_PAGES_STACK  ? SCENE_MAP_KIND_NONE
                      : run->n_marked && 2u * run->n_marked >= run->n_alloc ? SCENE_MAP_KIND_MARKED
                      : 2u * run->n_alloc >= run->n_elems                   ? SCENE_MAP_KIND_ALLOC
                                                                            : SCENE_MAP_KIND_FREE;

  return SCENE_MAP_BYTE (key, kind);
}

/* --- pages share pixels ----------------------------------------------------------------------------------------- */

static void
share_pixels (SceneMapRows *rows)
{
  const SceneSpanMapLayout *layout = rows->layout;
  double per_row = layout->view.pages_per_row, total = scene_span_map_row_pixels (layout);
  double from = MIN (round (layout->view.x * layout->pixel_scale), total - 1), pages_per_px = per_row / total;
  uint32_t page = 0;

  rows->n_px = (guint) MIN (rows->width, total - from);
  g_assert (rows->n_px >= 1 && rows->n_px <= G_MAXUINT16);
  rows->first = (uint32_t) (from * pages_per_px);
  rows->ends = g_new (uint32_t, rows->n_px);
  rows->bids = g_new (uint64_t, rows->n_px);
  for (guint px = 0; px < rows->n_px; px++)
    rows->ends[px] = (uint32_t) ((from + px + 1) * pages_per_px) - rows->first;
  rows->n_pages = (uint32_t) MIN (rows->ends[rows->n_px - 1], layout->frame->n_pages);
  rows->px_of = g_new (uint16_t, rows->n_pages);
  for (guint px = 0; px < rows->n_px; px++)
    for (uint32_t end = MIN (rows->ends[px], rows->n_pages); page < end; page++)
      rows->px_of[page] = (uint16_t) px;
}

/* Runs bid for pixels with the pages that they have there. The highest bid wins, of two alike the earlier run, which
 * has the higher rank: the lower half of a bid. */
static inline void
bid (uint64_t *bids, guint px, uint32_t n_pages, uint32_t rank)
{
  uint64_t value = (uint64_t) n_pages << 32 | rank;

  bids[px] = MAX (bids[px], value);
}

#define RANK(run) (~(uint32_t) (run)) /* and back */
#define NOBODY 0u

/* A frame made for these pixels leaves runs out; of one made for others a pixel may have none, and takes the colour of
 * the run before: that bids for all pixels up to the next, with nothing. */
static void
bid_for_gap (SceneMapRows *rows, uint32_t from, uint32_t end, uint32_t rank)
{
  for (guint px = rows->px_of[from]; px <= rows->px_of[end - 1]; px++)
    bid (rows->bids, px, 0, rank);
}

/* There may be half a million runs, two or three a pixel, in more memory than caches hold: a matter of few instructions
 * for each, and asked for ahead. Pages count from the row's first that is seen. */
#define AHEAD 48

static void
collect_bids (SceneMapRows *rows, uint64_t row)
{
  const GccoreFrame *frame = rows->layout->frame;
  const GccoreRun *run, *last = frame->runs + frame->n_runs;
  const uint16_t *px_of = rows->px_of;
  const uint32_t *ends = rows->ends;
  uint64_t *bids = rows->bids, seen = row * rows->layout->view.pages_per_row + rows->first;
  uint32_t start = (uint32_t) seen, n_pages = (uint32_t) MIN (seen + rows->n_pages, frame->n_pages) - start;
  uint32_t from = 0, end = 0, rank;
  int first = scene_frame_run_near (frame, frame->heap_base + seen * SCENE_PAGE_BYTES);

  memset (bids, 0, rows->n_px * sizeof *bids);
  if (first < 0)
    return;
  run = &frame->runs[first];
  if (run->page + run->n_pages <= start)
    run++;
  for (rank = RANK (run - frame->runs); run < last; run++, rank--)
    {
      guint px;

      __builtin_prefetch (run + AHEAD);
      from = MAX (run->page, start) - start;
      if (from >= n_pages)
        break;
      if (G_UNLIKELY (from > end))
        bid_for_gap (rows, end, from, rank + 1);
      end = MIN (run->page + run->n_pages - start, n_pages);
      px = px_of[from];
      if (G_LIKELY (end <= ends[px]))
        {
          bid (bids, px, end - from, rank);
          continue;
        }
      bid (bids, px, ends[px] - from, rank);
      while (ends[++px] < end)
        bids[px] = rank;
      bid (bids, px, end - ends[px - 1], rank);
    }
  if (run < last && end < n_pages)
    bid_for_gap (rows, end, n_pages, rank + 1);
}

static void
row_of_shared_pixels (SceneMapRows *rows, uint64_t row, uint8_t *line)
{
  const GccoreRun *runs = rows->layout->frame->runs;
  uint32_t before = NOBODY;
  uint8_t byte = SCENE_MAP_BACKGROUND;

  collect_bids (rows, row);
  for (guint px = 0; px < rows->n_px; px++)
    {
      uint32_t winner = (uint32_t) rows->bids[px];

      if (winner != before)
        byte = winner == NOBODY ? SCENE_MAP_BACKGROUND : byte_of (rows->keys, &runs[RANK (winner)]);
      line[px] = byte;
      before = winner;
    }
}

/* --- pages of a pixel or more ----------------------------------------------------------------------------------- */

/* The same edges as boxes would have, with a pixel of gap when there is room. */
static void
row_of_pages (const SceneMapRows *rows, uint64_t row, uint8_t *line)
{
  const SceneSpanMapLayout *layout = rows->layout;
  const GccoreFrame *frame = layout->frame;
  uint64_t per_row = layout->view.pages_per_row;
  double ps = layout->pixel_scale, left = layout->view.x * ps, pitch = layout->page_w * ps;
  uint64_t page = row * per_row + (uint64_t) (layout->view.x / layout->page_w);
  uint64_t row_end = MIN ((row + 1) * per_row, frame->n_pages);
  int64_t gap = (int64_t) round (layout->gap_x * ps);
  int run = page < row_end ? scene_frame_run_near (frame, frame->heap_base + page * SCENE_PAGE_BYTES) : -1;

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
      x1 = MIN (x1, (int64_t) rows->width);
      if (x0 >= (int64_t) rows->width)
        break;
      if (x1 > x0)
        memset (line + x0, byte_of (rows->keys, r), (size_t) (x1 - x0));
    }
}

/* --- rows ------------------------------------------------------------------------------------------------------- */

SceneMapRows *
scene_map_rows_new (const SceneSpanMapLayout *layout, const SceneMapKeys *keys, guint width)
{
  SceneMapRows *rows = g_new0 (SceneMapRows, 1);

  rows->layout = layout;
  rows->keys = keys;
  rows->width = width;
  if (layout->page_w * layout->pixel_scale < 1 && width)
    share_pixels (rows);
  return rows;
}

void
scene_map_rows_free (SceneMapRows *rows)
{
  g_free (rows->ends);
  g_free (rows->px_of);
  g_free (rows->bids);
  g_free (rows);
}

void
scene_map_row (SceneMapRows *rows, uint64_t row, uint8_t *line)
{
  memset (line, SCENE_MAP_BACKGROUND, rows->width);
  if (rows->n_px)
    row_of_shared_pixels (rows, row, line);
  else
    row_of_pages (rows, row, line);
}
