#include "scene/scene-i18n.h"

#include "scene/board.h"
#include "scene/draw.h"
#include "scene/format.h"
#include "scene/notice.h"

#include <math.h>
#include <string.h>

#define HEAD_H 44.0
#define NARROW 480.0          /* boards narrower than this squeeze their columns */
#define HEAP_H 56.0
#define LANE_MAX 24.0
#define LANE_MIN 16.0
#define CELL 10.0             /* a span's box, with its gap */
#define CELL_MIN 4.0
#define ROW_H 18.0            /* of boxes, in a lane of several rows */
#define ROWS_MAX 12u

static void
lane_clear (gpointer data)
{
  SceneBoardLane *lane = data;

  for (guint i = 0; i < SCENE_BOARD_SETS; i++)
    g_array_unref (lane->sets[i]);
}

void
scene_board_clear (SceneBoardLayout *layout)
{
  g_clear_pointer (&layout->lanes, g_array_unref);
}

static double
p_x (const SceneBoardLayout *layout, guint p)
{
  return layout->rect.x + layout->label_w + p * layout->p_w;
}

/* Left edge of a set's boxes. */
static double
set_x (const SceneBoardLayout *layout, guint set)
{
  return layout->rect.x + layout->label_w + layout->n_ps * layout->p_w + layout->gap + layout->count_w
         + set * layout->set_w;
}

/* How a set's boxes are laid: pitch and columns in the lane's rows; how many of them are shown. */
typedef struct { double pitch; guint columns, shown; gboolean says_more; } SetGrid;

static double
set_room (const SceneBoardLayout *layout)
{
  return MAX (CELL, layout->set_w - layout->count_w - (layout->narrow ? 4 : 12));
}

/* Spans that are in the set. */
static guint
set_count (const SceneBoardLayout *layout, const SceneBoardLane *lane, guint set, gboolean *estimate)
{
  return (guint) (scene_sums_get (&lane->sums[set], layout->frame, estimate)->spans + 0.5);
}

static SetGrid
set_grid (const SceneBoardLayout *layout, const SceneBoardLane *lane, guint set)
{
  double room = set_room (layout), more_w;
  gboolean estimate;
  guint n = set_count (layout, lane, set, &estimate);
  guint per_row = (n + lane->rows - 1) / lane->rows;
  SetGrid grid = { .pitch = per_row ? CLAMP (floor (room / per_row), CELL_MIN, CELL) : CELL };

  grid.columns = MAX (1, (guint) (room / grid.pitch));
  grid.shown = MIN (lane->sets[set]->len, grid.columns * lane->rows);
  /* The rest is a number at the end of the last row, where there is room for it, and no count before the boxes. */
  more_w = layout->plus_w + layout->digit_w * ((n > 9999 ? 6 : n > 999 ? 4 : n > 99 ? 3 : 2) + (estimate ? 2 : 0));
  grid.says_more =
      grid.shown < n && (lane->rows > 1 || layout->narrow) && grid.columns * grid.pitch > more_w + CELL_MIN;
  if (grid.says_more)
    grid.shown = MIN (grid.shown, grid.columns * lane->rows - (guint) ceil (more_w / grid.pitch));
  return grid;
}

static double
row_height (const SceneBoardLayout *layout, const SceneBoardLane *lane)
{
  return lane->rows > 1 ? ROW_H : layout->lane_h - 4;
}

static SceneRect
cell_rect (const SceneBoardLayout *layout, const SceneBoardLane *lane, double x, double pitch, guint row)
{
  double h = row_height (layout, lane);

  return (SceneRect) { x, lane->rect.y + 2 + row * h + 1, pitch - (pitch >= 6 ? 2 : 1), h - 2 };
}

static SceneRect
set_cell (const SceneBoardLayout *layout, const SceneBoardLane *lane, guint set, const SetGrid *grid, guint i)
{
  return cell_rect (layout, lane, set_x (layout, set) + (i % grid->columns) * grid->pitch, grid->pitch,
                    i / grid->columns);
}

static SceneRect
cache_cell (const SceneBoardLayout *layout, const SceneBoardLane *lane, guint p)
{
  return cell_rect (layout, lane, p_x (layout, p) + (layout->p_w - MIN (14, layout->p_w - 2)) / 2,
                    MIN (16, layout->p_w), 0);
}

/* Height that is left goes to the lanes whose fullest set needs it most, a row at a time. */
static void
give_rows (SceneBoardLayout *layout, double height)
{
  double left = height - layout->shown * layout->lane_h;
  guint per_row = MAX (1, (guint) (set_room (layout) / CELL));

  for (guint i = 0; i < layout->lanes->len; i++)
    g_array_index (layout->lanes, SceneBoardLane, i).rows = 1;
  for (;;)
    {
      SceneBoardLane *neediest = NULL;
      guint need = 0;

      for (guint i = layout->first; i < layout->first + layout->shown; i++)
        {
          SceneBoardLane *lane = &g_array_index (layout->lanes, SceneBoardLane, i);
          guint most = 0, lacking;

          for (guint s = 0; s < SCENE_BOARD_SETS; s++)
            most = MAX (most, lane->sets[s]->len);
          lacking = (most + per_row - 1) / per_row;
          lacking = lane->rows < ROWS_MAX && lacking > lane->rows ? lacking - lane->rows : 0;
          if (lacking > need)
            {
              need = lacking;
              neediest = lane;
            }
        }
      if (neediest == NULL || left < (neediest->rows == 1 ? 2 * ROW_H + 4 - layout->lane_h : ROW_H))
        return;
      left -= neediest->rows == 1 ? 2 * ROW_H + 4 - layout->lane_h : ROW_H;
      neediest->rows++;
    }
}

static const char *
widest_count (const GccoreFrame *frame)
{
  return frame->n_left_out > 0 ? "≈ 999 000" : frame->n_runs > 9999 ? "99 999" : "9999";
}

void
scene_board_layout (SceneBoardLayout *layout, const GccoreFrame *frame, SceneRect rect, const SceneTheme *theme,
                    guint scroll)
{
  int lane_of[256];
  guint room;
  double y;

  memset (layout, 0, sizeof *layout);
  layout->frame = frame;
  layout->notice = scene_notice_take (frame, SCENE_NOTICE_BOARD, &rect, theme);
  layout->rect = rect;
  layout->n_ps = MIN (frame->n_ps, SCENE_BOARD_PS);
  layout->lanes = g_array_new (FALSE, TRUE, sizeof (SceneBoardLane));
  g_array_set_clear_func (layout->lanes, lane_clear);

  /* Lanes in the order of the classes, those with a span only. */
  memset (lane_of, -1, sizeof lane_of);
  for (uint32_t i = 0; i < frame->n_runs; i++)
    if (frame->runs[i].state < GCCORE_PAGES_STACK && frame->runs[i].elem_size)
      lane_of[frame->runs[i].span_class] = 0;
  for (guint class = 2; class < 256; class++)
    if (lane_of[class] == 0)
      {
        SceneBoardLane lane = { .span_class = (uint8_t) class };

        for (guint i = 0; i < SCENE_BOARD_SETS; i++)
          lane.sets[i] = g_array_new (FALSE, FALSE, sizeof (int));
        memset (lane.cached, -1, sizeof lane.cached);
        lane_of[class] = (int) layout->lanes->len;
        g_array_append_val (layout->lanes, lane);
      }
  for (uint32_t i = 0; i < frame->n_runs; i++)
    {
      const GccoreRun *run = &frame->runs[i];
      SceneBoardLane *lane;
      int index = (int) i;

      if (run->state >= GCCORE_PAGES_STACK || run->elem_size == 0 || run->span_class < 2)
        continue;
      lane = &g_array_index (layout->lanes, SceneBoardLane, lane_of[run->span_class]);
      lane->elem_size = run->elem_size;
      if (run->set == GCCORE_SET_MCACHE && run->p >= 0 && run->p < (int) layout->n_ps)
        lane->cached[run->p] = index;
      else if (run->set >= GCCORE_SET_PARTIAL_SWEPT && run->set <= GCCORE_SET_FULL_UNSWEPT)
        {
          g_array_append_val (lane->sets[run->set - GCCORE_SET_PARTIAL_SWEPT], index);
          scene_sums_add (&lane->sums[run->set - GCCORE_SET_PARTIAL_SWEPT], frame, run);
        }
    }

  layout->narrow = rect.w < scene_em (theme, NARROW);
  layout->head = (SceneRect) { rect.x, rect.y, rect.w, HEAD_H };
  layout->heap = (SceneRect) { rect.x, rect.y + rect.h - HEAP_H, rect.w, HEAP_H };
  layout->label_w = ceil (scene_text_width (theme, SCENE_FONT_UI, "9.99 KiB"))
                    + ceil (scene_text_width (theme, SCENE_FONT_SMALL, "noscan")) + (layout->narrow ? 14 : 24);
  layout->count_w = layout->narrow ? 0 : ceil (scene_text_width (theme, SCENE_FONT_SMALL, widest_count (frame))) + 10;
  layout->plus_w = ceil (scene_text_width (theme, SCENE_FONT_SMALL, "+ ")) + 6;
  layout->digit_w = ceil (scene_text_width (theme, SCENE_FONT_SMALL, "0"));
  layout->p_w = layout->n_ps <= 4 ? (layout->narrow ? 20 : 32) : layout->narrow ? 16 : layout->n_ps <= 8 ? 26 : 20;
  /* "mcache" stands over its Ps, even over one. */
  layout->gap = MAX (layout->narrow ? 8 : 16, ceil (scene_text_width (theme, SCENE_FONT_UI_BOLD, "mcache")) + 16
                                              - layout->n_ps * layout->p_w);
  layout->set_w = MAX (40, (rect.w - layout->label_w - layout->n_ps * layout->p_w - layout->gap) / SCENE_BOARD_SETS);
  layout->lane_h = layout->lanes->len
                       ? CLAMP (floor ((rect.h - layout->head.h - HEAP_H - 8) / layout->lanes->len), LANE_MIN, LANE_MAX)
                       : LANE_MAX;
  room = (guint) MAX (0, (rect.h - layout->head.h - HEAP_H - 8) / layout->lane_h);
  layout->first = layout->lanes->len > room ? MIN (scroll, layout->lanes->len - room) : 0;
  layout->shown = MIN (room, layout->lanes->len - layout->first);
  give_rows (layout, rect.h - layout->head.h - HEAP_H - 8);
  y = rect.y + layout->head.h;
  for (guint i = 0; i < layout->shown; i++)
    {
      SceneBoardLane *lane = &g_array_index (layout->lanes, SceneBoardLane, layout->first + i);

      lane->rect = (SceneRect) { rect.x, y, rect.w, lane->rows > 1 ? lane->rows * ROW_H + 4 : layout->lane_h };
      y += lane->rect.h;
    }
}

gboolean
scene_board_place (const SceneBoardLayout *layout, uint64_t addr, SceneRect *rect)
{
  int run = scene_frame_run_at (layout->frame, addr);

  for (guint l = layout->first; run >= 0 && l < layout->first + layout->shown; l++)
    {
      const SceneBoardLane *lane = &g_array_index (layout->lanes, SceneBoardLane, l);

      if (lane->span_class != layout->frame->runs[run].span_class)
        continue;
      for (guint p = 0; p < layout->n_ps; p++)
        if (lane->cached[p] == run)
          {
            *rect = cache_cell (layout, lane, p);
            return TRUE;
          }
      for (guint s = 0; s < SCENE_BOARD_SETS; s++)
        {
          SetGrid grid = set_grid (layout, lane, s);

          for (guint i = 0; i < grid.shown; i++)
            if (g_array_index (lane->sets[s], int, i) == run)
              {
                *rect = set_cell (layout, lane, s, &grid, i);
                return TRUE;
              }
        }
    }
  return FALSE;
}

SceneHit
scene_board_hit (const SceneBoardLayout *layout, double x, double y)
{
  SceneHit hit = { .kind = SCENE_HIT_NONE, .run = -1, .index = -1, .p = -1 };

  for (guint l = layout->first; l < layout->first + layout->shown; l++)
    {
      const SceneBoardLane *lane = &g_array_index (layout->lanes, SceneBoardLane, l);
      int run = -1;

      if (!scene_rect_contains (&lane->rect, x, y))
        continue;
      hit.kind = SCENE_HIT_CLASS;
      hit.index = lane->span_class;
      hit.rect = lane->rect;
      for (guint p = 0; p < layout->n_ps; p++)
        if (x >= p_x (layout, p) && x < p_x (layout, p) + layout->p_w)
          {
            hit.p = (int) p;
            run = lane->cached[p];
          }
      for (guint s = 0; s < SCENE_BOARD_SETS; s++)
        {
          SetGrid grid = set_grid (layout, lane, s);
          double column = floor ((x - set_x (layout, s)) / grid.pitch),
                 row = floor ((y - lane->rect.y - 2) / row_height (layout, lane));

          if (column >= 0 && column < grid.columns && row >= 0 && row * grid.columns + column < grid.shown)
            run = g_array_index (lane->sets[s], int, (guint) (row * grid.columns + column));
        }
      if (run >= 0)
        {
          hit.kind = SCENE_HIT_RUN;
          hit.run = run;
          hit.addr = layout->frame->heap_base + (uint64_t) layout->frame->runs[run].page * SCENE_PAGE_BYTES;
          scene_board_place (layout, hit.addr, &hit.rect);
        }
    }
  return hit.kind != SCENE_HIT_NONE ? hit : scene_notice_hit (layout->notice, layout->frame, x, y);
}

typedef struct { SceneBatch edge[GCCORE_N_PAGES_STATES], fill[GCCORE_N_PAGES_STATES]; } Cells;

static void
add_span (Cells *cells, const SceneBoardLayout *layout, const SceneTheme *theme, int index, SceneRect r)
{
  const GccoreRun *run = &layout->frame->runs[index];
  double full = run->n_elems ? (double) run->n_alloc / run->n_elems : 0, h;

  if (scene_board_is_away (layout, index))
    return;
  r = scene_snap_rect (theme, r);
  h = MAX (full > 0 ? 1 : 0, scene_snap (theme, r.h * full));
  scene_batch_add (&cells->edge[run->state], r.x, r.y, r.w, r.h);
  if (h > 0)
    scene_batch_add (&cells->fill[run->state], r.x, r.y + r.h - h, r.w, h);
}

static void
paint_head (cairo_t *cr, const SceneBoardLayout *layout, const SceneTheme *theme)
{
  /* Translators: the two pairs of sets of spans that mcentral keeps: spans with free slots, and full ones. */
  const char *const pairs[] = { _("mcentral, partial"), _("mcentral, full") };
  double upper = layout->head.y + 10, lower = layout->head.y + 30, room = 2 * layout->set_w - 8;
  SceneFont font = SCENE_FONT_UI_BOLD;

  scene_text (cr, theme, SCENE_FONT_UI_BOLD, theme->text, layout->rect.x, upper, SCENE_LEFT, layout->label_w,
              _("Span class"));
  if (layout->n_ps)
    scene_text (cr, theme, SCENE_FONT_UI_BOLD, theme->text, p_x (layout, 0) + (layout->narrow ? 2 : 9), upper,
                SCENE_LEFT, 0, "mcache");
  for (guint p = 0; p < layout->n_ps; p++)
    {
      char text[8];

      g_snprintf (text, sizeof text, layout->p_w < 20 ? "%u" : "P%u", p);
      scene_text (cr, theme, SCENE_FONT_SMALL, theme->dim, p_x (layout, p) + layout->p_w / 2, lower, SCENE_CENTRE, 0,
                  text);
    }
  for (guint i = 0; i < 2; i++)
    if (scene_text_width (theme, SCENE_FONT_UI_BOLD, pairs[i]) > room)
      font = SCENE_FONT_SMALL;
  for (guint i = 0; i < 2; i++)
    scene_text (cr, theme, font, theme->text, set_x (layout, 2 * i), upper, SCENE_LEFT, room, pairs[i]);
  for (guint s = 0; s < SCENE_BOARD_SETS; s++)
    scene_text (cr, theme, SCENE_FONT_SMALL, theme->dim, set_x (layout, s), lower, SCENE_LEFT,
                MIN (layout->set_w - 4, layout->rect.x + layout->rect.w - set_x (layout, s)),
                s % 2 ? _("unswept") : _("swept"));
  scene_hline (cr, theme, layout->rect.x, layout->rect.x + layout->rect.w, layout->head.y + layout->head.h - 2,
               theme->border);
}

static void
paint_heap_row (cairo_t *cr, const SceneBoardLayout *layout, const SceneTheme *theme)
{
  static const struct {
    GccorePagesState state;
    const char *label;
  } parts[] = {
    { GCCORE_PAGES_LARGE, N_("large objects") },
    { GCCORE_PAGES_STACK, N_("stacks") },
    { GCCORE_PAGES_FREE, N_("free") },
    { GCCORE_PAGES_RELEASED, N_("returned to OS") },
  };
  double right = layout->heap.x + layout->heap.w, bottom = layout->heap.y + HEAP_H;
  double x = layout->heap.x, y = layout->heap.y + HEAP_H / 2 + 6, first, total;
  double size_w = scene_text_width (theme, SCENE_FONT_UI, "99.9 MiB");

  scene_hline (cr, theme, layout->heap.x, right, layout->heap.y + 6, theme->border);
  /* In two rows where one is too short. */
  total = scene_text_width (theme, SCENE_FONT_UI_BOLD, "mheap") + 20;
  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    total += 44 + scene_text_width (theme, SCENE_FONT_UI, _(parts[i].label)) + size_w;
  if (total - 20 > layout->heap.w)
    y = layout->heap.y + 20;
  x += scene_text (cr, theme, SCENE_FONT_UI_BOLD, theme->text, x, y, SCENE_LEFT, 0, "mheap") + 20;
  first = x;
  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    {
      double need = 24 + scene_text_width (theme, SCENE_FONT_UI, _(parts[i].label)) + size_w;
      SceneRect box;
      char size[SCENE_TEXT_MAX];

      if (x + need > right && x > first && y + 30 < bottom)
        {
          x = first;
          y += 22;
        }
      box = scene_snap_rect (theme, (SceneRect) { x, y - 6, 12, 12 });
      scene_fill_round (cr, box, 2, theme->pages[parts[i].state]);
      scene_weave_rect (cr, box, theme, theme->pages_weave[parts[i].state], theme->pages[parts[i].state]);
      if (parts[i].state == GCCORE_PAGES_RELEASED)
        {
          scene_hatch_rect (cr, scene_rect_inset (box, 1, 1), theme, 4, 1, theme->pages_line[parts[i].state]);
          scene_stroke_round (cr, box, 2, 1, theme->pages_line[parts[i].state]);
        }
      x += 18 + scene_text (cr, theme, SCENE_FONT_UI, theme->dim, x + 18, y, SCENE_LEFT, 0, _(parts[i].label));
      scene_format_bytes (size, layout->frame->pages_by_state[parts[i].state] * SCENE_PAGE_BYTES);
      x += 6 + MAX (scene_text (cr, theme, SCENE_FONT_UI, theme->text, x + 6, y, SCENE_LEFT, 0, size), size_w) + 20;
    }
}

void
paint_board (cairo_t *cr, const SceneBoardLayout *layout, const SceneTheme *theme, uint64_t selected)
{
  Cells cells;
  SceneRect r;

  memset (&cells, 0, sizeof cells);
  cairo_save (cr);
  paint_notice (cr, layout->notice, layout->frame, SCENE_NOTICE_BOARD, theme);
  paint_head (cr, layout, theme);
  for (guint l = layout->first; l < layout->first + layout->shown; l++)
    {
      const SceneBoardLane *lane = &g_array_index (layout->lanes, SceneBoardLane, l);
      double y = lane->rect.y + 2 + row_height (layout, lane) / 2,
             names = ceil (scene_text_width (theme, SCENE_FONT_UI, "9.99 KiB"));
      char text[SCENE_TEXT_MAX];

      if (l % 2 == 0)
        scene_fill_rect (cr, lane->rect, scene_colour_mix (theme->window, theme->text, 0.03));
      scene_text (cr, theme, SCENE_FONT_UI, theme->text, lane->rect.x + names, y, SCENE_RIGHT, 0,
                  scene_format_bytes (text, lane->elem_size));
      if (lane->span_class & 1)
        scene_text (cr, theme, SCENE_FONT_SMALL, theme->dim, lane->rect.x + names + (layout->narrow ? 4 : 8), y,
                    SCENE_LEFT, 0, "noscan");
      for (guint p = 0; p < layout->n_ps; p++)
        {
          SceneRect place = cache_cell (layout, lane, p);

          if (lane->cached[p] >= 0 && !scene_board_is_away (layout, lane->cached[p]))
            add_span (&cells, layout, theme, lane->cached[p], place);
          else
            scene_stroke_round (cr, scene_snap_rect (theme, place), 2, 1, theme->border);
        }
      for (guint s = 0; s < SCENE_BOARD_SETS; s++)
        {
          gboolean estimate;
          guint n = set_count (layout, lane, s, &estimate);
          SetGrid grid = set_grid (layout, lane, s);

          for (guint i = 0; i < grid.shown; i++)
            add_span (&cells, layout, theme, g_array_index (lane->sets[s], int, i),
                      set_cell (layout, lane, s, &grid, i));
          if (n && !layout->narrow)
            scene_text (cr, theme, SCENE_FONT_SMALL, theme->dim, set_x (layout, s) - 8, y, SCENE_RIGHT,
                        layout->count_w - 8, scene_format_about (text, n, estimate));
          if (grid.says_more)
            {
              SceneRect last = set_cell (layout, lane, s, &grid, grid.shown - 1);
              char more[SCENE_TEXT_MAX];

              g_snprintf (more, sizeof more, "+ %s", scene_format_about (text, n - grid.shown, estimate));
              scene_text (cr, theme, SCENE_FONT_SMALL, theme->dim, last.x + last.w + 6, last.y + last.h / 2, SCENE_LEFT,
                          0, more);
            }
        }
    }
  for (guint k = 0; k < GCCORE_N_PAGES_STATES; k++)
    {
      scene_batch_fill (cr, &cells.edge[k],
                        scene_colour_mix (theme->window, theme->pages[k], theme->dark ? 0.40 : 0.32));
      scene_batch_fill (cr, &cells.fill[k], theme->pages[k]);
      scene_batch_weave (cr, &cells.fill[k], theme, theme->pages_weave[k], theme->pages[k]);
      scene_batch_clear (&cells.edge[k]);
      scene_batch_clear (&cells.fill[k]);
    }
  paint_heap_row (cr, layout, theme);
  if (layout->lanes->len == 0)
    paint_emptiness (cr, layout->rect, _("No spans yet: run or step until the program allocates"), theme);
  else if (layout->first + layout->shown < layout->lanes->len)
    {
      guint more = layout->lanes->len - layout->first - layout->shown;
      g_autofree char *text = g_strdup_printf (ngettext ("and %u more class", "and %u more classes", more), more);
      double w = scene_text_width (theme, SCENE_FONT_SMALL, text) + 12, x = layout->heap.x + layout->heap.w - w;

      /* On the line over the page heap, in the ground's colour. */
      scene_fill_rect (cr, (SceneRect) { x, layout->heap.y, w, 12 }, theme->window);
      scene_text (cr, theme, SCENE_FONT_SMALL, theme->dim, x + 12, layout->heap.y + 6, SCENE_LEFT, 0, text);
    }
  if (scene_lost_object (layout->frame) && scene_board_place (layout, scene_lost_object (layout->frame), &r))
    scene_stroke_round (cr, scene_rect_inset (r, -2, -2), 3, 2, theme->lost);
  if (selected && !scene_board_is_away (layout, scene_frame_run_at (layout->frame, selected))
      && scene_board_place (layout, selected, &r))
    {
      scene_stroke_round (cr, scene_rect_inset (r, -3, -3), 4, 4, theme->selection_halo);
      scene_stroke_round (cr, scene_rect_inset (r, -2, -2), 3, 2, theme->selection);
    }
  paint_board_moves (cr, layout, theme);
  cairo_restore (cr);
}
