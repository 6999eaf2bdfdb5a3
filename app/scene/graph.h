#pragma once

/* The graph of objects, from the roots at the left (or one object) to the right, one column per step away from them.
 * The shapes and colours are the slots' own, so that the grey frontier is seen to move through it. Places follow from
 * the edges alone, not from colours: while nothing is allocated or cut off, nothing moves. */

#include "scene/legend.h"
#include "scene/theme.h"

G_BEGIN_DECLS

/* So many objects are asked for: shapes stay shapes, in the window as in a picture. */
#define SCENE_GRAPH_NODES 110

typedef struct { double x, y; guint depth; int parent; /* node, or -1: a root or the beginning */ } SceneGraphPlace;

typedef struct {
  const GccoreFrame *frame;
  SceneRect notice;           /* over it all; h 0: none */
  SceneRect rect;
  SceneGraphPlace *places;    /* of each node: centre */
  guint n, columns;           /* n: nodes shown, the first ones of the frame's */
  double side;                /* of a node's shape */
  gboolean rooted;            /* drawn with the bar of roots at the left */
  SceneLegendLayout legend;   /* counts the objects that are shown */
} SceneGraphLayout;

void scene_graph_layout (SceneGraphLayout *layout, const GccoreFrame *frame, SceneRect rect, const SceneTheme *theme);
void scene_graph_clear (SceneGraphLayout *layout);
void paint_graph (cairo_t *cr, const SceneGraphLayout *layout, const SceneTheme *theme, uint64_t selected);
SceneHit scene_graph_hit (const SceneGraphLayout *layout, double x, double y);

G_END_DECLS
