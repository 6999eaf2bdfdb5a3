#pragma once

/* What all painters share: text, boxes, hatching, and snapping to device pixels. Private to app/scene. */

#include "scene/theme.h"

G_BEGIN_DECLS

typedef enum { SCENE_LEFT, SCENE_CENTRE, SCENE_RIGHT } SceneAlign;

/* One line of text, vertically centred on y by its capitals (the same for every text of a font, so that neighbours
 * share a baseline). x is the left edge, centre or right edge. Cut with an ellipsis at max_w when that is > 0. Returns
 * the width drawn. */
double scene_text (cairo_t *cr, const SceneTheme *theme, SceneFont font, SceneColour colour, double x, double y,
                   SceneAlign align, double max_w, const char *text);
double scene_text_width (const SceneTheme *theme, SceneFont font, const char *text);
double scene_font_size (const SceneTheme *theme, SceneFont font);
/* A length that grows with the text, in whole units; never shrinks. */
double scene_em (const SceneTheme *theme, double length);
/* Lines of text, broken between words at width, at most max_lines (0: all; the last then ends in an ellipsis); y is the
 * top, x the left edge or the centre. Returns the height; with cr NULL only that. */
double scene_paragraph (cairo_t *cr, const SceneTheme *theme, SceneFont font, SceneColour colour, double x, double y,
                        SceneAlign align, double width, guint max_lines, const char *text);
/* Height of a row of text in this font with its usual air. */
double scene_line_height (const SceneTheme *theme, SceneFont font);

struct SceneText *scene_text_cache_new (const SceneTheme *theme);
void scene_text_cache_free (struct SceneText *cache);

static inline void
scene_set (cairo_t *cr, SceneColour c)
{
  cairo_set_source_rgba (cr, c.r, c.g, c.b, c.a);
}

/* An opaque colour in cairo's RGB24 and ARGB32. */
static inline uint32_t
scene_pixel (SceneColour c)
{
  return 0xff000000u | (uint32_t) (c.r * 255 + 0.5f) << 16 | (uint32_t) (c.g * 255 + 0.5f) << 8
         | (uint32_t) (c.b * 255 + 0.5f);
}

double scene_snap (const SceneTheme *theme, double v);        /* to the nearest device pixel */
SceneRect scene_snap_rect (const SceneTheme *theme, SceneRect rect);

void scene_round_path (cairo_t *cr, SceneRect rect, double radius);
/* A closed outline of n points with round corners. */
void scene_corner_path (cairo_t *cr, const double *x, const double *y, guint n, double radius);
void scene_fill_rect (cairo_t *cr, SceneRect rect, SceneColour colour);
void scene_fill_round (cairo_t *cr, SceneRect rect, double radius, SceneColour colour);
/* The line lies inside the rectangle. */
void scene_stroke_round (cairo_t *cr, SceneRect rect, double radius, double width, SceneColour colour);
/* A line of device pixels from the rectangle's left edge on, each as high as the rectangle: 0, or a colour's pixel. */
void scene_fill_columns (cairo_t *cr, const SceneTheme *theme, SceneRect rect, const uint32_t *pixels, guint n);
void scene_hline (cairo_t *cr, const SceneTheme *theme, double x0, double x1, double y, SceneColour colour);
void scene_vline (cairo_t *cr, const SceneTheme *theme, double x, double y0, double y1, SceneColour colour);

/* A growing array of rectangles of one colour, drawn with one fill. */
typedef struct { SceneRect *rects; guint n, cap; } SceneBatch;
void scene_batch_add (SceneBatch *batch, double x, double y, double w, double h);
void scene_batch_clear (SceneBatch *batch);
void scene_batch_fill (cairo_t *cr, const SceneBatch *batch, SceneColour colour);
void scene_batch_fill_round (cairo_t *cr, const SceneBatch *batch, double radius, SceneColour colour);
/* A weave's strokes inside boxes of the colour `ground`: nothing for SCENE_WEAVE_NONE. */
void scene_batch_weave (cairo_t *cr, const SceneBatch *batch, const SceneTheme *theme, SceneWeave weave,
                        SceneColour ground);
void scene_weave_rect (cairo_t *cr, SceneRect rect, const SceneTheme *theme, SceneWeave weave, SceneColour ground);
/* Diagonal strokes inside the boxes, on one raster for the whole picture, so that neighbours line up. */
void scene_batch_hatch (cairo_t *cr, const SceneBatch *batch, const SceneTheme *theme, double spacing, double width,
                        SceneColour colour);
void scene_hatch_rect (cairo_t *cr, SceneRect rect, const SceneTheme *theme, double spacing, double width,
                       SceneColour colour);

/* Corners in proportion to each box: radius min(w, h) * share, at most max. */
void scene_batch_fill_share (cairo_t *cr, const SceneBatch *batch, double share, double max, SceneColour colour);

/* Many shapes of slots at once: scene_object_shape() for each, drawn with a fill per colour. */
typedef struct { SceneBatch black, grey, white, free, inner_black, inner_grey, inner_white; } SceneShapes;
void scene_shapes_add (SceneShapes *shapes, const SceneTheme *theme, SceneRect cell, GccoreObjectColour colour);
void scene_shapes_paint (cairo_t *cr, SceneShapes *shapes, const SceneTheme *theme);
void scene_shapes_clear (SceneShapes *shapes);

/* One object as a shape: black a filled square, grey a disc, white an outlined square, free a stroke. */
void scene_object_shape (cairo_t *cr, const SceneTheme *theme, SceneRect cell, GccoreObjectColour colour);

G_END_DECLS
