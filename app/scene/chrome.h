#pragma once

/* The parts of a picture of the window that GTK draws in the real one: header bar, knobs, transport bar. */

#include "scene/export.h"
#include "scene/theme.h"

G_BEGIN_DECLS

void paint_header (cairo_t *cr, SceneRect rect, const GccoreFrame *frame, const SceneTheme *theme);
void paint_side_title (cairo_t *cr, SceneRect rect, const SceneTheme *theme);
void paint_knobs (cairo_t *cr, SceneRect rect, const GccoreFrame *frame, const SceneExportOptions *options,
                  const SceneTheme *theme);
double scene_knobs_height (const SceneTheme *theme);
void paint_transport (cairo_t *cr, SceneRect rect, SceneRect content, SceneRect inspector, const GccoreFrame *frame,
                      const SceneExportOptions *options, const SceneTheme *theme);

G_END_DECLS
