#pragma once

/* What the program wrote, as far as the frame remembers it: the last lines that fit, those of a panic in the colour of
 * errors, and how the program ended. */

#include "scene/theme.h"

G_BEGIN_DECLS

void paint_output (cairo_t *cr, SceneRect rect, const GccoreFrame *frame, const SceneTheme *theme);

G_END_DECLS
