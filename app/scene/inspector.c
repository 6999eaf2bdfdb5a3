#include "scene/scene-i18n.h"

#include "scene/draw.h"
#include "scene/format.h"
#include "scene/inspector-private.h"
#include "scene/sentence.h"
#include "scene/sprites.h"
#include "session/events.h"

#include <math.h>
#include <string.h>

#define ROW_H 22.0
#define TITLE_H 28.0
#define EVENT_H 20.0

static void
row_clear (gpointer data)
{
  SceneTableRow *row = data;

  g_free (row->label);
  g_free (row->value);
}

void
scene_table_init (SceneTable *table, char *title)
{
  memset (table, 0, sizeof *table);
  table->title = title;
  table->rows = g_array_new (FALSE, TRUE, sizeof (SceneTableRow));
  g_array_set_clear_func (table->rows, row_clear);
}

void
scene_table_clear (SceneTable *table)
{
  g_clear_pointer (&table->title, g_free);
  if (table->rows)
    g_array_unref (table->rows);
  table->rows = NULL;
}

SceneTableRow *
scene_table_add (SceneTable *table, const char *label, SceneTone tone, const char *format, ...)
{
  SceneTableRow row = { .label = g_strdup (label), .tone = tone, .index = -1 };
  va_list args;

  va_start (args, format);
  row.value = g_strdup_vprintf (format, args);
  va_end (args);
  g_array_append_val (table->rows, row);
  return &g_array_index (table->rows, SceneTableRow, table->rows->len - 1);
}

void
scene_table_add_note (SceneTable *table, const char *text)
{
  scene_table_add (table, "", SCENE_TONE_DIM, "%s", text);
}

static void
add_sweepgen (SceneTable *table, const GccoreRun *run)
{
  static const struct {
    int rel;
    const char *formula, *sentence;
    SceneTone tone;
  } gens[] = {
    { -2, "h.sweepgen − 2", N_("needs sweeping"), SCENE_TONE_WARNING },
    { -1, "h.sweepgen − 1", N_("being swept"), SCENE_TONE_ACCENT },
    { 0, "h.sweepgen", N_("swept"), SCENE_TONE_DIM },
    { 1, "h.sweepgen + 1", N_("cached before the sweep"), SCENE_TONE_WARNING },
    { 3, "h.sweepgen + 3", N_("swept, then cached"), SCENE_TONE_DIM },
  };

  for (guint i = 0; i < G_N_ELEMENTS (gens); i++)
    if (gens[i].rel == run->sweepgen_rel)
      {
        scene_table_add (table, "sweepgen", SCENE_TONE_PLAIN, "%s", gens[i].formula);
        scene_table_add (table, "", gens[i].tone, "%s", _(gens[i].sentence));
        return;
      }
  scene_table_add (table, "sweepgen", SCENE_TONE_PLAIN, "%u", run->sweepgen);
}

static void
add_owner (SceneTable *table, const GccoreRun *run)
{
  switch ((GccoreSpanSet) run->set)
    {
    case GCCORE_SET_MCACHE:
      scene_table_add (table, "mcache", SCENE_TONE_PLAIN, "P%d", run->p);
      break;
    case GCCORE_SET_PARTIAL_SWEPT:
      scene_table_add (table, "mcentral", SCENE_TONE_PLAIN, "%s", _("partial, swept"));
      break;
    case GCCORE_SET_PARTIAL_UNSWEPT:
      scene_table_add (table, "mcentral", SCENE_TONE_PLAIN, "%s", _("partial, unswept"));
      break;
    case GCCORE_SET_FULL_SWEPT:
      scene_table_add (table, "mcentral", SCENE_TONE_PLAIN, "%s", _("full, swept"));
      break;
    case GCCORE_SET_FULL_UNSWEPT:
      scene_table_add (table, "mcentral", SCENE_TONE_PLAIN, "%s", _("full, unswept"));
      break;
    case GCCORE_SET_NONE:
    default:
      break;
    }
}

void
scene_table_span (SceneTable *table, const GccoreFrame *frame, uint64_t addr)
{
  int index = scene_frame_run_at (frame, addr);
  const GccoreRun *run;
  char a[SCENE_TEXT_MAX], b[SCENE_TEXT_MAX];
  uint64_t base;

  scene_table_init (table, NULL);
  if (index < 0)
    return;
  run = &frame->runs[index];
  base = frame->heap_base + (uint64_t) run->page * SCENE_PAGE_BYTES;
  scene_format_addr (a, base);
  table->title = run->state < GCCORE_PAGES_STACK || run->state == GCCORE_PAGES_LARGE
                 ? g_strdup_printf (_("Span %s"), a) : g_strdup_printf (_("Pages %s"), a);

  if (run->elem_size && run->state != GCCORE_PAGES_STACK && run->state < GCCORE_PAGES_FREE)
    scene_table_add (table, _("span class"), SCENE_TONE_PLAIN, "%u · %s · %s", run->span_class,
         scene_format_bytes (b, run->elem_size), run->span_class & 1 ? "noscan" : "scan");
  scene_table_add (table, _("pages"), SCENE_TONE_PLAIN, "%s (%s)", scene_format_count (a, run->n_pages),
       scene_format_bytes (b, (uint64_t) run->n_pages * SCENE_PAGE_BYTES));
  switch ((GccorePagesState) run->state)
    {
    case GCCORE_PAGES_STACK:
      scene_table_add (table, _("state"), SCENE_TONE_PLAIN, "%s", _("manual: stacks"));
      return;
    case GCCORE_PAGES_FREE:
      scene_table_add (table, _("state"), SCENE_TONE_PLAIN, "%s", _("free, memory kept"));
      return;
    case GCCORE_PAGES_RELEASED:
      scene_table_add (table, _("state"), SCENE_TONE_PLAIN, "%s", _("free, returned to OS"));
      return;
    case GCCORE_PAGES_RESERVED:
      scene_table_add (table, _("state"), SCENE_TONE_PLAIN, "%s", _("reserved address space"));
      return;
    case GCCORE_PAGES_SWEPT:
    case GCCORE_PAGES_NEEDS_SWEEP:
    case GCCORE_PAGES_SWEEPING:
    case GCCORE_PAGES_CACHED:
    case GCCORE_PAGES_LARGE:
    default:
      break;
    }
  scene_table_add (table, _("objects"), SCENE_TONE_PLAIN, "%u / %u", run->n_alloc, run->n_elems);
  scene_table_add (table, scene_frame_is_marking (frame) ? _("marked") : _("marked last cycle"), SCENE_TONE_PLAIN, "%u",
                   run->n_marked);
  if (run->n_grey)
    scene_table_add (table, _("grey"), SCENE_TONE_PLAIN, "%u", run->n_grey);
  add_sweepgen (table, run);
  add_owner (table, run);
  if (run->line)
    scene_table_add (table, _("last allocation"), SCENE_TONE_PLAIN, _("line %u"), run->line);
}

/* Where the goal comes from, with the numbers: Go 1.22 runtime/mgcpacer.go, gcControllerState.commit and heapGoal. */
static void
add_goal_formula (SceneTable *table, const GccorePacerView *p)
{
  const double mib = 1 << 20;
  double share = p->gc_percent / 100.0, least = 4 * mib * share;
  double goal = (double) p->heap_marked
                + (double) (p->heap_marked + p->stack_scan + p->globals_scan) * share;
  double apart = fabs ((double) p->goal - goal) / goal;

  if (p->gc_percent < 0 || apart > 0.001)
    {
      if (p->gc_percent >= 0 && fabs ((double) p->goal - least) < 1)
        scene_table_add (table, "", SCENE_TONE_DIM, "= 4 MiB × %d %%", p->gc_percent);
      else if (p->memory_limit > 0 && p->memory_limit < INT64_MAX && (p->gc_percent < 0 || (double) p->goal < goal))
        scene_table_add (table, "", SCENE_TONE_WARNING, "%s", _("from the memory limit"));
      return;
    }
  /* Marked last cycle, plus GOGC percent of it and the roots. */
  scene_table_add (table, "", SCENE_TONE_DIM, "= %.2f + (%.2f + %.2f) × %d %%", (double) p->heap_marked / mib,
       (double) p->heap_marked / mib, (double) (p->stack_scan + p->globals_scan) / mib, p->gc_percent);
}

/* Why the last cycle began, with the numbers of that moment. */
static void
add_reason (SceneTable *table, const GccoreFrame *frame)
{
  const GccoreTimeline *t = &frame->timeline;
  const GccoreTimelinePhase *start = NULL;
  const GccoreTimelinePoint *point = NULL;
  g_autofree char *label = NULL;
  char a[SCENE_TEXT_MAX], b[SCENE_TEXT_MAX];

  for (uint32_t i = t->n_phases; i > 0 && start == NULL; i--)
    if (t->phases[i - 1].phase == GCCORE_PHASE_SWEEP_TERM)
      start = &t->phases[i - 1];
  if (frame->cycle == 0 || start == NULL)
    return;
  for (uint32_t i = 0; i < t->n_points && t->points[i].t_ns <= start->start_ns; i++)
    point = &t->points[i];
  /* Translators: a collection and why it began. */
  label = g_strdup_printf (_("cycle %u began"), start->cycle);
  if (g_strcmp0 (frame->trigger_reason, "heap") != 0)
    scene_table_add (table, label, SCENE_TONE_PLAIN, "%s",
                     g_strcmp0 (frame->trigger_reason, "time") == 0 ? _("after 2 minutes") : "runtime.GC ()");
  else if (point != NULL && point->t_ns == start->start_ns && point->live >= point->trigger)
    /* Live heap and trigger at the moment when the cycle began. */
    scene_table_add (table, label, SCENE_TONE_PLAIN, "%s ≥ %s", scene_format_bytes (a, point->live),
                     scene_format_bytes (b, point->trigger));
  else
    scene_table_add (table, label, SCENE_TONE_PLAIN, "%s", _("at the trigger"));
}

void
scene_table_pacer (SceneTable *table, const GccoreFrame *frame)
{
  const GccorePacerView *p = &frame->pacer;
  char a[SCENE_TEXT_MAX], b[SCENE_TEXT_MAX];

  scene_table_init (table, g_strdup (_("Pacer")));
  add_reason (table, frame);
  scene_table_add (table, _("heap live"), SCENE_TONE_PLAIN, "%s", scene_format_bytes (a, p->heap_live));
  if (p->gc_percent < 0 && p->goal >= (uint64_t) INT64_MAX)
    scene_table_add (table, _("goal"), SCENE_TONE_PLAIN, "%s", _("off"));
  else
    {
      scene_table_add (table, _("trigger"), SCENE_TONE_PLAIN, "%s", scene_format_bytes (a, p->trigger));
      scene_table_add (table, _("goal"), SCENE_TONE_PLAIN, "%s", scene_format_bytes (a, p->goal));
      add_goal_formula (table, p);
    }
  scene_table_add (table, _("marked last cycle"), SCENE_TONE_PLAIN, "%s", scene_format_bytes (a, p->heap_marked));
  scene_table_add (table, _("stacks and globals"), SCENE_TONE_PLAIN, "%s",
                   scene_format_bytes (a, p->stack_scan + p->globals_scan));
  if (frame->phase == GCCORE_PHASE_MARK)
    scene_table_add (table, _("assist ratio"), SCENE_TONE_PLAIN, "%.2f B/B", p->assist_ratio);
  else
    /* Translators: the assist ratio while no mark phase runs. */
    scene_table_add (table, _("assist ratio"), SCENE_TONE_DIM, "%s", _("not marking"));
  scene_table_add (table, "cons/mark", SCENE_TONE_PLAIN, "%.3f", p->cons_mark);
  scene_table_add (table, _("background credit"), SCENE_TONE_PLAIN, "%s%s", p->bg_credit < 0 ? "−" : "",
       scene_format_bytes (a, (uint64_t) ABS (p->bg_credit)));
  /* Two shares of the CPU: background workers and assists. */
  scene_table_add (table, _("GC CPU"), SCENE_TONE_PLAIN, "%s + %s", scene_format_percent (a, p->gc_cpu_background, 1),
       scene_format_percent (b, p->gc_cpu_assist, 1));
}

/* Kinds told apart at a glance: what the mutator pays for the collector, what its writes pass, and what went wrong. */
static SceneTone
event_tone (uint16_t kind)
{
  switch (kind)
    {
    case EVENT_ASSIST:
    case EVENT_ASSIST_PARK:
      return SCENE_TONE_WARNING;
    case EVENT_BARRIER:
    case EVENT_BARRIER_FLUSH:
      return SCENE_TONE_BARRIER;
    case EVENT_PANIC:
      return SCENE_TONE_ERROR;
    default:
      return SCENE_TONE_PLAIN;
    }
}

void
scene_table_events (SceneTable *table, const GccoreFrame *frame, guint max)
{
  guint first = frame->n_events > max ? frame->n_events - max : 0;

  scene_table_init (table, g_strdup (_("Events")));
  table->events = TRUE;
  for (guint i = first; i < frame->n_events; i++)
    {
      const GccoreFrameEvent *event = &frame->events[i];
      g_autofree char *text = scene_event_sentence (event);
      char tick[SCENE_TEXT_MAX];
      SceneTableRow *row =
          scene_table_add (table, scene_format_count (tick, event->tick), event_tone (event->kind), "%s", text);

      row->index = (int) i;
      row->addr = event->addr;
      row->tick = event->tick;
      row->newest = i + 1 == frame->n_events;
    }
}

void
scene_table_trace (SceneTable *table, const GccoreFrame *frame)
{
  scene_table_init (table, frame->n_gctrace > 0 ? g_strdup ("gctrace") : NULL);
  if (frame->n_gctrace > 0)
    scene_table_add (table, "", SCENE_TONE_PLAIN, "%s", frame->gctrace[frame->n_gctrace - 1])->prose = TRUE;
}

void
scene_table_stats (SceneTable *table, const GccoreFrame *frame)
{
  scene_table_init (table, g_strdup ("MemStats"));
  for (guint i = 0; i < frame->n_stats; i++)
    {
      char a[SCENE_TEXT_MAX];

      scene_table_add (table, frame->stats[i].name, SCENE_TONE_PLAIN, "%s",
                       scene_format_count (a, frame->stats[i].value));
    }
}

void
scene_table_layout (SceneTable *table, SceneRect rect, const SceneTheme *theme)
{
  double scale = MAX (1, theme->text_scale), y = rect.y;

  if (table->rows == NULL || (table->rows->len == 0 && table->title == NULL))
    {
      table->rect = (SceneRect) { rect.x, rect.y, rect.w, 0 };
      return;
    }
  if (table->title)
    y += TITLE_H * scale;
  table->label_w = 0;
  for (guint i = 0; table->events && i < table->rows->len; i++)
    table->label_w =
        MAX (table->label_w,
             ceil (scene_text_width (theme, SCENE_FONT_MONO_SMALL, g_array_index (table->rows, SceneTableRow, i).label))
                 + 12);
  for (guint i = 0; i < table->rows->len; i++)
    {
      SceneTableRow *row = &g_array_index (table->rows, SceneTableRow, i);

      row->rect = (SceneRect) { rect.x, y, rect.w, round ((table->events ? EVENT_H : ROW_H) * scale) };
      if (table->events && scene_text_width (theme, SCENE_FONT_SMALL, row->value) > rect.w - table->label_w)
        row->rect.h += round (scene_font_size (theme, SCENE_FONT_SMALL) * 1.4);
      if (row->prose)
        row->rect.h = ceil (scene_paragraph (NULL, theme, SCENE_FONT_MONO_SMALL, theme->text, 0, 0, SCENE_LEFT, rect.w,
                                             0, row->value));
      y += row->rect.h;
    }
  table->rect = (SceneRect) { rect.x, rect.y, rect.w, y - rect.y };
}

static SceneColour
tone_colour (const SceneTheme *theme, SceneTone tone)
{
  switch (tone)
    {
    case SCENE_TONE_DIM: return theme->dim;
    case SCENE_TONE_WARNING: return theme->warning;
    case SCENE_TONE_ACCENT: return theme->dark ? theme->live : theme->accent;
    case SCENE_TONE_ERROR: return theme->error;
    case SCENE_TONE_BARRIER: return theme->keyword;
    case SCENE_TONE_PLAIN:
    default: return theme->text;
    }
}

void
paint_table (cairo_t *cr, const SceneTable *table, const SceneTheme *theme)
{
  double scale = MAX (1, theme->text_scale);

  if (table->rows == NULL || table->rect.h <= 0)
    return;
  cairo_save (cr);
  if (table->title)
    scene_text (cr, theme, SCENE_FONT_HEADING, theme->text, table->rect.x, table->rect.y + (TITLE_H - 6) / 2 * scale,
                SCENE_LEFT, table->rect.w, table->title);
  for (guint i = 0; i < table->rows->len; i++)
    {
      const SceneTableRow *row = &g_array_index (table->rows, SceneTableRow, i);
      double y = row->rect.y + row->rect.h / 2;
      SceneColour colour = tone_colour (theme, row->tone);

      if (table->events)
        {
          if (row->newest && row->tone == SCENE_TONE_PLAIN)
            colour = tone_colour (theme, SCENE_TONE_ACCENT);
          y = row->rect.y + round (EVENT_H * scale) / 2;
          scene_text (cr, theme, SCENE_FONT_MONO_SMALL, row->newest ? colour : theme->dim,
                      row->rect.x + table->label_w - 12, y, SCENE_RIGHT, 0, row->label);
          scene_paragraph (cr, theme, SCENE_FONT_SMALL, colour, row->rect.x + table->label_w,
                           y - round (scene_font_size (theme, SCENE_FONT_SMALL) * 1.4) / 2, SCENE_LEFT,
                           row->rect.w - table->label_w, 2, row->value);
        }
      else if (row->prose)
        {
          scene_paragraph (cr, theme, SCENE_FONT_MONO_SMALL, colour, row->rect.x, row->rect.y, SCENE_LEFT, row->rect.w,
                           0, row->value);
        }
      else
        {
          /* A long name gives way to its value, down to half of the row. */
          double value = scene_text_width (theme, SCENE_FONT_MONO, row->value);
          double label = scene_text (cr, theme, SCENE_FONT_UI, theme->dim, row->rect.x, y, SCENE_LEFT,
                                     MAX (row->rect.w / 2, row->rect.w - (value > 0 ? value + 12 : 0)), row->label);

          scene_text (cr, theme, SCENE_FONT_MONO, colour, row->rect.x + row->rect.w, y, SCENE_RIGHT,
                      row->rect.w - (label > 0 ? label + 12 : 0), row->value);
        }
    }
  cairo_restore (cr);
}

SceneHit
scene_table_hit (const SceneTable *table, double x, double y)
{
  SceneHit hit = { .kind = SCENE_HIT_NONE, .run = -1, .index = -1, .p = -1 };

  for (guint i = 0; table->rows && i < table->rows->len; i++)
    {
      const SceneTableRow *row = &g_array_index (table->rows, SceneTableRow, i);

      if (!scene_rect_contains (&row->rect, x, y))
        continue;
      hit.kind = table->events ? SCENE_HIT_EVENT : SCENE_HIT_ROW;
      hit.index = table->events ? row->index : (int) i;
      hit.addr = row->addr;
      hit.tick = row->tick;
      hit.line = row->line;
      hit.rect = row->rect;
    }
  return hit;
}

/* --- the strip of a span's slots ------------------------------------------------------------------------------- */

void
scene_strip_layout (SceneStripLayout *layout, const GccoreFrame *frame, uint64_t addr, SceneRect rect, double max_h,
                    const SceneTheme *theme)
{
  const GccoreRun *run;
  guint n;
  double pitch = 17;

  memset (layout, 0, sizeof *layout);
  layout->frame = frame;
  layout->selected = -1;
  layout->rect = (SceneRect) { rect.x, rect.y, rect.w, 0 };
  layout->run = addr ? scene_frame_run_at (frame, addr) : -1;
  if (layout->run < 0)
    return;
  run = &frame->runs[layout->run];
  n = run->n_elems;
  layout->detail = scene_frame_detail (frame, layout->run);
  if (n == 0 || run->state == GCCORE_PAGES_STACK || run->state >= GCCORE_PAGES_FREE)
    {
      layout->run = -1;
      return;
    }
  /* Large cells while they fit, then smaller ones, then as many as there is room for. */
  for (;; pitch -= 1)
    {
      layout->columns = MAX (1, (guint) ((rect.w + 2) / pitch));
      layout->rows = (n + layout->columns - 1) / layout->columns;
      if (layout->rows * pitch <= max_h || pitch <= 6)
        break;
    }
  /* The columns fill the width: whole pixels, the rest goes to the pitch where it can. */
  pitch =
      MAX (pitch, scene_snap (theme, floor ((rect.w + 2) / layout->columns * theme->pixel_scale) / theme->pixel_scale));
  layout->rows = MIN (layout->rows, MAX (1, (guint) (max_h / pitch)));
  layout->cell = pitch;
  layout->shown = MIN (n, layout->rows * layout->columns);
  layout->rect.h = layout->rows * pitch;
}

static double
strip_gap (const SceneStripLayout *layout)
{
  return layout->cell >= 10 ? 2 : 1;
}

static SceneRect
strip_cell (const SceneStripLayout *layout, guint i)
{
  double gap = strip_gap (layout);
  guint column = i % layout->columns, row = i / layout->columns;

  return (SceneRect) { layout->rect.x + column * layout->cell, layout->rect.y + row * layout->cell, layout->cell - gap,
                       layout->cell - gap };
}

void
paint_strip (cairo_t *cr, const SceneStripLayout *layout, const SceneTheme *theme)
{
  g_autofree uint8_t *colours = NULL;

  if (layout->run < 0)
    return;
  cairo_save (cr);
  colours = g_malloc0 (MAX (layout->shown, 1)); /* GCCORE_OBJECT_FREE */
  if (layout->detail)
    memcpy (colours, layout->detail->colour, MIN (layout->shown, layout->detail->n_elems));
  if (theme->vector)
    {
      SceneShapes shapes = { 0 };

      for (guint i = 0; i < layout->shown; i++)
        scene_shapes_add (&shapes, theme, strip_cell (layout, i), (GccoreObjectColour) colours[i]);
      scene_shapes_paint (cr, &shapes, theme);
      scene_shapes_clear (&shapes);
    }
  else
    {
      g_autoptr (SceneSprites) sprites = scene_sprites_new (theme);

      scene_sprites_paint (cr, sprites, layout->rect.x, layout->rect.y, layout->cell, strip_gap (layout),
                           layout->columns, colours, layout->shown);
    }
  if (layout->selected >= 0 && (guint) layout->selected < layout->shown)
    scene_stroke_round (cr, scene_rect_inset (strip_cell (layout, (guint) layout->selected), -2, -2), 4, 2,
                        theme->changed);
  cairo_restore (cr);
}

SceneHit
scene_strip_hit (const SceneStripLayout *layout, double x, double y)
{
  SceneHit hit = { .kind = SCENE_HIT_NONE, .run = -1, .index = -1, .p = -1 };
  const GccoreRun *run;

  if (layout->run < 0 || !scene_rect_contains (&layout->rect, x, y))
    return hit;
  run = &layout->frame->runs[layout->run];
  for (guint i = 0; i < layout->shown; i++)
    {
      SceneRect cell = strip_cell (layout, i);

      if (!scene_rect_contains (&cell, x, y))
        continue;
      hit.kind = SCENE_HIT_OBJECT;
      hit.run = layout->run;
      hit.index = (int) i;
      hit.rect = cell;
      hit.addr = layout->frame->heap_base + (uint64_t) run->page * SCENE_PAGE_BYTES + (uint64_t) i * run->elem_size;
    }
  return hit;
}
