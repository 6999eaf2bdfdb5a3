#pragma once

/* The program's text as a picture: line numbers, gutter marks of escape analysis, Go highlighting, the current line. */

#include "scene/export.h"
#include "scene/theme.h"

G_BEGIN_DECLS

/* Paints the lines that fit, so that line `current` (1-based; 0 none) is among them. */
void paint_source (cairo_t *cr, SceneRect rect, const char *source, guint current, const SceneSourceMark *marks,
                   guint n_marks, const SceneTheme *theme);

/* The marks of decisions (GccoreEscapeLine), appended to `marks` (SceneSourceMark), and how many of each kind there
 * are. */
void scene_source_marks (const GPtrArray *escapes, GArray *marks, guint *n_heap, guint *n_stack);

/* Pieces of a Go line, for painting and for tests. */
typedef enum { SCENE_GO_PLAIN, SCENE_GO_KEYWORD, SCENE_GO_TYPE, SCENE_GO_STRING, SCENE_GO_NUMBER, SCENE_GO_COMMENT,
               SCENE_GO_CALL } SceneGoToken;
typedef struct { gboolean block_comment, raw_string; } SceneGoState; /* carried from line to line */
/* The next piece of [text, text + *length): returns its kind and puts its length; *length > 0 on entry. */
SceneGoToken scene_go_next (const char *text, gsize available, SceneGoState *state, gsize *length);

G_END_DECLS
