#include "scene/draw.h"

#include <math.h>

double
scene_snap (const SceneTheme *theme, double v)
{
  return theme->vector ? v : round (v * theme->pixel_scale) / theme->pixel_scale;
}

SceneRect
scene_snap_rect (const SceneTheme *theme, SceneRect rect)
{
  double x0 = scene_snap (theme, rect.x), y0 = scene_snap (theme, rect.y);
  double x1 = scene_snap (theme, rect.x + rect.w), y1 = scene_snap (theme, rect.y + rect.h);

  return (SceneRect) { x0, y0, x1 - x0, y1 - y0 };
}

void
scene_round_path (cairo_t *cr, SceneRect rect, double radius)
{
  double r = MIN (radius, MIN (rect.w, rect.h) / 2);

  if (r <= 0.25)
    {
      cairo_rectangle (cr, rect.x, rect.y, rect.w, rect.h);
      return;
    }
  cairo_new_sub_path (cr);
  cairo_arc (cr, rect.x + rect.w - r, rect.y + r, r, -G_PI_2, 0);
  cairo_arc (cr, rect.x + rect.w - r, rect.y + rect.h - r, r, 0, G_PI_2);
  cairo_arc (cr, rect.x + r, rect.y + rect.h - r, r, G_PI_2, G_PI);
  cairo_arc (cr, rect.x + r, rect.y + r, r, G_PI, 1.5 * G_PI);
  cairo_close_path (cr);
}

void
scene_fill_rect (cairo_t *cr, SceneRect rect, SceneColour colour)
{
  scene_set (cr, colour);
  cairo_rectangle (cr, rect.x, rect.y, rect.w, rect.h);
  cairo_fill (cr);
}

void
scene_fill_round (cairo_t *cr, SceneRect rect, double radius, SceneColour colour)
{
  if (rect.w <= 0 || rect.h <= 0)
    return;
  scene_set (cr, colour);
  scene_round_path (cr, rect, radius);
  cairo_fill (cr);
}

void
scene_stroke_round (cairo_t *cr, SceneRect rect, double radius, double width, SceneColour colour)
{
  if (rect.w <= width || rect.h <= width)
    return;
  scene_set (cr, colour);
  cairo_set_line_width (cr, width);
  scene_round_path (cr, scene_rect_inset (rect, width / 2, width / 2), radius - width / 2);
  cairo_stroke (cr);
}

void
scene_hline (cairo_t *cr, const SceneTheme *theme, double x0, double x1, double y, SceneColour colour)
{
  scene_fill_rect (cr, (SceneRect) { x0, scene_snap (theme, y), x1 - x0, 1 }, colour);
}

void
scene_vline (cairo_t *cr, const SceneTheme *theme, double x, double y0, double y1, SceneColour colour)
{
  scene_fill_rect (cr, (SceneRect) { scene_snap (theme, x), y0, 1, y1 - y0 }, colour);
}

void
scene_hatch_path (cairo_t *cr, SceneRect rect, double spacing)
{
  double x1 = rect.x + rect.w, y1 = rect.y + rect.h;

  /* Lines x + y = k that meet the box. */
  for (double k = ceil ((rect.x + rect.y) / spacing) * spacing; k < x1 + y1; k += spacing)
    {
      double ax = MAX (rect.x, k - y1), bx = MIN (x1, k - rect.y);

      if (bx - ax < 0.5)
        continue;
      cairo_move_to (cr, ax, k - ax);
      cairo_line_to (cr, bx, k - bx);
    }
}

void
scene_batch_add (SceneBatch *batch, double x, double y, double w, double h)
{
  if (batch->n == batch->cap)
    {
      batch->cap = batch->cap ? batch->cap * 2 : 64;
      batch->rects = g_renew (SceneRect, batch->rects, batch->cap);
    }
  batch->rects[batch->n++] = (SceneRect) { x, y, w, h };
}

void
scene_batch_clear (SceneBatch *batch)
{
  g_clear_pointer (&batch->rects, g_free);
  batch->n = batch->cap = 0;
}

void
scene_batch_fill (cairo_t *cr, const SceneBatch *batch, SceneColour colour)
{
  if (batch->n == 0)
    return;
  scene_set (cr, colour);
  for (guint i = 0; i < batch->n; i++)
    cairo_rectangle (cr, batch->rects[i].x, batch->rects[i].y, batch->rects[i].w, batch->rects[i].h);
  cairo_fill (cr);
}

void
scene_batch_fill_round (cairo_t *cr, const SceneBatch *batch, double radius, SceneColour colour)
{
  scene_set (cr, colour);
  /* In portions: the scan converter's time grows faster than the number of edges it holds at once. */
  for (guint i = 0; i < batch->n; i++)
    {
      scene_round_path (cr, batch->rects[i], radius);
      if (i % 64 == 63)
        cairo_fill (cr);
    }
  cairo_fill (cr);
}

void
scene_object_shape (cairo_t *cr, const SceneTheme *theme, SceneRect cell, GccoreObjectColour colour)
{
  double side = MIN (cell.w, cell.h);
  double radius = CLAMP (side * 0.18, 0, 4);
  double line = CLAMP (side * 0.08, 1 / theme->pixel_scale, 2);

  switch (colour)
    {
    case GCCORE_OBJECT_BLACK:
      scene_fill_round (cr, cell, radius, theme->black);
      if (theme->dark)
        scene_stroke_round (cr, cell, radius, line, theme->object_line);
      break;
    case GCCORE_OBJECT_GREY:
      {
        SceneRect disc = { cell.x + (cell.w - side) / 2, cell.y + (cell.h - side) / 2, side, side };

        if (cell.w > 2 * side || cell.h > 2 * side)
          disc = cell;
        scene_fill_round (cr, disc, side / 2, theme->grey);
        scene_stroke_round (cr, disc, side / 2, MAX (line, 1), theme->object_line);
      }
      break;
    case GCCORE_OBJECT_WHITE:
      scene_fill_round (cr, cell, radius, theme->white);
      scene_stroke_round (cr, cell, radius, line, theme->object_line);
      break;
    case GCCORE_OBJECT_FREE:
    default:
      scene_fill_round (cr, cell, radius, theme->free_slot);
      if (side >= 6)
        {
          scene_set (cr, theme->free_line);
          cairo_set_line_width (cr, line);
          cairo_move_to (cr, cell.x + cell.w / 2 - side * 0.28, cell.y + cell.h / 2 + side * 0.28);
          cairo_line_to (cr, cell.x + cell.w / 2 + side * 0.28, cell.y + cell.h / 2 - side * 0.28);
          cairo_stroke (cr);
        }
      break;
    }
}
