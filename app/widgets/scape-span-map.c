#define G_LOG_DOMAIN "ScapeSpanMap"

#include "config.h"

#include <glib/gi18n.h>
#include <math.h>

#include "scene/notice.h"
#include "scene/span-map.h"
#include "widgets/scape-span-map.h"
#include "widgets/scape-transition.h"

#define SCROLL_UNITS 48.0
#define SCROLL_ZOOM 1.25
/* What a sweep has freed is seen fading. */
#define FADE_MS 300

struct _ScapeSpanMap
{
  ScapeCanvas parent_instance;

  SceneMapView view;
  SceneSpanMapLayout layout;
  ScapeTransition sweep;

  double pointer_x, pointer_y; /* where zooming holds still; -1 when the pointer is elsewhere */
  double gesture_zoom;         /* zoom when the pinch began */
  double pan_x, pan_y;         /* offset when the drag began */
};

G_DEFINE_FINAL_TYPE (ScapeSpanMap, scape_span_map, SCAPE_TYPE_CANVAS)

enum { VIEW_CHANGED, SELECTED, N_SIGNALS };
static guint signals[N_SIGNALS];

/* What is looked at: the selection when it is in sight, else what lies in the middle. */
static gboolean
find_focus (const SceneSpanMapLayout *layout,
            uint64_t                 *addr,
            gboolean                 *object,
            SceneRect                *place)
{
  double x = layout->rect.x + layout->rect.w / 2, y = layout->rect.y + layout->rect.h / 2;
  SceneHit hit;

  *addr = layout->view.selected;
  *object = layout->view.selected_object;
  if (*addr != 0 && scene_span_map_place (layout, *addr, *object, place) &&
      scene_rect_contains (&layout->rect, place->x + place->w / 2, place->y + place->h / 2))
    return TRUE;
  hit = scene_span_map_hit (layout, x, y);
  *addr = hit.addr;
  *object = hit.kind == SCENE_HIT_OBJECT || hit.kind == SCENE_HIT_WORD;
  return hit.kind != SCENE_HIT_NONE && scene_span_map_place (layout, *addr, *object, place);
}

/* A zoomed map that gets another size goes on showing what it showed, in the same place of it and as large. */
static void
keep_in_sight (ScapeSpanMap      *self,
               const GccoreFrame *frame,
               const SceneTheme  *theme,
               SceneRect          rect)
{
  const SceneSpanMapLayout old = self->layout;
  SceneRect was, is;
  uint64_t addr;
  gboolean object;

  if (old.frame != frame || old.view.zoom <= 1 || (old.rect.w == rect.w && old.rect.h == rect.h) ||
      !find_focus (&old, &addr, &object, &was))
    return;
  scene_span_map_layout (&self->layout, frame, rect, theme, &self->view);
  self->view.zoom = MAX (1, self->layout.view.zoom * old.page_w / self->layout.page_w);
  scene_span_map_layout (&self->layout, frame, rect, theme, &self->view);
  if (!scene_span_map_place (&self->layout, addr, object, &is))
    return;
  self->view.x = MAX (0, self->layout.view.x + is.x + is.w / 2 -
                         (was.x + was.w / 2 - old.rect.x) / old.rect.w * rect.w - rect.x);
  self->view.y = MAX (0, self->layout.view.y + is.y + is.h / 2 -
                         (was.y + was.h / 2 - old.rect.y) / old.rect.h * rect.h - rect.y);
}

static void
fade_cb (GtkWidget *widget, double t)
{
  ScapeSpanMap *self = SCAPE_SPAN_MAP (widget);

  self->layout.fade.t = t;
  if (t >= 1)
    self->layout.fade.n = 0;
}

static void
scape_span_map_lay_out (ScapeCanvas       *canvas,
                        const GccoreFrame *frame,
                        const SceneTheme  *theme,
                        SceneRect          rect)
{
  ScapeSpanMap *self = SCAPE_SPAN_MAP (canvas);
  ScapeTransitionKind kind = scape_transition_take (&self->sweep, frame);
  SceneSpanMapLayout before = self->layout;

  keep_in_sight (self, frame, theme, rect);
  scene_span_map_layout (&self->layout, frame, rect, theme, &self->view);
  before.frame = self->sweep.before;
  if (kind == SCAPE_TRANSITION_SAME)
    {
      scene_span_map_keep_fade (&self->layout, &before);
    }
  else if (kind == SCAPE_TRANSITION_MAY)
    {
      scene_span_map_begin_fade (&self->layout, &before);
      if (self->layout.fade.n > 0)
        scape_transition_begin (&self->sweep);
    }
}

static void
scape_span_map_paint (ScapeCanvas      *canvas,
                      cairo_t          *cr,
                      const SceneTheme *theme)
{
  paint_span_map (cr, &SCAPE_SPAN_MAP (canvas)->layout, theme);
}

static SceneHit
scape_span_map_hit (ScapeCanvas *canvas,
                    double       x,
                    double       y)
{
  return scene_span_map_hit (&SCAPE_SPAN_MAP (canvas)->layout, x, y);
}

static void
view_changed (ScapeSpanMap *self)
{
  scape_canvas_invalidate (SCAPE_CANVAS (self));
  g_signal_emit (self, signals[VIEW_CHANGED], 0);
}

static void
set_selection (ScapeSpanMap *self,
               guint64       addr,
               gboolean      object)
{
  if (self->view.selected == addr && self->view.selected_object == (object && addr != 0))
    return;
  self->view.selected = addr;
  self->view.selected_object = object && addr != 0;
  view_changed (self);
  g_signal_emit (self, signals[SELECTED], 0);
  scape_canvas_speak (SCAPE_CANVAS (self));
}

static gboolean
is_object_hit (const SceneHit *hit)
{
  return hit->kind == SCENE_HIT_OBJECT || hit->kind == SCENE_HIT_WORD;
}

static void
scape_span_map_pressed (ScapeCanvas     *canvas,
                        const SceneHit  *hit,
                        int              n_press,
                        GdkModifierType  state)
{
  ScapeSpanMap *self = SCAPE_SPAN_MAP (canvas);

  if (n_press == 2 && hit->kind != SCENE_HIT_NONE)
    {
      self->view = scene_span_map_zoom_to (&self->layout, hit->addr);
      view_changed (self);
      return;
    }
  set_selection (self, hit->kind != SCENE_HIT_NONE ? hit->addr : 0, is_object_hit (hit));
}

static void
scape_span_map_hovered (ScapeCanvas    *canvas,
                        const SceneHit *hit)
{
  ScapeSpanMap *self = SCAPE_SPAN_MAP (canvas);
  guint64 addr = hit->kind != SCENE_HIT_NONE ? hit->addr : 0;

  if (self->view.hovered == addr)
    return;
  self->view.hovered = addr;
  scape_canvas_invalidate (canvas);
}

static char *
scape_span_map_describe (ScapeCanvas       *canvas,
                         const GccoreFrame *frame)
{
  ScapeSpanMap *self = SCAPE_SPAN_MAP (canvas);
  g_autofree char *title = NULL, *notice = NULL;
  SceneHit hit = { .kind = SCENE_HIT_NONE, .run = -1, .index = -1 };

  if (self->view.selected != 0 && scape_canvas_ensure_layout (canvas))
    {
      SceneRect rect;

      hit.run = scene_frame_run_at (frame, self->view.selected);
      hit.addr = self->view.selected;
      if (hit.run >= 0)
        hit.kind = SCENE_HIT_RUN;
      if (hit.run >= 0 && self->view.selected_object && frame->runs[hit.run].elem_size > 0 &&
          scene_span_map_place (&self->layout, self->view.selected, TRUE, &rect))
        {
          guint64 base = frame->heap_base + frame->runs[hit.run].page * (guint64) SCENE_PAGE_BYTES;

          hit.kind = SCENE_HIT_OBJECT;
          hit.index = (int) ((self->view.selected - base) / frame->runs[hit.run].elem_size);
        }
    }
  if (hit.kind != SCENE_HIT_NONE)
    return scene_hit_describe (frame, &hit);
  notice = scene_notice_text (frame, SCENE_NOTICE_SPANS);
  if (notice != NULL)
    return g_steal_pointer (&notice);
  title = scene_span_map_title (frame);
  /* Translators: what a screen reader says of the span map; %s is like "Heap arena 0xc000000000 · 64 MiB". */
  return g_strdup_printf (_("%s. Nothing is selected."), title);
}

const SceneMapView *
scape_span_map_get_view (ScapeSpanMap *self)
{
  g_return_val_if_fail (SCAPE_IS_SPAN_MAP (self), NULL);

  /* The legal form, where there is one: what zoom and offset really are. */
  return scape_canvas_ensure_layout (SCAPE_CANVAS (self)) ? &self->layout.view : &self->view;
}

void
scape_span_map_set_colour_by (ScapeSpanMap *self,
                              SceneColourBy by)
{
  g_return_if_fail (SCAPE_IS_SPAN_MAP (self));

  if (self->view.colour_by == by)
    return;
  self->view.colour_by = by;
  self->view.only = 0;
  view_changed (self);
}

void
scape_span_map_set_only (ScapeSpanMap *self,
                         guint32       only)
{
  g_return_if_fail (SCAPE_IS_SPAN_MAP (self));

  if (self->view.only == only)
    return;
  self->view.only = only;
  view_changed (self);
}

static void
reveal (ScapeSpanMap *self)
{
  SceneMapView view;

  if (self->view.selected == 0 || !scape_canvas_ensure_layout (SCAPE_CANVAS (self)))
    return;
  view = scene_span_map_reveal (&self->layout, self->view.selected, self->view.selected_object);
  if (view.x != self->layout.view.x || view.y != self->layout.view.y)
    {
      self->view.x = view.x;
      self->view.y = view.y;
      view_changed (self);
    }
}

void
scape_span_map_select (ScapeSpanMap *self,
                       guint64       addr,
                       gboolean      object)
{
  g_return_if_fail (SCAPE_IS_SPAN_MAP (self));

  set_selection (self, addr, object);
  reveal (self);
}

/* The first span in use, for a walk that starts from nowhere. */
static guint64
first_span (const GccoreFrame *frame)
{
  for (guint i = 0; i < frame->n_runs; i++)
    if (frame->runs[i].n_elems > 0)
      return frame->heap_base + frame->runs[i].page * (guint64) SCENE_PAGE_BYTES;
  return frame->heap_base;
}

gboolean
scape_span_map_walk (ScapeSpanMap *self,
                     int           dx,
                     int           dy)
{
  guint64 addr;
  gboolean object;

  g_return_val_if_fail (SCAPE_IS_SPAN_MAP (self), FALSE);

  if (!scape_canvas_ensure_layout (SCAPE_CANVAS (self)))
    return FALSE;
  /* The keys walk what is seen. */
  object = self->layout.level >= SCENE_MAP_OBJECTS;
  if (self->view.selected == 0)
    {
      if (dy == 0)
        return FALSE;
      addr = first_span (scape_canvas_get_frame (SCAPE_CANVAS (self)));
    }
  else
    addr = scene_span_map_walk (&self->layout, self->view.selected, object, dx, dy);
  if (addr != 0)
    scape_span_map_select (self, addr, object);
  return TRUE;
}

static void
zoom_at (ScapeSpanMap *self,
         double        factor,
         double        x,
         double        y)
{
  SceneMapView view;

  if (!scape_canvas_ensure_layout (SCAPE_CANVAS (self)))
    return;
  view = scene_span_map_zoom (&self->layout, factor, x, y);
  self->view.zoom = view.zoom;
  self->view.x = view.x;
  self->view.y = view.y;
  view_changed (self);
}

/* By key or button: around the selection when it is in sight, else the middle. */
void
scape_span_map_zoom (ScapeSpanMap *self,
                     double        factor)
{
  double x = gtk_widget_get_width (GTK_WIDGET (self)) / 2.0;
  double y = gtk_widget_get_height (GTK_WIDGET (self)) / 2.0;
  SceneRect rect;

  g_return_if_fail (SCAPE_IS_SPAN_MAP (self));

  if (self->view.selected != 0 && scape_canvas_ensure_layout (SCAPE_CANVAS (self)) &&
      scene_span_map_place (&self->layout, self->view.selected, self->view.selected_object, &rect) &&
      scene_rect_contains (&self->layout.rect, rect.x + rect.w / 2, rect.y + rect.h / 2))
    {
      x = rect.x + rect.w / 2;
      y = rect.y + rect.h / 2;
    }
  zoom_at (self, factor, x, y);
}

void
scape_span_map_zoom_fit (ScapeSpanMap *self)
{
  g_return_if_fail (SCAPE_IS_SPAN_MAP (self));

  self->view.zoom = 0;
  self->view.x = self->view.y = 0;
  view_changed (self);
}

void
scape_span_map_zoom_to (ScapeSpanMap *self)
{
  SceneMapView view;
  guint64 addr;

  g_return_if_fail (SCAPE_IS_SPAN_MAP (self));

  if (!scape_canvas_ensure_layout (SCAPE_CANVAS (self)))
    return;
  addr = self->view.selected != 0 ? self->view.selected : first_span (scape_canvas_get_frame (SCAPE_CANVAS (self)));
  view = scene_span_map_zoom_to (&self->layout, addr);
  self->view.zoom = view.zoom;
  self->view.x = view.x;
  self->view.y = view.y;
  view_changed (self);
}

guint
scape_span_map_wanted (ScapeSpanMap *self,
                       guint64      *addrs,
                       guint         max)
{
  g_return_val_if_fail (SCAPE_IS_SPAN_MAP (self), 0);

  if (!scape_canvas_ensure_layout (SCAPE_CANVAS (self)))
    return 0;
  return scene_span_map_wanted (&self->layout, (uint64_t *) addrs, max);
}

GccoreMapCells
scape_span_map_cells (ScapeSpanMap *self)
{
  g_return_val_if_fail (SCAPE_IS_SPAN_MAP (self), (GccoreMapCells) { 0 });

  if (!scape_canvas_ensure_layout (SCAPE_CANVAS (self)))
    return (GccoreMapCells) { 0 };
  return scene_span_map_cells (&self->layout);
}

/* Pointer */

static void
scroll_by (ScapeSpanMap *self,
           double        dx,
           double        dy)
{
  if (!scape_canvas_ensure_layout (SCAPE_CANVAS (self)))
    return;
  self->view.x = CLAMP (self->layout.view.x + dx, 0, MAX (0, self->layout.content_w - self->layout.rect.w));
  self->view.y = CLAMP (self->layout.view.y + dy, 0, MAX (0, self->layout.content_h - self->layout.rect.h));
  view_changed (self);
}

static gboolean
scroll_cb (ScapeSpanMap             *self,
           double                    dx,
           double                    dy,
           GtkEventControllerScroll *controller)
{
  GdkModifierType state = gtk_event_controller_get_current_event_state (GTK_EVENT_CONTROLLER (controller));
  gboolean smooth = gtk_event_controller_scroll_get_unit (controller) == GDK_SCROLL_UNIT_SURFACE;
  double unit = smooth ? 1 : SCROLL_UNITS;

  if ((state & GDK_CONTROL_MASK) != 0)
    zoom_at (self, pow (SCROLL_ZOOM, smooth ? -dy / SCROLL_UNITS : -dy), self->pointer_x, self->pointer_y);
  else if ((state & GDK_SHIFT_MASK) != 0 && dx == 0)
    scroll_by (self, dy * unit, 0);
  else
    scroll_by (self, dx * unit, dy * unit);
  return GDK_EVENT_STOP;
}

static void
pointer_cb (ScapeSpanMap *self,
            double        x,
            double        y)
{
  self->pointer_x = x;
  self->pointer_y = y;
}

static void
pinch_begin_cb (ScapeSpanMap *self)
{
  self->gesture_zoom = scape_span_map_get_view (self)->zoom;
}

static void
pinch_cb (ScapeSpanMap   *self,
          double          scale,
          GtkGestureZoom *gesture)
{
  double x, y;

  if (gtk_gesture_get_bounding_box_center (GTK_GESTURE (gesture), &x, &y))
    zoom_at (self, self->gesture_zoom * scale / MAX (scape_span_map_get_view (self)->zoom, 1e-3), x, y);
}

static void
pan_begin_cb (ScapeSpanMap *self)
{
  const SceneMapView *view = scape_span_map_get_view (self);

  self->pan_x = view->x;
  self->pan_y = view->y;
  gtk_widget_set_cursor_from_name (GTK_WIDGET (self), "grabbing");
}

static void
pan_cb (ScapeSpanMap *self,
        double        dx,
        double        dy)
{
  const SceneMapView *view = scape_span_map_get_view (self);

  scroll_by (self, self->pan_x - dx - view->x, self->pan_y - dy - view->y);
}

static void
pan_end_cb (ScapeSpanMap *self)
{
  gtk_widget_set_cursor (GTK_WIDGET (self), NULL);
}

static void
focus_cb (ScapeSpanMap *self)
{
  self->view.focused = gtk_widget_has_focus (GTK_WIDGET (self));
  scape_canvas_invalidate (SCAPE_CANVAS (self));
}

static double
scape_span_map_natural_height (ScapeCanvas       *canvas,
                               const GccoreFrame *frame,
                               const SceneTheme  *theme,
                               double             width)
{
  return 64;
}

static void
scape_span_map_dispose (GObject *object)
{
  scape_transition_stop (&SCAPE_SPAN_MAP (object)->sweep);

  G_OBJECT_CLASS (scape_span_map_parent_class)->dispose (object);
}

static void
scape_span_map_finalize (GObject *object)
{
  scape_transition_clear (&SCAPE_SPAN_MAP (object)->sweep);

  G_OBJECT_CLASS (scape_span_map_parent_class)->finalize (object);
}

static void
scape_span_map_class_init (ScapeSpanMapClass *klass)
{
  ScapeCanvasClass *canvas_class = SCAPE_CANVAS_CLASS (klass);
  GType type = G_TYPE_FROM_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = scape_span_map_dispose;
  G_OBJECT_CLASS (klass)->finalize = scape_span_map_finalize;
  canvas_class->lay_out = scape_span_map_lay_out;
  canvas_class->paint = scape_span_map_paint;
  canvas_class->hit = scape_span_map_hit;
  canvas_class->natural_height = scape_span_map_natural_height;
  canvas_class->pressed = scape_span_map_pressed;
  canvas_class->hovered = scape_span_map_hovered;
  canvas_class->describe = scape_span_map_describe;

  signals[VIEW_CHANGED] = g_signal_new ("view-changed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SELECTED] = g_signal_new ("selected", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
scape_span_map_init (ScapeSpanMap *self)
{
  GtkEventController *scroll = gtk_event_controller_scroll_new (GTK_EVENT_CONTROLLER_SCROLL_BOTH_AXES);
  GtkEventController *motion = gtk_event_controller_motion_new ();
  GtkGesture *pinch = gtk_gesture_zoom_new ();
  GtkGesture *pan = gtk_gesture_drag_new ();

  gtk_widget_set_focusable (GTK_WIDGET (self), TRUE);
  scape_transition_init (&self->sweep, GTK_WIDGET (self), FADE_MS, fade_cb);

  g_signal_connect_swapped (scroll, "scroll", G_CALLBACK (scroll_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), scroll);
  g_signal_connect_swapped (motion, "enter", G_CALLBACK (pointer_cb), self);
  g_signal_connect_swapped (motion, "motion", G_CALLBACK (pointer_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), motion);
  g_signal_connect_swapped (pinch, "begin", G_CALLBACK (pinch_begin_cb), self);
  g_signal_connect_swapped (pinch, "scale-changed", G_CALLBACK (pinch_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (pinch));
  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (pan), GDK_BUTTON_MIDDLE);
  g_signal_connect_swapped (pan, "drag-begin", G_CALLBACK (pan_begin_cb), self);
  g_signal_connect_swapped (pan, "drag-update", G_CALLBACK (pan_cb), self);
  g_signal_connect_swapped (pan, "drag-end", G_CALLBACK (pan_end_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (pan));
  g_signal_connect (self, "notify::has-focus", G_CALLBACK (focus_cb), NULL);

  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Span map"), -1);
}
