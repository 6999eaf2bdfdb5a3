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

  if (r <= 0.5)
    {
      cairo_rectangle (cr, rect.x, rect.y, rect.w, rect.h);
      return;
    }
  /* Quarter circles as curves: arcs would cost sines for the same few pixels. */
  {
    double x0 = rect.x, y0 = rect.y, x1 = rect.x + rect.w, y1 = rect.y + rect.h, k = r * (1 - 0.5522847498);

    cairo_move_to (cr, x0 + r, y0);
    cairo_line_to (cr, x1 - r, y0);
    cairo_curve_to (cr, x1 - k, y0, x1, y0 + k, x1, y0 + r);
    cairo_line_to (cr, x1, y1 - r);
    cairo_curve_to (cr, x1, y1 - k, x1 - k, y1, x1 - r, y1);
    cairo_line_to (cr, x0 + r, y1);
    cairo_curve_to (cr, x0 + k, y1, x0, y1 - k, x0, y1 - r);
    cairo_line_to (cr, x0, y0 + r);
    cairo_curve_to (cr, x0, y0 + k, x0 + k, y0, x0 + r, y0);
  }
  cairo_close_path (cr);
}

void
scene_corner_path (cairo_t *cr, const double *x, const double *y, guint n, double radius)
{
  for (guint i = 0; i < n; i++)
    {
      guint before = (i + n - 1) % n, after = (i + 1) % n;
      double in_x = x[before] - x[i], in_y = y[before] - y[i], out_x = x[after] - x[i], out_y = y[after] - y[i];
      double in = hypot (in_x, in_y), out = hypot (out_x, out_y), r = MIN (radius, MIN (in, out) / 2);
      double k = r * (1 - 0.5522847498);

      if (r <= 0.25)
        {
          (i == 0 ? cairo_move_to : cairo_line_to) (cr, x[i], y[i]);
          continue;
        }
      (i == 0 ? cairo_move_to : cairo_line_to) (cr, x[i] + in_x / in * r, y[i] + in_y / in * r);
      cairo_curve_to (cr, x[i] + in_x / in * k, y[i] + in_y / in * k, x[i] + out_x / out * k, y[i] + out_y / out * k,
                      x[i] + out_x / out * r, y[i] + out_y / out * r);
    }
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
scene_fill_columns (cairo_t *cr, const SceneTheme *theme, SceneRect rect, const uint32_t *pixels, guint n)
{
  cairo_surface_t *line = cairo_image_surface_create_for_data ((unsigned char *) (void *) pixels, CAIRO_FORMAT_ARGB32,
                                                               (int) n, 1, (int) n * 4);
  cairo_matrix_t to_line;

  cairo_set_source_surface (cr, line, 0, 0);
  cairo_matrix_init_scale (&to_line, theme->pixel_scale, 1 / rect.h);
  cairo_matrix_translate (&to_line, -rect.x, -rect.y);
  cairo_pattern_set_matrix (cairo_get_source (cr), &to_line);
  cairo_pattern_set_filter (cairo_get_source (cr), CAIRO_FILTER_NEAREST);
  cairo_rectangle (cr, rect.x, rect.y, rect.w, rect.h);
  cairo_fill (cr);
  cairo_surface_destroy (line);
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

/* Lines x + y = k that meet the box. */
static void
rising_path (cairo_t *cr, SceneRect rect, double spacing)
{
  double x1 = rect.x + rect.w, y1 = rect.y + rect.h;

  for (int i = (int) ceil ((rect.x + rect.y) / spacing); i * spacing < x1 + y1; i++)
    {
      double k = i * spacing, ax = MAX (rect.x, k - y1), bx = MIN (x1, k - rect.y);

      if (bx - ax < 0.5)
        continue;
      cairo_move_to (cr, ax, k - ax);
      cairo_line_to (cr, bx, k - bx);
    }
}

static void
weave_path (cairo_t *cr, SceneRect rect, SceneWeave weave, double spacing)
{
  double from = weave == SCENE_WEAVE_UPRIGHT ? rect.x : rect.y;
  double to = weave == SCENE_WEAVE_UPRIGHT ? rect.x + rect.w : rect.y + rect.h;

  if (weave == SCENE_WEAVE_RISING)
    {
      rising_path (cr, rect, spacing);
      return;
    }
  for (int i = (int) ceil (from / spacing); i * spacing < to; i++)
    if (weave == SCENE_WEAVE_UPRIGHT)
      {
        cairo_move_to (cr, i * spacing, rect.y);
        cairo_line_to (cr, i * spacing, rect.y + rect.h);
      }
    else
      {
        cairo_move_to (cr, rect.x, i * spacing);
        cairo_line_to (cr, rect.x + rect.w, i * spacing);
      }
}

/* One period of a weave, `size` units wide and high. */
static void
paint_tile (cairo_t *cr, SceneWeave weave, double size)
{
  if (weave == SCENE_WEAVE_RISING)
    for (int i = 0; i <= 2; i++)
      {
        cairo_move_to (cr, i * size - 2 * size, 2 * size);
        cairo_line_to (cr, i * size + size, -size);
      }
  else
    {
      double middle = floor (size / 2) + 0.5;

      cairo_move_to (cr, weave == SCENE_WEAVE_UPRIGHT ? middle : 0, weave == SCENE_WEAVE_UPRIGHT ? 0 : middle);
      cairo_line_to (cr, weave == SCENE_WEAVE_UPRIGHT ? middle : size, weave == SCENE_WEAVE_UPRIGHT ? size : middle);
    }
  cairo_stroke (cr);
}

/* Pixels: a tile repeated. Outlines: the strokes themselves. */
static void
stroke_weave (cairo_t *cr, const SceneBatch *batch, const SceneTheme *theme, SceneWeave weave, double spacing,
              double width, SceneColour colour)
{
  if (batch->n == 0)
    return;
  if (theme->vector)
    {
      for (guint i = 0; i < batch->n; i++)
        weave_path (cr, batch->rects[i], weave, spacing);
      scene_set (cr, colour);
      cairo_set_line_width (cr, width);
      cairo_stroke (cr);
      return;
    }
  {
    int px = MAX (3, (int) round (spacing * theme->pixel_scale));
    cairo_surface_t *tile = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, px, px);
    cairo_t *tile_cr;

    cairo_surface_set_device_scale (tile, theme->pixel_scale, theme->pixel_scale);
    tile_cr = cairo_create (tile);
    scene_set (tile_cr, colour);
    cairo_set_line_width (tile_cr, width);
    paint_tile (tile_cr, weave, px / theme->pixel_scale);
    cairo_destroy (tile_cr);

    cairo_set_source_surface (cr, tile, 0, 0);
    cairo_pattern_set_extend (cairo_get_source (cr), CAIRO_EXTEND_REPEAT);
    cairo_pattern_set_filter (cairo_get_source (cr), CAIRO_FILTER_NEAREST);
    for (guint i = 0; i < batch->n; i++)
      {
        cairo_rectangle (cr, batch->rects[i].x, batch->rects[i].y, batch->rects[i].w, batch->rects[i].h);
        cairo_fill (cr);
      }
    cairo_surface_destroy (tile);
  }
}

void
scene_batch_hatch (cairo_t *cr, const SceneBatch *batch, const SceneTheme *theme, double spacing, double width,
                   SceneColour colour)
{
  stroke_weave (cr, batch, theme, SCENE_WEAVE_RISING, spacing, width, colour);
}

void
scene_batch_weave (cairo_t *cr, const SceneBatch *batch, const SceneTheme *theme, SceneWeave weave, SceneColour ground)
{
  SceneColour white = scene_colour_hex (0xffffff), black = scene_colour_hex (0x000000);
  gboolean dark = scene_colour_contrast (ground, white) > scene_colour_contrast (ground, black);

  if (weave != SCENE_WEAVE_NONE)
    stroke_weave (cr, batch, theme, weave, 4, 1, scene_colour_mix (ground, dark ? white : black, 0.55));
}

void
scene_weave_rect (cairo_t *cr, SceneRect rect, const SceneTheme *theme, SceneWeave weave, SceneColour ground)
{
  SceneBatch one = { &rect, 1, 1 };

  scene_batch_weave (cr, &one, theme, weave, ground);
}

void
scene_hatch_rect (cairo_t *cr, SceneRect rect, const SceneTheme *theme, double spacing, double width,
                  SceneColour colour)
{
  SceneBatch one = { &rect, 1, 1 };

  scene_batch_hatch (cr, &one, theme, spacing, width, colour);
}

void
scene_batch_fill_share (cairo_t *cr, const SceneBatch *batch, double share, double max, SceneColour colour)
{
  scene_set (cr, colour);
  for (guint i = 0; i < batch->n; i++)
    {
      scene_round_path (cr, batch->rects[i], MIN (max, MIN (batch->rects[i].w, batch->rects[i].h) * share));
      if (i % 64 == 63)
        cairo_fill (cr);
    }
  cairo_fill (cr);
}

#define SLOT_SHARE 0.18       /* corner of a slot */
#define SLOT_CORNER 4.0

static void
add_rect (SceneBatch *batch, SceneRect rect)
{
  scene_batch_add (batch, rect.x, rect.y, rect.w, rect.h);
}

void
scene_shapes_add (SceneShapes *shapes, const SceneTheme *theme, SceneRect cell, GccoreObjectColour colour)
{
  double side = MIN (cell.w, cell.h);
  double line = CLAMP (side * 0.08, 1 / theme->pixel_scale, 2);

  if (!theme->vector)
    line = MAX (1, round (line * theme->pixel_scale)) / theme->pixel_scale;
  switch (colour)
    {
    case GCCORE_OBJECT_BLACK:
      add_rect (&shapes->black, cell);
      if (theme->dark)
        add_rect (&shapes->inner_black, scene_rect_inset (cell, line, line));
      break;
    case GCCORE_OBJECT_GREY:
      {
        SceneRect disc = { cell.x + (cell.w - side) / 2, cell.y + (cell.h - side) / 2, side, side };

        if (cell.w > 2 * side || cell.h > 2 * side)
          disc = cell;
        add_rect (&shapes->grey, disc);
        add_rect (&shapes->inner_grey, scene_rect_inset (disc, line, line));
      }
      break;
    case GCCORE_OBJECT_WHITE:
      add_rect (&shapes->white, cell);
      add_rect (&shapes->inner_white, scene_rect_inset (cell, line, line));
      break;
    case GCCORE_OBJECT_FREE:
    default:
      add_rect (&shapes->free, cell);
      break;
    }
}

void
scene_shapes_paint (cairo_t *cr, SceneShapes *shapes, const SceneTheme *theme)
{
  scene_batch_fill_share (cr, &shapes->free, SLOT_SHARE, SLOT_CORNER, theme->free_slot);
  scene_batch_fill_share (cr, &shapes->black, SLOT_SHARE, SLOT_CORNER, theme->dark ? theme->object_line : theme->black);
  scene_batch_fill_share (cr, &shapes->inner_black, SLOT_SHARE, SLOT_CORNER - 1, theme->black);
  scene_batch_fill_share (cr, &shapes->white, SLOT_SHARE, SLOT_CORNER, theme->object_line);
  scene_batch_fill_share (cr, &shapes->inner_white, SLOT_SHARE, SLOT_CORNER - 1, theme->white);
  scene_batch_fill_share (cr, &shapes->grey, 0.5, 1e9, theme->object_line);
  scene_batch_fill_share (cr, &shapes->inner_grey, 0.5, 1e9, theme->grey);

  scene_set (cr, theme->free_line);
  for (guint i = 0; i < shapes->free.n; i++)
    {
      SceneRect cell = shapes->free.rects[i];
      double side = MIN (cell.w, cell.h) * 0.28, x = cell.x + cell.w / 2, y = cell.y + cell.h / 2;

      if (side < 6 * 0.28)
        continue;
      cairo_move_to (cr, x - side, y + side);
      cairo_line_to (cr, x + side, y - side);
    }
  cairo_set_line_width (cr, shapes->free.n ? CLAMP (MIN (shapes->free.rects[0].w, shapes->free.rects[0].h) * 0.08,
                                                    1 / theme->pixel_scale, 2)
                                           : 1);
  cairo_stroke (cr);
}

void
scene_shapes_clear (SceneShapes *shapes)
{
  scene_batch_clear (&shapes->black);
  scene_batch_clear (&shapes->grey);
  scene_batch_clear (&shapes->white);
  scene_batch_clear (&shapes->free);
  scene_batch_clear (&shapes->inner_black);
  scene_batch_clear (&shapes->inner_grey);
  scene_batch_clear (&shapes->inner_white);
}

void
scene_object_shape (cairo_t *cr, const SceneTheme *theme, SceneRect cell, GccoreObjectColour colour)
{
  SceneShapes shapes = { 0 };

  scene_shapes_add (&shapes, theme, cell, colour);
  scene_shapes_paint (cr, &shapes, theme);
  scene_shapes_clear (&shapes);
}
