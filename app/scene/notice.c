#include "scene/scene-i18n.h"

#include "scene/draw.h"
#include "scene/notice.h"
#include "scene/sentence.h"

#define PAD 10.0
#define SIGN 16.0             /* the triangle, with the air beside it: SIGN + PAD */
#define MAX_LINES 3
#define AIR 8.0
#define LEAST_BELOW 80.0      /* rather no strip than no picture */

static char *
death_text (const char *death, SceneNoticeView view)
{
  switch (view)
    {
    case SCENE_NOTICE_BOARD:
      /* Translators: %s is Go's own text, like "panic: runtime error: integer divide by zero". */
      return g_strdup_printf (_("The program died (%s); this is where its spans were at that moment."), death);
    case SCENE_NOTICE_OBJECTS:
      return g_strdup_printf (_("The program died (%s); these are its objects at that moment."), death);
    case SCENE_NOTICE_FRAGMENTATION:
      return g_strdup_printf (_("The program died (%s); this is what its memory carried at that moment."), death);
    case SCENE_NOTICE_SPANS:
    default:
      return g_strdup_printf (_("The program died (%s); this is its heap at that moment."), death);
    }
}

char *
scene_notice_text (const GccoreFrame *frame, SceneNoticeView view)
{
  if (frame->broken != NULL)
    {
      g_autofree char *promise = scene_error_sentence (frame->broken);

      /* Translators: %s is a promise that the verifier found broken, a sentence without its full stop. */
      return g_strdup_printf (_("The verifier found: %s"), promise);
    }
  if (frame->death != NULL)
    return death_text (frame->death, view);
  return NULL;
}

SceneRect
scene_notice_take (const GccoreFrame *frame, SceneNoticeView view, SceneRect *rect, const SceneTheme *theme)
{
  g_autofree char *text = scene_notice_text (frame, view);
  SceneRect strip = { rect->x, rect->y, rect->w, 0 };
  double h;

  if (text == NULL)
    return strip;
  h = scene_paragraph (NULL, theme, SCENE_FONT_SMALL, theme->text, 0, 0, SCENE_LEFT, rect->w - SIGN - 3 * PAD,
                       MAX_LINES, text)
      + 2 * PAD;
  if (rect->h < h + AIR + LEAST_BELOW)
    return strip;
  strip.h = h;
  rect->y += h + AIR;
  rect->h -= h + AIR;
  return strip;
}

uint64_t
scene_lost_object (const GccoreFrame *frame)
{
  return frame->broken != NULL ? frame->broken->address : 0;
}

SceneHit
scene_notice_hit (SceneRect strip, const GccoreFrame *frame, double x, double y)
{
  SceneHit hit = { .kind = SCENE_HIT_NONE, .run = -1, .index = -1, .p = -1 };
  uint64_t lost = scene_lost_object (frame);
  int run = lost != 0 && scene_rect_contains (&strip, x, y) ? scene_frame_run_at (frame, lost) : -1;

  if (run < 0 || frame->runs[run].elem_size == 0)
    return hit;
  hit.kind = SCENE_HIT_OBJECT;
  hit.rect = strip;
  hit.run = run;
  hit.addr = lost;
  hit.index = (int) ((lost - frame->heap_base - (uint64_t) frame->runs[run].page * SCENE_PAGE_BYTES)
                     / frame->runs[run].elem_size);
  return hit;
}

/* A triangle with a stroke and a dot in it: seen without colour. */
static void
paint_sign (cairo_t *cr, double x, double y, SceneColour colour, SceneColour ground)
{
  const double px[] = { x + SIGN / 2, x + SIGN, x }, py[] = { y + 1, y + SIGN - 1, y + SIGN - 1 };

  scene_corner_path (cr, px, py, 3, 2);
  scene_set (cr, colour);
  cairo_fill (cr);
  scene_fill_rect (cr, (SceneRect) { x + SIGN / 2 - 1, y + 5.5, 2, 4.5 }, ground);
  scene_fill_rect (cr, (SceneRect) { x + SIGN / 2 - 1, y + 11.5, 2, 2 }, ground);
}

void
paint_notice (cairo_t *cr, SceneRect strip, const GccoreFrame *frame, SceneNoticeView view, const SceneTheme *theme)
{
  g_autofree char *text = strip.h > 0 ? scene_notice_text (frame, view) : NULL;
  SceneColour ground = scene_colour_mix (theme->card, theme->error, theme->dark ? 0.16 : 0.08);
  SceneRect box;

  if (text == NULL)
    return;
  box = scene_snap_rect (theme, strip);
  scene_fill_round (cr, box, 6, ground);
  scene_stroke_round (cr, box, 6, 1, scene_colour_mix (theme->card, theme->error, theme->high_contrast ? 1 : 0.45));
  paint_sign (cr, strip.x + PAD, strip.y + PAD, theme->error, ground);
  scene_paragraph (cr, theme, SCENE_FONT_SMALL, theme->text, strip.x + SIGN + 2 * PAD, strip.y + PAD, SCENE_LEFT,
                   strip.w - SIGN - 3 * PAD, MAX_LINES, text);
}

void
paint_emptiness (cairo_t *cr, SceneRect rect, const char *text, const SceneTheme *theme)
{
  scene_text (cr, theme, SCENE_FONT_UI, theme->faint, rect.x + rect.w / 2, rect.y + rect.h / 2, SCENE_CENTRE, rect.w,
              text);
}

const char *
scene_waiting_text (SceneNoticeView view)
{
  static const char *const texts[] = {
    [SCENE_NOTICE_SPANS] = N_("Waiting for the heap…"),
    [SCENE_NOTICE_BOARD] = N_("Waiting for the spans…"),
    [SCENE_NOTICE_OBJECTS] = N_("Following the pointers from the roots…"),
    [SCENE_NOTICE_FRAGMENTATION] = N_("Measuring the memory…"),
  };

  return _(texts[view]);
}
