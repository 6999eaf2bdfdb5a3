#define G_LOG_DOMAIN "ScapeRibbon"

#include "config.h"

#include <glib/gi18n.h>

#include "scene/format.h"
#include "scene/ribbon.h"
#include "widgets/scape-ribbon.h"

struct _ScapeRibbon
{
  ScapeCanvas parent_instance;

  SceneRibbonLayout layout;
};

G_DEFINE_FINAL_TYPE (ScapeRibbon, scape_ribbon, SCAPE_TYPE_CANVAS)

static void
scape_ribbon_lay_out (ScapeCanvas       *canvas,
                      const GccoreFrame *frame,
                      const SceneTheme  *theme,
                      SceneRect          rect)
{
  scene_ribbon_layout (&SCAPE_RIBBON (canvas)->layout, frame, rect, theme);
}

static void
scape_ribbon_paint (ScapeCanvas      *canvas,
                    cairo_t          *cr,
                    const SceneTheme *theme)
{
  paint_ribbon (cr, &SCAPE_RIBBON (canvas)->layout, theme);
}

static SceneHit
scape_ribbon_hit (ScapeCanvas *canvas,
                  double       x,
                  double       y)
{
  return scene_ribbon_hit (&SCAPE_RIBBON (canvas)->layout, x, y);
}

static double
scape_ribbon_natural_height (ScapeCanvas       *canvas,
                             const GccoreFrame *frame,
                             const SceneTheme  *theme,
                             double             width)
{
  return SCENE_RIBBON_HEIGHT * theme->text_scale;
}

static char *
scape_ribbon_describe (ScapeCanvas       *canvas,
                       const GccoreFrame *frame)
{
  char percent[SCENE_TEXT_MAX];

  scene_format_percent (percent, frame->phase_progress[frame->phase], 0);
  /* Translators: what a screen reader says of the phase ribbon: "Cycle 7: concurrent mark, 62 %". */
  return g_strdup_printf (_("Cycle %u: %s, %s"), frame->cycle, scene_phase_sentence (frame->phase), percent);
}

static void
scape_ribbon_class_init (ScapeRibbonClass *klass)
{
  ScapeCanvasClass *canvas_class = SCAPE_CANVAS_CLASS (klass);

  canvas_class->lay_out = scape_ribbon_lay_out;
  canvas_class->paint = scape_ribbon_paint;
  canvas_class->hit = scape_ribbon_hit;
  canvas_class->natural_height = scape_ribbon_natural_height;
  canvas_class->describe = scape_ribbon_describe;
}

static void
scape_ribbon_init (ScapeRibbon *self)
{
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Phase ribbon"), -1);
}
