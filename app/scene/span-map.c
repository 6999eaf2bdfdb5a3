#include "scene/scene-i18n.h"
#include "scene/span-map-private.h"

#include "scene/draw.h"
#include "scene/format.h"
#include "scene/notice.h"

#include <math.h>
#include <string.h>

/* The pitch of a page at zoom 1 is as wide as the row length makes it. Rows are about half again as high, like a page
 * of a book; when the heap does not fit they may shrink to a lying box before rows get longer. */
#define ROW_ASPECT 1.49
#define ROW_ASPECT_MIN 0.80
#define ROW_MAX 20.0
#define ROW_MIN 6.0
#define LEAST_PER_ROW 64

/* Boxes look better than pixels, but cost more: pages at least this wide (device pixels), and not too many runs. */
#define BOX_PAGE 5.0
#define BOX_PAGE_ALWAYS 16.0
#define BOX_RUNS 3000u

/* Pages up to the end of the last run that the heap has grown into. */
static uint64_t
used_pages (const GccoreFrame *frame)
{
  for (uint32_t i = frame->n_runs; i > 0; i--)
    if (frame->runs[i - 1].state != GCCORE_PAGES_RESERVED)
      return (uint64_t) frame->runs[i - 1].page + frame->runs[i - 1].n_pages;
  return 0;
}

static uint64_t
div_up (uint64_t a, uint64_t b)
{
  return (a + b - 1) / b;
}

static double
least_row (double page_w)
{
  return CLAMP (page_w * ROW_ASPECT_MIN, ROW_MIN, ROW_MAX);
}

static uint32_t
choose_per_row (uint64_t used, SceneRect rect)
{
  uint32_t per_row = LEAST_PER_ROW;

  while (per_row < used && (double) div_up (used, per_row) * least_row (rect.w / per_row) > rect.h)
    per_row *= 2;
  return per_row;
}

/* Runs from the first to the last visible row. */
static uint64_t
visible_runs (const SceneSpanMapLayout *layout)
{
  const GccoreFrame *frame = layout->frame;
  uint64_t from = layout->first_row * layout->view.pages_per_row;
  uint64_t to = MIN (layout->end_row * layout->view.pages_per_row, frame->n_pages);
  int a = scene_frame_run_near (frame, frame->heap_base + from * SCENE_PAGE_BYTES);
  int b = to > from ? scene_frame_run_near (frame, frame->heap_base + (to - 1) * SCENE_PAGE_BYTES) : a;

  /* Zoomed in, only part of each row is seen. */
  return a < 0 || b < a ? 0 : (uint64_t) ((double) (b - a) / layout->view.zoom) + (layout->end_row - layout->first_row);
}

void
scene_span_map_layout (SceneSpanMapLayout *layout, const GccoreFrame *frame, SceneRect rect, const SceneTheme *theme,
                       const SceneMapView *view)
{
  uint64_t used = used_pages (frame), rows_used;
  double ps = theme->pixel_scale, row_h, page_w;
  SceneMapView *v = &layout->view;

  memset (layout, 0, sizeof *layout);
  layout->frame = frame;
  layout->notice = scene_notice_take (frame, SCENE_NOTICE_SPANS, &rect, theme);
  layout->rect = rect;
  layout->pixel_scale = ps;
  if (view)
    *v = *view;
  v->zoom = isfinite (v->zoom) ? CLAMP (v->zoom, 1, SCENE_MAX_ZOOM) : 1;
  if (v->pages_per_row < 1 || (v->pages_per_row & (v->pages_per_row - 1)))
    v->pages_per_row = choose_per_row (used, rect);
  v->colour_by = CLAMP ((int) v->colour_by, 0, SCENE_N_COLOUR_BY - 1);

  page_w = rect.w / v->pages_per_row;
  rows_used = div_up (MAX (used, 1), v->pages_per_row);
  /* In steps of eight rows (a heap of short rows grows by eight at a time), so that growth seldom moves the picture. */
  row_h = rect.h / (double) (div_up (rows_used, 8) * 8);
  if (row_h < least_row (page_w))
    row_h = rect.h / (double) rows_used;
  row_h = CLAMP (row_h, least_row (page_w), CLAMP (page_w * ROW_ASPECT, ROW_MIN, ROW_MAX));
  if (v->pages_per_row > LEAST_PER_ROW)
    row_h = CLAMP (rect.h / (double) (div_up (rows_used, 8) * 8), row_h, ROW_MAX);
  row_h = MAX (floor (row_h * ps) / ps, 1 / ps);

  layout->n_rows = div_up (frame->n_pages, v->pages_per_row);
  layout->page_w = page_w * v->zoom;
  layout->row_h = row_h * v->zoom;
  layout->content_w = rect.w * v->zoom;
  layout->content_h = layout->row_h * (double) layout->n_rows;
  if (v->zoom == 1 && rect.h > row_h)
    layout->rect.h = MIN (floor (rect.h / row_h) * row_h, MAX (layout->content_h, row_h));
  layout->gap_x = layout->page_w >= 40 ? 4 : layout->page_w >= 9 ? 2 : layout->page_w * ps >= 4.5 ? 1 / ps : 0;
  layout->gap_y = layout->row_h >= 60 ? 4 : layout->row_h >= 12 ? 2 : layout->row_h * ps >= 4 ? 1 / ps : 0;

  v->x = isfinite (v->x) ? CLAMP (v->x, 0, MAX (0, layout->content_w - rect.w)) : 0;
  v->y = isfinite (v->y) ? CLAMP (v->y, 0, MAX (0, layout->content_h - layout->rect.h)) : 0;
  /* Scrolling by whole device pixels keeps edges sharp and still. */
  v->x = round (v->x * ps) / ps;
  v->y = round (v->y * ps) / ps;
  layout->first_row = MIN ((uint64_t) (v->y / layout->row_h), layout->n_rows);
  layout->end_row = MIN ((uint64_t) ceil ((v->y + layout->rect.h) / layout->row_h), layout->n_rows);

  if (layout->page_w * ps < BOX_PAGE || (layout->page_w * ps < BOX_PAGE_ALWAYS && visible_runs (layout) > BOX_RUNS))
    layout->level = SCENE_MAP_PIXELS;
  else if (layout->page_w * layout->row_h < 128 * 49)      /* 64-byte slots smaller than 7 units */
    layout->level = SCENE_MAP_SPANS;
  else if (layout->page_w * layout->row_h < 128 * 900)
    layout->level = SCENE_MAP_OBJECTS;
  else
    layout->level = SCENE_MAP_WORDS;
}

SceneRect
scene_span_map_piece_rect (const SceneSpanMapLayout *layout, uint64_t row, uint64_t page, uint64_t end_page)
{
  const SceneRect *area = &layout->rect;
  uint64_t row_page = row * layout->view.pages_per_row;
  double ps = layout->pixel_scale;
  double x0 = round ((area->x - layout->view.x + (double) (page - row_page) * layout->page_w) * ps) / ps;
  double x1 = round ((area->x - layout->view.x + (double) (end_page - row_page) * layout->page_w) * ps) / ps;
  double y0 = round ((area->y - layout->view.y + (double) row * layout->row_h) * ps) / ps;
  double y1 = round ((area->y - layout->view.y + (double) (row + 1) * layout->row_h) * ps) / ps;

  return (SceneRect) { x0, y0, x1 - x0 - layout->gap_x, y1 - y0 - layout->gap_y };
}

void
scene_span_map_each_piece (const SceneSpanMapLayout *layout, SceneMapPieceFunc func, gpointer data)
{
  const GccoreFrame *frame = layout->frame;
  uint64_t per_row = layout->view.pages_per_row;
  uint64_t first_column = (uint64_t) (layout->view.x / layout->page_w);
  uint64_t end_column = MIN (per_row, (uint64_t) ceil ((layout->view.x + layout->rect.w) / layout->page_w));

  for (uint64_t row = layout->first_row; row < layout->end_row; row++)
    {
      uint64_t page = row * per_row + first_column;
      uint64_t end = MIN (row * per_row + end_column, frame->n_pages);
      int run = page < end ? scene_frame_run_near (frame, frame->heap_base + page * SCENE_PAGE_BYTES) : -1;

      for (; run >= 0 && run < (int) frame->n_runs && frame->runs[run].page < end; run++)
        {
          const GccoreRun *r = &frame->runs[run];
          SceneMapPiece piece = { .run = run, .row = row };

          if ((uint64_t) r->page + r->n_pages <= page) /* what follows it was left out */
            continue;

          /* The whole of the run in this row, also what is scrolled out at the sides. */
          piece.page = MAX ((uint64_t) r->page, row * per_row);
          piece.end_page = MIN ((uint64_t) r->page + r->n_pages, MIN ((row + 1) * per_row, frame->n_pages));
          piece.first = piece.page == r->page;
          piece.rect = scene_span_map_piece_rect (layout, row, piece.page, piece.end_page);
          func (&piece, data);
        }
    }
}

static gboolean
piece_of (const SceneSpanMapLayout *layout, uint64_t addr, SceneMapPiece *piece)
{
  const GccoreFrame *frame = layout->frame;
  int run = scene_frame_run_at (frame, addr);
  uint64_t page, per_row = layout->view.pages_per_row;

  if (run < 0)
    return FALSE;
  page = (addr - frame->heap_base) / SCENE_PAGE_BYTES;
  piece->run = run;
  piece->row = page / per_row;
  piece->page = MAX ((uint64_t) frame->runs[run].page, piece->row * per_row);
  piece->end_page = MIN ((uint64_t) frame->runs[run].page + frame->runs[run].n_pages, (piece->row + 1) * per_row);
  piece->first = piece->page == frame->runs[run].page;
  piece->rect = scene_span_map_piece_rect (layout, piece->row, piece->page, piece->end_page);
  return TRUE;
}

gboolean
scene_span_map_grid (const SceneSpanMapLayout *layout, const SceneMapPiece *piece, SceneMapGrid *grid)
{
  const GccoreRun *run = &layout->frame->runs[piece->run];
  uint64_t from, to, first, end;
  double pad, w, h, base_aspect, pitch;
  guint columns, rows;

  memset (grid, 0, sizeof *grid);
  /* The overview stays an overview; a large object is its span. */
  if (layout->row_h < SCENE_MAP_OBJECT_ROW || run->state >= GCCORE_PAGES_STACK || run->elem_size == 0
      || run->n_elems < 2)
    return FALSE;
  from = (piece->page - run->page) * SCENE_PAGE_BYTES;
  to = (piece->end_page - run->page) * SCENE_PAGE_BYTES;
  first = div_up (from, run->elem_size);
  end = MIN (div_up (to, run->elem_size), run->n_elems);
  if (first >= end)
    {
      first = MIN (from / run->elem_size, run->n_elems - 1u);
      end = first + 1;
    }
  grid->first = (guint) first;
  grid->n = (guint) (end - first);

  pad = piece->rect.h >= 40 ? 6 : 2;
  grid->title_h = piece->rect.h >= 56 && piece->rect.w >= 72 ? 18 : 0;
  w = piece->rect.w - 2 * pad;
  h = piece->rect.h - 2 * pad - grid->title_h;
  if (w < 4 || h < 4)
    return FALSE;

  /* Columns follow from the shape of the piece alone, so that slots keep their places while zooming. */
  base_aspect = (double) (piece->end_page - piece->page) * layout->page_w / layout->row_h;
  columns = CLAMP ((guint) ceil (sqrt (grid->n * base_aspect) - 0.001), 1, grid->n);
  rows = (guint) div_up (grid->n, columns);
  grid->columns = columns;
  pitch = MIN (w / columns, h / rows);
  pitch = floor (pitch * layout->pixel_scale) / layout->pixel_scale;
  grid->gap = pitch >= 24 ? 4 : pitch >= 12 ? 2 : 1;
  grid->pitch_x = grid->pitch_y = pitch;
  /* Few slots in a long piece: they are wide. */
  if (w / columns > pitch * 1.5)
    grid->pitch_x = floor (w / columns);
  if (h / rows > pitch * 1.5)
    grid->pitch_y = floor (h / rows);
  grid->x = piece->rect.x + floor ((piece->rect.w - (grid->pitch_x * columns - grid->gap)) / 2);
  grid->y = piece->rect.y + pad + grid->title_h + floor (MAX (0, h - (grid->pitch_y * rows - grid->gap)) / 2);
  return pitch * layout->pixel_scale >= SCENE_MAP_MIN_CELL;
}

SceneRect
scene_map_grid_cell (const SceneMapGrid *grid, guint index)
{
  guint i = index - grid->first, column = i % grid->columns, row = i / grid->columns;

  return (SceneRect) { grid->x + column * grid->pitch_x, grid->y + row * grid->pitch_y,
                       grid->pitch_x - grid->gap, grid->pitch_y - grid->gap };
}

guint
scene_map_word_columns (SceneRect cell, guint n_words, double *pitch_x, double *pitch_y, SceneRect *inner)
{
  double pad = CLAMP (MIN (cell.w, cell.h) * 0.10, 3, 10);
  guint columns, rows;

  *inner = scene_rect_inset (cell, pad, pad);
  if (inner->w < 12 || inner->h < 12 || n_words == 0)
    return 0;
  /* Cells twice as wide as high have room for writing first. */
  columns = CLAMP ((guint) round (sqrt (n_words * inner->w / inner->h / 2.2)), 1, n_words);
  rows = (n_words + columns - 1) / columns;
  *pitch_x = inner->w / columns;
  *pitch_y = inner->h / rows;
  return *pitch_x >= SCENE_MAP_WORD_CELL && *pitch_y >= SCENE_MAP_WORD_CELL ? columns : 0;
}

SceneHit
scene_span_map_hit (const SceneSpanMapLayout *layout, double x, double y)
{
  const GccoreFrame *frame = layout->frame;
  SceneHit hit = { .kind = SCENE_HIT_NONE, .run = -1, .index = -1, .p = -1 };
  uint64_t row, page;
  double column;
  SceneMapPiece piece;
  SceneMapGrid grid;

  if (!scene_rect_contains (&layout->rect, x, y))
    return scene_notice_hit (layout->notice, frame, x, y);
  if (frame->n_pages == 0)
    return hit;
  row = (uint64_t) ((y - layout->rect.y + layout->view.y) / layout->row_h);
  column = (x - layout->rect.x + layout->view.x) / layout->page_w;
  page = row * layout->view.pages_per_row + MIN ((uint64_t) MAX (column, 0), layout->view.pages_per_row - 1u);
  if (row >= layout->n_rows || page >= frame->n_pages)
    return hit;
  hit.addr = frame->heap_base + page * SCENE_PAGE_BYTES;
  if (scene_frame_run_at (frame, hit.addr) < 0 && (hit.run = scene_frame_run_near (frame, hit.addr)) >= 0)
    hit.addr = frame->heap_base + (uint64_t) frame->runs[hit.run].page * SCENE_PAGE_BYTES;
  if (!piece_of (layout, hit.addr, &piece))
    return hit;
  hit.kind = SCENE_HIT_RUN;
  hit.run = piece.run;
  hit.p = MAX (-1, frame->runs[piece.run].p);
  hit.rect = piece.rect;

  if (scene_frame_detail (frame, piece.run) && scene_span_map_grid (layout, &piece, &grid))
    {
      double gx = floor ((x - grid.x) / grid.pitch_x), gy = floor ((y - grid.y) / grid.pitch_y);
      double i = gy * grid.columns + gx;

      if (gx >= 0 && gy >= 0 && gx < grid.columns && i < grid.n)
        {
          const GccoreRun *run = &frame->runs[piece.run];
          double pitch_x, pitch_y;
          SceneRect inner;
          guint columns, n_words = run->elem_size / 8;

          hit.kind = SCENE_HIT_OBJECT;
          hit.index = (int) (grid.first + (guint) i);
          hit.rect = scene_map_grid_cell (&grid, (guint) hit.index);
          hit.addr = frame->heap_base + (uint64_t) run->page * SCENE_PAGE_BYTES + (uint64_t) hit.index * run->elem_size;
          columns = scene_map_word_columns (hit.rect, n_words, &pitch_x, &pitch_y, &inner);
          if (columns && scene_rect_contains (&inner, x, y))
            {
              guint wx = (guint) ((x - inner.x) / pitch_x), wy = (guint) ((y - inner.y) / pitch_y);

              if (wx < columns && wy * columns + wx < n_words)
                {
                  hit.kind = SCENE_HIT_WORD;
                  hit.addr += 8ull * (wy * columns + wx);
                  hit.rect = (SceneRect) { inner.x + wx * pitch_x, inner.y + wy * pitch_y, pitch_x, pitch_y };
                }
            }
        }
    }
  return hit;
}

/* Of a page whose run was left out. */
static gboolean
place_of_page (const SceneSpanMapLayout *layout, uint64_t addr, SceneRect *rect)
{
  uint64_t page = (addr - layout->frame->heap_base) / SCENE_PAGE_BYTES;

  if (scene_frame_run_near (layout->frame, addr) < 0)
    return FALSE;
  *rect = scene_span_map_piece_rect (layout, page / layout->view.pages_per_row, page, page + 1);
  return TRUE;
}

gboolean
scene_span_map_place (const SceneSpanMapLayout *layout, uint64_t addr, gboolean object, SceneRect *rect)
{
  SceneMapPiece piece;
  SceneMapGrid grid;
  const GccoreRun *run;

  if (!piece_of (layout, addr, &piece))
    return place_of_page (layout, addr, rect);
  run = &layout->frame->runs[piece.run];
  if (object && run->elem_size)
    {
      uint64_t base = layout->frame->heap_base + (uint64_t) run->page * SCENE_PAGE_BYTES;
      guint index = (guint) MIN ((addr - base) / run->elem_size, MAX (run->n_elems, 1) - 1u);

      if (piece_of (layout, base + (uint64_t) index * run->elem_size, &piece)
          && scene_span_map_grid (layout, &piece, &grid) && index >= grid.first && index < grid.first + grid.n)
        {
          *rect = scene_map_grid_cell (&grid, index);
          return TRUE;
        }
    }
  /* A span that wraps is shown by the row that holds the address. */
  *rect = piece.rect;
  return TRUE;
}

SceneMapView
scene_span_map_zoom (const SceneSpanMapLayout *layout, double factor, double x, double y)
{
  SceneMapView view = layout->view;
  double zoom = CLAMP (view.zoom * factor, 1, SCENE_MAX_ZOOM);
  double dx = x - layout->rect.x, dy = y - layout->rect.y;

  view.x = (view.x + dx) * zoom / view.zoom - dx;
  view.y = (view.y + dy) * zoom / view.zoom - dy;
  view.zoom = zoom;
  if (zoom == 1)
    view.x = 0;
  view.x = CLAMP (view.x, 0, layout->rect.w * (zoom - 1));
  view.y = CLAMP (view.y, 0, MAX (0, layout->content_h / layout->view.zoom * zoom - layout->rect.h));
  return view;
}

static double
scroll_to (double offset, double view_length, double from, double to, double limit)
{
  double margin = MIN (SCENE_GRID, view_length / 4);

  if (from - margin < offset)
    offset = from - margin;
  else if (to + margin > offset + view_length)
    offset = MIN (from - margin, to + margin - view_length);
  return CLAMP (offset, 0, MAX (0, limit - view_length));
}

SceneMapView
scene_span_map_reveal (const SceneSpanMapLayout *layout, uint64_t addr, gboolean object)
{
  SceneMapView view = layout->view;
  SceneRect r;

  if (!scene_span_map_place (layout, addr, object, &r))
    return view;
  r.x += view.x - layout->rect.x;
  r.y += view.y - layout->rect.y;
  view.x = scroll_to (view.x, layout->rect.w, r.x, r.x + r.w, layout->content_w);
  view.y = scroll_to (view.y, layout->rect.h, r.y, r.y + r.h, layout->content_h);
  return view;
}

SceneMapView
scene_span_map_zoom_to (const SceneSpanMapLayout *layout, uint64_t addr)
{
  SceneMapView view = layout->view;
  SceneRect r;
  double zoom, scale;

  if (!scene_span_map_place (layout, addr, FALSE, &r) || r.w <= 0 || r.h <= 0)
    return view;
  scale = MIN (layout->rect.w * 0.9 / r.w, layout->rect.h * 0.9 / r.h);
  zoom = CLAMP (view.zoom * scale, 1, SCENE_MAX_ZOOM);
  scale = zoom / view.zoom;
  view.x = MAX (0, (r.x + r.w / 2 - layout->rect.x + view.x) * scale - layout->rect.w / 2);
  view.y = MAX (0, (r.y + r.h / 2 - layout->rect.y + view.y) * scale - layout->rect.h / 2);
  view.zoom = zoom;
  return view;
}

uint64_t
scene_span_map_walk (const SceneSpanMapLayout *layout, uint64_t addr, gboolean object, int dx, int dy)
{
  const GccoreFrame *frame = layout->frame;
  int run = scene_frame_run_near (frame, addr);
  uint64_t per_row_bytes = (uint64_t) layout->view.pages_per_row * SCENE_PAGE_BYTES;
  uint64_t end = frame->heap_base + frame->n_pages * SCENE_PAGE_BYTES;

  if (run < 0)
    return frame->n_runs ? frame->heap_base : 0;
  if (object && frame->runs[run].elem_size && frame->runs[run].n_elems)
    {
      const GccoreRun *r = &frame->runs[run];
      uint64_t base = frame->heap_base + (uint64_t) r->page * SCENE_PAGE_BYTES;
      int64_t index = (int64_t) ((addr - base) / r->elem_size), step = dx;
      SceneMapPiece piece;
      SceneMapGrid grid;

      if (dy && piece_of (layout, addr, &piece))
        {
          scene_span_map_grid (layout, &piece, &grid);
          step = dy * (int64_t) MAX (grid.columns, 1);
        }
      index += step;
      if (index >= 0 && index < r->n_elems)
        return base + (uint64_t) index * r->elem_size;
      /* Out of this span: into the neighbour. */
    }
  if (dy)
    {
      int64_t moved = (int64_t) addr + dy * (int64_t) per_row_bytes;

      return moved < (int64_t) frame->heap_base || moved >= (int64_t) end ? addr : (uint64_t) moved;
    }
  run += dx;
  if (run < 0 || run >= (int) frame->n_runs)
    return addr;
  return frame->heap_base + (uint64_t) frame->runs[run].page * SCENE_PAGE_BYTES;
}

typedef struct { const SceneSpanMapLayout *layout; uint64_t *addrs; guint n, max; } Wanted;

static void
want_piece (const SceneMapPiece *piece, gpointer data)
{
  Wanted *wanted = data;
  const GccoreFrame *frame = wanted->layout->frame;
  uint64_t base = frame->heap_base + (uint64_t) frame->runs[piece->run].page * SCENE_PAGE_BYTES;
  const SceneRect *area = &wanted->layout->rect;
  SceneMapGrid grid;

  if (wanted->n == wanted->max || !scene_span_map_grid (wanted->layout, piece, &grid))
    return;
  if (piece->rect.x >= area->x + area->w || piece->rect.x + piece->rect.w <= area->x)
    return;
  if (wanted->n && wanted->addrs[wanted->n - 1] == base)
    return;
  wanted->addrs[wanted->n++] = base;
}

guint
scene_span_map_wanted (const SceneSpanMapLayout *layout, uint64_t *addrs, guint max)
{
  Wanted wanted = { layout, addrs, 0, max };

  if (layout->page_w >= 2 * SCENE_MAP_MIN_CELL)
    scene_span_map_each_piece (layout, want_piece, &wanted);
  return wanted.n;
}

uint32_t
scene_span_map_row_pixels (const SceneSpanMapLayout *layout)
{
  return (uint32_t) CLAMP (round (layout->content_w * layout->pixel_scale), 1, G_MAXINT32);
}

GccoreMapCells
scene_span_map_cells (const SceneSpanMapLayout *layout)
{
  if (layout->frame->n_pages <= GCCORE_MAX_WHOLE_PAGES)
    return (GccoreMapCells) { 0 };
  return (GccoreMapCells) { .pages_per_row = layout->view.pages_per_row, .per_row = scene_span_map_row_pixels (layout),
                            .first_row = layout->first_row, .end_row = layout->end_row };
}

char *
scene_span_map_title (const GccoreFrame *frame)
{
  char addr[SCENE_TEXT_MAX], size[SCENE_TEXT_MAX];

  /* Translators: an address and the size of the address space shown; "page 8 KiB" is the size of one page. */
  return g_strdup_printf (_("Heap arena %s · %s · page 8 KiB"), scene_format_addr (addr, frame->heap_base),
                          scene_format_bytes (size, frame->n_pages * SCENE_PAGE_BYTES));
}
