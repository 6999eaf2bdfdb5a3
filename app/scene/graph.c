#include "scene/scene-i18n.h"

#include "scene/draw.h"
#include "scene/format.h"
#include "scene/graph.h"
#include "scene/notice.h"

#include <math.h>
#include <string.h>

#define ROOTS_W 28.0
#define PAD 16.0
#define TOP 36.0              /* for the word over the roots */
#define SIDE_MAX 22.0
#define SIDE_MIN 5.0
#define COLUMN_MAX 360.0
#define LEGEND_AIR 8.0
#define LEAST_NODES 16u

void
scene_graph_clear (SceneGraphLayout *layout)
{
  g_clear_pointer (&layout->places, g_free);
}

/* A node's parent is the first object met that points to it: the tree that breadth first search walks. */
static void
find_parents (SceneGraphLayout *layout)
{
  const GccoreGraph *g = &layout->frame->graph;
  g_autofree gboolean *met = g_new0 (gboolean, layout->n);

  layout->rooted = FALSE;
  layout->columns = 0;
  for (guint i = 0; i < layout->n; i++)
    layout->places[i] = (SceneGraphPlace) { .parent = -1 };
  for (uint32_t e = 0; e < g->n_edges; e++)
    if (g->edges[e].from == GCCORE_GRAPH_ROOT && g->edges[e].to < layout->n)
      {
        met[g->edges[e].to] = TRUE;
        layout->rooted = TRUE;
      }
  if (!layout->rooted)
    met[0] = TRUE;
  for (uint32_t e = 0; e < g->n_edges; e++)
    {
      const GccoreGraphEdge *edge = &g->edges[e];

      /* Only to a later node: earlier ones were met before. */
      if (edge->from >= layout->n || edge->to >= layout->n || met[edge->to] || edge->to <= edge->from)
        continue;
      met[edge->to] = TRUE;
      layout->places[edge->to].parent = (int) edge->from;
      layout->places[edge->to].depth = layout->places[edge->from].depth + 1;
    }
  for (guint i = 0; i < layout->n; i++)
    layout->columns = MAX (layout->columns, layout->places[i].depth + 1);
}

/* A subtree is as high as its leaves: sets each node's weight; returns that of all. */
static double
weigh (const SceneGraphLayout *layout, double *weight)
{
  double roots = 0;

  for (guint i = 0; i < layout->n; i++)
    weight[i] = 0;
  for (guint i = layout->n; i > 0; i--)
    {
      guint n = i - 1;

      weight[n] = MAX (weight[n], 1);
      if (layout->places[n].parent >= 0)
        weight[layout->places[n].parent] += weight[n];
      else
        roots += weight[n];
    }
  return roots;
}

static const GccoreObjectColour legend_order[] = { GCCORE_OBJECT_BLACK, GCCORE_OBJECT_GREY, GCCORE_OBJECT_WHITE };

static void
count_legend (SceneGraphLayout *layout)
{
  const GccoreGraph *g = &layout->frame->graph;
  guint counts[4] = { 0 };
  char count[SCENE_TEXT_MAX];

  for (guint i = 0; i < layout->n; i++)
    counts[g->nodes[i].colour & 3]++;
  for (guint i = 0; i < G_N_ELEMENTS (legend_order); i++)
    g_strlcpy (layout->legend.entries[i].count, scene_format_count (count, counts[legend_order[i]]),
               sizeof layout->legend.entries[i].count);
}

/* The legend of slots without free ones, under the graph, counting what the graph shows. */
static void
lay_out_legend (SceneGraphLayout *layout, const SceneTheme *theme)
{
  scene_legend_objects (&layout->legend, layout->frame, theme, 0);
  layout->legend.n_entries = G_N_ELEMENTS (legend_order);
  count_legend (layout);
  scene_legend_layout (&layout->legend, layout->rect, theme);
  layout->rect.h -= layout->legend.rect.h + LEGEND_AIR;
  scene_legend_layout (&layout->legend, (SceneRect) { layout->rect.x, layout->rect.y + layout->rect.h + LEGEND_AIR,
                                                      layout->rect.w, 0 }, theme);
}

void
scene_graph_layout (SceneGraphLayout *layout, const GccoreFrame *frame, SceneRect rect, const SceneTheme *theme)
{
  const GccoreGraph *g = &frame->graph;
  g_autofree double *weight = NULL, *next = NULL;
  double roots, column, row, top;

  memset (layout, 0, sizeof *layout);
  layout->frame = frame;
  layout->notice = scene_notice_take (frame, SCENE_NOTICE_OBJECTS, &rect, theme);
  layout->rect = rect;
  layout->n = g->n_nodes;
  layout->places = g_new0 (SceneGraphPlace, MAX (1, layout->n));
  if (layout->n == 0)
    return;
  lay_out_legend (layout, theme);
  rect = layout->rect;
  weight = g_new0 (double, layout->n);
  next = g_new0 (double, layout->n);
  /* The first so many that lie apart from each other. */
  for (;; layout->n -= MAX (1, layout->n / 16))
    {
      find_parents (layout);
      roots = weigh (layout, weight);
      if (layout->n <= LEAST_NODES || (rect.h - TOP - PAD) / roots >= SIDE_MIN + 1)
        break;
    }
  if (layout->n < g->n_nodes)
    count_legend (layout);

  /* Children lie in the order of their discovery, a parent amid them. */
  row = MIN ((rect.h - TOP - PAD) / roots, 2.2 * SIDE_MAX);
  top = MAX (TOP, (rect.h - roots * row) / 2);
  column = layout->columns > 1 ? MIN (COLUMN_MAX, (rect.w - 2 * PAD - ROOTS_W - SIDE_MAX) / (layout->columns - 1))
                               : COLUMN_MAX;
  layout->side = CLAMP (floor (MIN (row * 0.78, column * 0.4)), SIDE_MIN, SIDE_MAX);
  for (guint i = 0; i < layout->n; i++)
    {
      SceneGraphPlace *p = &layout->places[i];
      double from;

      if (p->parent >= 0)
        {
          from = next[p->parent];
          next[p->parent] += weight[i] * row;
        }
      else
        {
          from = rect.y + top;
          top += weight[i] * row;
        }
      next[i] = from;
      p->x = scene_snap (theme, rect.x + PAD + ROOTS_W + layout->side / 2 + p->depth * column);
      p->y = scene_snap (theme, from + weight[i] * row / 2);
    }
}

static SceneRect
node_rect (const SceneGraphLayout *layout, guint i)
{
  return (SceneRect) { layout->places[i].x - layout->side / 2, layout->places[i].y - layout->side / 2, layout->side,
                      layout->side };
}

static void
edge_path (cairo_t *cr, const SceneGraphLayout *layout, double x0, double y0, guint to)
{
  double x1 = layout->places[to].x - layout->side / 2 - 1, y1 = layout->places[to].y, bend = (x1 - x0) * 0.45;

  cairo_move_to (cr, x0, y0);
  if (x1 > x0)
    cairo_curve_to (cr, x0 + bend, y0, x1 - bend, y1, x1, y1);
  else
    {
      /* Back or down the same column: around the outside. */
      double out = 14 + fabs (y1 - y0) * 0.12;

      x1 = layout->places[to].x + layout->side / 2 + 1;
      cairo_curve_to (cr, x0 + out, y0, x1 + out, y1, x1, y1);
    }
}

static void
paint_edges (cairo_t *cr, const SceneGraphLayout *layout, const SceneTheme *theme)
{
  const GccoreGraph *g = &layout->frame->graph;
  double bar = layout->rect.x + PAD + 8, faint = layout->n > 150 ? 0.45 : 0.8;

  /* Tree edges firm, the others thin and dashed, edges into the grey frontier in the accent. */
  for (guint pass = 0; pass < 3; pass++)
    {
      for (uint32_t e = 0; e < g->n_edges; e++)
        {
          const GccoreGraphEdge *edge = &g->edges[e];
          gboolean root = edge->from == GCCORE_GRAPH_ROOT, tree, grey;

          if (edge->to >= layout->n || (!root && edge->from >= layout->n))
            continue;
          tree = root || layout->places[edge->to].parent == (int) edge->from;
          grey = tree && g->nodes[edge->to].colour == GCCORE_OBJECT_GREY;
          if ((pass == 0 && tree) || (pass == 1 && (!tree || grey)) || (pass == 2 && !grey))
            continue;
          edge_path (cr, layout, root ? bar : layout->places[edge->from].x + layout->side / 2,
                     root ? layout->places[edge->to].y : layout->places[edge->from].y, edge->to);
        }
      if (pass == 0)
        cairo_set_dash (cr, (const double[]) { 2, 3 }, 2, 0);
      scene_set (cr, pass == 2 ? theme->accent : scene_colour_alpha (theme->faint, pass == 0 ? faint * 0.7 : faint));
      cairo_set_line_width (cr, pass == 2 ? 1.5 : 1);
      cairo_stroke (cr);
      cairo_set_dash (cr, NULL, 0, 0);
    }
}

static void
paint_ring (cairo_t *cr, const SceneGraphLayout *layout, const SceneTheme *theme, uint64_t addr, SceneColour colour,
            double width)
{
  const GccoreGraph *g = &layout->frame->graph;

  for (guint i = 0; addr && i < layout->n; i++)
    if (addr >= g->nodes[i].addr && addr < g->nodes[i].addr + MAX (g->nodes[i].size, 1))
      {
        SceneRect r = scene_rect_inset (node_rect (layout, i), -3, -3);

        scene_stroke_round (cr, r, 5, width, colour);
      }
}

void
paint_graph (cairo_t *cr, const SceneGraphLayout *layout, const SceneTheme *theme, uint64_t selected)
{
  const GccoreFrame *frame = layout->frame;
  const GccoreGraph *g = &frame->graph;
  SceneShapes shapes = { 0 };

  cairo_save (cr);
  paint_notice (cr, layout->notice, frame, SCENE_NOTICE_OBJECTS, theme);
  paint_legend (cr, &layout->legend, theme);
  cairo_rectangle (cr, layout->rect.x, layout->rect.y, layout->rect.w, layout->rect.h);
  cairo_clip (cr);
  if (layout->n == 0)
    {
      paint_emptiness (cr, layout->rect,
                       g->asked ? _("Nothing to show: no object can be reached from here")
                                : scene_waiting_text (SCENE_NOTICE_OBJECTS), theme);
      cairo_restore (cr);
      return;
    }
  paint_edges (cr, layout, theme);
  if (layout->rooted)
    {
      double top = layout->rect.y + layout->rect.h, bottom = layout->rect.y;

      for (guint i = 0; i < layout->n; i++)
        if (layout->places[i].parent < 0)
          {
            top = MIN (top, layout->places[i].y);
            bottom = MAX (bottom, layout->places[i].y);
          }
      scene_fill_round (cr, (SceneRect) { layout->rect.x + PAD, top - 12, 8, bottom - top + 24 }, 4,
                        theme->pages[GCCORE_PAGES_STACK]);
      if (top - 24 > layout->rect.y)
        scene_text (cr, theme, SCENE_FONT_SMALL, theme->dim, layout->rect.x + PAD - 8, top - 24, SCENE_LEFT, 0,
                    _("roots"));
    }
  for (guint i = 0; i < layout->n; i++)
    scene_shapes_add (&shapes, theme, node_rect (layout, i), (GccoreObjectColour) g->nodes[i].colour);
  scene_shapes_paint (cr, &shapes, theme);
  scene_shapes_clear (&shapes);

  /* With room beside each node, its address. */
  if (layout->side >= 14 && layout->columns > 0)
    {
      double room =
          layout->columns > 1 ? (layout->rect.w - 2 * PAD - ROOTS_W) / layout->columns - layout->side - 12 : 200;

      for (guint i = 0; i < layout->n && room >= 84; i++)
        {
          double x = layout->places[i].x + layout->side / 2 + 6, left = layout->rect.x + layout->rect.w - x;
          char addr[SCENE_TEXT_MAX];

          /* Beside the last column there may be none. */
          if (left >= 84)
            scene_text (cr, theme, SCENE_FONT_MONO_SMALL, theme->dim, x, layout->places[i].y - layout->side / 2 - 1,
                        SCENE_LEFT, MIN (room, left), scene_format_addr (addr, g->nodes[i].addr));
        }
    }
  for (guint i = 0; i < frame->n_changed && i < G_N_ELEMENTS (frame->changed); i++)
    paint_ring (cr, layout, theme, frame->changed[i], theme->changed, 2);
  paint_ring (cr, layout, theme, scene_lost_object (frame), theme->lost, 2.5);
  paint_ring (cr, layout, theme, selected, theme->selection, 2);
  if (g->more || layout->n < g->n_nodes)
    scene_text (cr, theme, SCENE_FONT_SMALL, theme->dim, layout->rect.x + layout->rect.w - 8,
                layout->rect.y + layout->rect.h - 10, SCENE_RIGHT, 0, _("the graph goes on"));
  cairo_restore (cr);
}

SceneHit
scene_graph_hit (const SceneGraphLayout *layout, double x, double y)
{
  const GccoreFrame *frame = layout->frame;
  SceneHit hit = { .kind = SCENE_HIT_NONE, .run = -1, .index = -1, .p = -1 };

  for (guint i = 0; i < layout->n; i++)
    {
      SceneRect r = scene_rect_inset (node_rect (layout, i), -2, -2);

      if (!scene_rect_contains (&r, x, y))
        continue;
      hit.kind = SCENE_HIT_OBJECT;
      hit.addr = frame->graph.nodes[i].addr;
      hit.rect = r;
      hit.run = scene_frame_run_at (frame, hit.addr);
      if (hit.run >= 0 && frame->runs[hit.run].elem_size)
        hit.index = (int) ((hit.addr - frame->heap_base - (uint64_t) frame->runs[hit.run].page * SCENE_PAGE_BYTES)
                           / frame->runs[hit.run].elem_size);
    }
  return hit.kind != SCENE_HIT_NONE ? hit : scene_notice_hit (layout->notice, frame, x, y);
}
