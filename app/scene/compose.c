#include "scene/scene-i18n.h"

#include "scene/board.h"
#include "scene/chrome.h"
#include "scene/compose.h"
#include "scene/draw.h"
#include "scene/format.h"
#include "scene/fragmentation.h"
#include "scene/graph.h"
#include "scene/output.h"
#include "scene/source.h"

#include <math.h>
#include <string.h>

#define HEADER_H 48.0
#define TRANSPORT_H 64.0
#define LOW_H 600.0           /* lower middles have a lower chart and no legend of the lanes: the map comes first */
#define CAPTION_PAD 12.0
#define PAD 20.0

static guint
telling (const GccoreRun *run)
{
  guint marked = MIN (run->n_marked, run->n_alloc);

  return 4u * run->n_grey + MIN (marked, run->n_alloc - marked);
}

uint64_t
scene_selection (const GccoreFrame *frame, const SceneMapView *view)
{
  int best = -1;

  if (view->selected && scene_frame_run_at (frame, view->selected) >= 0)
    return view->selected;
  for (guint i = 0; i < frame->n_changed; i++)
    {
      int run = scene_frame_run_at (frame, frame->changed[i]);

      if (run >= 0 && frame->runs[run].n_elems > 1 && frame->runs[run].state < GCCORE_PAGES_STACK)
        return frame->changed[i];
    }
  /* The span that tells most: grey slots first, then marked beside unmarked ones. */
  for (uint32_t i = 0; i < frame->n_runs; i++)
    {
      const GccoreRun *run = &frame->runs[i];

      if (run->state >= GCCORE_PAGES_STACK || run->n_elems < 8)
        continue;
      if (best < 0 || telling (run) > telling (&frame->runs[best]))
        best = (int) i;
    }
  return best < 0 ? 0 : frame->heap_base + (uint64_t) frame->runs[best].page * SCENE_PAGE_BYTES;
}

static SceneMapView
map_view (const GccoreFrame *frame, const SceneExportOptions *options)
{
  SceneMapView view = options->map;

  view.selected = scene_selection (frame, &view);
  return view;
}

/* What the caption needs under a picture of this width; 0 without one. */
static double
caption_height (const SceneExportOptions *options, const SceneTheme *theme, double width)
{
  if (options->caption == NULL || *options->caption == '\0')
    return 0;
  return scene_paragraph (NULL, theme, SCENE_FONT_UI, theme->text, 0, 0, SCENE_CENTRE, width - 2 * PAD, 0,
                          options->caption)
         + 2 * CAPTION_PAD;
}

static double
legend_height (SceneLegendLayout *legend, double width, const SceneTheme *theme)
{
  scene_legend_layout (legend, (SceneRect) { 0, 0, width, 0 }, theme);
  return legend->rect.h;
}

void
scene_window_layout (SceneWindowLayout *l, const GccoreFrame *frame, const SceneExportOptions *options,
                     const SceneTheme *theme, double width, double height)
{
  double side, inspector, top, bottom, x, w, y, chart, lanes, legend_h, gutter, caption;
  gboolean low;
  SceneLegendLayout legend;

  memset (l, 0, sizeof *l);
  l->width = width;
  l->height = height;
  bottom = height;
  caption = caption_height (options, theme, width);
  l->caption = (SceneRect) { 0, height - caption, width, caption };
  bottom -= caption;
  top = scene_em (theme, HEADER_H);
  l->header = (SceneRect) { 0, 0, width, top };
  l->transport = (SceneRect) { 0, bottom - scene_em (theme, TRANSPORT_H), width, scene_em (theme, TRANSPORT_H) };
  bottom = l->transport.y;

  side = scene_snap (theme, CLAMP (width * 0.244, 256, 390));
  inspector = scene_snap (theme, CLAMP (width * 0.193, 248, 312));
  if (width < 760)
    side = 0;
  if (width < 560)
    inspector = 0;
  l->side = (SceneRect) { 0, top, side, bottom - top };
  l->inspector = (SceneRect) { width - inspector, top, inspector, bottom - top };
  l->content = (SceneRect) { side, top, width - side - inspector, bottom - top };
  l->tabs = (SceneRect) { 0, top, side, 40 };
  l->knobs = (SceneRect) { 0, bottom - scene_knobs_height (theme), side, scene_knobs_height (theme) };
  l->source = (SceneRect) { 0, top + 40 + 4, side, MAX (0, l->knobs.y - top - 48) };

  x = l->content.x + PAD;
  w = l->content.w - 2 * PAD;
  y = top + 16;
  l->ribbon = (SceneRect) { x, y, w, scene_em (theme, 28) };
  y += l->ribbon.h + 10;
  l->map_title = (SceneRect) { x, y, w, scene_em (theme, 24) };
  y += l->map_title.h + 2;

  /* From the bottom up: legend of the lanes, lanes and chart; the map takes the rest. */
  bottom -= 10;
  low = l->content.h < scene_em (theme, LOW_H);
  gutter = scene_timeline_gutter (theme);
  l->lanes_legend = (SceneRect) { x + gutter, bottom, w - gutter, 0 };
  if (!low)
    {
      scene_legend_lanes (&legend, frame, theme);
      legend_h = legend_height (&legend, w - gutter, theme);
      l->lanes_legend = (SceneRect) { x + gutter, bottom - legend_h, w - gutter, legend_h };
      bottom -= legend_h + 4;
    }
  chart = CLAMP (l->content.h * 0.22, scene_em (theme, low ? 112 : 128), scene_em (theme, 200));
  lanes = scene_timeline_height (frame, theme, chart);
  l->timeline = (SceneRect) { x, bottom - lanes, w, lanes };
  bottom -= lanes + 12;
  scene_legend_span_map (&legend, frame, theme, &options->map);
  legend_h = legend_height (&legend, w, theme);
  l->map_legend = (SceneRect) { x, bottom - legend_h, w, legend_h };
  bottom -= legend_h + 6;
  l->map = (SceneRect) { x, y, w, MAX (0, bottom - y) };
}

static void
paint_heap_title (cairo_t *cr, SceneRect rect, double room, const GccoreFrame *frame, const SceneTheme *theme)
{
  g_autofree char *title = scene_span_map_title (frame);

  scene_text (cr, theme, SCENE_FONT_UI, theme->dim, rect.x, rect.y + rect.h / 2, SCENE_LEFT, room, title);
}

static void
paint_map_title (cairo_t *cr, SceneRect rect, const SceneSpanMapLayout *map, const SceneTheme *theme)
{
  g_autofree char *title = scene_span_map_title (map->frame);
  g_autofree char *by = NULL;
  double y = rect.y + rect.h / 2, right = rect.x + rect.w;
  char percent[SCENE_TEXT_MAX];

  /* Translators: what the map is coloured by. */
  by = g_strdup_printf (_("colour by: %s"), scene_colour_by_label (map->view.colour_by));
  scene_format_percent (percent, map->view.zoom, 0);
  /* The title first; the zoom goes when there is no room for all. */
  if (scene_text_width (theme, SCENE_FONT_UI, title) + scene_text_width (theme, SCENE_FONT_UI, by)
      + scene_text_width (theme, SCENE_FONT_UI, percent) + 40 <= rect.w)
    right -= scene_text (cr, theme, SCENE_FONT_UI, theme->dim, right, y, SCENE_RIGHT, 0, percent) + 20;
  right -= scene_text (cr, theme, SCENE_FONT_UI, theme->dim, right, y, SCENE_RIGHT, 0, by) + 20;
  paint_heap_title (cr, rect, right - rect.x, map->frame, theme);
}

static void
paint_caption (cairo_t *cr, SceneRect rect, const char *caption, const SceneTheme *theme)
{
  if (rect.h <= 0)
    return;
  scene_fill_rect (cr, rect, theme->window);
  scene_hline (cr, theme, rect.x, rect.x + rect.w, rect.y, theme->border);
  scene_paragraph (cr, theme, SCENE_FONT_UI, theme->text, rect.x + rect.w / 2, rect.y + CAPTION_PAD, SCENE_CENTRE,
                   rect.w - 2 * PAD, 0, caption);
}

static guint
current_line (const GccoreFrame *frame)
{
  for (guint i = 0; i < frame->n_ps; i++)
    if (frame->ps[i].lane == GCCORE_LANE_GOROUTINE && frame->ps[i].line)
      return frame->ps[i].line;
  /* Nobody runs the program just now: where its first goroutine waits. */
  for (guint i = 0; i < frame->n_gs; i++)
    if (frame->gs[i].line)
      return frame->gs[i].line;
  return 0;
}

static void
paint_map_in (cairo_t *cr, const SceneWindowLayout *l, const GccoreFrame *frame, const SceneMapView *view,
              const SceneTheme *theme)
{
  SceneSpanMapLayout map;
  SceneLegendLayout legend;

  scene_span_map_layout (&map, frame, l->map, theme, view);
  paint_map_title (cr, l->map_title, &map, theme);
  paint_span_map (cr, &map, theme);
  scene_legend_span_map (&legend, frame, theme, view);
  scene_legend_layout (&legend, l->map_legend, theme);
  paint_legend (cr, &legend, theme);
}

/* --- what the middle of the window can show besides the span map ------------------------------------------------- */

typedef struct {
  const GccoreFrame *frame;
  const SceneExportOptions *options;
  const SceneTheme *theme;
  const char *view;           /* that is painted */
} Subject;

static void
paint_board_in (cairo_t *cr, const Subject *s, SceneRect rect)
{
  SceneBoardLayout board;

  scene_board_layout (&board, s->frame, (SceneRect) { rect.x, rect.y + 4, rect.w, rect.h + 12 }, s->theme, 0);
  paint_board (cr, &board, s->theme, s->options->map.selected);
  scene_board_clear (&board);
}

static void
paint_fragmentation_in (cairo_t *cr, const Subject *s, SceneRect rect)
{
  SceneFragmentationLayout layout;

  scene_fragmentation_layout (&layout, s->frame, (SceneRect) { rect.x, rect.y + 4, rect.w, rect.h - 4 }, s->theme);
  paint_fragmentation (cr, &layout, s->theme);
  scene_fragmentation_clear (&layout);
}

static void
paint_objects_in (cairo_t *cr, const Subject *s, SceneRect rect)
{
  SceneGraphLayout graph;

  scene_graph_layout (&graph, s->frame, rect, s->theme);
  paint_graph (cr, &graph, s->theme, s->options->map.selected);
  scene_graph_clear (&graph);
}

static const struct Middle {
  const char *view;
  void (*paint) (cairo_t *cr, const Subject *s, SceneRect rect);
} middles[] = {
  { "board", paint_board_in }, { "objects", paint_objects_in }, { "fragmentation", paint_fragmentation_in },
};

/* NULL: none of them. */
static const struct Middle *
find_middle (const char *view)
{
  for (guint i = 0; i < G_N_ELEMENTS (middles); i++)
    if (g_strcmp0 (middles[i].view, view) == 0)
      return &middles[i];
  return NULL;
}

/* --- the window -------------------------------------------------------------------------------------------------- */

void
paint_window (cairo_t *cr, const SceneWindowLayout *l, const GccoreFrame *frame, const SceneExportOptions *options,
              const SceneTheme *theme)
{
  SceneMapView view = map_view (frame, options);
  const struct Middle *middle = find_middle (options->middle);
  SceneRibbonLayout ribbon;
  SceneLegendLayout legend;
  SceneTimelineLayout timeline;

  cairo_save (cr);
  scene_fill_rect (cr, (SceneRect) { 0, 0, l->width, l->height }, theme->window);
  if (l->side.w > 0)
    {
      scene_fill_rect (cr, l->side, theme->panel);
      paint_side_title (cr, l->tabs, theme);
      paint_source (cr, l->source, options->source, current_line (frame), options->marks, options->n_marks, theme);
      paint_knobs (cr, l->knobs, frame, options, theme);
      scene_vline (cr, theme, l->side.x + l->side.w, l->side.y, l->side.y + l->side.h, theme->border);
    }

  scene_ribbon_layout (&ribbon, frame, l->ribbon, theme);
  paint_ribbon (cr, &ribbon, theme);
  if (middle)
    {
      const Subject subject = { frame, options, theme };

      const SceneRect rect = { l->map.x, l->map.y, l->map.w, l->map_legend.y + l->map_legend.h - l->map.y };

      paint_heap_title (cr, l->map_title, l->map_title.w, frame, theme);
      cairo_save (cr);
      cairo_rectangle (cr, rect.x, rect.y, rect.w, rect.h);
      cairo_clip (cr);
      middle->paint (cr, &subject, rect);
      cairo_restore (cr);
    }
  else
    paint_map_in (cr, l, frame, &view, theme);
  scene_timeline_layout (&timeline, frame, l->timeline, theme, &options->timeline);
  paint_timeline (cr, &timeline, theme);
  if (timeline.n_lanes && l->lanes_legend.h > 0)
    {
      scene_legend_lanes (&legend, frame, theme);
      scene_legend_layout (&legend, l->lanes_legend, theme);
      paint_legend (cr, &legend, theme);
    }

  if (l->inspector.w > 0)
    {
      scene_fill_rect (cr, l->inspector, theme->panel);
      scene_vline (cr, theme, l->inspector.x, l->inspector.y, l->inspector.y + l->inspector.h, theme->border);
      paint_inspector (cr, l->inspector, frame, &view, options->escapes, FALSE, theme);
    }
  paint_header (cr, l->header, frame, theme);
  paint_transport (cr, l->transport, l->content, l->inspector, frame, options, theme);
  paint_caption (cr, l->caption, options->caption, theme);
  cairo_restore (cr);
}

/* --- single views ---------------------------------------------------------------------------------------------- */

/* What title and caption leave of a single view. */
static SceneRect
view_rect (const SceneExportOptions *options, const SceneTheme *theme, double width, double height)
{
  double head = scene_em (theme, 28), caption = caption_height (options, theme, width);

  return (SceneRect) { PAD, PAD + head, width - 2 * PAD, MAX (0, height - 2 * PAD - head - caption) };
}

/* Title, subtitle and caption of a single view; returns what is left for it. */
static SceneRect
paint_frame_of_view (cairo_t *cr, const Subject *s, double width, double height)
{
  const SceneTheme *theme = s->theme;
  g_autofree char *subtitle = scene_subtitle (s->frame);
  double caption_h = caption_height (s->options, theme, width);
  SceneRect caption = { 0, height - caption_h, width, caption_h };
  double y = PAD + 8, x;

  scene_fill_rect (cr, (SceneRect) { 0, 0, width, height }, theme->window);
  x = PAD + scene_text (cr, theme, SCENE_FONT_TITLE, theme->text, PAD, y, SCENE_LEFT, width / 2, s->frame->name) + 16;
  scene_text (cr, theme, SCENE_FONT_UI, theme->dim, x, y, SCENE_LEFT, width - x - PAD, subtitle);
  paint_caption (cr, caption, s->options->caption, theme);
  return view_rect (s->options, theme, width, height);
}

void
scene_spans_layout (SceneSpansLayout *l, const GccoreFrame *frame, const SceneExportOptions *options,
                    const SceneTheme *theme, double width, double height)
{
  SceneRect rect = view_rect (options, theme, width, height);
  double top;

  memset (l, 0, sizeof *l);
  l->ribbon = (SceneRect) { rect.x, rect.y, rect.w, scene_em (theme, 28) };
  l->title = (SceneRect) { rect.x, rect.y + l->ribbon.h + 10, rect.w, scene_em (theme, 24) };
  top = l->title.y + l->title.h + 4;
  scene_legend_span_map (&l->legend, frame, theme, &options->map);
  scene_legend_layout (&l->legend, rect, theme);
  if (rect.y + rect.h < top + l->legend.rect.h + 48)
    l->legend.n_entries = 0;    /* no room: the map first */
  scene_legend_layout (&l->legend, (SceneRect) { rect.x, rect.y + rect.h - l->legend.rect.h, rect.w, 0 }, theme);
  l->map = (SceneRect) { rect.x, top, rect.w, MAX (0, rect.y + rect.h - l->legend.rect.h - 8 - top) };
}

static void
paint_spans_view (cairo_t *cr, const Subject *s, double width, double height)
{
  SceneRibbonLayout ribbon;
  SceneSpanMapLayout map;
  SceneSpansLayout layout;

  paint_frame_of_view (cr, s, width, height);
  scene_spans_layout (&layout, s->frame, s->options, s->theme, width, height);
  scene_ribbon_layout (&ribbon, s->frame, layout.ribbon, s->theme);
  paint_ribbon (cr, &ribbon, s->theme);
  scene_span_map_layout (&map, s->frame, layout.map, s->theme, &s->options->map);
  paint_map_title (cr, layout.title, &map, s->theme);
  paint_span_map (cr, &map, s->theme);
  paint_legend (cr, &layout.legend, s->theme);
}

static void
paint_timeline_view (cairo_t *cr, const Subject *s, double width, double height)
{
  SceneRect rect = paint_frame_of_view (cr, s, width, height);
  SceneTimelineLayout timeline;
  SceneLegendLayout legend;
  double legend_h, gutter = scene_timeline_gutter (s->theme);

  scene_legend_lanes (&legend, s->frame, s->theme);
  legend_h = legend_height (&legend, rect.w - gutter, s->theme);
  scene_timeline_layout (&timeline, s->frame, (SceneRect) { rect.x, rect.y, rect.w, rect.h - legend_h - 6 }, s->theme,
                         &s->options->timeline);
  paint_timeline (cr, &timeline, s->theme);
  scene_legend_layout (&legend, (SceneRect) { rect.x + gutter, rect.y + rect.h - legend_h, rect.w - gutter, 0 },
                       s->theme);
  paint_legend (cr, &legend, s->theme);
}

static void
paint_inspector_view (cairo_t *cr, const Subject *s, double width, double height)
{
  SceneMapView view = map_view (s->frame, s->options);

  scene_fill_rect (cr, (SceneRect) { 0, 0, width, height }, s->theme->panel);
  paint_inspector (cr, (SceneRect){ 0, 4, width, height - 8 }, s->frame, &view, s->options->escapes, TRUE, s->theme);
}

static void
paint_middle_view (cairo_t *cr, const Subject *s, double width, double height)
{
  SceneRect rect = paint_frame_of_view (cr, s, width, height);

  find_middle (s->view)->paint (cr, s, rect);
}

static void
paint_ribbon_view (cairo_t *cr, const Subject *s, double width, double height)
{
  SceneRect rect = paint_frame_of_view (cr, s, width, height);
  SceneRibbonLayout ribbon;

  scene_ribbon_layout (&ribbon, s->frame, (SceneRect) { rect.x, rect.y, rect.w, scene_em (s->theme, 28) }, s->theme);
  paint_ribbon (cr, &ribbon, s->theme);
}

static void
paint_output_view (cairo_t *cr, const Subject *s, double width, double height)
{
  SceneRect rect = paint_frame_of_view (cr, s, width, height);

  paint_output (cr, (SceneRect) { rect.x, rect.y + 4, rect.w, rect.h - 4 }, s->frame, s->theme);
}

static void
paint_window_view (cairo_t *cr, const Subject *s, double width, double height)
{
  SceneWindowLayout layout;

  scene_window_layout (&layout, s->frame, s->options, s->theme, width, height);
  paint_window (cr, &layout, s->frame, s->options, s->theme);
}

static const struct {
  const char *name;
  double width, height;
  void (*paint) (cairo_t *cr, const Subject *s, double width, double height);
} views[] = {
  { "window", 1600, 1000, paint_window_view },
  { "spans", 1200, 720, paint_spans_view },
  { "timeline", 1200, 420, paint_timeline_view },
  { "inspector", 320, 860, paint_inspector_view },
  { "board", 1200, 720, paint_middle_view },
  { "objects", 1200, 720, paint_middle_view },
  { "fragmentation", 1200, 720, paint_middle_view },
  { "ribbon", 1200, 96, paint_ribbon_view },
  { "output", 800, 420, paint_output_view },
};

const char *const *
scene_view_names (void)
{
  static const char *const names[] = { "window",  "spans",         "timeline", "inspector", "board",
                                       "objects", "fragmentation", "ribbon",   "output",    NULL };

  G_STATIC_ASSERT (G_N_ELEMENTS (names) == G_N_ELEMENTS (views) + 1);
  return names;
}

gboolean
scene_view_size (const char *view, double *width, double *height)
{
  for (guint i = 0; i < G_N_ELEMENTS (views); i++)
    if (g_strcmp0 (views[i].name, view) == 0)
      {
        *width = views[i].width;
        *height = views[i].height;
        return TRUE;
      }
  return FALSE;
}

gboolean
paint_view (cairo_t *cr, const char *view, const GccoreFrame *frame, const SceneExportOptions *options,
            const SceneTheme *theme, double width, double height)
{
  Subject subject = { frame, options, theme, view };

  for (guint i = 0; i < G_N_ELEMENTS (views); i++)
    if (g_strcmp0 (views[i].name, view) == 0)
      {
        cairo_save (cr);
        views[i].paint (cr, &subject, width, height);
        cairo_restore (cr);
        return TRUE;
      }
  return FALSE;
}
