/* What takes long: the bar that tells how far it has come, and giving it up. It appears only when something has taken a
 * moment already, so that a quick seek does not flicker. */

#define G_LOG_DOMAIN "ScapeWindow"

#include "config.h"

#include <glib/gi18n.h>

#include "scene/format.h"
#include "widgets/scape-window-private.h"

#define PATIENCE_US 250000

void
scape_window_show_progress (ScapeWindow *self,
                            const char  *text,
                            double       fraction)
{
  gtk_revealer_set_reveal_child (self->progress_revealer, text != NULL);
  if (text == NULL)
    return;
  gtk_label_set_text (self->progress_label, text);
  gtk_progress_bar_set_fraction (self->progress_bar, CLAMP (fraction, 0, 1));
}

/* The engine sets out for another tick. */
static void
begin (ScapeWindow *self)
{
  const GccoreFrame *frame = scape_engine_get_frame (self->engine);

  self->seek_began_us = g_get_monotonic_time ();
  self->seek_from = frame != NULL ? frame->tick : 0;
  self->seek_low = G_MAXUINT64;
}

static gboolean
is_long (ScapeWindow *self)
{
  return scape_engine_get_state (self->engine) == SCAPE_ENGINE_SEEKING &&
         g_get_monotonic_time () - self->seek_began_us > PATIENCE_US;
}

static void
state_cb (ScapeWindow *self)
{
  if (scape_engine_get_state (self->engine) == SCAPE_ENGINE_SEEKING)
    begin (self);
  else if (self->series == NULL)
    scape_window_show_progress (self, NULL, 0);
}

/* A search backwards has come to @tick, from which there is nothing. */
static void
searching_cb (ScapeWindow *self,
              guint64      tick)
{
  char number[SCENE_TEXT_MAX];
  g_autofree char *text = NULL;

  if (!is_long (self) || self->seek_from == 0)
    return;
  /* Translators: %s is a number like 48 211. */
  text = g_strdup_printf (_("Looking back: tick %s"), scene_format_count (number, tick));
  scape_window_show_progress (self, text, 1 - (double) tick / (double) self->seek_from);
}

/* On the way to a tick, from the moment kept before it. */
static void
frame_cb (ScapeWindow *self)
{
  const GccoreFrame *frame = scape_engine_get_frame (self->engine);
  char number[SCENE_TEXT_MAX];
  g_autofree char *text = NULL;

  if (frame == NULL || !is_long (self) || self->seek_to == G_MAXUINT64)
    return;
  self->seek_low = MIN (self->seek_low, frame->tick);
  text = g_strdup_printf (_("On the way to tick %s"), scene_format_count (number, self->seek_to));
  scape_window_show_progress (self, text, (double) (frame->tick - self->seek_low) /
                                          (double) MAX (1, (gint64) (self->seek_to - self->seek_low)));
}

void
scape_window_seek_to (ScapeWindow *self, guint64 tick, guint step)
{
  if (!self->has_machine)
    return;
  self->seek_to = tick;
  scape_engine_seek_to (self->engine, tick, step);
}

void
scape_window_seek (ScapeWindow *self,
                   guint64      tick)
{
  scape_window_seek_to (self, tick, 0);
}

gboolean
scape_window_give_up (ScapeWindow *self)
{
  if (scape_window_cancel_series (self))
    return TRUE;
  if (scape_engine_get_state (self->engine) != SCAPE_ENGINE_SEEKING)
    return FALSE;
  scape_engine_pause (self->engine);
  return TRUE;
}

static void
give_up_action (GtkWidget  *widget,
                const char *name,
                GVariant   *parameter)
{
  scape_window_give_up (SCAPE_WINDOW (widget));
}

void
scape_window_class_init_progress_actions (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "win.give-up", NULL, give_up_action);
}

void
scape_window_init_progress (ScapeWindow *self)
{
  self->seek_to = G_MAXUINT64;
  g_signal_connect_object (self->engine, "notify::state", G_CALLBACK (state_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->engine, "searching", G_CALLBACK (searching_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->engine, "frame", G_CALLBACK (frame_cb), self, G_CONNECT_SWAPPED);
}
