#pragma once

/* The board: where the spans of each class are. One lane per span class in use; from left to right the one span that
 * each P's mcache holds, then mcentral's four sets; under the lanes what the page heap keeps itself. A span is a small
 * upright box, filled as far as its slots are, in the colour that the span map gives its state, so that it is known
 * again. */

#include "scene/sums.h"
#include "scene/theme.h"

G_BEGIN_DECLS

#define SCENE_BOARD_SETS 4
#define SCENE_BOARD_PS 16     /* shown at most */

typedef struct {
  uint8_t span_class;         /* size class * 2 + noscan */
  uint32_t elem_size;
  GArray *sets[SCENE_BOARD_SETS]; /* int: runs in partial swept, partial unswept, full swept, full unswept */
  SceneSums sums[SCENE_BOARD_SETS]; /* of all that are in them; the frame may leave some out */
  int cached[SCENE_BOARD_PS]; /* run in each P's mcache, or -1 */
  guint rows;                 /* of boxes: more where a set has many spans and there is room */
  SceneRect rect;
} SceneBoardLane;

/* A span on its way from one place of the board to another: P, set or page heap. */
#define SCENE_BOARD_MOVES 8
typedef struct { uint64_t addr; int run; SceneRect from, to; } SceneBoardMove;

typedef struct {
  const GccoreFrame *frame;
  SceneRect notice;           /* over it all; h 0: none */
  SceneRect rect;
  GArray *lanes;              /* SceneBoardLane, by class; all that have a span */
  guint first, shown;         /* lanes with a rectangle */
  guint n_ps;
  double lane_h, label_w, p_w, set_w;
  double gap;                 /* between the Ps and the sets */
  gboolean narrow;            /* squeezed: no counts, short names */
  double count_w;             /* of a set's number of spans, left of their boxes */
  double plus_w, digit_w;     /* of what tells how many are not shown, behind them */
  SceneRect head, heap;       /* column titles; the page heap's own row */
  SceneBoardMove moves[SCENE_BOARD_MOVES]; /* under way, and not in their places yet */
  guint n_moves;
  double t;                   /* how far they have come, 0 to 1 */
} SceneBoardLayout;

/* `scroll` is in lanes. Clear with scene_board_clear(). */
void scene_board_layout (SceneBoardLayout *layout, const GccoreFrame *frame, SceneRect rect, const SceneTheme *theme,
                         guint scroll);
void scene_board_clear (SceneBoardLayout *layout);
void paint_board (cairo_t *cr, const SceneBoardLayout *layout, const SceneTheme *theme, uint64_t selected);
SceneHit scene_board_hit (const SceneBoardLayout *layout, double x, double y);
/* Where the span at addr is drawn; FALSE when it is not. */
gboolean scene_board_place (const SceneBoardLayout *layout, uint64_t addr, SceneRect *rect);

/* Sends the spans that the last step moved on their way from where they were on the board before (whose frame must
 * still be there); n_moves is how many. Each is drawn where t says. */
void scene_board_begin_moves (SceneBoardLayout *layout, const SceneBoardLayout *before);
/* Private to board.c and board-move.c. */
gboolean scene_board_is_away (const SceneBoardLayout *layout, int run);
void paint_board_moves (cairo_t *cr, const SceneBoardLayout *layout, const SceneTheme *theme);

G_END_DECLS
