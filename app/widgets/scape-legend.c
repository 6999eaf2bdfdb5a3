#define G_LOG_DOMAIN "ScapeLegend"

#include "config.h"

#include <glib/gi18n.h>

#include "scene/legend.h"
#include "widgets/scape-legend.h"

struct _ScapeLegend
{
  ScapeCanvas parent_instance;

  ScapeLegendKind kind;
  SceneMapView view;
  SceneLegendLayout layout;
};

G_DEFINE_FINAL_TYPE (ScapeLegend, scape_legend, SCAPE_TYPE_CANVAS)

enum { FILTERED, N_SIGNALS };
static guint signals[N_SIGNALS];

static void
fill (ScapeLegend       *self,
      SceneLegendLayout *layout,
      const GccoreFrame *frame,
      const SceneTheme  *theme)
{
  int run;

  switch (self->kind)
    {
    case SCAPE_LEGEND_SPAN_MAP:
      scene_legend_span_map (layout, frame, theme, &self->view);
      break;

    case SCAPE_LEGEND_LANES:
      scene_legend_lanes (layout, frame, theme);
      break;

    case SCAPE_LEGEND_OBJECTS:
      run = scene_frame_run_at (frame, self->view.selected);
      layout->n_entries = 0;
      if (run >= 0 && frame->runs[run].n_elems > 0)
        scene_legend_objects (layout, frame, theme, self->view.selected);
      break;

    default:
      g_assert_not_reached ();
    }
}

static void
scape_legend_lay_out (ScapeCanvas       *canvas,
                      const GccoreFrame *frame,
                      const SceneTheme  *theme,
                      SceneRect          rect)
{
  ScapeLegend *self = SCAPE_LEGEND (canvas);

  fill (self, &self->layout, frame, theme);
  scene_legend_layout (&self->layout, rect, theme);
}

static void
scape_legend_paint (ScapeCanvas      *canvas,
                    cairo_t          *cr,
                    const SceneTheme *theme)
{
  paint_legend (cr, &SCAPE_LEGEND (canvas)->layout, theme);
}

static SceneHit
scape_legend_hit (ScapeCanvas *canvas,
                  double       x,
                  double       y)
{
  return scene_legend_hit (&SCAPE_LEGEND (canvas)->layout, x, y);
}

static double
scape_legend_natural_height (ScapeCanvas       *canvas,
                             const GccoreFrame *frame,
                             const SceneTheme  *theme,
                             double             width)
{
  SceneLegendLayout layout = { 0 };

  if (frame == NULL)
    return 0;
  fill (SCAPE_LEGEND (canvas), &layout, frame, theme);
  scene_legend_layout (&layout, (SceneRect) { 0, 0, width, 0 }, theme);
  return layout.n_entries > 0 ? layout.rect.h : 0;
}

static void
scape_legend_pressed (ScapeCanvas     *canvas,
                      const SceneHit  *hit,
                      int              n_press,
                      GdkModifierType  state)
{
  ScapeLegend *self = SCAPE_LEGEND (canvas);
  guint32 bit, only;

  if (self->kind != SCAPE_LEGEND_SPAN_MAP || hit->kind != SCENE_HIT_LEGEND || hit->index < 0)
    return;
  bit = 1u << hit->index;
  only = self->view.only;
  if ((state & GDK_CONTROL_MASK) != 0)
    only ^= bit;
  else
    only = only == bit ? 0 : bit;
  g_signal_emit (self, signals[FILTERED], 0, only);
}

static char *
scape_legend_describe (ScapeCanvas       *canvas,
                       const GccoreFrame *frame)
{
  ScapeLegend *self = SCAPE_LEGEND (canvas);
  GString *text = g_string_new (NULL);

  if (scape_canvas_ensure_layout (canvas))
    for (guint i = 0; i < self->layout.n_entries; i++)
      g_string_append_printf (text, "%s%s%s%s", i > 0 ? ", " : "", self->layout.entries[i].label,
                              self->layout.entries[i].count[0] != '\0' ? " " : "", self->layout.entries[i].count);
  return g_string_free (text, FALSE);
}

void
scape_legend_set_kind (ScapeLegend    *self,
                       ScapeLegendKind kind)
{
  g_return_if_fail (SCAPE_IS_LEGEND (self));

  self->kind = kind;
  scape_canvas_invalidate (SCAPE_CANVAS (self));
}

void
scape_legend_set_view (ScapeLegend        *self,
                       const SceneMapView *view)
{
  g_return_if_fail (SCAPE_IS_LEGEND (self));

  if (self->view.colour_by == view->colour_by && self->view.only == view->only && self->view.selected == view->selected)
    return;
  self->view = *view;
  scape_canvas_invalidate (SCAPE_CANVAS (self));
}

static void
scape_legend_class_init (ScapeLegendClass *klass)
{
  ScapeCanvasClass *canvas_class = SCAPE_CANVAS_CLASS (klass);

  canvas_class->lay_out = scape_legend_lay_out;
  canvas_class->paint = scape_legend_paint;
  canvas_class->hit = scape_legend_hit;
  canvas_class->natural_height = scape_legend_natural_height;
  canvas_class->pressed = scape_legend_pressed;
  canvas_class->describe = scape_legend_describe;

  signals[FILTERED] = g_signal_new ("filtered", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                    G_TYPE_NONE, 1, G_TYPE_UINT);
}

static void
scape_legend_init (ScapeLegend *self)
{
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Legend"), -1);
}
