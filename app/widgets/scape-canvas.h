#pragma once

/* A canvas: the thin widget around a painter of app/scene.
 *
 * It holds the newest frame and a theme that follows the desktop (light, dark, high contrast, text size, scale), lays
 * the picture out when something changed, draws the layout, and asks the same layout what is under the pointer. What
 * the picture says is also spoken: every canvas keeps its accessible description in step, a few times a second. */

#include <gtk/gtk.h>

#include "scene/theme.h"
#include "session/frame.h"

G_BEGIN_DECLS

#define SCAPE_TYPE_CANVAS (scape_canvas_get_type ())
G_DECLARE_DERIVABLE_TYPE (ScapeCanvas, scape_canvas, SCAPE, CANVAS, GtkWidget)

struct _ScapeCanvasClass
{
  GtkWidgetClass parent_class;

  /* Says where everything is. Never called without a frame; paint and hit come after it. */
  void     (*lay_out)        (ScapeCanvas       *self,
                              const GccoreFrame *frame,
                              const SceneTheme  *theme,
                              SceneRect          rect);
  void     (*paint)          (ScapeCanvas       *self,
                              cairo_t           *cr,
                              const SceneTheme  *theme);
  SceneHit (*hit)            (ScapeCanvas       *self,
                              double             x,
                              double             y);
  /* The height the picture wants at a width; 0 when it takes what it gets. @frame may be NULL. */
  double   (*natural_height) (ScapeCanvas       *self,
                              const GccoreFrame *frame,
                              const SceneTheme  *theme,
                              double             width);
  /* The primary button went down over @hit. */
  void     (*pressed)        (ScapeCanvas       *self,
                              const SceneHit    *hit,
                              int                n_press,
                              GdkModifierType    state);
  /* The pointer is over @hit now; SCENE_HIT_NONE when it left. */
  void     (*hovered)        (ScapeCanvas       *self,
                              const SceneHit    *hit);
  /* The frame that hits refer to, when it is not the canvas's own. */
  const GccoreFrame *(*hit_frame) (ScapeCanvas *self);
  /* (nullable): what is seen of it while it waits for its first frame. */
  void     (*paint_waiting)  (ScapeCanvas       *self,
                              cairo_t           *cr,
                              const SceneTheme  *theme,
                              SceneRect          rect);
  /* (transfer full): one translated text about the whole picture, for the accessible description; may return NULL. */
  char *   (*describe)       (ScapeCanvas       *self,
                              const GccoreFrame *frame);
};

void               scape_canvas_set_frame      (ScapeCanvas *self,
                                                GccoreFrame *frame);
/* (transfer none) (nullable) */
GccoreFrame       *scape_canvas_get_frame      (ScapeCanvas *self);
const SceneTheme  *scape_canvas_get_theme      (ScapeCanvas *self);
/* The view changed: lay out and draw again before the next display frame. */
void               scape_canvas_invalidate     (ScapeCanvas *self);
/* Makes the layout current; FALSE when there is nothing to lay out. */
gboolean           scape_canvas_ensure_layout  (ScapeCanvas *self);
/* The accessible description is renewed now, not at the next turn (after a key of the user). */
void               scape_canvas_speak          (ScapeCanvas *self);

/* (transfer full) (nullable): what the accessible description says of the present picture. */
char              *scape_canvas_describe       (ScapeCanvas *self);

/* The theme kind of the desktop's present style; the palette of the settings. */
SceneThemeKind     scape_canvas_theme_kind     (void);
ScenePalette       scape_canvas_theme_palette  (void);

G_END_DECLS
