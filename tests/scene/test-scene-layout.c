/* Layouts and hit tests of all but the span map: everything of the scenes that is data and not pixels. */

#include "test-scene.h"

#include "scene/board.h"
#include "scene/compose.h"
#include "scene/format.h"
#include "scene/fragmentation.h"
#include "scene/graph.h"
#include "scene/source.h"
#include "session/escape-lines.h"

#include <math.h>
#include <string.h>

/* --- landmarks -------------------------------------------------------------------------------------------------- */

static void
test_timeline_landmarks_lead_to_their_ticks (void **state)
{
  GccoreFrame *frame = sample_frame_new (SAMPLE_MARK);
  g_autoptr (SceneTheme) theme = dejavu_theme (1);
  const int64_t t1 = frame->timeline.t1_ns;
  const GccoreLandmark landmarks[] = {
    { GCCORE_LANDMARK_KNOB, { 17, 0 }, t1 / 4, "gogc", 50 },
    { GCCORE_LANDMARK_STOP, { 4711, 0 }, t1 / 2, "cycle:2/mark", 0 },
    { GCCORE_LANDMARK_BOOKMARK, { 9000, 0 }, 3 * (t1 / 4), "before the sweep", 0 },
    { GCCORE_LANDMARK_BOOKMARK, { 99999, 0 }, -1, "not there yet", 0 },
  };
  SceneTimelineLayout layout;
  SceneHit hit;

  frame->timeline.landmarks = landmarks;
  frame->timeline.n_landmarks = G_N_ELEMENTS (landmarks);
  scene_timeline_layout (&layout, frame, (SceneRect) { 0, 0, 800, 300 }, theme, NULL);
  for (guint i = 0; i < 3; i++)
    {
      g_autofree char *said = NULL;

      hit = scene_timeline_hit (&layout, scene_timeline_x (&layout, landmarks[i].t_ns) + 2,
                                layout.plot.y + layout.plot.h);
      assert_int_equal (hit.kind, SCENE_HIT_LANDMARK);
      assert_int_equal (hit.index, i);
      assert_int_equal (hit.tick, landmarks[i].position.tick);
      said = scene_hit_describe (frame, &hit);
      assert_non_null (strstr (said, landmarks[i].text));
    }
  hit = scene_timeline_hit (&layout, scene_timeline_x (&layout, t1 / 2), layout.plot.y + layout.plot.h / 2);
  assert_int_equal (hit.kind, SCENE_HIT_TIME);
  sample_frame_free (frame);
}

/* --- the rest of the window -------------------------------------------------------------------------------------- */

static void
test_legend_wraps_without_overlap (void **state)
{
  GccoreFrame *frame = sample_frame_new (SAMPLE_SWEEP);
  g_autoptr (SceneTheme) theme = dejavu_theme (1);

  for (int by = 0; by < SCENE_N_COLOUR_BY; by++)
    for (double width = 200; width <= 1200; width += 100)
      {
        SceneMapView view = { .colour_by = (SceneColourBy) by };
        SceneLegendLayout legend;

        scene_legend_span_map (&legend, frame, theme, &view);
        assert_in_range (legend.n_entries, 4, SCENE_MAX_LEGEND);
        scene_legend_layout (&legend, (SceneRect) { 8, 8, width, 0 }, theme);
        for (guint i = 0; i < legend.n_entries; i++)
          {
            SceneRect r = legend.entries[i].rect;

            assert_true (legend.entries[i].label[0] != '\0');
            assert_true (r.x >= 8 && r.x + r.w <= 8 + width + 1 && r.y + r.h <= 8 + legend.rect.h + 0.5);
            assert_int_equal (scene_legend_hit (&legend, r.x + 2, r.y + r.h / 2).index, i);
            if (i > 0 && legend.entries[i - 1].rect.y == r.y)
              assert_true (r.x >= legend.entries[i - 1].rect.x + legend.entries[i - 1].rect.w);
          }
      }
  sample_frame_free (frame);
}

static void
test_legend_counts_the_pages (void **state)
{
  GccoreFrame *frame = sample_frame_new (SAMPLE_SWEEP);
  g_autoptr (SceneTheme) theme = dejavu_theme (1);

  for (int by = 0; by < SCENE_N_COLOUR_BY; by++)
    {
      SceneMapView view = { .colour_by = (SceneColourBy) by };
      SceneLegendLayout legend;
      uint64_t sum = 0;

      scene_legend_span_map (&legend, frame, theme, &view);
      for (guint i = 0; i < legend.n_entries; i++)
        {
          g_autoptr (GString) digits = g_string_new (NULL);

          for (const char *c = legend.entries[i].count; *c; c++)
            if (g_ascii_isdigit (*c))
              g_string_append_c (digits, *c);
          sum += g_ascii_strtoull (digits->str, NULL, 10);
        }
      assert_true (sum == frame->n_pages);
    }
  sample_frame_free (frame);
}

static void
test_ribbon_has_its_phases_in_order (void **state)
{
  GccoreFrame *frame = sample_frame_new (SAMPLE_MARK);
  g_autoptr (SceneTheme) theme = dejavu_theme (1);

  for (double width = 420; width <= 1200; width += 20)
    {
      SceneRibbonLayout ribbon;

      scene_ribbon_layout (&ribbon, frame, (SceneRect) { 3, 5, width, 28 }, theme);
      for (guint i = 0; i <= GCCORE_N_PHASES; i++)
        {
          SceneRect r = ribbon.cells[i];

          assert_true (r.w > 20 && r.x >= 3 && r.x + r.w <= 3 + width + 0.5);
          if (i > 0)
            assert_true (r.x >= ribbon.cells[i - 1].x + ribbon.cells[i - 1].w + 3);
          assert_int_equal (scene_ribbon_hit (&ribbon, r.x + r.w / 2, 10).index, i);
        }
    }
  sample_frame_free (frame);
}

static void
test_timeline_axis_goes_both_ways (void **state)
{
  GccoreFrame *frame = sample_frame_new (SAMPLE_MARK);
  g_autoptr (SceneTheme) theme = dejavu_theme (1);
  SceneTimelineLayout t;
  uint64_t last = 0;

  scene_timeline_layout (&t, frame, (SceneRect) { 0, 0, 860, 280 }, theme, NULL);
  assert_true (t.lanes.x == t.plot.x && t.lanes.w == t.plot.w);
  assert_true (t.lanes.y + t.lanes.h <= 280.5);
  for (double x = t.plot.x; x <= t.plot.x + t.plot.w; x += 10)
    {
      int64_t ns = scene_timeline_t (&t, x);
      uint64_t tick = scene_timeline_tick (frame, ns);

      assert_true (fabs (scene_timeline_x (&t, ns) - x) < 0.01);
      assert_true (tick >= last && tick <= frame->tick);
      last = tick;
    }
  assert_true (scene_timeline_tick (frame, frame->now_ns) >= frame->tick - 200);
  assert_true (t.y_max > 7u << 20 && t.y_max <= 16u << 20);
  assert_int_equal (scene_timeline_hit (&t, t.plot.x + 50, t.plot.y + 5).kind, SCENE_HIT_TIME);
  {
    SceneHit hit = scene_timeline_hit (&t, t.plot.x + 50, t.lanes.y + t.lane_pitch * 2 + 3);
    g_autofree char *text = scene_hit_describe (frame, &hit);

    assert_int_equal (hit.kind, SCENE_HIT_LANE);
    assert_int_equal (hit.p, 2);
    assert_true (g_str_has_prefix (text, "P2: "));
  }
  sample_frame_free (frame);
}

static void
test_window_parts_do_not_overlap (void **state)
{
  static const double sizes[][2] = { { 1600, 1000 }, { 1440, 900 }, { 1280, 800 }, { 1024, 700 }, { 2560, 1440 } };
  GccoreFrame *frame = sample_frame_new (SAMPLE_MARK);
  g_autoptr (SceneTheme) theme = dejavu_theme (1);

  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      SceneExportOptions options;
      SceneWindowLayout l;

      scene_export_options_init (&options);
      options.caption = i % 2 ? "A caption" : NULL;
      scene_window_layout (&l, frame, &options, theme, sizes[i][0], sizes[i][1]);
      const SceneRect column[] = { l.header,     l.ribbon,   l.map_title,    l.map,
                                   l.map_legend, l.timeline, l.lanes_legend, l.transport };
      for (guint k = 1; k < G_N_ELEMENTS (column); k++)
        assert_true (column[k].y >= column[k - 1].y + column[k - 1].h - 0.5);
      assert_true (l.map.h >= 120 && l.source.h >= 150);
      assert_true (l.side.x + l.side.w <= l.content.x && l.content.x + l.content.w <= l.inspector.x + 0.5);
      assert_true (l.transport.y + l.transport.h + l.caption.h == sizes[i][1]);
    }
  sample_frame_free (frame);
}

static const char *
table_value (const SceneTable *table, const char *label)
{
  for (guint i = 0; i < table->rows->len; i++)
    if (strcmp (g_array_index (table->rows, SceneTableRow, i).label, label) == 0)
      return g_array_index (table->rows, SceneTableRow, i).value;
  return "(none)";
}

static void
test_tables_say_what_the_frame_says (void **state)
{
  GccoreFrame *frame = sample_frame_new (SAMPLE_MARK);
  g_autoptr (SceneTheme) theme = dejavu_theme (1);
  uint64_t span = sample_frame_span (frame);
  const GccoreRun *run = &frame->runs[scene_frame_run_at (frame, span)];
  g_autofree char *objects = g_strdup_printf ("%u / %u", run->n_alloc, run->n_elems);
  g_auto (SceneTable) t = { 0 }, pacer = { 0 }, events = { 0 }, object = { 0 }, none = { 0 };

  scene_table_span (&t, frame, span + 100);
  assert_string_equal (table_value (&t, "pages"), "1 (8 KiB)");
  assert_string_equal (table_value (&t, "objects"), objects);
  assert_string_equal (table_value (&t, "span class"), "12 · 64 B · scan");
  scene_table_pacer (&pacer, frame);
  assert_string_equal (table_value (&pacer, "heap live"), "5.82 MiB");
  assert_string_equal (table_value (&pacer, "GC CPU"), "25.0 % + 3.1 %");
  scene_table_object (&object, frame, span + 64 * 3 + 5, NULL);
  assert_string_equal (table_value (&object, "slot"), "3 of 128");
  assert_string_equal (table_value (&object, "decision"), "(none)");
  scene_table_events (&events, frame, 4);
  assert_int_equal (events.rows->len, 4);
  assert_true (g_array_index (events.rows, SceneTableRow, 3).tick == 48211);
  scene_table_layout (&events, (SceneRect) { 0, 0, 270, 0 }, theme);
  assert_int_equal (scene_table_hit (&events, 20, events.rect.h - 5).kind, SCENE_HIT_EVENT);
  assert_int_equal (scene_table_hit (&events, 20, events.rect.h - 5).tick, 48211);
  scene_table_span (&none, frame, 12);
  assert_int_equal (none.rows->len, 0);
  scene_table_layout (&none, (SceneRect) { 0, 0, 270, 0 }, theme);
  assert_true (none.rect.h == 0);
  sample_frame_free (frame);
}

/* An object leads to the line that made it, and to what escape analysis decided there. */
static void
test_object_names_its_decision (void **state)
{
  GccoreFrame *frame = sample_frame_new (SAMPLE_MARK);
  g_autoptr (SceneTheme) theme = dejavu_theme (1);
  uint64_t addr = sample_frame_span (frame) + 64 * 3;
  const GccoreSpanDetail *detail = scene_frame_detail (frame, scene_frame_run_at (frame, addr));
  int line = (int) detail->line[3];
  GccoreEscapeLine stays = { .line = line, .kind = GCCORE_ESCAPE_STACK, .text = (char *) "x does not escape" };
  GccoreEscapeLine moved = { .line = line, .kind = GCCORE_ESCAPE_HEAP, .text = (char *) "moved to heap: y" };
  GccoreEscapeLine other = { .line = line, .kind = GCCORE_ESCAPE_HEAP, .text = (char *) "&z{...} escapes to heap" };
  g_autoptr (GPtrArray) escapes = g_ptr_array_new ();
  g_auto (SceneTable) t = { 0 }, plain = { 0 };
  const SceneTableRow *last;
  SceneHit hit;

  g_ptr_array_add (escapes, &stays);
  scene_table_object (&plain, frame, addr, escapes);
  assert_string_equal (table_value (&plain, "decision"), "runtime or library");
  g_ptr_array_add (escapes, &moved);
  g_ptr_array_add (escapes, &other);
  scene_table_object (&t, frame, addr, escapes);
  assert_string_equal (table_value (&t, "decision"), "moved to heap: y");
  last = &g_array_index (t.rows, SceneTableRow, t.rows->len - 1);
  assert_string_equal (last->value, "or 1 other on that line");
  scene_table_layout (&t, (SceneRect) { 0, 0, 270, 0 }, theme);
  hit = scene_table_hit (&t, 20, t.rect.h - 5);
  assert_int_equal (hit.kind, SCENE_HIT_ROW);
  assert_int_equal (hit.line, line);
  assert_int_equal (scene_table_hit (&t, 20, g_array_index (t.rows, SceneTableRow, 0).rect.y + 2).line, 0);
  sample_frame_free (frame);
}

static void
test_strip_shows_every_slot (void **state)
{
  GccoreFrame *frame = sample_frame_new (SAMPLE_MARK);
  g_autoptr (SceneTheme) theme = dejavu_theme (1);
  uint64_t span = sample_frame_span (frame);
  SceneStripLayout strip;

  scene_strip_layout (&strip, frame, span, (SceneRect) { 10, 10, 275, 0 }, 200, theme);
  assert_int_equal (strip.shown, 128);
  assert_true (strip.rect.h <= 200);
  for (guint i = 0; i < 128; i++)
    {
      SceneHit hit = scene_strip_hit (&strip, 10 + (i % strip.columns + 0.4) * strip.cell,
                                      10 + (i / strip.columns + 0.4) * strip.cell);

      assert_int_equal (hit.index, i);
      assert_true (hit.addr == span + 64 * i);
    }
  /* Too little room: what fits, not a squeeze. */
  scene_strip_layout (&strip, frame, span, (SceneRect) { 10, 10, 100, 0 }, 20, theme);
  assert_true (strip.shown < 128 && strip.rect.h <= 20);
  sample_frame_free (frame);
}

static void
test_board_holds_every_span_once (void **state)
{
  GccoreFrame *frame = sample_frame_new (SAMPLE_SWEEP);
  g_autoptr (SceneTheme) theme = dejavu_theme (1);
  SceneBoardLayout board;
  guint spans = 0, on_board = 0, in_sets = 0, placed = 0;

  scene_board_layout (&board, frame, (SceneRect) { 0, 0, 1600, 1000 }, theme, 0);
  assert_int_equal (board.shown, board.lanes->len);
  for (uint32_t i = 0; i < frame->n_runs; i++)
    {
      SceneRect r;

      if (frame->runs[i].state >= GCCORE_PAGES_STACK || frame->runs[i].span_class < 2)
        continue;
      spans++;
      in_sets += frame->runs[i].set >= GCCORE_SET_PARTIAL_SWEPT;
      /* In the sample two spans of a class may be cached by one P; a machine has one. */
      if (scene_board_place (&board, frame->heap_base + (uint64_t) frame->runs[i].page * 8192, &r))
        {
          SceneHit hit = scene_board_hit (&board, r.x + r.w / 2, r.y + r.h / 2);

          placed++;
          assert_int_equal (hit.kind, SCENE_HIT_RUN);
          assert_int_equal (hit.run, i);
        }
    }
  for (guint l = 0; l < board.lanes->len; l++)
    for (guint s = 0; s < SCENE_BOARD_SETS; s++)
      on_board += g_array_index (board.lanes, SceneBoardLane, l).sets[s]->len;
  assert_int_equal (on_board, in_sets);
  assert_true (placed > spans * 9 / 10);
  assert_int_equal (scene_board_hit (&board, board.label_w / 2, board.rect.y + 44 + 5).kind, SCENE_HIT_CLASS);
  scene_board_clear (&board);

  /* Room enough gives rows to lanes with many spans. */
  scene_board_layout (&board, frame, (SceneRect) { 0, 0, 700, 1400 }, theme, 0);
  spans = 0;
  for (guint l = 0; l < board.lanes->len; l++)
    {
      const SceneBoardLane *lane = &g_array_index (board.lanes, SceneBoardLane, l);

      spans += lane->rows > 1;
      assert_true (lane->rect.y + lane->rect.h <= board.heap.y);
      assert_true (l == 0 || lane->rect.y >= lane[-1].rect.y + lane[-1].rect.h);
    }
  assert_true (spans > 0);
  scene_board_clear (&board);

  /* Too low for all lanes: scrolled to the last. */
  scene_board_layout (&board, frame, (SceneRect) { 0, 0, 800, 240 }, theme, 1000);
  assert_true (board.shown < board.lanes->len);
  assert_int_equal (board.first + board.shown, board.lanes->len);
  scene_board_clear (&board);
  sample_frame_free (frame);
}

/* A span taken from mcentral by a P, and one made of free pages: each sets out from where it was. */
static void
test_board_sends_spans_on_their_way (void **state)
{
  GccoreFrame *before = sample_frame_new (SAMPLE_SWEEP), after = *before;
  g_autoptr (SceneTheme) theme = dejavu_theme (1);
  g_autofree GccoreRun *runs = g_memdup2 (before->runs, before->n_runs * sizeof *runs);
  SceneBoardLayout old, new;
  SceneRect from, to;
  int taken = -1, made = -1;

  for (uint32_t i = 0; i < before->n_runs; i++)
    if (taken < 0 && runs[i].set == GCCORE_SET_PARTIAL_UNSWEPT && runs[i].state == GCCORE_PAGES_NEEDS_SWEEP)
      taken = (int) i;
    else if (made < 0 && runs[i].state == GCCORE_PAGES_FREE)
      made = (int) i;
  assert_true (taken >= 0 && made >= 0);
  after.runs = runs;
  after.changed[0] = after.changed[1] = after.heap_base + (uint64_t) runs[taken].page * 8192; /* named twice */
  after.changed[2] = after.heap_base + (uint64_t) runs[made].page * 8192;
  after.n_changed = 3;
  for (uint32_t i = 0; i < before->n_runs; i++)
    if (runs[i].span_class == runs[taken].span_class && runs[i].p == 0)
      runs[i].p = 1;            /* P0 has none of this class yet */
  runs[taken].set = GCCORE_SET_MCACHE;
  runs[taken].state = GCCORE_PAGES_CACHED;
  runs[taken].p = 0;
  runs[made] = (GccoreRun) { .page = runs[made].page, .n_pages = runs[made].n_pages, .set = GCCORE_SET_PARTIAL_SWEPT,
                             .span_class = 12, .p = -1, .elem_size = 64, .n_elems = 128 };
  scene_board_layout (&old, before, (SceneRect) { 0, 0, 1600, 1000 }, theme, 0);
  scene_board_layout (&new, &after, (SceneRect) { 0, 0, 1600, 1000 }, theme, 0);
  assert_true (scene_board_place (&old, after.changed[0], &from) && scene_board_place (&new, after.changed[0], &to));
  scene_board_begin_moves (&new, &old);
  assert_int_equal (new.n_moves, 2);
  assert_memory_equal (&new.moves[0].from, &from, sizeof from);
  assert_memory_equal (&new.moves[0].to, &to, sizeof to);
  assert_true (scene_rect_contains (&new.heap, new.moves[1].from.x, new.moves[1].from.y));
  assert_true (scene_board_is_away (&new, taken) && scene_board_is_away (&new, made)
               && !scene_board_is_away (&new, -1));
  scene_board_clear (&new);

  /* The same moment once more: nothing moves. */
  scene_board_layout (&new, before, (SceneRect) { 0, 0, 1600, 1000 }, theme, 0);
  scene_board_begin_moves (&new, &old);
  assert_int_equal (new.n_moves, 0);
  scene_board_clear (&new);
  scene_board_clear (&old);
  sample_frame_free (before);
}

/* What a frame tells of few spans is exact, of many its sample is taken. */
static void
test_sums_of_frames_that_leave_runs_out (void **state)
{
  GccoreRun run = { .n_pages = 2, .elem_size = 5000, .n_elems = 3, .n_alloc = 1, .n_counted = 64 };
  GccoreFrame frame = { .n_left_out = 10, .list_spans = 4 };
  SceneSums sums = { 0 };
  gboolean estimate;

  for (guint i = 1; i <= 4; i++)
    {
      scene_sums_add (&sums, &frame, &run);
      const SceneTally *t = scene_sums_get (&sums, &frame, &estimate);
      double spans = i < 4 ? i : 4 * 32;

      assert_int_equal (estimate, i == 4);
      assert_true (t->spans == spans && t->pages == 2 * spans && t->elems == 3 * spans && t->alloc == spans);
      assert_true (t->slot_bytes == 15000 * spans && t->alloc_bytes == 5000 * spans);
    }
  frame.n_left_out = 0;
  memset (&sums, 0, sizeof sums);
  for (guint i = 0; i < 9; i++)
    scene_sums_add (&sums, &frame, &run);
  assert_true (scene_sums_get (&sums, &frame, &estimate)->spans == 9 && !estimate);
}

static void
test_fragmentation_accounts_for_all_memory (void **state)
{
  GccoreFrame *frame = sample_frame_new (SAMPLE_SWEEP);
  g_autoptr (SceneTheme) theme = dejavu_theme (1);
  SceneFragmentationLayout layout;
  uint64_t sum = 0;

  scene_fragmentation_layout (&layout, frame, (SceneRect) { 0, 0, 900, 700 }, theme);
  for (guint i = 0; i < SCENE_N_FRAG; i++)
    sum += layout.total[i];
  assert_true (sum == (frame->n_pages - frame->pages_by_state[GCCORE_PAGES_RESERVED]) * 8192);
  assert_int_equal (layout.shown, layout.rows->len);
  for (guint i = 0; i < layout.shown; i++)
    {
      SceneRect r = g_array_index (layout.rows, SceneFragRow, i).rect;

      assert_int_equal (scene_fragmentation_hit (&layout, r.x + 200, r.y + r.h / 2).index,
                        g_array_index (layout.rows, SceneFragRow, i).size_class * 2);
      assert_true (r.y + r.h <= 700.5);
    }
  scene_fragmentation_clear (&layout);
  sample_frame_free (frame);
}

static void
test_graph_stays_where_it_is_while_it_is_marked (void **state)
{
  GccoreFrame *frame = sample_frame_new (SAMPLE_MARK);
  g_autoptr (SceneTheme) theme = dejavu_theme (1);
  GccoreFrame black = *frame;
  g_autofree GccoreGraphNode *nodes = g_memdup2 (frame->graph.nodes, frame->graph.n_nodes * sizeof (GccoreGraphNode));
  SceneGraphLayout a, b;

  for (uint32_t i = 0; i < frame->graph.n_nodes; i++)
    nodes[i].colour = GCCORE_OBJECT_BLACK;
  black.graph.nodes = nodes;
  scene_graph_layout (&a, frame, (SceneRect) { 0, 0, 900, 560 }, theme);
  scene_graph_layout (&b, &black, (SceneRect) { 0, 0, 900, 560 }, theme);
  assert_true (a.n > 50 && a.columns > 4 && a.rooted);
  for (guint i = 0; i < a.n; i++)
    {
      SceneHit hit = scene_graph_hit (&a, a.places[i].x, a.places[i].y);

      assert_true (a.places[i].x == b.places[i].x && a.places[i].y == b.places[i].y);
      assert_true (a.places[i].x > 0 && a.places[i].x < 900 && a.places[i].y > 0 && a.places[i].y < 560);
      assert_int_equal (hit.kind, SCENE_HIT_OBJECT);
      assert_true (hit.addr == frame->graph.nodes[i].addr);
      /* A child lies right of its parent. */
      if (a.places[i].parent >= 0)
        assert_true (a.places[i].x > a.places[a.places[i].parent].x);
      for (guint k = 0; k < i; k++)
        if (a.places[k].depth == a.places[i].depth)
          assert_true (fabs (a.places[k].y - a.places[i].y) >= a.side);
    }
  scene_graph_clear (&a);
  scene_graph_clear (&b);
  sample_frame_free (frame);
}

static void
test_graph_takes_any_edges (void **state)
{
  static const GccoreGraphNode nodes[] = { { 0xc000000000, 16, 1, 0 }, { 0xc000000010, 16, 2, 0 } };
  static const GccoreGraphEdge edges[] = { { 0, 0, 0 }, { 1, 0, 8 }, { 0, 1, 8 },
                                           { 7, 1, 0 }, { 0, 9, 0 }, { GCCORE_GRAPH_ROOT, 5, 0 } };
  GccoreFrame frame = { .heap_base = 0xc000000000, .graph = { nodes, 2, edges, G_N_ELEMENTS (edges), false } };
  g_autoptr (SceneTheme) theme = dejavu_theme (1);
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, 200, 200);
  cairo_t *cr = cairo_create (surface);
  SceneGraphLayout g;

  scene_graph_layout (&g, &frame, (SceneRect) { 0, 0, 200, 200 }, theme);
  assert_int_equal (g.places[1].parent, 0);
  paint_graph (cr, &g, theme, 0xc000000010);
  assert_int_equal (cairo_status (cr), CAIRO_STATUS_SUCCESS);
  scene_graph_clear (&g);
  cairo_destroy (cr);
  cairo_surface_destroy (surface);
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (test_timeline_landmarks_lead_to_their_ticks),
    cmocka_unit_test (test_legend_wraps_without_overlap),
    cmocka_unit_test (test_legend_counts_the_pages),
    cmocka_unit_test (test_ribbon_has_its_phases_in_order),
    cmocka_unit_test (test_timeline_axis_goes_both_ways),
    cmocka_unit_test (test_window_parts_do_not_overlap),
    cmocka_unit_test (test_tables_say_what_the_frame_says),
    cmocka_unit_test (test_object_names_its_decision),
    cmocka_unit_test (test_strip_shows_every_slot),
    cmocka_unit_test (test_board_holds_every_span_once),
    cmocka_unit_test (test_board_sends_spans_on_their_way),
    cmocka_unit_test (test_sums_of_frames_that_leave_runs_out),
    cmocka_unit_test (test_fragmentation_accounts_for_all_memory),
    cmocka_unit_test (test_graph_stays_where_it_is_while_it_is_marked),
    cmocka_unit_test (test_graph_takes_any_edges),
  };

  return cmocka_run_group_tests_name ("scene-layout", tests, NULL, NULL);
}
