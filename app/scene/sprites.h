#pragma once

/* Many slots of one size: the shape of each colour is drawn once, as a small surface, and a grid of slots is then a
 * matter of copying pixels. For pixels only; on vector surfaces slots stay shapes (SceneShapes in draw.h). Private to
 * app/scene. */

#include "scene/theme.h"

G_BEGIN_DECLS

typedef struct SceneSprites SceneSprites;

/* The theme is borrowed. */
SceneSprites *scene_sprites_new (const SceneTheme *theme);
void scene_sprites_free (SceneSprites *sprites);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SceneSprites, scene_sprites_free)

/* n slots in rows of `columns`, `pitch` from one to the next, of which `gap` is left empty; (x, y) is the top left
 * corner of the first, moved to a whole device pixel. `colours` are GccoreObjectColour. */
void scene_sprites_paint (cairo_t *cr, SceneSprites *sprites, double x, double y, double pitch, double gap,
                          guint columns, const uint8_t *colours, guint n);

G_END_DECLS
