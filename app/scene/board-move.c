#include "scene/board.h"
#include "scene/draw.h"

#include <math.h>

/* Transitions of the board: a span that a step has moved is seen on its way, so that where it comes from is
 * understood. */

#define LEAST_WAY 4.0         /* shorter ones are not worth it */
#define HEAP_SIDE 12.0
#define GROWN 0.8             /* a box is so much larger in the middle of its way, to be seen from afar */

/* Where pages come from and go to: the beginning of the page heap's row. */
static SceneRect
heap_place (const SceneBoardLayout *layout)
{
  return (SceneRect) { layout->heap.x + 4, layout->heap.y + (layout->narrow ? 14 : layout->heap.h / 2), HEAP_SIDE,
                      HEAP_SIDE };
}

/* The run at addr, on the board or in the page heap; FALSE: not to be seen. */
static gboolean
find_place (const SceneBoardLayout *layout, uint64_t addr, SceneRect *place)
{
  int run = scene_frame_run_at (layout->frame, addr);

  if (run < 0)
    return FALSE;
  if (layout->frame->runs[run].state < GCCORE_PAGES_FREE)
    return scene_board_place (layout, addr, place);
  *place = heap_place (layout);
  return TRUE;
}

void
scene_board_begin_moves (SceneBoardLayout *layout, const SceneBoardLayout *before)
{
  const GccoreFrame *frame = layout->frame;

  layout->n_moves = 0;
  layout->t = 0;
  for (guint i = 0; i < frame->n_changed && layout->n_moves < SCENE_BOARD_MOVES; i++)
    {
      SceneBoardMove move = { .addr = frame->changed[i], .run = scene_frame_run_at (frame, frame->changed[i]) };

      if (scene_board_is_away (layout, move.run) || !find_place (before, move.addr, &move.from)
          || !find_place (layout, move.addr, &move.to)
          || hypot (move.to.x - move.from.x, move.to.y - move.from.y) < LEAST_WAY)
        continue;
      layout->moves[layout->n_moves++] = move;
    }
}

gboolean
scene_board_is_away (const SceneBoardLayout *layout, int run)
{
  for (guint i = 0; i < layout->n_moves; i++)
    if (layout->moves[i].run == run)
      return TRUE;
  return FALSE;
}

static SceneRect
rect_at (const SceneBoardMove *move, double t)
{
  double grow = 1 + GROWN * sin (G_PI * CLAMP (t, 0, 1)), w = (move->from.w + (move->to.w - move->from.w) * t) * grow,
         h = (move->from.h + (move->to.h - move->from.h) * t) * grow;
  double x = move->from.x + move->from.w / 2, y = move->from.y + move->from.h / 2;

  x += (move->to.x + move->to.w / 2 - x) * t;
  y += (move->to.y + move->to.h / 2 - y) * t;
  return (SceneRect) { x - w / 2, y - h / 2, w, h };
}

void
paint_board_moves (cairo_t *cr, const SceneBoardLayout *layout, const SceneTheme *theme)
{
  cairo_save (cr);
  for (guint i = 0; i < layout->n_moves; i++)
    {
      const SceneBoardMove *move = &layout->moves[i];
      const GccoreRun *run = &layout->frame->runs[move->run];
      SceneRect r = rect_at (move, layout->t);
      double used = run->n_elems ? r.h * run->n_alloc / run->n_elems : 0;

      /* The way it has come, the place it has left, and the span itself in the colour of what it is now. */
      scene_stroke_round (cr, move->from, 2, 1, theme->changed);
      scene_set (cr, scene_colour_alpha (theme->changed, 0.6));
      cairo_set_line_width (cr, 2);
      cairo_move_to (cr, move->from.x + move->from.w / 2, move->from.y + move->from.h / 2);
      cairo_line_to (cr, r.x + r.w / 2, r.y + r.h / 2);
      cairo_stroke (cr);
      scene_fill_round (cr, scene_rect_inset (r, -3, -3), 4, theme->changed);
      scene_fill_rect (cr, r, scene_colour_mix (theme->window, theme->pages[run->state], theme->dark ? 0.40 : 0.32));
      scene_fill_rect (cr, (SceneRect) { r.x, r.y + r.h - used, r.w, used }, theme->pages[run->state]);
    }
  cairo_restore (cr);
}
