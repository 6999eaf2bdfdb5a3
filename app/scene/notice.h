#pragma once

/* What a view says of itself in one sentence.
 *
 * A strip over its picture when the machine is in no good order: the program died, or the verifier found a broken
 * promise. It belongs to the frame: a moment before, it is not there. And a line in the middle of a view that has
 * nothing to show, or nothing yet. */

#include "scene/theme.h"

G_BEGIN_DECLS

typedef enum {
  SCENE_NOTICE_SPANS, SCENE_NOTICE_BOARD, SCENE_NOTICE_OBJECTS, SCENE_NOTICE_FRAGMENTATION,
} SceneNoticeView;

/* NULL: all is well. Translated; transfer full. */
char *scene_notice_text (const GccoreFrame *frame, SceneNoticeView view);
/* The strip's place at the top of *rect, which gives it up; h 0: none is needed, or there is no room for one. */
SceneRect scene_notice_take (const GccoreFrame *frame, SceneNoticeView view, SceneRect *rect, const SceneTheme *theme);
/* What scene_notice_take() made room for. */
void paint_notice (cairo_t *cr, SceneRect strip, const GccoreFrame *frame, SceneNoticeView view,
                   const SceneTheme *theme);

/* Over the strip: the object that it is about, if it is about one. */
SceneHit scene_notice_hit (SceneRect strip, const GccoreFrame *frame, double x, double y);
/* That object; 0: there is none. Views show it in the theme's colour for what is lost. */
uint64_t scene_lost_object (const GccoreFrame *frame);

/* A translated sentence in the middle of an empty view. */
void paint_emptiness (cairo_t *cr, SceneRect rect, const char *text, const SceneTheme *theme);
/* What a view says while it waits for its first frame; translated. */
const char *scene_waiting_text (SceneNoticeView view);

G_END_DECLS
