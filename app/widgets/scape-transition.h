#pragma once

/* What a step has changed is seen changing: the moments that a canvas lays out one after the other, which of them may
 * be shown as coming from the one before, and the animation from 0 to 1 that does it. Not while pictures follow each
 * other faster than one can look, and not where animations are off. */

#include <adwaita.h>

#include "session/frame.h"

G_BEGIN_DECLS

typedef enum {
  SCAPE_TRANSITION_SAME,      /* the same moment once more: what is under way goes on */
  SCAPE_TRANSITION_MAY,       /* another moment, which may be animated */
  SCAPE_TRANSITION_NONE,      /* another moment; it is simply there */
} ScapeTransitionKind;

/* t goes from 0 to 1; at 1 it is over. */
typedef void (*ScapeTransitionFunc) (GtkWidget *widget, double t);

typedef struct {
  GtkWidget *widget;          /* borrowed: whose struct this is part of */
  ScapeTransitionFunc func;
  guint duration_ms;
  GccoreFrame *before, *shown; /* owned: the last two moments; NULL: there was none */
  gint64 shown_us;
  AdwAnimation *animation;
  guint source;
} ScapeTransition;

void scape_transition_init (ScapeTransition *self, GtkWidget *widget, guint duration_ms, ScapeTransitionFunc func);
/* In dispose, and the frames in finalize: layouts may look at them until then. */
void scape_transition_stop (ScapeTransition *self);
void scape_transition_clear (ScapeTransition *self);

/* This frame is laid out now. */
ScapeTransitionKind scape_transition_take (ScapeTransition *self, const GccoreFrame *frame);
void scape_transition_begin (ScapeTransition *self);

G_END_DECLS
