#define G_LOG_DOMAIN "ScapeCanvas"

#include "config.h"

#include <adwaita.h>
#include <math.h>

#include "widgets/scape-canvas.h"
#include "widgets/scape-settings.h"

/* Speaking sixty times a second would drown a screen reader and the accessibility bus. */
#define SPEAK_INTERVAL_MS 250

typedef struct
{
  /* owned */
  GccoreFrame *frame;
  SceneTheme *theme;
  char *description;
  guint speak_source;

  double natural_height;
  SceneHit hover;
  gboolean laid_out;
} ScapeCanvasPrivate;

G_DEFINE_ABSTRACT_TYPE_WITH_PRIVATE (ScapeCanvas, scape_canvas, GTK_TYPE_WIDGET)

SceneThemeKind
scape_canvas_theme_kind (void)
{
  AdwStyleManager *manager = adw_style_manager_get_default ();

  if (adw_style_manager_get_high_contrast (manager))
    return adw_style_manager_get_dark (manager) ? SCENE_THEME_HIGH_CONTRAST_DARK : SCENE_THEME_HIGH_CONTRAST;
  return adw_style_manager_get_dark (manager) ? SCENE_THEME_DARK : SCENE_THEME_LIGHT;
}

ScenePalette
scape_canvas_theme_palette (void)
{
  g_autofree char *nick = g_settings_get_string (scape_settings (), "palette");
  ScenePalette palette = SCENE_PALETTE_OKABE_ITO;

  scene_palette_parse (nick, &palette);
  return palette;
}

/* The desktop's text size relative to GTK's usual 96 dpi. */
static double
text_scale (ScapeCanvas *self)
{
  int dpi = 0;

  g_object_get (gtk_widget_get_settings (GTK_WIDGET (self)), "gtk-xft-dpi", &dpi, NULL);
  return dpi > 0 ? CLAMP (dpi / 1024.0 / 96.0, 0.5, 3.0) : 1.0;
}

static const SceneTheme *
ensure_theme (ScapeCanvas *self)
{
  ScapeCanvasPrivate *priv = scape_canvas_get_instance_private (self);
  PangoContext *context = gtk_widget_get_pango_context (GTK_WIDGET (self));

  if (priv->theme == NULL)
    {
      priv->theme = scene_theme_new (scape_canvas_theme_kind (), gtk_widget_get_scale_factor (GTK_WIDGET (self)));
      scene_theme_set_palette (priv->theme, scape_canvas_theme_palette ());
      scene_theme_set_text_scale (priv->theme, text_scale (self));
      scene_theme_set_fonts (priv->theme,
                             pango_font_description_get_family (pango_context_get_font_description (context)),
                             "monospace");
    }
  return priv->theme;
}

static void
style_changed_cb (ScapeCanvas *self)
{
  ScapeCanvasPrivate *priv = scape_canvas_get_instance_private (self);

  g_clear_pointer (&priv->theme, scene_theme_free);
  priv->laid_out = FALSE;
  gtk_widget_queue_resize (GTK_WIDGET (self));
}

gboolean
scape_canvas_ensure_layout (ScapeCanvas *self)
{
  ScapeCanvasPrivate *priv = scape_canvas_get_instance_private (self);
  int width = gtk_widget_get_width (GTK_WIDGET (self));
  int height = gtk_widget_get_height (GTK_WIDGET (self));

  if (priv->frame == NULL || width <= 0 || height <= 0)
    return FALSE;
  if (!priv->laid_out)
    {
      SCAPE_CANVAS_GET_CLASS (self)->lay_out (self, priv->frame, ensure_theme (self),
                                              (SceneRect) { 0, 0, width, height });
      priv->laid_out = TRUE;
    }
  return TRUE;
}

static SceneHit
hit_at (ScapeCanvas *self,
        double       x,
        double       y)
{
  ScapeCanvasClass *klass = SCAPE_CANVAS_GET_CLASS (self);

  if (klass->hit == NULL || !scape_canvas_ensure_layout (self))
    return (SceneHit) { .kind = SCENE_HIT_NONE };
  return klass->hit (self, x, y);
}

static void
scape_canvas_snapshot (GtkWidget   *widget,
                       GtkSnapshot *snapshot)
{
  ScapeCanvas *self = SCAPE_CANVAS (widget);
  ScapeCanvasClass *klass = SCAPE_CANVAS_GET_CLASS (self);
  gboolean laid_out = scape_canvas_ensure_layout (self);
  SceneRect rect = { 0, 0, gtk_widget_get_width (widget), gtk_widget_get_height (widget) };
  cairo_t *cr;

  if (!laid_out && klass->paint_waiting == NULL)
    return;
  cr = gtk_snapshot_append_cairo (snapshot, &GRAPHENE_RECT_INIT (0, 0, (float) rect.w, (float) rect.h));
  if (laid_out)
    klass->paint (self, cr, ensure_theme (self));
  else
    klass->paint_waiting (self, cr, ensure_theme (self), rect);
  cairo_destroy (cr);
}

static GtkSizeRequestMode
scape_canvas_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static double
natural_height (ScapeCanvas *self,
                double       width)
{
  ScapeCanvasPrivate *priv = scape_canvas_get_instance_private (self);
  ScapeCanvasClass *klass = SCAPE_CANVAS_GET_CLASS (self);

  if (klass->natural_height == NULL)
    return 0;
  return ceil (klass->natural_height (self, priv->frame, ensure_theme (self), width));
}

static void
scape_canvas_measure (GtkWidget      *widget,
                      GtkOrientation  orientation,
                      int             for_size,
                      int            *minimum,
                      int            *natural,
                      int            *minimum_baseline,
                      int            *natural_baseline)
{
  ScapeCanvas *self = SCAPE_CANVAS (widget);

  *minimum = *natural = 0;
  if (orientation == GTK_ORIENTATION_VERTICAL)
    *minimum = *natural = (int) natural_height (self, for_size > 0 ? for_size : 400);
}

char *
scape_canvas_describe (ScapeCanvas *self)
{
  ScapeCanvasPrivate *priv = scape_canvas_get_instance_private (self);
  ScapeCanvasClass *klass = SCAPE_CANVAS_GET_CLASS (self);

  return klass->describe != NULL && priv->frame != NULL ? klass->describe (self, priv->frame) : NULL;
}

void
scape_canvas_speak (ScapeCanvas *self)
{
  ScapeCanvasPrivate *priv = scape_canvas_get_instance_private (self);
  g_autofree char *text = scape_canvas_describe (self);

  g_clear_handle_id (&priv->speak_source, g_source_remove);
  if (SCAPE_CANVAS_GET_CLASS (self)->describe == NULL)
    return;
  if (g_strcmp0 (text, priv->description) == 0)
    return;
  g_free (priv->description);
  priv->description = g_steal_pointer (&text);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self),
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, priv->description != NULL ? priv->description : "",
                                  GTK_ACCESSIBLE_PROPERTY_VALUE_TEXT, priv->description != NULL ? priv->description : "",
                                  -1);
}

static gboolean
speak_cb (gpointer data)
{
  ScapeCanvasPrivate *priv = scape_canvas_get_instance_private (data);

  priv->speak_source = 0;
  scape_canvas_speak (data);
  return G_SOURCE_REMOVE;
}

static void
speak_soon (ScapeCanvas *self)
{
  ScapeCanvasPrivate *priv = scape_canvas_get_instance_private (self);

  if (priv->speak_source == 0)
    priv->speak_source = g_timeout_add (SPEAK_INTERVAL_MS, speak_cb, self);
}

static void
scape_canvas_size_allocate (GtkWidget *widget,
                            int        width,
                            int        height,
                            int        baseline)
{
  ScapeCanvasPrivate *priv = scape_canvas_get_instance_private (SCAPE_CANVAS (widget));

  priv->natural_height = natural_height (SCAPE_CANVAS (widget), width);
  priv->laid_out = FALSE;
  /* What was told while there was no place for it was nothing. */
  speak_soon (SCAPE_CANVAS (widget));
}

static gboolean
scape_canvas_query_tooltip (GtkWidget  *widget,
                            int         x,
                            int         y,
                            gboolean    keyboard,
                            GtkTooltip *tooltip)
{
  ScapeCanvasPrivate *priv = scape_canvas_get_instance_private (SCAPE_CANVAS (widget));
  ScapeCanvasClass *klass = SCAPE_CANVAS_GET_CLASS (widget);
  const GccoreFrame *frame;
  GdkRectangle area;
  SceneHit hit;
  g_autofree char *text = NULL;

  if (keyboard)
    return FALSE;
  hit = hit_at (SCAPE_CANVAS (widget), x, y);
  frame = klass->hit_frame != NULL ? klass->hit_frame (SCAPE_CANVAS (widget)) : priv->frame;
  text = hit.kind != SCENE_HIT_NONE && frame != NULL ? scene_hit_describe (frame, &hit) : NULL;
  if (text == NULL)
    return FALSE;
  gtk_tooltip_set_text (tooltip, text);
  area = (GdkRectangle) { (int) hit.rect.x, (int) hit.rect.y, MAX (1, (int) hit.rect.w), MAX (1, (int) hit.rect.h) };
  gtk_tooltip_set_tip_area (tooltip, &area);
  return TRUE;
}

static void
pressed_cb (ScapeCanvas     *self,
            int              n_press,
            double           x,
            double           y,
            GtkGestureClick *gesture)
{
  ScapeCanvasClass *klass = SCAPE_CANVAS_GET_CLASS (self);
  SceneHit hit = hit_at (self, x, y);

  if (gtk_widget_get_focusable (GTK_WIDGET (self)))
    gtk_widget_grab_focus (GTK_WIDGET (self));
  if (klass->pressed != NULL)
    klass->pressed (self, &hit, n_press,
                    gtk_event_controller_get_current_event_state (GTK_EVENT_CONTROLLER (gesture)));
}

static void
set_hover (ScapeCanvas    *self,
           const SceneHit *hit)
{
  ScapeCanvasPrivate *priv = scape_canvas_get_instance_private (self);
  ScapeCanvasClass *klass = SCAPE_CANVAS_GET_CLASS (self);

  if (klass->hovered == NULL)
    return;
  if (hit->kind == priv->hover.kind && hit->addr == priv->hover.addr && hit->index == priv->hover.index &&
      hit->t_ns == priv->hover.t_ns && hit->run == priv->hover.run)
    return;
  priv->hover = *hit;
  klass->hovered (self, hit);
}

static void
motion_cb (ScapeCanvas *self,
           double       x,
           double       y)
{
  SceneHit hit = hit_at (self, x, y);

  set_hover (self, &hit);
}

static void
leave_cb (ScapeCanvas *self)
{
  set_hover (self, &(SceneHit) { .kind = SCENE_HIT_NONE });
}

void
scape_canvas_invalidate (ScapeCanvas *self)
{
  ScapeCanvasPrivate *priv = scape_canvas_get_instance_private (self);
  int width = gtk_widget_get_width (GTK_WIDGET (self));

  priv->laid_out = FALSE;
  if (width > 0 && natural_height (self, width) != priv->natural_height)
    gtk_widget_queue_resize (GTK_WIDGET (self));
  else
    gtk_widget_queue_draw (GTK_WIDGET (self));
  speak_soon (self);
}

void
scape_canvas_set_frame (ScapeCanvas *self,
                        GccoreFrame *frame)
{
  ScapeCanvasPrivate *priv = scape_canvas_get_instance_private (self);
  GccoreFrame *old;

  g_return_if_fail (SCAPE_IS_CANVAS (self));

  if (priv->frame == frame)
    return;
  old = g_steal_pointer (&priv->frame);
  priv->frame = frame != NULL ? gccore_frame_ref (frame) : NULL;
  scape_canvas_invalidate (self);
  g_clear_pointer (&old, gccore_frame_unref);
}

GccoreFrame *
scape_canvas_get_frame (ScapeCanvas *self)
{
  ScapeCanvasPrivate *priv = scape_canvas_get_instance_private (self);

  return priv->frame;
}

const SceneTheme *
scape_canvas_get_theme (ScapeCanvas *self)
{
  return ensure_theme (self);
}

static void
scape_canvas_dispose (GObject *object)
{
  ScapeCanvasPrivate *priv = scape_canvas_get_instance_private (SCAPE_CANVAS (object));

  g_clear_handle_id (&priv->speak_source, g_source_remove);
  g_clear_pointer (&priv->frame, gccore_frame_unref);
  g_clear_pointer (&priv->theme, scene_theme_free);
  g_clear_pointer (&priv->description, g_free);

  G_OBJECT_CLASS (scape_canvas_parent_class)->dispose (object);
}

static void
scape_canvas_class_init (ScapeCanvasClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = scape_canvas_dispose;
  widget_class->snapshot = scape_canvas_snapshot;
  widget_class->get_request_mode = scape_canvas_get_request_mode;
  widget_class->measure = scape_canvas_measure;
  widget_class->size_allocate = scape_canvas_size_allocate;
  widget_class->query_tooltip = scape_canvas_query_tooltip;

  gtk_widget_class_set_css_name (widget_class, "canvas");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
scape_canvas_init (ScapeCanvas *self)
{
  AdwStyleManager *manager = adw_style_manager_get_default ();
  GtkGesture *click = gtk_gesture_click_new ();
  GtkEventController *motion = gtk_event_controller_motion_new ();

  gtk_widget_set_has_tooltip (GTK_WIDGET (self), TRUE);
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);

  g_signal_connect_swapped (click, "pressed", G_CALLBACK (pressed_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (click));
  g_signal_connect_swapped (motion, "motion", G_CALLBACK (motion_cb), self);
  g_signal_connect_swapped (motion, "leave", G_CALLBACK (leave_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), motion);

  g_signal_connect_object (manager, "notify::dark", G_CALLBACK (style_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (manager, "notify::high-contrast", G_CALLBACK (style_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (gtk_widget_get_settings (GTK_WIDGET (self)), "notify::gtk-xft-dpi",
                           G_CALLBACK (style_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (gtk_widget_get_settings (GTK_WIDGET (self)), "notify::gtk-font-name",
                           G_CALLBACK (style_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (scape_settings (), "changed::palette", G_CALLBACK (style_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect (self, "notify::scale-factor", G_CALLBACK (style_changed_cb), NULL);
}
