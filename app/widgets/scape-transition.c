#define G_LOG_DOMAIN "ScapeTransition"

#include "config.h"

#include "widgets/scape-transition.h"

#define LEAST_PAUSE_US 150000

static void
value_cb (double t, gpointer data)
{
  ScapeTransition *self = data;

  self->func (self->widget, t);
  gtk_widget_queue_draw (self->widget);
}

static gboolean
begin_cb (gpointer data)
{
  ScapeTransition *self = data;

  self->source = 0;
  if (self->animation == NULL)
    {
      self->animation = adw_timed_animation_new (self->widget, 0, 1, self->duration_ms,
                                                 adw_callback_animation_target_new (value_cb, self, NULL));
      adw_timed_animation_set_easing (ADW_TIMED_ANIMATION (self->animation), ADW_EASE_IN_OUT_CUBIC);
    }
  adw_animation_reset (self->animation);
  adw_animation_play (self->animation);
  return G_SOURCE_REMOVE;
}

void
scape_transition_begin (ScapeTransition *self)
{
  /* Not while the picture is being drawn. */
  if (self->source == 0)
    self->source = g_idle_add (begin_cb, self);
}

static gboolean
same_moment (const GccoreFrame *a, const GccoreFrame *b)
{
  return a->tick == b->tick && a->step == b->step && a->n_runs == b->n_runs;
}

ScapeTransitionKind
scape_transition_take (ScapeTransition *self, const GccoreFrame *frame)
{
  GccoreFrame *last = self->shown;
  gint64 now = g_get_monotonic_time (), pause = now - self->shown_us;

  self->shown = gccore_frame_ref ((GccoreFrame *) frame);
  if (last != NULL && same_moment (last, frame))
    {
      gccore_frame_unref (last);
      return SCAPE_TRANSITION_SAME;
    }
  g_clear_pointer (&self->before, gccore_frame_unref);
  self->before = last;
  self->shown_us = now;
  return last != NULL && pause >= LEAST_PAUSE_US && adw_get_enable_animations (self->widget) ? SCAPE_TRANSITION_MAY
                                                                                             : SCAPE_TRANSITION_NONE;
}

void
scape_transition_init (ScapeTransition *self, GtkWidget *widget, guint duration_ms, ScapeTransitionFunc func)
{
  *self = (ScapeTransition) { .widget = widget, .duration_ms = duration_ms, .func = func };
}

void
scape_transition_stop (ScapeTransition *self)
{
  g_clear_handle_id (&self->source, g_source_remove);
  if (self->animation != NULL)
    adw_animation_skip (self->animation);
  g_clear_object (&self->animation);
}

void
scape_transition_clear (ScapeTransition *self)
{
  g_clear_pointer (&self->before, gccore_frame_unref);
  g_clear_pointer (&self->shown, gccore_frame_unref);
}
