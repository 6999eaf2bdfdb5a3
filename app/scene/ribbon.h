#pragma once

/* The phase ribbon: where in the cycle the collector is, and how far each phase has come. Off, sweep termination, mark,
 * mark termination, sweep, in a row; the background scavenger stands beside them, as it is not a phase. */

#include "scene/theme.h"

G_BEGIN_DECLS

typedef struct {
  const GccoreFrame *frame;
  SceneRect rect;
  SceneRect cells[GCCORE_N_PHASES + 1];
  SceneFont font;             /* small when the ribbon is short */
} SceneRibbonLayout;

#define SCENE_RIBBON_HEIGHT 32.0

void scene_ribbon_layout (SceneRibbonLayout *layout, const GccoreFrame *frame, SceneRect rect, const SceneTheme *theme);
void paint_ribbon (cairo_t *cr, const SceneRibbonLayout *layout, const SceneTheme *theme);
SceneHit scene_ribbon_hit (const SceneRibbonLayout *layout, double x, double y);

const char *scene_phase_label (GccorePhase phase);     /* translated, short: "Mark" */
const char *scene_phase_sentence (GccorePhase phase);  /* translated: "concurrent mark" */

G_END_DECLS
