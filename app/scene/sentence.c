#include "scene/scene-i18n.h"

#include "scene/sentence.h"

#include <string.h>

#include "session/error-text.h"
#include "session/events.h"

static const char *
translate (const char *english)
{
  return gettext (english);
}

char *
scene_event_sentence (const GccoreFrameEvent *event)
{
  const char *template = gccore_event_template (event);
  GString *text;

  if (gettext (template) == template)
    return g_strdup (event->text ? event->text : "");
  text = g_string_new (NULL);
  gccore_event_sentence (text, event, translate);
  return g_string_free (text, FALSE);
}

char *
scene_step_sentence (const GccoreFrame *frame)
{
  if (frame->told)
    return scene_event_sentence (frame->told);
  if (frame->step > 0 && frame->next_g >= 0)
    /* Translators: the number of a goroutine, of a line, a function's name. */
    return g_strdup_printf (_("goroutine %d is at line %u, in %s"), frame->next_g, frame->next_line,
                            frame->next_function ? frame->next_function : "?");
  return g_strdup (frame->sentence ? frame->sentence : "");
}

gboolean
scene_sentence_contains (const char *text, const char *folded)
{
  g_autofree char *other = g_utf8_casefold (text, -1);

  return strstr (other, folded) != NULL;
}

char *
scene_error_sentence (const GccoreError *error)
{
  return gccore_error_say (error, translate);
}
