#include "scene/scene-i18n.h"

#include "scene/draw.h"
#include "scene/format.h"
#include "scene/ribbon.h"

#include <math.h>
#include <string.h>

#define GAP 4.0
#define APART 16.0            /* before the scavenger, which is no phase */
#define RADIUS 5.0

/* Shares of the width left after every label has its room. */
static const double shares[GCCORE_N_PHASES + 1] = { 0.5, 0.1, 5, 0.1, 2, 0.4 };

const char *
scene_phase_label (GccorePhase phase)
{
  switch (phase)
    {
    case GCCORE_PHASE_OFF: return C_("phase", "Off");
    case GCCORE_PHASE_SWEEP_TERM: return C_("phase", "Sweep term");
    case GCCORE_PHASE_MARK: return C_("phase", "Mark");
    case GCCORE_PHASE_MARK_TERM: return C_("phase", "Mark term");
    case GCCORE_PHASE_SWEEP: return C_("phase", "Sweep");
    default: return C_("phase", "Scavenge");
    }
}

const char *
scene_phase_sentence (GccorePhase phase)
{
  switch (phase)
    {
    case GCCORE_PHASE_SWEEP_TERM: return _("sweep termination");
    case GCCORE_PHASE_MARK: return _("concurrent mark");
    case GCCORE_PHASE_MARK_TERM: return _("mark termination");
    case GCCORE_PHASE_SWEEP: return _("concurrent sweep");
    case GCCORE_PHASE_OFF:
    default: return _("collector off");
    }
}

static double
progress_of (const GccoreFrame *frame, guint phase)
{
  return CLAMP (phase == GCCORE_N_PHASES ? frame->scavenge_progress : frame->phase_progress[phase], 0, 1);
}

static gboolean
active (const GccoreFrame *frame, guint phase)
{
  return phase == GCCORE_N_PHASES ? frame->scavenging : (guint) frame->phase == phase;
}

void
scene_ribbon_layout (SceneRibbonLayout *layout, const GccoreFrame *frame, SceneRect rect, const SceneTheme *theme)
{
  double need[GCCORE_N_PHASES + 1], gaps = APART + (GCCORE_N_PHASES - 1) * GAP, total, sum = 0, x = rect.x;

  memset (layout, 0, sizeof *layout);
  layout->frame = frame;
  layout->rect = rect;
  for (guint i = 0; i <= GCCORE_N_PHASES; i++)
    sum += shares[i];
  /* Room for the bold label that an active phase has, so that nothing moves when the phase changes; and for its
   * percents, unless the ribbon is short. */
  for (layout->font = SCENE_FONT_UI; ; layout->font = SCENE_FONT_SMALL)
    {
      gboolean small = layout->font == SCENE_FONT_SMALL;

      total = gaps;
      for (guint i = 0; i <= GCCORE_N_PHASES; i++)
        {
          g_autofree char *text =
              g_strdup_printf ("%s%s", scene_phase_label ((GccorePhase) i),
                               !small && (i == GCCORE_PHASE_MARK || i >= GCCORE_PHASE_SWEEP) ? " 100 %" : "");

          need[i] = scene_text_width (theme, small ? SCENE_FONT_SMALL : SCENE_FONT_UI_BOLD, text) + (small ? 12 : 16);
          total += need[i];
        }
      if (small || total <= rect.w)
        break;
    }
  for (guint i = 0; i <= GCCORE_N_PHASES; i++)
    {
      double w =
          rect.w >= total ? need[i] + (rect.w - total) * shares[i] / sum : need[i] * (rect.w - gaps) / (total - gaps);

      if (i == GCCORE_N_PHASES)
        {
          x += APART - GAP;
          w = rect.x + rect.w - x;
        }
      layout->cells[i] = scene_snap_rect (theme, (SceneRect) { x, rect.y, w, rect.h });
      x += w + GAP;
    }
}

static SceneColour
ink_on (SceneColour ground)
{
  SceneColour white = scene_colour_hex (0xffffff), dark = scene_colour_hex (0x14171a);

  /* White unless it would be hard to read: on saturated colours it looks stronger than its ratio says. */
  return scene_colour_contrast (ground, white) >= 2.9 ? white : dark;
}

void
paint_ribbon (cairo_t *cr, const SceneRibbonLayout *layout, const SceneTheme *theme)
{
  const GccoreFrame *frame = layout->frame;
  SceneFont bold = layout->font == SCENE_FONT_UI ? SCENE_FONT_UI_BOLD : SCENE_FONT_SMALL;

  cairo_save (cr);
  for (guint i = 0; i <= GCCORE_N_PHASES; i++)
    {
      SceneRect cell = layout->cells[i];
      gboolean on = active (frame, i), measured = i == GCCORE_PHASE_MARK || i >= GCCORE_PHASE_SWEEP;
      double progress = measured ? progress_of (frame, i) : 1, y = cell.y + cell.h / 2;
      char text[64], percent[SCENE_TEXT_MAX];

      if (!on)
        {
          scene_fill_round (cr, cell, RADIUS, theme->phases_soft[i]);
          if (theme->high_contrast || theme->kind == SCENE_THEME_PRINT)
            scene_stroke_round (cr, cell, RADIUS, 1, theme->border);
          scene_text (cr, theme, layout->font, theme->text, cell.x + cell.w / 2, y, SCENE_CENTRE, cell.w - 4,
                      scene_phase_label ((GccorePhase) i));
          continue;
        }
      /* Done part in full colour, the rest paler. */
      {
        SceneColour full = theme->phases[i], rest = scene_colour_mix (full, theme->card, theme->dark ? 0.45 : 0.36);
        double done = measured ? scene_snap (theme, cell.w * progress) : cell.w;

        scene_fill_round (cr, cell, RADIUS, measured ? rest : full);
        if (measured && progress > 0)
          {
            cairo_save (cr);
            scene_round_path (cr, cell, RADIUS);
            cairo_clip (cr);
            scene_fill_rect (cr, (SceneRect) { cell.x, cell.y, done, cell.h }, full);
            cairo_restore (cr);
          }
        if (measured)
          g_snprintf (text, sizeof text, "%s %s", scene_phase_label ((GccorePhase) i),
                      scene_format_percent (percent, progress, 0));
        else
          g_strlcpy (text, scene_phase_label ((GccorePhase) i), sizeof text);
        if (measured && scene_text_width (theme, bold, text) > cell.w - 16)
          g_strlcpy (text, scene_phase_label ((GccorePhase) i), sizeof text);
        /* Each part of the writing in what reads best on its ground. */
        for (guint part = 0; part < 2; part++)
          {
            SceneRect ground = part ? (SceneRect) { cell.x + done, cell.y, cell.w - done, cell.h }
                                    : (SceneRect) { cell.x, cell.y, done, cell.h };

            cairo_save (cr);
            cairo_rectangle (cr, ground.x, ground.y, ground.w, ground.h);
            cairo_clip (cr);
            scene_text (cr, theme, bold, ink_on (part ? rest : full), cell.x + cell.w / 2, y, SCENE_CENTRE, cell.w - 4,
                        text);
            cairo_restore (cr);
          }
      }
    }
  cairo_restore (cr);
}

SceneHit
scene_ribbon_hit (const SceneRibbonLayout *layout, double x, double y)
{
  SceneHit hit = { .kind = SCENE_HIT_NONE, .run = -1, .index = -1, .p = -1 };

  for (guint i = 0; i <= GCCORE_N_PHASES; i++)
    if (scene_rect_contains (&layout->cells[i], x, y))
      {
        hit.kind = SCENE_HIT_PHASE;
        hit.index = (int) i;
        hit.rect = layout->cells[i];
      }
  return hit;
}
