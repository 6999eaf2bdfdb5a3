#include "scene/scene-i18n.h"

#include "scene/draw.h"
#include "scene/format.h"
#include "scene/fragmentation.h"
#include "scene/notice.h"
#include "scene/sums.h"

#include <math.h>
#include <string.h>

#define BAR_H 28.0
#define ROW_MAX 24.0
#define ROW_MIN 16.0
#define CHART_HEAD 40.0
#define CHART_MIN 72.0
#define CHART_MAX 176.0
#define N_CLASSES 128u

static const char *const labels[SCENE_N_FRAG] = { N_("objects"), N_("free slots"), N_("tail of spans"),
                                                  N_("stacks"),  N_("free pages"), N_("returned to OS") };

static SceneColour
part_colour (const SceneTheme *theme, SceneFragPart part)
{
  switch (part)
    {
    case SCENE_FRAG_OBJECTS: return theme->pages[GCCORE_PAGES_CACHED];
    case SCENE_FRAG_SLOTS:
      return scene_colour_mix (theme->window, theme->pages[GCCORE_PAGES_NEEDS_SWEEP], theme->dark ? 0.55 : 0.50);
    case SCENE_FRAG_TAIL: return theme->pages[GCCORE_PAGES_SWEEPING];
    case SCENE_FRAG_STACKS: return theme->pages[GCCORE_PAGES_STACK];
    case SCENE_FRAG_FREE: return theme->pages[GCCORE_PAGES_FREE];
    case SCENE_FRAG_RELEASED:
    default: return theme->pages[GCCORE_PAGES_RELEASED];
    }
}

void
scene_fragmentation_clear (SceneFragmentationLayout *layout)
{
  g_clear_pointer (&layout->rows, g_array_unref);
}

static void
add_row (SceneFragmentationLayout *layout, guint size_class, uint32_t elem_size, const SceneSums *sums)
{
  SceneFragRow row = { .size_class = (uint8_t) size_class, .elem_size = elem_size };
  const SceneTally *t = scene_sums_get (sums, layout->frame, &row.estimate);

  if (t->spans == 0)
    return;
  row.bytes[SCENE_FRAG_OBJECTS] = (uint64_t) t->alloc_bytes;
  row.bytes[SCENE_FRAG_SLOTS] = (uint64_t) (t->slot_bytes - t->alloc_bytes);
  row.bytes[SCENE_FRAG_TAIL] = (uint64_t) (t->pages * SCENE_PAGE_BYTES - t->slot_bytes);
  for (guint k = 0; k <= SCENE_FRAG_TAIL; k++)
    layout->total[k] += row.bytes[k];
  layout->estimate |= row.estimate;
  g_array_append_val (layout->rows, row);
}

static double
bytes_width (const GccoreFrame *frame, const SceneTheme *theme)
{
  return scene_text_width (theme, SCENE_FONT_MONO, frame->n_left_out > 0 ? "≈ 9.99 MiB" : "9.99 MiB");
}

void
scene_fragmentation_layout (SceneFragmentationLayout *layout, const GccoreFrame *frame, SceneRect rect,
                            const SceneTheme *theme)
{
  SceneSums sums[N_CLASSES] = { 0 };
  uint32_t elem_size[N_CLASSES] = { 0 };
  double y, row_h, names = ceil (scene_text_width (theme, SCENE_FONT_UI, "9.99 KiB")) + 12;
  double numbers = ceil (scene_text_width (theme, SCENE_FONT_MONO, "100 %  ")) + ceil (bytes_width (frame, theme)) + 12;

  memset (layout, 0, sizeof *layout);
  layout->frame = frame;
  layout->notice = scene_notice_take (frame, SCENE_NOTICE_FRAGMENTATION, &rect, theme);
  layout->rect = rect;
  layout->rows = g_array_new (FALSE, FALSE, sizeof (SceneFragRow));
  layout->total[SCENE_FRAG_STACKS] = frame->pages_by_state[GCCORE_PAGES_STACK] * SCENE_PAGE_BYTES;
  layout->total[SCENE_FRAG_FREE] = frame->pages_by_state[GCCORE_PAGES_FREE] * SCENE_PAGE_BYTES;
  layout->total[SCENE_FRAG_RELEASED] = frame->pages_by_state[GCCORE_PAGES_RELEASED] * SCENE_PAGE_BYTES;
  for (uint32_t i = 0; i < frame->n_runs; i++)
    {
      const GccoreRun *run = &frame->runs[i];
      guint class = MIN (run->span_class / 2, N_CLASSES - 1);

      if (run->state >= GCCORE_PAGES_FREE || run->state == GCCORE_PAGES_STACK)
        continue;
      elem_size[class] = run->elem_size;
      scene_sums_add (&sums[class], frame, run);
    }
  /* Large objects stand last, as the largest. */
  for (guint i = 1; i <= N_CLASSES; i++)
    add_row (layout, i % N_CLASSES, elem_size[i % N_CLASSES], &sums[i % N_CLASSES]);

  for (guint i = 0; i < SCENE_N_FRAG; i++)
    {
      SceneLegendEntry *entry = &layout->legend.entries[layout->legend.n_entries++];
      char size[SCENE_TEXT_MAX];

      g_strlcpy (entry->label, _(labels[i]), sizeof entry->label);
      scene_format_bytes_about (size, layout->total[i], layout->estimate && i <= SCENE_FRAG_TAIL);
      g_strlcpy (entry->count, size, sizeof entry->count);
      entry->colour = part_colour (theme, (SceneFragPart) i);
      entry->line = i == SCENE_FRAG_RELEASED ? theme->pages_line[GCCORE_PAGES_RELEASED] : theme->dim;
      entry->swatch = i == SCENE_FRAG_RELEASED ? SCENE_SWATCH_HATCH : SCENE_SWATCH_FILL;
    }
  layout->bar = scene_snap_rect (theme, (SceneRect) { rect.x, rect.y, rect.w, BAR_H });
  scene_legend_layout (&layout->legend, (SceneRect) { rect.x, rect.y + BAR_H + 8, rect.w, 0 }, theme);
  y = layout->legend.rect.y + layout->legend.rect.h + 36;
  row_h = layout->rows->len ? CLAMP (floor ((rect.y + rect.h - y) / layout->rows->len), ROW_MIN, ROW_MAX) : ROW_MAX;
  for (guint i = 0; i < layout->rows->len && y + row_h <= rect.y + rect.h + 0.5; i++, y += row_h)
    {
      SceneFragRow *row = &g_array_index (layout->rows, SceneFragRow, i);

      row->rect = (SceneRect) { rect.x, y, rect.w, row_h };
      row->bar =
          scene_snap_rect (theme, (SceneRect) { rect.x + names, y + 3, MAX (8, rect.w - names - numbers), row_h - 6 });
      layout->shown = i + 1;
    }
  y += CHART_HEAD;
  if (layout->rows->len && layout->shown == layout->rows->len && frame->timeline.n_points > 1
      && rect.y + rect.h - y >= CHART_MIN)
    layout->chart = scene_snap_rect (theme, (SceneRect) { rect.x + names, y, MAX (8, rect.w - names),
                                                         MIN (CHART_MAX, rect.y + rect.h - y) });
}

static void
paint_bar (cairo_t *cr, SceneRect bar, const uint64_t *bytes, guint n, double scale, const SceneTheme *theme)
{
  double x = bar.x, sum = 0;

  for (guint i = 0; i < n; i++)
    {
      double to;
      SceneRect part;

      sum += (double) bytes[i];
      to = scene_snap (theme, bar.x + sum * scale);
      part = (SceneRect) { x, bar.y, to - x, bar.h };
      if (part.w >= 0.5)
        {
          scene_fill_round (cr, part, 2, part_colour (theme, (SceneFragPart) i));
          if (i == SCENE_FRAG_RELEASED && part.w > 4)
            {
              scene_hatch_rect (cr, scene_rect_inset (part, 1, 1), theme, 6, 1,
                                scene_colour_mix (part_colour (theme, SCENE_FRAG_RELEASED),
                                                  theme->pages_line[GCCORE_PAGES_RELEASED], 0.55));
              scene_stroke_round (cr, part, 2, 1, theme->pages_line[GCCORE_PAGES_RELEASED]);
            }
          if (i == SCENE_FRAG_TAIL && part.w > 6)
            scene_hatch_rect (cr, part, theme, 4, 1, scene_colour_alpha (theme->card, 0.45));
        }
      x = to;
    }
}

static uint64_t
level (const GccoreTimelinePoint *p, guint series)
{
  return series == 0 ? MAX (MAX (p->live, p->rss), p->heap_sys) : series == 1 ? MAX (p->live, p->rss) : p->live;
}

/* Areas one behind the other: mapped, of it resident, of it live. */
static void
paint_chart (cairo_t *cr, const SceneFragmentationLayout *layout, const SceneTheme *theme)
{
  static const SceneFragPart parts[] = { SCENE_FRAG_RELEASED, SCENE_FRAG_SLOTS, SCENE_FRAG_OBJECTS };
  const GccoreTimeline *t = &layout->frame->timeline;
  const SceneRect *chart = &layout->chart;
  double span = (double) MAX (1, t->points[t->n_points - 1].t_ns - t->t0_ns), max = 1;
  char text[SCENE_TEXT_MAX];

  for (uint32_t i = 0; i < t->n_points; i++)
    max = MAX (max, (double) level (&t->points[i], 0));
  scene_text (cr, theme, SCENE_FONT_UI_BOLD, theme->text, layout->rect.x, chart->y - 16, SCENE_LEFT, 0, _("Over time"));
  scene_text (cr, theme, SCENE_FONT_SMALL, theme->dim, chart->x + chart->w, chart->y - 16, SCENE_RIGHT,
              chart->w / 2, _("mapped, of it resident, of it live"));
  for (guint k = 0; k < G_N_ELEMENTS (parts); k++)
    {
      double y = chart->y + chart->h;

      cairo_move_to (cr, chart->x, y);
      for (uint32_t i = 0; i < t->n_points; i++)
        {
          double x = chart->x + chart->w * (double) (t->points[i].t_ns - t->t0_ns) / span;

          cairo_line_to (cr, x, y);
          y = chart->y + chart->h - chart->h * (double) level (&t->points[i], k) / max;
          cairo_line_to (cr, x, y);
        }
      cairo_line_to (cr, chart->x + chart->w, y);
      cairo_line_to (cr, chart->x + chart->w, chart->y + chart->h);
      cairo_close_path (cr);
      scene_set (cr, part_colour (theme, parts[k]));
      if (parts[k] != SCENE_FRAG_RELEASED)
        {
          cairo_fill (cr);
          continue;
        }
      cairo_fill_preserve (cr);
      cairo_save (cr);
      cairo_clip (cr);
      scene_hatch_rect (cr, *chart, theme, 8, 1,
                        scene_colour_mix (part_colour (theme, parts[k]), theme->pages_line[GCCORE_PAGES_RELEASED], 0.4));
      cairo_restore (cr);
    }
  scene_hline (cr, theme, chart->x, chart->x + chart->w, chart->y + chart->h, theme->border);
  scene_text (cr, theme, SCENE_FONT_SMALL, theme->dim, chart->x - 12, chart->y + 6, SCENE_RIGHT,
              chart->x - layout->rect.x - 12, scene_format_bytes (text, (uint64_t) max));
  scene_text (cr, theme, SCENE_FONT_SMALL, theme->dim, chart->x - 12, chart->y + chart->h - 4, SCENE_RIGHT, 0, "0 B");
}

void
paint_fragmentation (cairo_t *cr, const SceneFragmentationLayout *layout, const SceneTheme *theme)
{
  uint64_t all = 0;

  for (guint i = 0; i < SCENE_N_FRAG; i++)
    all += layout->total[i];
  cairo_save (cr);
  paint_notice (cr, layout->notice, layout->frame, SCENE_NOTICE_FRAGMENTATION, theme);
  if (all == 0)
    {
      paint_emptiness (cr, layout->rect, _("The heap holds no memory yet"), theme);
      cairo_restore (cr);
      return;
    }
  paint_bar (cr, layout->bar, layout->total, SCENE_N_FRAG, layout->bar.w / (double) all, theme);
  paint_legend (cr, &layout->legend, theme);

  for (guint i = 0; i < layout->shown; i++)
    {
      const SceneFragRow *row = &g_array_index (layout->rows, SceneFragRow, i);
      uint64_t sum = row->bytes[0] + row->bytes[1] + row->bytes[2];
      double y = row->rect.y + row->rect.h / 2, right = row->rect.x + row->rect.w;
      char text[SCENE_TEXT_MAX];

      if (i == 0)
        {
          double above = row->rect.y - 16;

          scene_text (cr, theme, SCENE_FONT_UI_BOLD, theme->text, row->rect.x, above, SCENE_LEFT, 0, _("Size classes"));
          if (layout->shown < layout->rows->len)
            {
              guint more = layout->rows->len - layout->shown;
              g_autofree char *rest =
                  g_strdup_printf (ngettext ("and %u more class", "and %u more classes", more), more);

              scene_text (cr, theme, SCENE_FONT_SMALL, theme->dim,
                          row->rect.x + scene_text_width (theme, SCENE_FONT_UI_BOLD, _("Size classes")) + 12, above,
                          SCENE_LEFT, 0, rest);
            }
          scene_text (cr, theme, SCENE_FONT_SMALL, theme->dim, right, above, SCENE_RIGHT, 0, _("carrying objects, of"));
        }
      scene_text (cr, theme, SCENE_FONT_UI, theme->text, row->bar.x - 12, y, SCENE_RIGHT, row->bar.x - row->rect.x - 12,
                  row->size_class ? scene_format_bytes (text, row->elem_size) : _("large"));
      scene_fill_round (cr, row->bar, 2, scene_colour_mix (theme->window, theme->text, 0.03));
      paint_bar (cr, row->bar, row->bytes, SCENE_FRAG_TAIL + 1, row->bar.w / (double) MAX (sum, 1), theme);
      scene_text (cr, theme, SCENE_FONT_MONO, theme->dim, right, y, SCENE_RIGHT, 0,
                  scene_format_bytes_about (text, sum, row->estimate));
      scene_text (cr, theme, SCENE_FONT_MONO, theme->text,
                  right - bytes_width (layout->frame, theme) - scene_text_width (theme, SCENE_FONT_MONO, "  "), y,
                  SCENE_RIGHT, 0,
                  scene_format_percent (text, sum ? (double) row->bytes[0] / (double) sum : 0, 0));
    }
  if (layout->chart.h > 0)
    paint_chart (cr, layout, theme);
  cairo_restore (cr);
}

SceneHit
scene_fragmentation_hit (const SceneFragmentationLayout *layout, double x, double y)
{
  SceneHit hit = { .kind = SCENE_HIT_NONE, .run = -1, .index = -1, .p = -1 };

  for (guint i = 0; i < layout->shown; i++)
    {
      const SceneFragRow *row = &g_array_index (layout->rows, SceneFragRow, i);

      if (!scene_rect_contains (&row->rect, x, y))
        continue;
      hit.kind = SCENE_HIT_CLASS;
      hit.index = row->size_class * 2;
      hit.rect = row->rect;
    }
  if (hit.kind == SCENE_HIT_NONE)
    hit = scene_legend_hit (&layout->legend, x, y);
  return hit.kind != SCENE_HIT_NONE ? hit : scene_notice_hit (layout->notice, layout->frame, x, y);
}
