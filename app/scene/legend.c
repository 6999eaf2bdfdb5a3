#include "scene/scene-i18n.h"

#include "scene/draw.h"
#include "scene/format.h"
#include "scene/legend.h"

#include <math.h>
#include <string.h>

#define SWATCH 12.0
#define GAP 5.0               /* swatch to label, label to count */
#define BETWEEN 16.0          /* entry to entry */
#define BETWEEN_MIN 6.0       /* rather than a second row */

static SceneLegendEntry *
add (SceneLegendLayout *legend, const char *label, SceneColour colour, SceneColour line, SceneSwatch swatch,
     int64_t count)
{
  SceneLegendEntry *entry = &legend->entries[legend->n_entries++];
  char buf[SCENE_TEXT_MAX];

  memset (entry, 0, sizeof *entry);
  g_strlcpy (entry->label, label, sizeof entry->label);
  if (count >= 0)
    g_strlcpy (entry->count, scene_format_count (buf, (uint64_t) count), sizeof entry->count);
  entry->colour = colour;
  entry->line = line;
  entry->swatch = swatch;
  return entry;
}

void
scene_legend_objects (SceneLegendLayout *legend, const GccoreFrame *frame, const SceneTheme *theme, uint64_t span)
{
  int run = scene_frame_run_at (frame, span);
  const GccoreSpanDetail *detail = run >= 0 ? scene_frame_detail (frame, run) : NULL;
  int64_t count[4] = { -1, -1, -1, -1 };

  memset (legend, 0, sizeof *legend);
  if (detail)
    {
      memset (count, 0, sizeof count);
      for (uint32_t i = 0; i < detail->n_elems; i++)
        count[detail->colour[i] & 3]++;
    }
  add (legend, _("black"), theme->black, theme->object_line, SCENE_SWATCH_BLACK, count[GCCORE_OBJECT_BLACK]);
  add (legend, _("grey"), theme->grey, theme->object_line, SCENE_SWATCH_GREY, count[GCCORE_OBJECT_GREY]);
  add (legend, _("white"), theme->white, theme->object_line, SCENE_SWATCH_WHITE, count[GCCORE_OBJECT_WHITE]);
  add (legend, _("free"), theme->free_slot, theme->free_line, SCENE_SWATCH_FREE, count[GCCORE_OBJECT_FREE]);
}

void
scene_legend_lanes (SceneLegendLayout *legend, const GccoreFrame *frame, const SceneTheme *theme)
{
  static const GccoreLane lanes[] = { GCCORE_LANE_GOROUTINE, GCCORE_LANE_MARK, GCCORE_LANE_ASSIST, GCCORE_LANE_SWEEP,
                                      GCCORE_LANE_SCAVENGE,  GCCORE_LANE_STW,  GCCORE_LANE_IDLE };

  memset (legend, 0, sizeof *legend);
  for (guint i = 0; i < G_N_ELEMENTS (lanes); i++)
    add (legend, scene_lane_label (lanes[i]), theme->lanes[lanes[i]], theme->dim, SCENE_SWATCH_FILL, -1)->weave =
        theme->lanes_weave[lanes[i]];
}

static double
entry_width (const SceneLegendEntry *entry, const SceneTheme *theme)
{
  double w = SWATCH + GAP + ceil (scene_text_width (theme, SCENE_FONT_SMALL, entry->label));

  if (entry->count[0])
    {
      /* At least two digits of room, then what the number has: counting to 99 does not make the neighbours dance. */
      double digit = scene_text_width (theme, SCENE_FONT_SMALL, "0");

      w += GAP + ceil (MAX (2 * digit, scene_text_width (theme, SCENE_FONT_SMALL, entry->count)));
    }
  return w;
}

static guint
place (SceneLegendLayout *legend, SceneRect rect, const SceneTheme *theme)
{
  double x = rect.x, y = rect.y, row = scene_line_height (theme, SCENE_FONT_SMALL) + 2, sum = 0, between = BETWEEN;
  guint rows = 1;

  for (guint i = 0; i < legend->n_entries; i++)
    sum += entry_width (&legend->entries[i], theme);
  if (legend->n_entries > 1 && sum + (legend->n_entries - 1) * BETWEEN_MIN <= rect.w)
    between = MIN (BETWEEN, floor ((rect.w - sum) / (legend->n_entries - 1)));
  for (guint i = 0; i < legend->n_entries; i++)
    {
      SceneLegendEntry *entry = &legend->entries[i];
      double w = MIN (entry_width (entry, theme), rect.w);

      if (x > rect.x && x + w > rect.x + rect.w + 0.5)
        {
          x = rect.x;
          y += row;
          rows++;
        }
      entry->rect = (SceneRect) { x, y, w, row };
      x += w + between;
    }
  legend->rect = (SceneRect) { rect.x, rect.y, rect.w, legend->n_entries ? y + row - rect.y : 0 };
  return rows;
}

void
scene_legend_layout (SceneLegendLayout *legend, SceneRect rect, const SceneTheme *theme)
{
  guint rows = place (legend, rect, theme);

  if (rows == 2 && legend->n_entries == 4 && legend->entries[3].rect.x == rect.x)
    /* Four that do not fit in a row: two and two, under each other. */
    for (guint i = 0; i < 4; i++)
      {
        legend->entries[i].rect.x = rect.x + (i % 2 ? floor (rect.w / 2) : 0);
        legend->entries[i].rect.y = rect.y + (i < 2 ? 0 : legend->entries[3].rect.y - rect.y);
      }
  if (rows <= 2)
    return;
  /* More than two rows: the counts go first. */
  for (guint i = 0; i < legend->n_entries; i++)
    legend->entries[i].count[0] = '\0';
  place (legend, rect, theme);
}

static void
paint_swatch (cairo_t *cr, const SceneLegendEntry *entry, const SceneTheme *theme, SceneRect box)
{
  switch (entry->swatch)
    {
    case SCENE_SWATCH_HATCH:
      scene_fill_round (cr, box, 2, entry->colour);
      scene_hatch_rect (cr, scene_rect_inset (box, 1, 1), theme, 4, 1,
                        scene_colour_mix (entry->colour, entry->line, 0.6));
      scene_stroke_round (cr, box, 2, 1, entry->line);
      break;
    case SCENE_SWATCH_DOTTED:
      cairo_set_dash (cr, (const double[]) { 1, 2 }, 2, 0);
      scene_stroke_round (cr, box, 0, 1, entry->line);
      cairo_set_dash (cr, NULL, 0, 0);
      break;
    case SCENE_SWATCH_BLACK:
      scene_object_shape (cr, theme, box, GCCORE_OBJECT_BLACK);
      break;
    case SCENE_SWATCH_GREY:
      scene_object_shape (cr, theme, box, GCCORE_OBJECT_GREY);
      break;
    case SCENE_SWATCH_WHITE:
      scene_object_shape (cr, theme, box, GCCORE_OBJECT_WHITE);
      break;
    case SCENE_SWATCH_FREE:
      scene_object_shape (cr, theme, box, GCCORE_OBJECT_FREE);
      break;
    case SCENE_SWATCH_LINE:
    case SCENE_SWATCH_DASHED:
      scene_set (cr, entry->colour);
      cairo_set_line_width (cr, 2);
      if (entry->swatch == SCENE_SWATCH_DASHED)
        cairo_set_dash (cr, (const double[]) { 4, 2 }, 2, 0);
      cairo_move_to (cr, box.x, box.y + box.h / 2);
      cairo_line_to (cr, box.x + box.w, box.y + box.h / 2);
      cairo_stroke (cr);
      cairo_set_dash (cr, NULL, 0, 0);
      break;
    case SCENE_SWATCH_RAMP:
    case SCENE_SWATCH_FILL:
    default:
      scene_fill_round (cr, box, 2, entry->colour);
      scene_weave_rect (cr, scene_rect_inset (box, 1, 1), theme, entry->weave, entry->colour);
      if (theme->high_contrast)
        scene_stroke_round (cr, box, 2, 1, entry->line);
      break;
    }
}

void
paint_legend (cairo_t *cr, const SceneLegendLayout *legend, const SceneTheme *theme)
{
  cairo_save (cr);
  for (guint i = 0; i < legend->n_entries; i++)
    {
      const SceneLegendEntry *entry = &legend->entries[i];
      double middle = entry->rect.y + entry->rect.h / 2, x = entry->rect.x + SWATCH + GAP, room;
      SceneRect box = scene_snap_rect (theme, (SceneRect) { entry->rect.x, middle - SWATCH / 2, SWATCH, SWATCH });

      paint_swatch (cr, entry, theme, box);
      room = entry->rect.x + entry->rect.w - x;
      if (entry->count[0])
        room -= GAP + ceil (scene_text_width (theme, SCENE_FONT_SMALL, entry->count));
      x += ceil (scene_text (cr, theme, SCENE_FONT_SMALL, entry->faded ? theme->faint : theme->dim, x, middle,
                             SCENE_LEFT, MAX (room, 8), entry->label));
      scene_text (cr, theme, SCENE_FONT_SMALL, entry->faded ? theme->faint : theme->text, x + GAP, middle, SCENE_LEFT,
                  0, entry->count);
    }
  cairo_restore (cr);
}

SceneHit
scene_legend_hit (const SceneLegendLayout *legend, double x, double y)
{
  SceneHit hit = { .kind = SCENE_HIT_NONE, .run = -1, .index = -1, .p = -1 };

  for (guint i = 0; i < legend->n_entries; i++)
    if (scene_rect_contains (&legend->entries[i].rect, x, y))
      {
        hit.kind = SCENE_HIT_LEGEND;
        hit.index = (int) i;
        hit.rect = legend->entries[i].rect;
      }
  return hit;
}
