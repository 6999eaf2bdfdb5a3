#include "scene/scene-i18n.h"

#include "scene/draw.h"
#include "scene/span-cycles.h"

#include <math.h>
#include <string.h>

#define TITLE_H 28.0
#define COLUMNS_H 40.0
#define NUMBERS_H 18.0
#define COLUMN_MAX 24.0
#define COLUMN_MIN 8.0

void
scene_span_cycles_layout (SceneSpanCyclesLayout *layout, const GccoreFrame *frame, uint64_t addr, SceneRect rect,
                          const SceneTheme *theme)
{
  int run = addr ? scene_frame_run_at (frame, addr) : -1;
  guint fit = (guint) MAX (1, rect.w / COLUMN_MIN);
  gboolean told = FALSE;

  memset (layout, 0, sizeof *layout);
  layout->frame = frame;
  layout->rect = (SceneRect) { rect.x, rect.y, rect.w, 0 };
  for (guint i = 0; run >= 0 && i < frame->object.n_cycles; i++)
    told |= frame->object.cycles[i].in_use;
  if (!told)
    return;
  layout->span_class = frame->runs[run].elem_size ? frame->runs[run].span_class : -1;
  layout->n = MIN (frame->object.n_cycles, fit);
  layout->first = frame->object.n_cycles - layout->n;
  layout->column_w = floor (CLAMP (rect.w / layout->n, COLUMN_MIN, COLUMN_MAX));
  layout->rect.h = scene_em (theme, TITLE_H) + COLUMNS_H + scene_em (theme, NUMBERS_H);
}

static SceneRect
column (const SceneSpanCyclesLayout *layout, const SceneTheme *theme, guint i)
{
  double top = layout->rect.y + scene_em (theme, TITLE_H);

  return scene_snap_rect (theme, (SceneRect) { layout->rect.x + i * layout->column_w, top,
                                               layout->column_w - (layout->column_w > 12 ? 3 : 2), COLUMNS_H });
}

static void
paint_column (cairo_t *cr, const GccoreSpanCycle *cycle, SceneRect r, gboolean same, const SceneTheme *theme)
{
  SceneColour colour = same ? theme->pages[GCCORE_PAGES_SWEPT] : theme->pages[GCCORE_PAGES_LARGE];
  double used = r.h * cycle->n_alloc / MAX (cycle->n_elems, 1), kept = r.h * MIN (cycle->n_marked, cycle->n_alloc)
                                                                       / MAX (cycle->n_elems, 1);
  SceneRect part;

  if (!cycle->in_use)
    {
      scene_fill_rect (cr, (SceneRect) { r.x, r.y + r.h - 2, r.w, 2 }, theme->border);
      return;
    }
  scene_fill_rect (cr, r, scene_colour_mix (theme->panel, theme->text, 0.07));
  part = scene_snap_rect (theme, (SceneRect) { r.x, r.y + r.h - used, r.w, used });
  scene_fill_rect (cr, part, scene_colour_mix (theme->panel, colour, theme->dark ? 0.5 : 0.4));
  part = scene_snap_rect (theme, (SceneRect) { r.x, r.y + r.h - kept, r.w, kept });
  scene_fill_rect (cr, part, colour);
  if (!same)
    scene_hatch_rect (cr, r, theme, 4, 1, scene_colour_alpha (theme->panel, 0.6));
}

void
paint_span_cycles (cairo_t *cr, const SceneSpanCyclesLayout *layout, const SceneTheme *theme)
{
  const GccoreSpanCycle *cycles;
  double head = layout->rect.y + scene_em (theme, TITLE_H) / 2 - 3, right = layout->rect.x + layout->rect.w, w;
  double y = layout->rect.y + layout->rect.h - scene_em (theme, NUMBERS_H) / 2;

  if (layout->rect.h <= 0)
    return;
  cycles = layout->frame->object.cycles + layout->first;
  cairo_save (cr);
  w = scene_text (cr, theme, SCENE_FONT_UI, theme->dim, layout->rect.x, head, SCENE_LEFT, layout->rect.w,
                  _("over the cycles"));
  /* Translators: legend of columns: slots that were in use, and those of them that survived the collection. */
  scene_text (cr, theme, SCENE_FONT_SMALL, theme->dim, right, head, SCENE_RIGHT, layout->rect.w - w - 12,
              _("in use, survived"));
  for (guint i = 0; i < layout->n; i++)
    {
      SceneRect r = column (layout, theme, i);

      paint_column (cr, &cycles[i], r, cycles[i].span_class == layout->span_class, theme);
      /* The first, the last, and every fifth between where numbers have room. */
      if (i == 0 || i + 1 == layout->n || (cycles[i].cycle % 5 == 0 && i > 2 && i + 4 < layout->n))
        {
          char text[16];

          g_snprintf (text, sizeof text, "%u", cycles[i].cycle);
          scene_text (cr, theme, SCENE_FONT_SMALL, theme->dim, r.x + r.w / 2, y,
                      SCENE_CENTRE, 0, text);
        }
    }
  cairo_restore (cr);
}

SceneHit
scene_span_cycles_hit (const SceneSpanCyclesLayout *layout, double x, double y)
{
  SceneHit hit = { .kind = SCENE_HIT_NONE, .run = -1, .index = -1, .p = -1 };
  int i = layout->n > 0 ? (int) floor ((x - layout->rect.x) / layout->column_w) : -1;

  if (i < 0 || (guint) i >= layout->n || !scene_rect_contains (&layout->rect, x, y))
    return hit;
  hit.kind = SCENE_HIT_CYCLE;
  hit.index = (int) layout->first + i;
  hit.rect = (SceneRect) { layout->rect.x + i * layout->column_w, layout->rect.y, layout->column_w, layout->rect.h };
  return hit;
}
