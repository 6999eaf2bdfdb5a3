#pragma once

/* What the machine did, said in the reader's language: the templates of session/events.h through gettext. Where there
 * is no translation, gccore's own English sentence stands. */

#include "session/frame.h"

#include <glib.h>

G_BEGIN_DECLS

char *scene_event_sentence (const GccoreFrameEvent *event);
/* What the last step did; "" at the start. */
char *scene_step_sentence (const GccoreFrame *frame);

/* What an error says (session/error-text.h). */
char *scene_error_sentence (const GccoreError *error);

/* Whether the text holds what somebody looks for, whatever the case; `folded` went through g_utf8_casefold(). */
gboolean scene_sentence_contains (const char *text, const char *folded);

G_END_DECLS
