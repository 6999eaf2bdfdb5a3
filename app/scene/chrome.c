#include "scene/scene-i18n.h"

#include "scene/chrome.h"
#include "scene/compose.h"
#include "scene/draw.h"
#include "scene/format.h"
#include "scene/sentence.h"

#include <math.h>
#include <string.h>

#define BUTTON_H 32.0

typedef enum { ICON_NONE, ICON_SIDEBAR, ICON_MENU, ICON_CLOSE, ICON_FIRST, ICON_LAST, ICON_BACK, ICON_FORWARD, ICON_RUN,
               ICON_PAUSE, ICON_DOWN } Icon;

static void
triangle (cairo_t *cr, double x, double y, double size, gboolean left)
{
  double d = left ? -1 : 1;

  cairo_move_to (cr, x - d * size * 0.42, y - size / 2);
  cairo_line_to (cr, x + d * size * 0.48, y);
  cairo_line_to (cr, x - d * size * 0.42, y + size / 2);
  cairo_close_path (cr);
  cairo_fill (cr);
}

/* An icon of 12 units around (x, y). */
static void
paint_icon (cairo_t *cr, Icon icon, double x, double y, SceneColour colour)
{
  scene_set (cr, colour);
  cairo_set_line_width (cr, 1.6);
  cairo_set_line_cap (cr, CAIRO_LINE_CAP_ROUND);
  switch (icon)
    {
    case ICON_SIDEBAR:
      scene_stroke_round (cr, (SceneRect) { x - 7, y - 6, 14, 12 }, 2.5, 1.5, colour);
      cairo_rectangle (cr, x - 5.5, y - 4.5, 4, 9);
      cairo_fill (cr);
      break;
    case ICON_MENU:
      for (int i = -1; i <= 1; i++)
        cairo_rectangle (cr, x - 6, y + i * 4 - 0.75, 12, 1.5);
      cairo_fill (cr);
      break;
    case ICON_CLOSE:
      cairo_move_to (cr, x - 4, y - 4);
      cairo_line_to (cr, x + 4, y + 4);
      cairo_move_to (cr, x + 4, y - 4);
      cairo_line_to (cr, x - 4, y + 4);
      cairo_stroke (cr);
      break;
    case ICON_FIRST:
      triangle (cr, x + 1.5, y, 10, TRUE);
      cairo_rectangle (cr, x - 6, y - 5, 2, 10);
      cairo_fill (cr);
      break;
    case ICON_LAST:
      triangle (cr, x - 1.5, y, 10, FALSE);
      cairo_rectangle (cr, x + 4, y - 5, 2, 10);
      cairo_fill (cr);
      break;
    case ICON_BACK:
      triangle (cr, x, y, 9, TRUE);
      break;
    case ICON_FORWARD:
      triangle (cr, x, y, 9, FALSE);
      break;
    case ICON_RUN:
      triangle (cr, x, y, 11, FALSE);
      break;
    case ICON_PAUSE:
      cairo_rectangle (cr, x - 4.5, y - 5, 3, 10);
      cairo_rectangle (cr, x + 1.5, y - 5, 3, 10);
      cairo_fill (cr);
      break;
    case ICON_DOWN:
      cairo_move_to (cr, x - 3.5, y - 1.75);
      cairo_line_to (cr, x, y + 1.75);
      cairo_line_to (cr, x + 3.5, y - 1.75);
      cairo_stroke (cr);
      break;
    case ICON_NONE:
    default:
      break;
    }
  cairo_set_line_cap (cr, CAIRO_LINE_CAP_BUTT);
}

/* Width of a button: icon, words, or both; `menu` adds a small arrow. */
static double
button_width (const SceneTheme *theme, Icon icon, const char *text, gboolean menu)
{
  double w = text ? ceil (scene_text_width (theme, SCENE_FONT_UI, text)) + 24 : 36;

  if (text && icon)
    w += 18;
  return w + (menu ? 16 : 0);
}

static double
paint_button (cairo_t *cr, const SceneTheme *theme, double x, double y, Icon icon, gboolean icon_last, const char *text,
              gboolean menu, gboolean suggested)
{
  double w = button_width (theme, icon, text, menu), at = x + (text ? 12 : w / 2);
  SceneRect box = scene_snap_rect (theme, (SceneRect) { x, y - BUTTON_H / 2, w, BUTTON_H });
  SceneColour ink = suggested ? theme->on_accent : theme->text;

  scene_fill_round (cr, box, 6, suggested ? theme->accent : theme->button);
  if (theme->button_border.a > 0)
    scene_stroke_round (cr, box, 6, 1, theme->button_border);
  if (text == NULL)
    {
      paint_icon (cr, icon, at, y, ink);
      return w;
    }
  if (icon && !icon_last)
    {
      paint_icon (cr, icon, at + 5, y, ink);
      at += 18;
    }
  at += scene_text (cr, theme, suggested ? SCENE_FONT_UI_BOLD : SCENE_FONT_UI, ink, at, y, SCENE_LEFT, 0, text);
  if (icon && icon_last)
    paint_icon (cr, icon, at + 11, y, ink);
  if (menu)
    paint_icon (cr, ICON_DOWN, x + w - 15, y, ink);
  return w;
}

char *
scene_subtitle (const GccoreFrame *frame)
{
  char time[SCENE_TEXT_MAX];

  scene_format_ns (time, frame->now_ns);
  if (frame->run_state == GCCORE_RUN_EXITED || (frame->run_state == GCCORE_RUN_PANICKED && frame->death == NULL))
    /* Translators: exit status and virtual time. */
    return g_strdup_printf (_("exited with status %d · %s"), frame->exit_status, time);
  if (frame->death != NULL && g_str_has_prefix (frame->death, "panic: "))
    return g_strdup_printf (_("panicked · %s"), time);
  if (frame->death != NULL)
    return g_strdup_printf (_("died of a fatal error · %s"), time);
  if (frame->cycle == 0)
    return g_strdup_printf (_("before the first cycle · %s"), time);
  /* Translators: number of the cycle, phase in words, virtual time. */
  return g_strdup_printf (_("cycle %u · %s · %s"), frame->cycle, scene_phase_sentence (frame->phase), time);
}

void
paint_header (cairo_t *cr, SceneRect rect, const GccoreFrame *frame, const SceneTheme *theme)
{
  double y = rect.y + rect.h / 2, x = rect.x + 14, right, room;
  g_autofree char *subtitle = scene_subtitle (frame);

  scene_fill_rect (cr, rect, theme->bar);
  scene_hline (cr, theme, rect.x, rect.x + rect.w, rect.y + rect.h - 1, theme->border);
  x += paint_button (cr, theme, x, y, ICON_SIDEBAR, FALSE, NULL, FALSE, FALSE) + 8;
  x += paint_button (cr, theme, x, y, ICON_NONE, FALSE, _("Open"), TRUE, FALSE);

  right = rect.x + rect.w - 14 - button_width (theme, ICON_CLOSE, NULL, FALSE);
  paint_button (cr, theme, right, y, ICON_CLOSE, FALSE, NULL, FALSE, FALSE);
  right -= 8 + button_width (theme, ICON_MENU, NULL, FALSE);
  paint_button (cr, theme, right, y, ICON_MENU, FALSE, NULL, FALSE, FALSE);
  right -= 8 + button_width (theme, ICON_NONE, _("Screenshot"), TRUE);
  paint_button (cr, theme, right, y, ICON_NONE, FALSE, _("Screenshot"), TRUE, FALSE);

  room = 2 * MIN (rect.x + rect.w / 2 - x, right - rect.x - rect.w / 2) - 24;
  scene_text (cr, theme, SCENE_FONT_TITLE, theme->text, rect.x + rect.w / 2, y - scene_em (theme, 8), SCENE_CENTRE,
              room, frame->name);
  scene_text (cr, theme, SCENE_FONT_SMALL, theme->dim, rect.x + rect.w / 2, y + scene_em (theme, 11), SCENE_CENTRE,
              room, subtitle);
}

void
paint_side_title (cairo_t *cr, SceneRect rect, const SceneTheme *theme)
{
  scene_text (cr, theme, SCENE_FONT_HEADING, theme->text, rect.x + 20, rect.y + rect.h / 2, SCENE_LEFT, 0, _("Script"));
}

#define KNOB_H 42.0
#define KNOB_PAD 20.0

static double
paint_slider (cairo_t *cr, const SceneTheme *theme, double x, double y, double w, const char *label, const char *value,
              double at)
{
  SceneRect track = scene_snap_rect (theme, (SceneRect) { x, y + scene_em (theme, 23), w, 4 });
  double knob = scene_snap (theme, x + 8 + (w - 16) * CLAMP (at, 0, 1));

  scene_text (cr, theme, SCENE_FONT_UI, theme->dim, x, y + scene_em (theme, 10), SCENE_LEFT, 0, label);
  scene_text (cr, theme, SCENE_FONT_MONO, theme->text, x + w, y + scene_em (theme, 10), SCENE_RIGHT, 0, value);
  scene_fill_round (cr, track, 2, theme->track);
  scene_fill_round (cr, (SceneRect) { track.x, track.y, knob - track.x, track.h }, 2, theme->accent);
  scene_set (cr, theme->dark ? scene_colour_hex (0xf1f3f5) : scene_colour_hex (0xffffff));
  cairo_arc (cr, knob, track.y + 2, 8, 0, 2 * G_PI);
  cairo_fill (cr);
  scene_set (cr, theme->dark ? scene_colour_alpha (theme->window, 0.8) : scene_colour_hex (0xb9c0c8));
  cairo_set_line_width (cr, 1);
  cairo_arc (cr, knob, track.y + 2, 7.5, 0, 2 * G_PI);
  cairo_stroke (cr);
  return scene_em (theme, KNOB_H);
}

double
scene_knobs_height (const SceneTheme *theme)
{
  return 40 + 3 * scene_em (theme, KNOB_H) + scene_em (theme, 32) + 8;
}

void
paint_knobs (cairo_t *cr, SceneRect rect, const GccoreFrame *frame, const SceneExportOptions *options,
             const SceneTheme *theme)
{
  double x = rect.x + KNOB_PAD, w = rect.w - 2 * KNOB_PAD, y = rect.y;
  const GccorePacerView *p = &frame->pacer;
  char value[SCENE_TEXT_MAX];

  scene_hline (cr, theme, rect.x, rect.x + rect.w, rect.y, theme->border);
  scene_text (cr, theme, SCENE_FONT_HEADING, theme->text, x, y + 22, SCENE_LEFT, 0, _("Knobs"));
  y += 40;
  if (p->gc_percent < 0)
    g_strlcpy (value, "off", sizeof value);
  else
    g_snprintf (value, sizeof value, "%d", p->gc_percent);
  /* GOGC 10 to 1000 on a logarithmic scale, off at the end. */
  y += paint_slider (cr, theme, x, y, w, "GOGC", value,
                     p->gc_percent < 0 ? 1 : log10 (MAX (p->gc_percent, 10) / 10.0) / 2.1);
  if (p->memory_limit <= 0 || p->memory_limit == INT64_MAX)
    g_strlcpy (value, "off", sizeof value);
  else
    scene_format_bytes (value, (uint64_t) p->memory_limit);
  y += paint_slider (cr, theme, x, y, w, "GOMEMLIMIT", value,
                     p->memory_limit <= 0 || p->memory_limit == INT64_MAX ? 1
                                                                          : (log2 ((double)p->memory_limit) - 20) / 11);
  g_snprintf (value, sizeof value, "%u", frame->n_ps);
  y += paint_slider (cr, theme, x, y, w, "GOMAXPROCS", value, log2 (MAX (frame->n_ps, 1)) / 6);
  g_snprintf (value, sizeof value, "%" G_GUINT64_FORMAT, (guint64) options->seed);
  scene_text (cr, theme, SCENE_FONT_UI, theme->dim, x, y + 12, SCENE_LEFT, 0, _("Seed"));
  scene_text (cr, theme, SCENE_FONT_MONO, theme->text, x + w, y + 12, SCENE_RIGHT, 0, value);
}

void
paint_transport (cairo_t *cr, SceneRect rect, SceneRect content, SceneRect inspector, const GccoreFrame *frame,
                 const SceneExportOptions *options, const SceneTheme *theme)
{
  double y = rect.y + rect.h / 2, x = content.x + 20;
  gboolean running = frame->run_state == GCCORE_RUN_RUNNING;
  char a[SCENE_TEXT_MAX], b[SCENE_TEXT_MAX];
  g_autofree char *tick = NULL, *virtual_time = NULL, *decided = NULL, *sentence = NULL;

  scene_fill_rect (cr, rect, theme->bar);
  scene_hline (cr, theme, rect.x, rect.x + rect.w, rect.y, theme->border);

  if (frame->broken == NULL && (options->n_heap || options->n_stack))
    {
      /* Translators: numbers of allocation sites that escape analysis put on the heap and on the stack. */
      decided = g_strdup_printf (_("%u heap · %u stack by escape analysis"), options->n_heap, options->n_stack);
      scene_text (cr, theme, SCENE_FONT_SMALL, theme->dim, rect.x + 20, y, SCENE_LEFT, content.x - rect.x - 28,
                  decided);
    }
  else if (frame->broken != NULL)
    scene_text (cr, theme, SCENE_FONT_SMALL, theme->error, rect.x + 20, y, SCENE_LEFT, content.x - rect.x - 28,
                sentence = scene_error_sentence (frame->broken));
  else
    scene_text (cr, theme, SCENE_FONT_SMALL, theme->dim, rect.x + 20, y, SCENE_LEFT, content.x - rect.x - 28,
                sentence = scene_step_sentence (frame));

  x += paint_button (cr, theme, x, y, ICON_FIRST, FALSE, NULL, FALSE, FALSE) + 8;
  x += paint_button (cr, theme, x, y, ICON_BACK, FALSE, content.w >= 600 ? _("step") : NULL, FALSE, FALSE) + 8;
  x += paint_button (cr, theme, x, y, running ? ICON_PAUSE : ICON_RUN, FALSE, running ? _("pause") : _("run"), FALSE,
                     TRUE)
       + 8;
  x += paint_button (cr, theme, x, y, ICON_FORWARD, TRUE, content.w >= 600 ? _("step") : NULL, FALSE, FALSE) + 8;
  x += paint_button (cr, theme, x, y, ICON_LAST, FALSE, NULL, FALSE, FALSE) + 16;
  if (content.w >= 760)
    x += paint_button (cr, theme, x, y, ICON_NONE, FALSE, _("by: object"), TRUE, FALSE) + 24;

  if (options->last_tick)
    tick = g_strdup_printf (_("tick %s / %s"), scene_format_count (a, frame->tick),
                            scene_format_count (b, options->last_tick));
  else
    tick = g_strdup_printf (_("tick %s"), scene_format_count (a, frame->tick));
  virtual_time = g_strdup_printf (_("virtual %s"), scene_format_ns (a, frame->now_ns));
  scene_text (cr, theme, SCENE_FONT_MONO, theme->text, x, y - scene_em (theme, 9), SCENE_LEFT, 0, tick);
  scene_text (cr, theme, SCENE_FONT_MONO, theme->dim, x, y + scene_em (theme, 9), SCENE_LEFT, 0, virtual_time);

  if (inspector.w > 0)
    {
      static const char *const states[] = { N_("ready"),  N_("paused"),   N_("running"),
                                            N_("exited"), N_("panicked"), N_("stopped: host error") };

      scene_text (cr, theme, SCENE_FONT_UI, frame->run_state >= GCCORE_RUN_PANICKED ? theme->error : theme->dim,
                  inspector.x + inspector.w - 20, y, SCENE_RIGHT, 0,
                  _(states[MIN (frame->run_state, GCCORE_RUN_HOST_ERROR)]));
    }
}
