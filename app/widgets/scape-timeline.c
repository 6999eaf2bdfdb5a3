#define G_LOG_DOMAIN "ScapeTimeline"

#include "config.h"

#include <glib/gi18n.h>
#include <math.h>

#include "scene/format.h"
#include "scene/timeline.h"
#include "widgets/scape-timeline.h"

#define CHART_HEIGHT 136.0
#define CHART_HEIGHT_LOW 96.0
/* More Ps than these share the height. */
#define MAX_LANES 8
#define SCROLL_ZOOM 1.25
#define MIN_SPAN_NS 1000

struct _ScapeTimeline
{
  ScapeCanvas parent_instance;

  SceneTimelineView view;
  SceneTimelineLayout layout;
  GccoreFrame *farthest;      /* owned: the latest frame of this history, or NULL */
  GccoreFrame shown;          /* the present frame with the farthest one's history; borrows from both */
  double pointer_x;
  double drag_x, drag_y;
  GccorePosition sought;             /* last asked for in a drag */
  gboolean low;
};

G_DEFINE_FINAL_TYPE (ScapeTimeline, scape_timeline, SCAPE_TYPE_CANVAS)

enum { SEEK, N_SIGNALS };
static guint signals[N_SIGNALS];

static void
scape_timeline_lay_out (ScapeCanvas       *canvas,
                        const GccoreFrame *frame,
                        const SceneTheme  *theme,
                        SceneRect          rect)
{
  ScapeTimeline *self = SCAPE_TIMELINE (canvas);

  if (self->farthest == NULL || frame->tick >= self->farthest->tick)
    {
      g_clear_pointer (&self->farthest, gccore_frame_unref);
      self->farthest = gccore_frame_ref ((GccoreFrame *) frame);
    }
  self->shown = *frame;
  self->shown.timeline = self->farthest->timeline;
  self->shown.timeline.landmarks = frame->timeline.landmarks;
  self->shown.timeline.n_landmarks = frame->timeline.n_landmarks;
  self->shown.ps = self->farthest->ps;
  self->shown.n_ps = self->farthest->n_ps;
  scene_timeline_layout (&self->layout, &self->shown, rect, theme, &self->view);
}

static const GccoreFrame *
scape_timeline_hit_frame (ScapeCanvas *canvas)
{
  return SCAPE_TIMELINE (canvas)->layout.frame;
}

void
scape_timeline_forget (ScapeTimeline *self)
{
  g_return_if_fail (SCAPE_IS_TIMELINE (self));

  g_clear_pointer (&self->farthest, gccore_frame_unref);
  scape_canvas_invalidate (SCAPE_CANVAS (self));
}

static void
scape_timeline_paint (ScapeCanvas      *canvas,
                      cairo_t          *cr,
                      const SceneTheme *theme)
{
  paint_timeline (cr, &SCAPE_TIMELINE (canvas)->layout, theme);
}

static SceneHit
scape_timeline_hit (ScapeCanvas *canvas,
                    double       x,
                    double       y)
{
  return scene_timeline_hit (&SCAPE_TIMELINE (canvas)->layout, x, y);
}

static double
scape_timeline_natural_height (ScapeCanvas       *canvas,
                               const GccoreFrame *frame,
                               const SceneTheme  *theme,
                               double             width)
{
  double chart = SCAPE_TIMELINE (canvas)->low ? CHART_HEIGHT_LOW : CHART_HEIGHT;
  GccoreFrame few;

  if (frame == NULL)
    return chart;
  few = *frame;
  few.n_ps = SCAPE_TIMELINE (canvas)->view.no_lanes ? 0 : MIN (few.n_ps, MAX_LANES);
  return scene_timeline_height (&few, theme, chart);
}

static void
scape_timeline_hovered (ScapeCanvas    *canvas,
                        const SceneHit *hit)
{
  ScapeTimeline *self = SCAPE_TIMELINE (canvas);

  self->view.hover_ns =
      hit->kind == SCENE_HIT_TIME || hit->kind == SCENE_HIT_LANE || hit->kind == SCENE_HIT_LANDMARK ? hit->t_ns : -1;
  scape_canvas_invalidate (canvas);
}

/* Scrubbing */

static void
seek_to (ScapeTimeline *self,
         double         x,
         double         y)
{
  GccorePosition to = { 0 };
  SceneHit hit;

  if (!scape_canvas_ensure_layout (SCAPE_CANVAS (self)))
    return;
  hit = scene_timeline_hit (&self->layout, x, y);
  if (hit.kind == SCENE_HIT_LANDMARK)
    to = self->layout.frame->timeline.landmarks[hit.index].position;
  else
    to.tick = scene_timeline_tick (self->layout.frame, scene_timeline_t (&self->layout, x));
  if (to.tick == self->sought.tick && to.step == self->sought.step)
    return;
  self->sought = to;
  g_signal_emit (self, signals[SEEK], 0, to.tick, to.step);
}

static void
drag_begin_cb (ScapeTimeline *self,
               double         x,
               double         y)
{
  self->drag_x = x;
  self->drag_y = y;
  self->sought.tick = G_MAXUINT64;
  seek_to (self, x, y);
}

static void
drag_cb (ScapeTimeline *self,
         double         dx,
         double         dy)
{
  seek_to (self, self->drag_x + dx, self->drag_y + dy);
}

static char *
scape_timeline_describe (ScapeCanvas       *canvas,
                         const GccoreFrame *frame)
{
  char live[SCENE_TEXT_MAX], goal[SCENE_TEXT_MAX], trigger[SCENE_TEXT_MAX], now[SCENE_TEXT_MAX];

  scene_format_bytes (live, frame->pacer.heap_live);
  scene_format_bytes (trigger, frame->pacer.trigger);
  scene_format_bytes (goal, frame->pacer.goal);
  scene_format_ns (now, frame->now_ns);
  /* Translators: what a screen reader says of the timeline; the values are like "12.482 ms" and "5.82 MiB". */
  return g_strdup_printf (_("At %s: heap live %s, trigger %s, goal %s"), now, live, trigger, goal);
}

void
scape_timeline_set_low (ScapeTimeline *self,
                        gboolean       low)
{
  g_return_if_fail (SCAPE_IS_TIMELINE (self));

  if (self->low == low)
    return;
  self->low = low;
  scape_canvas_invalidate (SCAPE_CANVAS (self));
}

void
scape_timeline_set_lanes (ScapeTimeline *self, gboolean lanes)
{
  g_return_if_fail (SCAPE_IS_TIMELINE (self));

  if (self->view.no_lanes == !lanes)
    return;
  self->view.no_lanes = !lanes;
  scape_canvas_invalidate (SCAPE_CANVAS (self));
}

const SceneTimelineView *
scape_timeline_get_view (ScapeTimeline *self)
{
  g_return_val_if_fail (SCAPE_IS_TIMELINE (self), NULL);

  return &self->view;
}

static void
shown_range (ScapeTimeline *self,
             gint64        *from,
             gint64        *to)
{
  const GccoreFrame *frame = self->layout.frame;

  *from = self->view.t_from;
  *to = self->view.t_to;
  if (*from == 0 && *to == 0)
    {
      *from = frame->timeline.t0_ns;
      *to = frame->timeline.t1_ns;
    }
}

static void
show_range (ScapeTimeline *self,
            double         from,
            double         to)
{
  const GccoreFrame *frame = self->layout.frame;
  double t0 = (double) frame->timeline.t0_ns, t1 = (double) frame->timeline.t1_ns, span = to - from;

  if (span >= t1 - t0)
    {
      scape_timeline_zoom_fit (self);
      return;
    }
  from = CLAMP (from, t0, t1 - span);
  self->view.t_from = (gint64) from;
  self->view.t_to = (gint64) (from + span);
  scape_canvas_invalidate (SCAPE_CANVAS (self));
}

static void
zoom_at (ScapeTimeline *self,
         double         factor,
         double         x)
{
  gint64 from, to;
  double held;

  if (!scape_canvas_ensure_layout (SCAPE_CANVAS (self)))
    return;
  shown_range (self, &from, &to);
  if (factor > 1 && (double) (to - from) / factor < MIN_SPAN_NS)
    return;
  held = (double) CLAMP (scene_timeline_t (&self->layout, x), from, to);
  show_range (self, held - (held - (double) from) / factor, held + ((double) to - held) / factor);
}

void
scape_timeline_zoom (ScapeTimeline *self,
                     double         factor)
{
  g_return_if_fail (SCAPE_IS_TIMELINE (self));

  zoom_at (self, factor, gtk_widget_get_width (GTK_WIDGET (self)));
}

void
scape_timeline_zoom_fit (ScapeTimeline *self)
{
  g_return_if_fail (SCAPE_IS_TIMELINE (self));

  self->view.t_from = self->view.t_to = 0;
  scape_canvas_invalidate (SCAPE_CANVAS (self));
}

static gboolean
scroll_cb (ScapeTimeline            *self,
           double                    dx,
           double                    dy,
           GtkEventControllerScroll *controller)
{
  GdkModifierType state = gtk_event_controller_get_current_event_state (GTK_EVENT_CONTROLLER (controller));

  if (!scape_canvas_ensure_layout (SCAPE_CANVAS (self)))
    return GDK_EVENT_PROPAGATE;
  if ((state & GDK_CONTROL_MASK) != 0)
    {
      zoom_at (self, pow (SCROLL_ZOOM, -dy), self->pointer_x);
    }
  else if (self->view.t_to != 0 && scape_canvas_ensure_layout (SCAPE_CANVAS (self)))
    {
      double shift = (double) (self->view.t_to - self->view.t_from) * 0.1 * (dx + dy);

      show_range (self, (double) self->view.t_from + shift, (double) self->view.t_to + shift);
    }
  return GDK_EVENT_STOP;
}

static void
pointer_cb (ScapeTimeline *self,
            double         x,
            double         y)
{
  self->pointer_x = x;
}

static void
focus_cb (ScapeTimeline *self)
{
  self->view.focused = gtk_widget_has_focus (GTK_WIDGET (self));
  scape_canvas_invalidate (SCAPE_CANVAS (self));
}

static void
scape_timeline_dispose (GObject *object)
{
  g_clear_pointer (&SCAPE_TIMELINE (object)->farthest, gccore_frame_unref);

  G_OBJECT_CLASS (scape_timeline_parent_class)->dispose (object);
}

static void
scape_timeline_class_init (ScapeTimelineClass *klass)
{
  ScapeCanvasClass *canvas_class = SCAPE_CANVAS_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = scape_timeline_dispose;
  canvas_class->lay_out = scape_timeline_lay_out;
  canvas_class->paint = scape_timeline_paint;
  canvas_class->hit = scape_timeline_hit;
  canvas_class->natural_height = scape_timeline_natural_height;
  canvas_class->hovered = scape_timeline_hovered;
  canvas_class->describe = scape_timeline_describe;
  canvas_class->hit_frame = scape_timeline_hit_frame;

  signals[SEEK] = g_signal_new ("seek", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                G_TYPE_NONE, 2, G_TYPE_UINT64, G_TYPE_UINT);
}

static void
scape_timeline_init (ScapeTimeline *self)
{
  GtkEventController *scroll = gtk_event_controller_scroll_new (GTK_EVENT_CONTROLLER_SCROLL_BOTH_AXES);
  GtkEventController *motion = gtk_event_controller_motion_new ();
  GtkGesture *drag = gtk_gesture_drag_new ();

  self->view.hover_ns = -1;
  gtk_widget_set_focusable (GTK_WIDGET (self), TRUE);
  g_signal_connect_swapped (scroll, "scroll", G_CALLBACK (scroll_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), scroll);
  g_signal_connect_swapped (motion, "motion", G_CALLBACK (pointer_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), motion);
  g_signal_connect_swapped (drag, "drag-begin", G_CALLBACK (drag_begin_cb), self);
  g_signal_connect_swapped (drag, "drag-update", G_CALLBACK (drag_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (drag));
  g_signal_connect (self, "notify::has-focus", G_CALLBACK (focus_cb), NULL);

  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Timeline"), -1);
}
