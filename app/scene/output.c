#include "scene/scene-i18n.h"

#include "scene/draw.h"
#include "scene/output.h"

#include <math.h>
#include <string.h>

#define LINE_H 18.0

/* How the program ended; NULL while it has not. */
static char *
ending (const GccoreFrame *frame)
{
  if (frame->run_state != GCCORE_RUN_EXITED && frame->run_state != GCCORE_RUN_PANICKED)
    return NULL;
  return g_strdup_printf (_("The program ended, exit status %d"), frame->exit_status);
}

void
paint_output (cairo_t *cr, SceneRect rect, const GccoreFrame *frame, const SceneTheme *theme)
{
  g_autofree char *text = g_strndup (frame->output ? frame->output : "", frame->output_len), *end = ending (frame);
  g_auto (GStrv) lines = NULL;
  double line_h = scene_em (theme, LINE_H), y = rect.y + line_h / 2;
  guint n, room = (guint) MAX (1, rect.h / line_h), first;
  gboolean bad = FALSE;

  lines = g_strsplit (g_strchomp (text), "\n", -1);
  n = g_strv_length (lines);
  if (end)
    room = room > 1 ? room - 1 : 1;
  first = n > room ? n - room : 0;
  cairo_save (cr);
  if (n == 0 && end == NULL)
    scene_text (cr, theme, SCENE_FONT_UI, theme->faint, rect.x + rect.w / 2, rect.y + rect.h / 2, SCENE_CENTRE, rect.w,
                _("The program has written nothing yet"));
  for (guint i = 0; i < n; i++)
    {
      bad = bad
            || (frame->run_state == GCCORE_RUN_PANICKED
                && (g_str_has_prefix (lines[i], "panic: ") || g_str_has_prefix (lines[i], "fatal error: ")));
      if (i < first)
        continue;
      scene_text (cr, theme, SCENE_FONT_MONO, bad ? theme->error : theme->text, rect.x, y, SCENE_LEFT, rect.w,
                  lines[i]);
      y += line_h;
    }
  if (end)
    scene_text (cr, theme, SCENE_FONT_SMALL, frame->exit_status ? theme->error : theme->dim, rect.x, y, SCENE_LEFT,
                rect.w, end);
  cairo_restore (cr);
}
