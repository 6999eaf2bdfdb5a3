#include "scene/span-map-private.h"

#include "scene/draw.h"
#include "scene/notice.h"

#include <math.h>
#include <string.h>

/* The map near enough for spans to be boxes: their bodies, batched by colour, with occupancy bars; memory that nobody
 * uses as one shape however many rows it spans; over all of it what is changed, hovered, selected. What is inside
 * spans is span-map-slots.c's, the map from afar span-map-pixels.c's. */

typedef struct {
  const SceneSpanMapLayout *layout;
  const SceneTheme *theme;
  const SceneMapKeys *keys;
  SceneBatch body[SCENE_MAP_MAX_KEYS];
  SceneBatch bar[4];          /* marked, grey, allocated, free */
  SceneBatch pale[SCENE_MAP_MAX_KEYS]; /* bodies of opened spans, inside their edge */
  GArray *regions;            /* Region: hatched and dotted runs */
  SceneMapSlots *slots;
} Boxes;

/* --- memory that nobody uses ----------------------------------------------------------------------------------- */

/* A run without objects may go on for many rows. It is one shape with steps at its beginning and end, not a box a row:
 *
 *          +-----------+       first row
 *     +----+           |       the gaps between the rows are part of it
 *     |        +-------+       last row
 *     +--------+
 *
 * Two rows that share no column are two boxes. */
typedef struct {
  int run;
  guint key;
  SceneRect first, last;      /* pieces in the first and the last row that can be seen */
  double left, right;         /* of all rows */
  guint n_rows;
} Region;

static void
collect_region (Boxes *boxes, const SceneMapPiece *piece, guint key)
{
  const SceneRect *r = &piece->rect;
  Region *last =
      boxes->regions->len ? &g_array_index (boxes->regions, Region, boxes->regions->len - 1) : NULL;

  if (last && last->run == piece->run && (last->n_rows > 1 || r->x + r->w > last->first.x))
    {
      last->last = *r;
      last->left = MIN (last->left, r->x);
      last->right = MAX (last->right, r->x + r->w);
      last->n_rows++;
    }
  else
    {
      Region region = { piece->run, key, *r, *r, r->x, r->x + r->w, 1 };

      g_array_append_val (boxes->regions, region);
    }
}

/* The outline, `inset` inside the edge. */
static void
region_path (cairo_t *cr, const Region *region, double gap, double inset, double radius)
{
  const SceneRect *a = &region->first, *b = &region->last;
  gboolean rows = region->n_rows > 1;
  double top = a->y + inset, bottom = b->y + b->h - inset, left = region->left + inset, right = region->right - inset;
  double begin = a->x + inset, end = b->x + b->w - inset;
  double x[8], y[8];
  guint n = 0;

#define POINT(px, py) (x[n] = (px), y[n++] = (py))
  POINT (begin, top);
  POINT (right, top);
  if (rows && end < right)
    {
      POINT (right, b->y - gap - inset);
      POINT (end, b->y - gap - inset);
    }
  POINT (rows ? end : right, bottom);
  POINT (left, bottom);
  if (rows && begin > left)
    {
      POINT (left, a->y + a->h + gap + inset);
      POINT (begin, a->y + a->h + gap + inset);
    }
#undef POINT
  scene_corner_path (cr, x, y, n, radius);
}

/* The same area as boxes: the first row, those between, the last, and the gaps between them. */
static void
region_boxes (SceneBatch *batch, const Region *region, double gap)
{
  const SceneRect *a = &region->first, *b = &region->last;
  double under = a->y + a->h, end = b->x + b->w;

  scene_batch_add (batch, a->x, a->y, a->w, a->h);
  if (region->n_rows == 1)
    return;
  scene_batch_add (batch, b->x, b->y, b->w, b->h);
  scene_batch_add (batch, a->x, under, (region->n_rows > 2 ? region->right : end) - a->x, gap);
  if (region->n_rows > 2)
    {
      scene_batch_add (batch, region->left, under + gap, region->right - region->left, b->y - under - 2 * gap);
      scene_batch_add (batch, region->left, b->y - gap, end - region->left, gap);
    }
}

static void
paint_regions (cairo_t *cr, const Boxes *boxes, double radius)
{
  const SceneTheme *theme = boxes->theme;
  double gap = boxes->layout->gap_y, line = theme->vector ? 0.75 : 1;

  for (guint i = 0; i < boxes->regions->len; i++)
    {
      const Region *region = &g_array_index (boxes->regions, Region, i);
      const SceneMapKey *key = &boxes->keys->keys[region->key];

      cairo_set_line_width (cr, line);
      if (key->swatch == SCENE_SWATCH_HATCH)
        {
          SceneBatch area = { 0 };

          region_path (cr, region, gap, 0, radius);
          scene_set (cr, key->fill);
          cairo_fill (cr);
          region_boxes (&area, region, gap);
          scene_batch_hatch (cr, &area, theme, 8, line, scene_colour_mix (key->fill, key->line, 0.4));
          scene_batch_clear (&area);
          region_path (cr, region, gap, line / 2, radius);
        }
      else
        {
          region_path (cr, region, gap, line / 2, 0);
          cairo_set_dash (cr, (const double[]) { 1, 2 }, 2, 0);
        }
      scene_set (cr, key->line);
      cairo_set_line_width (cr, line);
      cairo_stroke (cr);
      cairo_set_dash (cr, NULL, 0, 0);
    }
}

/* --- spans ----------------------------------------------------------------------------------------------------- */

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

  if (piece->rect.x > layout->rect.x + layout->rect.w || piece->rect.x + piece->rect.w < layout->rect.x)
    return;
  if (boxes->keys->keys[key].swatch != SCENE_SWATCH_FILL)
    {
      collect_region (boxes, piece, key);
      return;
    }
  scene_batch_add (&boxes->body[key], piece->rect.x, piece->rect.y, piece->rect.w, piece->rect.h);
  if (scene_map_slots_add (boxes->slots, piece))
    {
      double edge = piece->rect.h >= 60 ? 2 : 1;

      scene_batch_add (&boxes->pale[key], piece->rect.x + edge, piece->rect.y + edge, piece->rect.w - 2 * edge,
                       piece->rect.h - 2 * edge);
      return;
    }
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
  guint total = boxes->regions->len;

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
      scene_batch_fill_round (cr, batch, radius, key->fill);
      scene_batch_weave (cr, batch, theme, key->faded ? SCENE_WEAVE_NONE : key->weave, key->fill);
      scene_batch_fill_round (cr, &boxes->pale[k], MAX (1, radius - 1),
                              scene_colour_mix (theme->card, key->fill, key->faded ? 0.06 : theme->dark ? 0.26 : 0.22));
      if (!theme->high_contrast)
        continue;
      for (guint i = 0; i < batch->n; i++)
        scene_round_path (cr, scene_rect_inset (batch->rects[i], 0.5, 0.5), radius);
      scene_set (cr, key->line);
      cairo_set_line_width (cr, 1);
      cairo_stroke (cr);
    }
  paint_regions (cr, boxes, radius);
  scene_batch_fill (cr, &boxes->bar[0], theme->bar_marked);
  scene_batch_fill (cr, &boxes->bar[1], theme->grey);
  scene_batch_fill (cr, &boxes->bar[2], theme->bar_alloc);
  scene_batch_fill (cr, &boxes->bar[3], theme->bar_free);
}

void
scene_map_paint_boxes (cairo_t *cr, const SceneSpanMapLayout *layout, const SceneMapKeys *keys, const SceneTheme *theme)
{
  Boxes boxes = { .layout = layout, .theme = theme, .keys = keys };

  boxes.regions = g_array_new (FALSE, FALSE, sizeof (Region));
  boxes.slots = scene_map_slots_new (layout, keys, theme);
  scene_span_map_each_piece (layout, collect_piece, &boxes);
  paint_bodies (cr, &boxes);
  scene_map_slots_paint (cr, boxes.slots);

  for (guint k = 0; k < keys->n; k++)
    {
      scene_batch_clear (&boxes.body[k]);
      scene_batch_clear (&boxes.pale[k]);
    }
  for (guint i = 0; i < 4; i++)
    scene_batch_clear (&boxes.bar[i]);
  scene_map_slots_free (boxes.slots);
  g_array_unref (boxes.regions);
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
  int hovered;

  cairo_save (cr);
  paint_notice (cr, layout->notice, frame, SCENE_NOTICE_SPANS, theme);
  cairo_rectangle (cr, layout->rect.x - 3, layout->rect.y - 3, layout->rect.w + 6, layout->rect.h + 6);
  cairo_clip (cr);
  cairo_save (cr);
  cairo_rectangle (cr, layout->rect.x, layout->rect.y, layout->rect.w, layout->rect.h);
  cairo_clip (cr);
  scene_map_keys_init (&keys, frame, theme, &layout->view);
  if (layout->level == SCENE_MAP_PIXELS)
    scene_map_paint_pixels (cr, layout, &keys, theme);
  else
    scene_map_paint_boxes (cr, layout, &keys, theme);
  scene_map_paint_fade (cr, layout, theme);
  cairo_restore (cr);

  for (guint i = 0; i < frame->n_changed && i < G_N_ELEMENTS (frame->changed); i++)
    ring (cr, layout, frame->changed[i], TRUE, 1, 2, theme->changed, NULL);
  ring (cr, layout, scene_lost_object (frame), TRUE, 1, 2.5, theme->lost, &theme->selection_halo);
  /* Memory that nobody uses is one shape; a ring about a row of it would say otherwise. */
  hovered = scene_frame_run_at (frame, layout->view.hovered);
  if (hovered >= 0 && frame->runs[hovered].state < GCCORE_PAGES_RELEASED
      && layout->view.hovered != layout->view.selected)
    ring (cr, layout, layout->view.hovered, TRUE, 1, 1.5, theme->hover, NULL);
  ring (cr, layout, layout->view.selected, layout->view.selected_object, 1, layout->view.focused ? 2.5 : 2,
        theme->selection, &theme->selection_halo);
  cairo_restore (cr);
}
