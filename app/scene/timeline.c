#include "scene/scene-i18n.h"

#include "scene/draw.h"
#include "scene/format.h"
#include "scene/timeline.h"

#include <math.h>
#include <string.h>

#define HEAD 44.0             /* the chart's title row, and the numbers of cycles over the plot */
#define TITLE_Y 17.0
#define KNOB 7.0              /* room over the card for the playhead's knob */
#define FOOT 22.0             /* times under the chart */
#define PAD 12.0
#define LANE_PITCH 20.0
#define LANES_MAX 16u
#define LANES_GAP 8.0
#define LANDMARK 4.0

static guint
lane_count (const GccoreFrame *frame)
{
  return MIN (frame->n_ps, LANES_MAX);
}

static double
lane_pitch (guint n, const SceneTheme *theme)
{
  return n <= 8 ? scene_em (theme, LANE_PITCH) : scene_em (theme, 14);
}

/* Room for the bytes of the grid lines and the names of Ps. */
double
scene_timeline_gutter (const SceneTheme *theme)
{
  return ceil (scene_text_width (theme, SCENE_FONT_SMALL, "512 KiB")) + 16;
}

double
scene_timeline_height (const GccoreFrame *frame, const SceneTheme *theme, double chart_h)
{
  guint n = lane_count (frame);

  return KNOB + chart_h + (n ? LANES_GAP + (n + 1) * lane_pitch (n, theme) : 0);
}

/* 1, 2 or 5 times a power of two... of bytes: 1, 2, 4, 8 ... KiB or MiB, about four lines. */
static uint64_t
byte_step (uint64_t max)
{
  uint64_t step = 1;

  while (step * 4 < max)
    step *= 2;
  return step;
}

void
scene_timeline_layout (SceneTimelineLayout *layout, const GccoreFrame *frame, SceneRect rect, const SceneTheme *theme,
                       const SceneTimelineView *view)
{
  const GccoreTimeline *t = &frame->timeline;
  double lanes_h, gutter = scene_timeline_gutter (theme), head = scene_em (theme, HEAD);
  uint64_t max = 1 << 20, half;

  memset (layout, 0, sizeof *layout);
  layout->frame = frame;
  layout->rect = rect;
  if (view)
    layout->view = *view;
  if (layout->view.t_from >= layout->view.t_to)
    {
      layout->view.t_from = t->t0_ns;
      layout->view.t_to = MAX (t->t1_ns, frame->now_ns);
    }
  if (layout->view.t_to - layout->view.t_from < 1000)
    layout->view.t_to = layout->view.t_from + 1000;

  layout->n_lanes = layout->view.no_lanes ? 0 : lane_count (frame);
  layout->lane_pitch = lane_pitch (layout->n_lanes, theme);
  layout->lane_h = layout->lane_pitch - 3;
  lanes_h = layout->n_lanes ? LANES_GAP + (layout->n_lanes + 1) * layout->lane_pitch : 0;
  layout->card =
      scene_snap_rect (theme, (SceneRect) { rect.x, rect.y + KNOB, rect.w, MAX (48, rect.h - KNOB - lanes_h) });
  layout->plot =
      scene_snap_rect (theme, (SceneRect) { rect.x + gutter, layout->card.y + head, MAX (16, rect.w - gutter - PAD),
                                           MAX (8, layout->card.h - head - scene_em (theme, FOOT)) });
  if (layout->n_lanes)
    {
      double y = layout->card.y + layout->card.h + LANES_GAP;

      layout->cpu = (SceneRect) { layout->plot.x, y, layout->plot.w, layout->lane_h };
      layout->lanes = (SceneRect) { layout->plot.x, y + layout->lane_pitch, layout->plot.w,
                                    layout->n_lanes * layout->lane_pitch };
    }

  for (uint32_t i = 0; i < t->n_points; i++)
    if (t->points[i].t_ns >= layout->view.t_from && t->points[i].t_ns <= layout->view.t_to)
      {
        const GccoreTimelinePoint *p = &t->points[i];

        max = MAX (max, p->live);
        max = MAX (max, p->rss);
        /* A goal that is off, or far away, does not flatten the curves. */
        if (p->goal < (uint64_t) INT64_MAX && p->goal <= 4 * MAX (p->live, 4u << 20))
          max = MAX (max, p->goal);
      }
  layout->y_step = byte_step (max + max / 16);
  /* In a low chart every second or fourth line, so that their labels keep apart. */
  for (guint room = (guint) MAX (1, layout->plot.h / (18 * theme->text_scale));
       (max + max / 16) / layout->y_step > room;)
    layout->y_step *= 2;
  half = MAX (1, layout->y_step / 2);
  layout->y_max = (max + max / 16 + half - 1) / half * half;
}

double
scene_timeline_x (const SceneTimelineLayout *layout, int64_t t_ns)
{
  return layout->plot.x
         + layout->plot.w * ((double)(t_ns - layout->view.t_from) / (double)(layout->view.t_to - layout->view.t_from));
}

int64_t
scene_timeline_t (const SceneTimelineLayout *layout, double x)
{
  double f = CLAMP ((x - layout->plot.x) / layout->plot.w, 0, 1);

  return layout->view.t_from + (int64_t) llround (f * (double) (layout->view.t_to - layout->view.t_from));
}

uint64_t
scene_timeline_tick (const GccoreFrame *frame, int64_t t_ns)
{
  const GccoreTimeline *t = &frame->timeline;
  uint32_t low = 0, high = t->n_points;
  const GccoreTimelinePoint *a, *b;

  if (t->n_points == 0)
    return frame->now_ns > 0 && t_ns < frame->now_ns
               ? (uint64_t) ((double) frame->tick * (double) t_ns / (double) frame->now_ns)
               : frame->tick;
  while (high - low > 1)
    {
      uint32_t mid = low + (high - low) / 2;

      if (t->points[mid].t_ns <= t_ns)
        low = mid;
      else
        high = mid;
    }
  a = &t->points[low];
  if (low + 1 == t->n_points || t_ns <= a->t_ns)
    return a->tick;
  b = a + 1;
  if (b->t_ns == a->t_ns)
    return b->tick;
  return a->tick + (uint64_t) ((double) (b->tick - a->tick) * (double) (t_ns - a->t_ns) / (double) (b->t_ns - a->t_ns));
}

static double
value_y (const SceneTimelineLayout *layout, uint64_t v)
{
  return layout->plot.y + layout->plot.h * (1 - (double) v / (double) layout->y_max);
}

static uint64_t
series_value (const GccoreTimelinePoint *p, guint series)
{
  switch (series)
    {
    case 0: return p->live;
    case 1: return p->trigger;
    case 2: return p->goal;
    default: return p->rss;
    }
}

/* A line drawn with as few corners as keep it within a fraction of a pixel: stroking costs by the corner, and a heap
 * that grows steadily is straight for long. From the last corner the pen keeps the range of slopes that pass all points
 * since. */
#define PEN_SLACK 0.2
typedef struct { cairo_t *cr; gboolean down, ahead; double x0, y0, x, y, low, high; } Pen;

static void
pen_up (Pen *pen)
{
  if (pen->down && pen->ahead)
    cairo_line_to (pen->cr, pen->x, pen->y);
  pen->down = pen->ahead = FALSE;
}

static void
pen_to (Pen *pen, double x, double y)
{
  double dx = x - pen->x0, slope = dx > 0 ? (y - pen->y0) / dx : 0;

  if (pen->down && x == pen->x && y == pen->y)
    return;
  if (!pen->down)
    cairo_move_to (pen->cr, x, y);
  else if (!pen->ahead || dx <= 0 || slope < pen->low || slope > pen->high)
    {
      if (pen->ahead)
        {
          cairo_line_to (pen->cr, pen->x, pen->y);
          pen->x0 = pen->x;
          pen->y0 = pen->y;
          dx = x - pen->x0;
        }
      pen->low = dx > 0 ? (y - PEN_SLACK - pen->y0) / dx : 1;
      pen->high = dx > 0 ? (y + PEN_SLACK - pen->y0) / dx : 0;
      pen->ahead = TRUE;
    }
  else
    {
      pen->low = MAX (pen->low, (y - PEN_SLACK - pen->y0) / dx);
      pen->high = MIN (pen->high, (y + PEN_SLACK - pen->y0) / dx);
    }
  if (!pen->down)
    {
      pen->x0 = x;
      pen->y0 = y;
    }
  pen->down = TRUE;
  pen->x = x;
  pen->y = y;
}

/* Values in one column of device pixels: of many the first, the least and the greatest in the order they come, and the
 * last are drawn, each at its own time, so that what is straight stays so. The first is drawn when it comes. */
typedef struct { int64_t px; guint n; double low_x, low, high_x, high, x, y; } Column;

static void
column_begin (Column *column, int64_t px, double x, double y)
{
  *column = (Column) { px, 1, x, y, x, y, x, y };
}

static void
column_add (Column *column, double x, double y)
{
  column->n++;
  column->x = x;
  column->y = y;
  if (y < column->low)
    {
      column->low_x = x;
      column->low = y;
    }
  if (y > column->high)
    {
      column->high_x = x;
      column->high = y;
    }
}

static void
column_end (const Column *column, Pen *pen)
{
  gboolean low_first = column->low_x < column->high_x;

  if (column->n < 2)
    return;
  pen_to (pen, low_first ? column->low_x : column->high_x, low_first ? column->low : column->high);
  pen_to (pen, low_first ? column->high_x : column->low_x, low_first ? column->high : column->low);
  pen_to (pen, column->x, column->y);
}

/* Steps (trigger, goal) hold their value until the next. */
static void
curve_path (cairo_t *cr, const SceneTimelineLayout *layout, const SceneTheme *theme, guint series, gboolean steps)
{
  const GccoreTimeline *t = &layout->frame->timeline;
  Pen pen = { .cr = cr };
  Column column = { .n = 0 };

  for (uint32_t i = 0; i < t->n_points; i++)
    {
      const GccoreTimelinePoint *p = &t->points[i];
      uint64_t v = series_value (p, series);
      double x = scene_timeline_x (layout, p->t_ns), y = value_y (layout, v);
      int64_t px = (int64_t) floor (x * theme->pixel_scale);

      if (v == 0 || v >= (uint64_t) INT64_MAX || v > layout->y_max)
        {
          column_end (&column, &pen);
          column.n = 0;
          pen_up (&pen);
          continue;
        }
      if (i + 1 < t->n_points && t->points[i + 1].t_ns < layout->view.t_from)
        continue;
      if (column.n && px == column.px)
        {
          column_add (&column, x, y);
          continue;
        }
      column_end (&column, &pen);
      if (column.n && steps && y != column.y)
        pen_to (&pen, x, column.y);
      pen_to (&pen, x, y);
      column_begin (&column, px, x, y);
      if (p->t_ns > layout->view.t_to)
        break;
    }
  column_end (&column, &pen);
  pen_up (&pen);
}

static void
stroke_curve (cairo_t *cr, const SceneTimelineLayout *layout, const SceneTheme *theme, guint series, SceneColour colour,
              double width, gboolean dashed)
{
  cairo_new_path (cr);
  curve_path (cr, layout, theme, series, series == 1 || series == 2);
  scene_set (cr, colour);
  cairo_set_line_width (cr, width);
  cairo_set_line_join (cr, CAIRO_LINE_JOIN_BEVEL);
  if (dashed)
    cairo_set_dash (cr, (const double[]) { 5, 3 }, 2, 0);
  cairo_stroke (cr);
  cairo_set_dash (cr, NULL, 0, 0);
}

static void
paint_head (cairo_t *cr, const SceneTimelineLayout *layout, const SceneTheme *theme)
{
  const char *names[4] = { C_("series", "live"), C_("series", "trigger"), C_("series", "goal"), C_("series", "RSS") };
  const SceneColour colours[4] = { theme->live, theme->trigger, theme->goal, theme->rss };
  double x = layout->card.x + PAD, y = layout->card.y + scene_em (theme, TITLE_Y);

  x += scene_text (cr, theme, SCENE_FONT_HEADING, theme->text, x, y, SCENE_LEFT, 0, _("Heap")) + 16;
  for (guint i = 0; i < 4; i++)
    {
      double w = scene_text_width (theme, SCENE_FONT_SMALL, names[i]);

      if (x + 22 + w > layout->card.x + layout->card.w - PAD)
        break;
      scene_set (cr, colours[i]);
      cairo_set_line_width (cr, i == 0 ? 2.5 : 2);
      if (i == 1)
        cairo_set_dash (cr, (const double[]) { 5, 3 }, 2, 0);
      else if (i == 3)
        cairo_set_dash (cr, (const double[]) { 1.5, 2.5 }, 2, 0);
      cairo_move_to (cr, x, scene_snap (theme, y));
      cairo_line_to (cr, x + 16, scene_snap (theme, y));
      cairo_stroke (cr);
      cairo_set_dash (cr, NULL, 0, 0);
      scene_text (cr, theme, SCENE_FONT_SMALL, theme->dim, x + 22, y, SCENE_LEFT, 0, names[i]);
      x += 22 + w + 16;
    }
}

static void
paint_grid (cairo_t *cr, const SceneTimelineLayout *layout, const SceneTheme *theme)
{
  char text[SCENE_TEXT_MAX];
  const SceneRect *plot = &layout->plot;
  double span = (double) (layout->view.t_to - layout->view.t_from), step, last_label = -1e9;

  for (uint64_t v = 0; v <= layout->y_max; v += layout->y_step)
    {
      double y = value_y (layout, v);

      scene_hline (cr, theme, plot->x, plot->x + plot->w, y - 0.5,
                   v ? scene_colour_alpha (theme->border, 0.6) : theme->border);
      scene_text (cr, theme, SCENE_FONT_SMALL, theme->dim, plot->x - 8, y, SCENE_RIGHT, plot->x - layout->rect.x - 10,
                  scene_format_bytes (text, v));
    }
  /* Times at round steps, about every 120 units. */
  step = pow (10, floor (log10 (span * 120 / plot->w)));
  while (step * plot->w / span < 90)
    step *= step * 2 * plot->w / span >= 90 ? 2 : 5;
  for (int64_t i = (int64_t) ceil ((double)layout->view.t_from / step); (double) i * step <= (double)layout->view.t_to;
       i++)
    {
      double t = (double) i * step, x = scene_timeline_x (layout, (int64_t) t), w;

      if (layout->view.t_to >= 1000000000)
        g_snprintf (text, sizeof text, "%g s", t / 1e9);
      else if (layout->view.t_to >= 1000000)
        g_snprintf (text, sizeof text, "%g ms", t / 1e6);
      else
        g_snprintf (text, sizeof text, "%g µs", t / 1e3);
      w = scene_text_width (theme, SCENE_FONT_SMALL, text);
      if (x - w / 2 < last_label + 16 || x + w / 2 > plot->x + plot->w + PAD / 2)
        continue;
      last_label = x + w / 2;
      scene_vline (cr, theme, x, plot->y + plot->h, plot->y + plot->h + 3, theme->border);
      scene_text (cr, theme, SCENE_FONT_SMALL, theme->dim, x, plot->y + plot->h + scene_em (theme, FOOT) / 2 + 1,
                  SCENE_CENTRE, 0, text);
    }
}

static void
paint_cycles (cairo_t *cr, const SceneTimelineLayout *layout, const SceneTheme *theme)
{
  const GccoreTimeline *t = &layout->frame->timeline;
  const SceneRect *plot = &layout->plot;
  double last_label = -1e9, last_shade = -1e9, now = scene_timeline_x (layout, layout->frame->now_ns);
  SceneBatch shades = { 0 }, stops = { 0 };
  guint visible = 0;
  gboolean dense;

  for (uint32_t i = 0; i < t->n_phases; i++)
    visible += t->phases[i].end_ns > layout->view.t_from && t->phases[i].start_ns < layout->view.t_to;
  /* Many cycles in few pixels: shares of a pixel instead of edges, and no lines that would fill everything. */
  dense = visible > plot->w / 4;
  for (uint32_t i = 0; i < t->n_phases; i++)
    {
      const GccoreTimelinePhase *p = &t->phases[i];
      double a = MAX (scene_timeline_x (layout, p->start_ns), plot->x),
             b = MIN (scene_timeline_x (layout, p->end_ns), plot->x + plot->w);

      if (b < plot->x || a > plot->x + plot->w)
        continue;
      if (p->phase == GCCORE_PHASE_MARK)
        {
          char text[24];
          double w, x = (a + b) / 2;

          a = scene_snap (theme, a);
          b = MAX (scene_snap (theme, b), a + 1 / theme->pixel_scale);
          /* Of thousands of cycles many share a pixel; measuring their labels would cost more than all the rest. */
          if (b <= last_shade)
            continue;
          last_shade = b;
          scene_batch_add (&shades, a, plot->y, b - a, plot->h);
          if (x < last_label + 12)
            continue;
          g_snprintf (text, sizeof text, "%u", p->cycle);
          w = scene_text_width (theme, SCENE_FONT_SMALL, text);
          /* The cursor's line does not cross the number out. */
          if (fabs (x - now) < w / 2 + 3)
            x = now - w / 2 - 4;
          if (x - w / 2 > last_label + 8 && x + w / 2 < plot->x + plot->w + PAD)
            {
              scene_text (cr, theme, SCENE_FONT_SMALL, p->forced ? theme->warning : theme->dim, x,
                          plot->y - scene_em (theme, 8), SCENE_CENTRE, 0, text);
              last_label = x + w / 2;
            }
        }
      else if (!dense && (p->phase == GCCORE_PHASE_SWEEP_TERM || p->phase == GCCORE_PHASE_MARK_TERM))
        {
          a = scene_snap (theme, a);
          scene_batch_add (&stops, a, plot->y, MAX (scene_snap (theme, b) - a, 1), plot->h);
        }
    }
  scene_batch_fill (cr, &shades, theme->mark_shade);
  scene_batch_fill (cr, &stops, scene_colour_alpha (theme->lanes[GCCORE_LANE_STW], 0.45));
  scene_batch_clear (&shades);
  scene_batch_clear (&stops);
}

/* Lanes as they are collected: boxes, and columns a device pixel wide. Of those there may be as many as pixels: they
 * are written into a line of pixels for each lane, and boxes only where strokes over them or a vector surface want
 * them. */
typedef struct {
  SceneBatch boxes[GCCORE_N_LANES], columns[GCCORE_N_LANES];
  uint32_t *pixels;           /* of the lane being collected, n_px of them */
  guint n_px;
} Lanes;

static void
add_column (Lanes *lanes, const SceneTheme *theme, const SceneRect *lane, double x, int kind)
{
  double px = round ((x - lane->x) * theme->pixel_scale);

  if (kind < 0)
    return;
  if (!theme->vector && px >= 0 && px < lanes->n_px)
    lanes->pixels[(guint) px] = scene_pixel (theme->lanes[kind]);
  if (theme->vector || theme->lanes_weave[kind] != SCENE_WEAVE_NONE)
    scene_batch_add (&lanes->columns[kind], x, lane->y, 1 / theme->pixel_scale, lane->h);
}

/* What a lane shows in each device pixel: the kind with most of its time, but a stop of the world always, unless there
 * are so many that nothing else would be seen. Paints the columns. */
static void
paint_lane (cairo_t *cr, const SceneTimelineLayout *layout, const SceneTheme *theme, guint index, Lanes *lanes)
{
  const GccoreFrameP *p = &layout->frame->ps[index];
  double ps = theme->pixel_scale, from = layout->lanes.x, to = layout->lanes.x + layout->lanes.w;
  SceneRect lane = { from, scene_snap (theme, layout->lanes.y + index * layout->lane_pitch), layout->lanes.w,
                     layout->lane_h };
  double pending_until = -1, best = 0;           /* a crowded pixel being collected */
  double pixel = -1;
  int best_lane = -1;
  guint stops = 0;
  gboolean dense;

  memset (lanes->pixels, 0, lanes->n_px * sizeof *lanes->pixels);
  for (uint32_t i = 0; i < p->n_segments; i++)
    stops += p->segments[i].lane == GCCORE_LANE_STW && p->segments[i].end_ns > layout->view.t_from
             && p->segments[i].start_ns < layout->view.t_to;
  dense = stops > lane.w / 16;
  for (uint32_t i = 0; i < p->n_segments; i++)
    {
      const GccoreLaneSegment *s = &p->segments[i];
      double a = scene_timeline_x (layout, s->start_ns), b = scene_timeline_x (layout, s->end_ns);

      if (b <= from || s->lane >= GCCORE_N_LANES)
        continue;
      if (a >= to)
        break;
      a = MAX (a, from);
      b = MIN (b, to);
      if (s->lane == GCCORE_LANE_STW && !dense)
        {
          a = scene_snap (theme, a);
          scene_batch_add (&lanes->boxes[GCCORE_LANE_STW], a, lane.y, MAX (scene_snap (theme, b) - a, 2), lane.h);
          continue;
        }
      if ((b - a) * ps >= 2)
        {
          double gap = (b - a) * ps >= 5 ? 1 : 0;

          add_column (lanes, theme, &lane, pixel, best_lane);
          best_lane = -1;
          best = 0;
          a = scene_snap (theme, a);
          b = scene_snap (theme, b);
          if (b - gap > a)
            scene_batch_add (&lanes->boxes[s->lane], a, lane.y, b - a - gap, lane.h);
          pending_until = b;
          continue;
        }
      a = floor (a * ps) / ps;
      if (a < pending_until)
        continue;
      if (a != pixel)
        {
          add_column (lanes, theme, &lane, pixel, best_lane);
          best_lane = -1;
          best = 0;
        }
      pixel = a;
      if ((double) (s->end_ns - s->start_ns) > best)
        {
          best = (double) (s->end_ns - s->start_ns);
          best_lane = s->lane;
        }
    }
  add_column (lanes, theme, &lane, pixel, best_lane);
  if (!theme->vector)
    scene_fill_columns (cr, theme, lane, lanes->pixels, lanes->n_px);
}

/* What of all Ps' time the collector takes, in steps of a few units: mark workers, assists over them, the stopped world
 * on top. The line is the quarter that background marking is to take. */
#define CPU_STEP 3.0

static void
paint_cpu (cairo_t *cr, const SceneTimelineLayout *layout, const SceneTheme *theme)
{
  static const GccoreLane kinds[] = { GCCORE_LANE_MARK, GCCORE_LANE_ASSIST, GCCORE_LANE_STW };
  const SceneRect cpu = scene_snap_rect (theme, layout->cpu);
  guint n = MAX (1, (guint) ceil (cpu.w / CPU_STEP));
  g_autofree double *busy = g_new0 (double, n * G_N_ELEMENTS (kinds)); /* units of width, of all Ps */
  SceneBatch batches[G_N_ELEMENTS (kinds)] = { 0 };
  double quarter = scene_snap (theme, cpu.y + cpu.h * 0.75);

  for (guint i = 0; i < layout->n_lanes; i++)
    for (uint32_t s = 0; s < layout->frame->ps[i].n_segments; s++)
      {
        const GccoreLaneSegment *segment = &layout->frame->ps[i].segments[s];
        double a = scene_timeline_x (layout, segment->start_ns) - cpu.x,
               b = scene_timeline_x (layout, segment->end_ns) - cpu.x;

        for (guint k = 0; k < G_N_ELEMENTS (kinds); k++)
          if (segment->lane == kinds[k] && b > 0 && a < cpu.w)
            for (guint at = (guint) (MAX (a, 0) / CPU_STEP); at < n && at * CPU_STEP < b; at++)
              busy[at * G_N_ELEMENTS (kinds) + k] += MIN (b, (at + 1) * CPU_STEP) - MAX (a, at * CPU_STEP);
      }
  scene_fill_rect (cr, cpu, theme->lanes[GCCORE_LANE_IDLE]);
  for (guint at = 0; at < n; at++)
    {
      double y = cpu.y + cpu.h, w = MIN (CPU_STEP, cpu.w - at * CPU_STEP);

      for (guint k = 0; k < G_N_ELEMENTS (kinds); k++)
        {
          double share = busy[at * G_N_ELEMENTS (kinds) + k] / (CPU_STEP * layout->n_lanes);
          double top = scene_snap (theme, y - MIN (share, 1) * cpu.h);

          if (top < y)
            scene_batch_add (&batches[k], cpu.x + at * CPU_STEP, top, w, y - top);
          y = top;
        }
    }
  for (guint k = 0; k < G_N_ELEMENTS (kinds); k++)
    {
      scene_batch_fill (cr, &batches[k], theme->lanes[kinds[k]]);
      scene_batch_weave (cr, &batches[k], theme, theme->lanes_weave[kinds[k]], theme->lanes[kinds[k]]);
      scene_batch_clear (&batches[k]);
    }
  scene_set (cr, theme->dim);
  cairo_set_line_width (cr, 1);
  cairo_set_dash (cr, (const double[]) { 1, 3 }, 2, 0);
  cairo_move_to (cr, cpu.x, quarter - 0.5);
  cairo_line_to (cr, cpu.x + cpu.w, quarter - 0.5);
  cairo_stroke (cr);
  cairo_set_dash (cr, NULL, 0, 0);
  scene_text (cr, theme, SCENE_FONT_SMALL, theme->dim, layout->rect.x, cpu.y + cpu.h / 2, SCENE_LEFT,
              layout->plot.x - layout->rect.x - 8, _("GC CPU"));
}

static void
paint_lanes (cairo_t *cr, const SceneTimelineLayout *layout, const SceneTheme *theme)
{
  Lanes lanes = { .n_px = (guint) MAX (1, round (layout->lanes.w * theme->pixel_scale)) };
  g_autofree uint32_t *pixels = g_new (uint32_t, lanes.n_px);

  lanes.pixels = pixels;
  for (guint i = 0; i < layout->n_lanes; i++)
    {
      char text[16];
      double y = layout->lanes.y + i * layout->lane_pitch;

      g_snprintf (text, sizeof text, "P%u", i);
      scene_text (cr, theme, SCENE_FONT_MONO, theme->dim, layout->rect.x, y + layout->lane_h / 2, SCENE_LEFT,
                  layout->plot.x - layout->rect.x - 8, text);
      paint_lane (cr, layout, theme, i, &lanes);
    }
  for (guint k = 0; k < GCCORE_N_LANES; k++)
    {
      if (theme->vector)
        scene_batch_fill (cr, &lanes.columns[k], theme->lanes[k]);
      scene_batch_fill_round (cr, &lanes.boxes[k], k == GCCORE_LANE_STW ? 0 : 2, theme->lanes[k]);
      scene_batch_weave (cr, &lanes.columns[k], theme, theme->lanes_weave[k], theme->lanes[k]);
      scene_batch_weave (cr, &lanes.boxes[k], theme, theme->lanes_weave[k], theme->lanes[k]);
      scene_batch_clear (&lanes.columns[k]);
      scene_batch_clear (&lanes.boxes[k]);
    }
}

/* Where a landmark is drawn, on the time axis; FALSE: outside of what is shown, or not come to yet. */
static gboolean
landmark_place (const SceneTimelineLayout *layout, const GccoreLandmark *landmark, double *x, double *y)
{
  if (landmark->t_ns < 0 || landmark->t_ns < layout->view.t_from || landmark->t_ns > layout->view.t_to)
    return FALSE;
  *x = scene_timeline_x (layout, landmark->t_ns);
  *y = layout->plot.y + layout->plot.h;
  return TRUE;
}

/* Knobs are diamonds, stops discs, bookmarks pennants. */
static void
paint_landmarks (cairo_t *cr, const SceneTimelineLayout *layout, const SceneTheme *theme)
{
  const GccoreTimeline *t = &layout->frame->timeline;
  const SceneColour colours[] = { theme->goal, theme->error, theme->cursor };

  for (uint32_t i = 0; i < t->n_landmarks; i++)
    {
      GccoreLandmarkKind kind = t->landmarks[i].kind;
      double x, y, r = LANDMARK;

      if (!landmark_place (layout, &t->landmarks[i], &x, &y))
        continue;
      cairo_new_path (cr);
      if (kind == GCCORE_LANDMARK_STOP)
        cairo_arc (cr, x, y, r, 0, 2 * G_PI);
      else if (kind == GCCORE_LANDMARK_KNOB)
        {
          cairo_move_to (cr, x, y - r - 1);
          cairo_line_to (cr, x + r + 1, y);
          cairo_line_to (cr, x, y + r + 1);
          cairo_line_to (cr, x - r - 1, y);
        }
      else
        {
          cairo_move_to (cr, x, y + r);
          cairo_line_to (cr, x, y - 2 * r);
          cairo_line_to (cr, x + 2 * r, y - r);
          cairo_line_to (cr, x, y);
        }
      cairo_close_path (cr);
      scene_set (cr, colours[kind]);
      cairo_fill_preserve (cr);
      scene_set (cr, theme->card);
      cairo_set_line_width (cr, 1);
      cairo_stroke (cr);
    }
}

/* The nearest landmark under the point, or -1. */
static int
landmark_at (const SceneTimelineLayout *layout, double px, double py)
{
  const GccoreTimeline *t = &layout->frame->timeline;
  double nearest = 2 * LANDMARK, x, y;
  int found = -1;

  for (uint32_t i = 0; i < t->n_landmarks; i++)
    if (landmark_place (layout, &t->landmarks[i], &x, &y) && fabs (py - y) <= 2 * LANDMARK && fabs (px - x) < nearest)
      {
        nearest = fabs (px - x);
        found = (int) i;
      }
  return found;
}

static void
paint_cursor (cairo_t *cr, const SceneTimelineLayout *layout, const SceneTheme *theme)
{
  double bottom = layout->n_lanes ? layout->lanes.y + layout->lanes.h : layout->plot.y + layout->plot.h;
  double x;

  if (layout->view.hover_ns > 0)
    {
      x = scene_timeline_x (layout, layout->view.hover_ns);
      if (x >= layout->plot.x && x <= layout->plot.x + layout->plot.w)
        scene_vline (cr, theme, x, layout->plot.y, bottom, scene_colour_alpha (theme->cursor, 0.35));
    }
  x = scene_timeline_x (layout, layout->frame->now_ns);
  if (x < layout->plot.x - 1 || x > layout->plot.x + layout->plot.w + 1)
    return;
  x = scene_snap (theme, x);
  scene_fill_rect (cr, (SceneRect) { x - 1, layout->card.y, 2, bottom - layout->card.y }, theme->cursor);
  scene_set (cr, theme->cursor);
  cairo_arc (cr, x, layout->card.y, layout->view.focused ? 7 : 5.5, 0, 2 * G_PI);
  cairo_fill (cr);
}

void
paint_timeline (cairo_t *cr, const SceneTimelineLayout *layout, const SceneTheme *theme)
{
  const GccoreTimeline *t = &layout->frame->timeline;
  const SceneRect *plot = &layout->plot;

  cairo_save (cr);
  scene_fill_round (cr, layout->card, 8, theme->card);
  scene_stroke_round (cr, layout->card, 8, 1, theme->border);
  paint_head (cr, layout, theme);
  paint_cycles (cr, layout, theme);
  if (t->n_points)
    paint_grid (cr, layout, theme);

  if (t->n_points)
    {
      cairo_save (cr);
      cairo_rectangle (cr, plot->x - 1, plot->y - 2, plot->w + 2, plot->h + 4);
      cairo_clip (cr);
      /* Resident memory is the backdrop, drawn dotted; the goal and trigger are steps; live is on top. */
      scene_set (cr, theme->rss);
      cairo_new_path (cr);
      curve_path (cr, layout, theme, 3, TRUE);
      cairo_set_line_width (cr, 1.5);
      cairo_set_dash (cr, (const double[]) { 1.5, 2.5 }, 2, 0);
      cairo_stroke (cr);
      cairo_set_dash (cr, NULL, 0, 0);
      stroke_curve (cr, layout, theme, 2, theme->goal, 1.5, FALSE);
      stroke_curve (cr, layout, theme, 1, theme->trigger, 1.5, TRUE);
      stroke_curve (cr, layout, theme, 0, theme->live, 2, FALSE);
      cairo_restore (cr);
    }
  else
    scene_text (cr, theme, SCENE_FONT_UI, theme->faint, plot->x + plot->w / 2, plot->y + plot->h / 2, SCENE_CENTRE,
                plot->w, _("Run or step: the heap's history appears here"));
  if (layout->n_lanes)
    {
      paint_cpu (cr, layout, theme);
      paint_lanes (cr, layout, theme);
    }
  paint_landmarks (cr, layout, theme);
  if (t->n_points)
    paint_cursor (cr, layout, theme);
  cairo_restore (cr);
}

SceneHit
scene_timeline_hit (const SceneTimelineLayout *layout, double x, double y)
{
  SceneHit hit = { .kind = SCENE_HIT_NONE, .run = -1, .index = -1, .p = -1 };
  const SceneRect *lanes = &layout->lanes;
  int landmark;

  if (!scene_rect_contains (&layout->rect, x, y) || x < layout->plot.x - 8 || x > layout->plot.x + layout->plot.w + 8)
    return hit;
  hit.t_ns = scene_timeline_t (layout, x);
  hit.tick = scene_timeline_tick (layout->frame, hit.t_ns);
  hit.kind = SCENE_HIT_TIME;
  hit.rect = (SceneRect) { x, layout->plot.y, 1, layout->plot.h };
  landmark = landmark_at (layout, x, y);
  if (landmark >= 0)
    {
      hit.kind = SCENE_HIT_LANDMARK;
      hit.index = landmark;
      hit.t_ns = layout->frame->timeline.landmarks[landmark].t_ns;
      hit.tick = layout->frame->timeline.landmarks[landmark].position.tick;
      return hit;
    }
  if (layout->n_lanes && y >= lanes->y && y < lanes->y + lanes->h)
    {
      const GccoreFrameP *p;

      hit.kind = SCENE_HIT_LANE;
      hit.p = (int) ((y - lanes->y) / layout->lane_pitch);
      p = &layout->frame->ps[hit.p];
      for (uint32_t i = 0; i < p->n_segments; i++)
        if (p->segments[i].start_ns <= hit.t_ns && hit.t_ns < p->segments[i].end_ns)
          hit.index = (int) i;
      hit.rect = (SceneRect) { lanes->x, lanes->y + hit.p * layout->lane_pitch, lanes->w, layout->lane_h };
    }
  return hit;
}
