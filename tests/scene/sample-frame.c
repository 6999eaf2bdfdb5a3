#include "sample-frame.h"

#include <glib.h>
#include <string.h>

#include "sched/events.h"

#define BASE 0xc000000000ull
#define MS 1000000ll
#define N_PS 4

const char sample_source[] =
  "package main\n"
  "\n"
  "type Node struct {\n"
  "\tleft, right *Node\n"
  "\tkey         int\n"
  "}\n"
  "\n"
  "func newNode(k int) *Node {\n"
  "\treturn &Node{key: k}\n"
  "}\n"
  "\n"
  "// sum walks the tree.\n"
  "func sum(n *Node) int {\n"
  "\tif n == nil {\n"
  "\t\treturn 0\n"
  "\t}\n"
  "\treturn n.key + sum(n.left) + sum(n.right)\n"
  "}\n"
  "\n"
  "func main() {\n"
  "\tvar keep []*Node\n"
  "\tfor i := 0; i < 1000; i++ {\n"
  "\t\tt := grow(12)\n"
  "\t\tif i%10 == 0 {\n"
  "\t\t\tkeep = append(keep, t)\n"
  "\t\t}\n"
  "\t}\n"
  "\tprintln(\"kept\", len(keep), sum(keep[0]))\n"
  "}\n";

typedef struct { GccoreFrame frame; GPtrArray *owned; uint64_t seed; uint64_t span; } Sample;

static uint64_t
roll (Sample *s, uint64_t n)
{
  s->seed ^= s->seed << 13;
  s->seed ^= s->seed >> 7;
  s->seed ^= s->seed << 17;
  return (s->seed >> 11) % n;
}

static void *
own (Sample *s, size_t size)
{
  void *p = g_malloc0 (size);

  g_ptr_array_add (s->owned, p);
  return p;
}

static void *
own_array (Sample *s, GArray *array, uint32_t *n)
{
  *n = array->len;
  g_ptr_array_add (s->owned, g_array_free (array, FALSE));
  return s->owned->pdata[s->owned->len - 1];
}

/* Some of Go 1.22's size classes: class, slot size, pages of a span. */
static const struct {
  uint8_t class, pages;
  uint16_t size;
} classes[] = {
  { 2, 1, 16 },           { 3, 1, 24 },         { 4, 1, 32 },    { 5, 1, 48 },    { 6, 1, 64 },
  { 8, 1, 96 },           { 10, 1, 128 },       { 13, 1, 176 },  { 18, 1, 256 },  { 24, 1, 512 },
  { 26, 1, 640 },         { 28, 1, 896 },       { 32, 1, 1280 }, { 36, 2, 2048 }, { 42, 3, 4096 - 1024 },
  { 51, 5, 8192 + 1280 }, { 59, 3, 24576 / 2 },
};

static void
add_run (Sample *s, GArray *runs, uint32_t *page, GccorePagesState state, uint32_t n_pages, guint kind, gboolean sweep)
{
  GccoreRun run = { .page = *page, .n_pages = n_pages, .state = (uint8_t) state, .p = -1 };

  if (state < GCCORE_PAGES_STACK)
    {
      run.span_class = (uint8_t) (classes[kind].class * 2 + (roll (s, 4) == 0));
      run.elem_size = classes[kind].size;
      run.n_elems = (uint16_t) (n_pages * 8192 / run.elem_size);
      run.n_alloc = (uint16_t) (run.n_elems * (40 + roll (s, 61)) / 100);
      if (state == GCCORE_PAGES_CACHED)
        {
          run.set = GCCORE_SET_MCACHE;
          run.p = (int8_t) roll (s, N_PS);
        }
      else
        run.set = state == GCCORE_PAGES_SWEPT
                      ? (run.n_alloc == run.n_elems ? GCCORE_SET_FULL_SWEPT : GCCORE_SET_PARTIAL_SWEPT)
                  : run.n_alloc == run.n_elems ? GCCORE_SET_FULL_UNSWEPT
                                               : GCCORE_SET_PARTIAL_UNSWEPT;
      run.n_marked = (uint16_t) (run.n_alloc * roll (s, 101) / 100);
      run.n_grey = (uint16_t) (sweep ? 0 : run.n_marked * roll (s, 40) / 100);
      run.sweepgen_rel = state == GCCORE_PAGES_NEEDS_SWEEP ? -2 : state == GCCORE_PAGES_SWEEPING ? -1
                       : state == GCCORE_PAGES_CACHED ? (sweep ? 3 : 1) : 0;
      run.age = (page[0] / 90 + run.n_pages) % 11;
      run.line = (const uint32_t[]) { 9, 23, 25, 9, 9, 28 }[roll (s, 6)];
    }
  else if (state == GCCORE_PAGES_LARGE)
    {
      run.elem_size = n_pages * 8192;
      run.n_elems = run.n_alloc = 1;
      run.n_marked = (uint16_t) roll (s, 2);
      run.set = GCCORE_SET_FULL_SWEPT;
      run.line = 25;
    }
  run.sweepgen = (uint32_t) (14 + run.sweepgen_rel);
  if (runs->len && (state >= GCCORE_PAGES_FREE) && g_array_index (runs, GccoreRun, runs->len - 1).state == state)
    g_array_index (runs, GccoreRun, runs->len - 1).n_pages += n_pages;
  else
    g_array_append_val (runs, run);
  s->frame.pages_by_state[state] += n_pages;
  *page += n_pages;
}

static void
make_runs (Sample *s, SampleKind kind)
{
  GArray *runs = g_array_new (FALSE, FALSE, sizeof (GccoreRun));
  uint32_t page = 0, end = kind == SAMPLE_MILLION ? 1000000 : kind == SAMPLE_START ? 0 : 1160, all, n_runs;
  gboolean sweep = kind == SAMPLE_SWEEP || kind == SAMPLE_START || kind == SAMPLE_MILLION;

  s->frame.n_pages = kind == SAMPLE_MILLION ? 1000000 : 8192;
  all = (uint32_t) s->frame.n_pages;
  while (page < end)
    {
      uint32_t left = end - page, n;
      uint64_t dice = roll (s, 100);
      gboolean tail = kind != SAMPLE_MILLION && page > 880;
      guint c = (guint) roll (s, G_N_ELEMENTS (classes));

      n = classes[c].pages;
      if (kind == SAMPLE_MILLION && dice >= 52 && dice < 60)
        dice = 70;
      if (tail && dice < 70)
        add_run (s, runs, &page, roll (s, 3) ? GCCORE_PAGES_RELEASED : GCCORE_PAGES_FREE,
                 MIN (left, 4 + (uint32_t) roll (s, 26)), 0, sweep);
      else if (dice < 52 || dice >= 84)
        {
          uint64_t d = roll (s, 100);

          add_run (s, runs, &page,
                   d < 12             ? GCCORE_PAGES_CACHED
                   : !sweep || d < 45 ? GCCORE_PAGES_SWEPT
                   : d < 94           ? GCCORE_PAGES_NEEDS_SWEEP
                                      : GCCORE_PAGES_SWEEPING,
                   MIN (left, n), n <= left ? c : 0, sweep);
        }
      else if (dice < 57)
        add_run (s, runs, &page, GCCORE_PAGES_LARGE, MIN (left, 5 + (uint32_t) roll (s, 50)), 0, sweep);
      else if (dice < 62)
        add_run (s, runs, &page, GCCORE_PAGES_STACK, MIN (left, 1 + (uint32_t) roll (s, 4)), 0, sweep);
      else
        add_run (s, runs, &page, GCCORE_PAGES_FREE, MIN (left, 1 + (uint32_t) roll (s, 6)), 0, sweep);
    }
  if (page < all)
    {
      if (page && page % 512)
        add_run (s, runs, &page, GCCORE_PAGES_RELEASED, 512 - page % 512, 0, sweep);
      add_run (s, runs, &page, GCCORE_PAGES_RESERVED, all - page, 0, sweep);
    }
  s->frame.runs = own_array (s, runs, &n_runs);
  s->frame.n_runs = n_runs;
}

static void
make_details (Sample *s)
{
  GArray *details = g_array_new (FALSE, FALSE, sizeof (GccoreSpanDetail));
  uint32_t n_details;

  for (uint32_t i = 0; i < s->frame.n_runs; i++)
    {
      const GccoreRun *run = &s->frame.runs[i];
      GccoreSpanDetail d = { .base = BASE + (uint64_t) run->page * 8192, .run = i, .n_elems = run->n_elems };
      uint8_t *colour;
      uint32_t *line;
      uint64_t *bits, *words = NULL;
      guint alloc = run->n_alloc, marked = run->n_marked, grey = run->n_grey;

      if (run->n_elems == 0)
        continue;
      colour = own (s, run->n_elems);
      line = own (s, run->n_elems * sizeof *line);
      bits = own (s, ((size_t) run->n_pages * 1024 + 63) / 64 * 8);
      for (guint e = 0; e < run->n_elems; e++)
        {
          guint left = run->n_elems - e;
          gboolean is_alloc = roll (s, left) < alloc, is_marked = is_alloc && roll (s, alloc) < marked;

          colour[e] = is_alloc ? GCCORE_OBJECT_WHITE : GCCORE_OBJECT_FREE;
          if (is_marked)
            {
              gboolean is_grey = roll (s, marked) < grey;

              colour[e] = is_grey ? GCCORE_OBJECT_GREY : GCCORE_OBJECT_BLACK;
              marked--;
              grey -= is_grey;
            }
          alloc -= is_alloc;
          line[e] = is_alloc ? run->line : 0;
          if (!(run->span_class & 1))
            for (guint w = 0; w < run->elem_size / 8; w++)
              if (w % 3 != 2)
                bits[((size_t) e * (run->elem_size / 8) + w) / 64] |= 1ull
                                                                     << (((size_t) e * (run->elem_size / 8) + w) % 64);
        }
      d.colour = colour;
      d.line = line;
      d.ptr_bits = bits;
      if (s->span == 0 && run->elem_size == 64 && run->page > 300)
        {
          /* Contents where they are looked at: pointers into this span, small numbers. */
          words = own (s, 8192);
          for (guint w = 0; w < 1024; w++)
            words[w] = colour[w / 8] == GCCORE_OBJECT_FREE ? 0
                       : bits[w / 64] >> (w % 64) & 1      ? d.base + roll (s, 128) * 64
                                                           : roll (s, 1000);
        }
      d.words = words;
      g_array_append_val (details, d);
      if (s->span == 0 && run->elem_size == 64 && run->n_grey > 4 && run->page > 300)
        s->span = d.base;
      if (s->span == 0 && run->elem_size == 64 && run->state == GCCORE_PAGES_NEEDS_SWEEP && run->page > 300)
        s->span = d.base;
    }
  s->frame.details = own_array (s, details, &n_details);
  s->frame.n_details = n_details;
}

/* Three roots: a tree in which marking has come half way, a list, a map's buckets; and edges that are no tree's. */
static void
make_graph (Sample *s, SampleKind kind)
{
  GArray *nodes = g_array_new (FALSE, FALSE, sizeof (GccoreGraphNode)),
         *edges = g_array_new (FALSE, FALSE, sizeof (GccoreGraphEdge));
  guint first = 0, end;

  for (guint i = 0; i < 3; i++)
    {
      GccoreGraphNode node = { BASE + 0x2a4000 + i * 64, 64, GCCORE_OBJECT_BLACK, 9 };
      GccoreGraphEdge edge = { GCCORE_GRAPH_ROOT, i, 0 };

      g_array_append_val (nodes, node);
      g_array_append_val (edges, edge);
    }
  for (guint depth = 1; depth < 7; depth++)
    for (end = nodes->len; first < end; first++)
      for (guint child = 0; child < (first % 5 == 2 ? 1u : 2u) && nodes->len < 90; child++)
        {
          GccoreGraphNode node = { BASE + 0x2a4000 + nodes->len * 64, 64, GCCORE_OBJECT_WHITE, 23 };
          GccoreGraphEdge edge = { first, nodes->len, child * 8 };

          if (roll (s, 4) == 0 && depth > 2)
            continue;
          node.colour = depth < 3 || (depth == 3 && child == 0) ? GCCORE_OBJECT_BLACK
                        : depth < 5 && roll (s, 3) == 0 ? GCCORE_OBJECT_GREY : GCCORE_OBJECT_WHITE;
          if (kind == SAMPLE_SWEEP)
            node.colour = GCCORE_OBJECT_BLACK;
          g_array_append_val (nodes, node);
          g_array_append_val (edges, edge);
          if (roll (s, 12) == 0)
            {
              GccoreGraphEdge back = { first, (uint32_t) roll (s, nodes->len), 16 };

              g_array_append_val (edges, back);
            }
        }
  s->frame.graph.nodes = own_array (s, nodes, &s->frame.graph.n_nodes);
  s->frame.graph.edges = own_array (s, edges, &s->frame.graph.n_edges);
  s->frame.graph.more = true;
}

static void
make_timeline (Sample *s, SampleKind kind)
{
  static const double peaks[] = { 3.9, 3.5, 4.1, 4.6, 5.3, 5.8, 6.4 };
  GArray *points = g_array_new (FALSE, FALSE, sizeof (GccoreTimelinePoint));
  GArray *phases = g_array_new (FALSE, FALSE, sizeof (GccoreTimelinePhase));
  uint32_t n_points, n_phases;
  GccoreTimeline *t = &s->frame.timeline;
  const int64_t cycle_ns = 1850000;
  double low = 0.1;

  t->t1_ns = s->frame.now_ns;
  for (guint c = 0; c < 7; c++)
    {
      int64_t t0 = c * cycle_ns, mark = t0 + cycle_ns * 66 / 100, term = t0 + cycle_ns * 92 / 100;
      const GccoreTimelinePhase ph[4] = { { mark - 18000, mark, 0, 0, GCCORE_PHASE_SWEEP_TERM, c + 1, false },
                                          { mark, term, 0, 0, GCCORE_PHASE_MARK, c + 1, false },
                                          { term, term + 22000, 0, 0, GCCORE_PHASE_MARK_TERM, c + 1, false },
                                          { term + 22000, term + cycle_ns / 4, 0, 0, GCCORE_PHASE_SWEEP, c + 1,
                                            false } };

      for (guint i = 0; i < 4 && kind != SAMPLE_START; i++)
        if (ph[i].start_ns < t->t1_ns)
          {
            GccoreTimelinePhase p = ph[i];

            p.end_ns = MIN (p.end_ns, t->t1_ns);
            p.start_tick = (uint64_t) (p.start_ns * 48211 / t->t1_ns);
            p.end_tick = (uint64_t) (p.end_ns * 48211 / t->t1_ns);
            g_array_append_val (phases, p);
          }
      for (guint i = 0; i < 120; i++)
        {
          int64_t now = t0 + cycle_ns * i / 120;
          double f = i < 112 ? low + (peaks[c] - low) * i / 112 : peaks[c] - (peaks[c] * 0.4) * (i - 112) / 8;
          GccoreTimelinePoint p = {
            now, (uint64_t) (now * 48211 / MAX (t->t1_ns, 1)), (uint64_t) (f * 1048576), 0, 0, 0, 8 << 20
          };

          p.goal = (uint64_t) ((peaks[c] + 0.15) * 1048576);
          p.trigger = (uint64_t) ((peaks[c] * 0.83) * 1048576);
          p.rss = (uint64_t) ((4.6 + c * 0.42 + (i > 60 ? 0.2 : 0)) * 1048576);
          if (now <= t->t1_ns && kind != SAMPLE_START)
            g_array_append_val (points, p);
        }
      low = peaks[c] * 0.6;
    }
  t->points = own_array (s, points, &n_points);
  t->n_points = n_points;
  t->phases = own_array (s, phases, &n_phases);
  t->n_phases = n_phases;
}

static void
make_ps (Sample *s, SampleKind kind)
{
  GccoreFrameP *ps = own (s, N_PS * sizeof *ps);
  const GccoreTimeline *t = &s->frame.timeline;

  for (guint i = 0; i < N_PS; i++)
    {
      GArray *segments = g_array_new (FALSE, FALSE, sizeof (GccoreLaneSegment));
      int64_t now = 0;
      uint32_t n;

      while (now < t->t1_ns && kind != SAMPLE_START)
        {
          GccoreLaneSegment seg = { now, now + 60000 + (int64_t) roll (s, 320000), GCCORE_LANE_GOROUTINE,
                                    (int32_t) (1 + roll (s, 9)) };
          uint8_t phase = GCCORE_PHASE_OFF;

          for (guint k = 0; k < t->n_phases; k++)
            {
              if (t->phases[k].start_ns <= now && now < t->phases[k].end_ns)
                {
                  phase = t->phases[k].phase;
                  seg.end_ns = MIN (seg.end_ns, t->phases[k].end_ns);
                }
              else if (t->phases[k].start_ns > now)
                seg.end_ns = MIN (seg.end_ns, t->phases[k].start_ns);
            }
          seg.end_ns = MIN (seg.end_ns, t->t1_ns);
          if (phase == GCCORE_PHASE_SWEEP_TERM || phase == GCCORE_PHASE_MARK_TERM)
            seg.lane = GCCORE_LANE_STW, seg.g = -1;
          else if (phase == GCCORE_PHASE_MARK && i == (guint) (now / 1850000) % N_PS)
            seg.lane = GCCORE_LANE_MARK, seg.g = 3;
          else if (phase == GCCORE_PHASE_MARK && roll (s, 7) == 0)
            seg.lane = GCCORE_LANE_ASSIST, seg.end_ns = MIN (seg.end_ns, now + 40000);
          else if (phase == GCCORE_PHASE_SWEEP && i == 1)
            seg.lane = GCCORE_LANE_SWEEP, seg.g = 4;
          else if (roll (s, 9) == 0)
            seg.lane = i == 2 && roll (s, 2) ? GCCORE_LANE_SCAVENGE : GCCORE_LANE_IDLE, seg.g = -1;
          g_array_append_val (segments, seg);
          now = seg.end_ns;
        }
      ps[i].lane = (int8_t) (i == 2 ? GCCORE_LANE_MARK : GCCORE_LANE_GOROUTINE);
      ps[i].g = (int32_t) i + 1;
      ps[i].line = i == 0 ? 23 : 9;
      ps[i].clock_ns = s->frame.now_ns;
      ps[i].n_work = (uint32_t) roll (s, 200);
      ps[i].segments = own_array (s, segments, &n);
      ps[i].n_segments = n;
    }
  s->frame.ps = ps;
  s->frame.n_ps = N_PS;
}

static const GccoreFrameEvent sample_events[] = {
  { 48203, 12480000, EVENT_SCAN, 1, -1, 0xc00012a000, 0, 0, "P1 scans 0xc00012a000 (64 B)" },
  { 48204, 12480300, EVENT_ALLOC, 0, 1, 0xc000131080, 48, 9, "P0 allocates 48 B in span 0xc000130000 (black)" },
  { 48205, 12480600, EVENT_SHADE, 1, -1, 0xc00012a040, 0, 0, "P1 shades 0xc00012a040" },
  { 48206, 12480900, EVENT_SCAN, 1, -1, 0xc000118000, 0, 0, "P1 scans 0xc000118000 (64 B)" },
  { 48207, 12481100, EVENT_ALLOC, 0, 1, 0xc0001310b0, 48, 9, "P0 allocates 48 B in span 0xc000130000 (black)" },
  { 48208, 12481300, EVENT_ASSIST, 0, 1, 0, 12698, 9, "G1 assists: it pays 12.4 KiB of scan work" },
  { 48209, 12481600, EVENT_SCAN, 2, -1, 0xc000124080, 0, 0, "P2 scans 0xc000124080 (64 B)" },
  { 48210, 12481800, EVENT_BARRIER, 0, 1, 0xc000124000, 0, 25, "P0's write barrier shades 0xc000124000: *slot was nil" },
  { 48211, 12482000, EVENT_SCAN, 2, -1, 0xc0001240c0, 0, 0, "P2 scans 0xc0001240c0 (64 B)" },
};

/* A long way from main's stack; its middle is left out. */
static const GccorePathStep sample_path[] = {
  { { BASE + 0x2000, 64, GCCORE_OBJECT_BLACK, 22 }, 0 },  { { BASE + 0x20c0, 64, GCCORE_OBJECT_BLACK, 9 }, 8 },
  { { BASE + 0x2100, 64, GCCORE_OBJECT_BLACK, 9 }, 0 },   { { BASE + 0x2140, 64, GCCORE_OBJECT_BLACK, 9 }, 0 },
  { { BASE + 0x4080, 64, GCCORE_OBJECT_BLACK, 9 }, 8 },   { { BASE + 0x40c0, 64, GCCORE_OBJECT_BLACK, 9 }, 0 },
  { { BASE + 0x118000, 64, GCCORE_OBJECT_BLACK, 9 }, 8 }, { { BASE + 0x124000, 64, GCCORE_OBJECT_GREY, 9 }, 0 },
};
static const GccoreSpanCycle sample_cycles[] = {
  { 1, 0, false, 0, 0, 0 },      { 2, 5, true, 512, 300, 12 },  { 3, 5, true, 512, 12, 0 },
  { 4, 12, true, 126, 126, 58 }, { 5, 12, true, 126, 126, 61 }, { 6, 12, true, 126, 93, 58 },
};

/* The frame tells about the first grey object of the sample's span (while nothing is grey: of the first one). */
static void
make_object (Sample *s)
{
  const GccoreSpanDetail *detail = s->frame.details;
  GccorePathStep *path = own (s, sizeof sample_path);
  guint slot = 0;

  while (detail->base != s->span)
    detail++;
  for (guint e = detail->n_elems; e > 0; e--)
    if (detail->colour[e - 1] == GCCORE_OBJECT_GREY)
      slot = e - 1;
  memcpy (path, sample_path, sizeof sample_path);
  path[G_N_ELEMENTS (sample_path) - 1].object.addr = s->span + slot * 64;
  s->frame.object = (GccoreFrameObject) {
    .addr = s->span + slot * 64, .reach = GCCORE_REACH_GOROUTINE, .root_g = 1, .path = path,
    .n_path = G_N_ELEMENTS (sample_path), .n_left_out = 5, .greying_searched = true, .greyed = &sample_events[2],
    .greyed_lane = GCCORE_LANE_MARK, .cycles = sample_cycles, .n_cycles = G_N_ELEMENTS (sample_cycles),
  };
}

static const GccoreFrameG sample_gs[] = {
  { 1, 2, 0, 23, 8192, "", "main.main" }, { 2, 4, 255, 0, 2048, "force gc (idle)", "runtime.forcegchelper" },
  { 3, 2, 2, 0, 2048, "", "runtime.gcBgMarkWorker" }, { 4, 4, 255, 0, 2048, "GC sweep wait", "runtime.bgsweep" },
  { 5, 4, 255, 0, 2048, "sleep", "runtime.bgscavenge" },
};

static const GccoreStat sample_stats[] = {
  { "Alloc", 6103040 }, { "TotalAlloc", 28103040 }, { "Sys", 13330704 }, { "Mallocs", 401233 }, { "Frees", 311200 },
  { "HeapAlloc", 6103040 }, { "HeapSys", 12582912 }, { "HeapIdle", 5201920 }, { "HeapInuse", 7380992 },
  { "HeapReleased", 2105344 }, { "HeapObjects", 90033 }, { "NextGC", 6710886 }, { "NumGC", 6 },
};

static const char sample_panic[] =
  "kept 10\n"
  "panic: runtime error: index out of range [10] with length 10\n"
  "\n"
  "goroutine 1 [running]:\n"
  "main.main()\n"
  "\tgc-trigger.go:28 +0x84\n";

static const char *const sample_gctrace[] = {
  "gc 5 @0.009s 4%: 0.010+0.42+0.003 ms clock, 0.040+0.02/0.40/0+0.012 ms cpu, 4->4->3 MB, 5 MB goal, 0 MB stacks, 0 MB "
  "globals, 4 P",
  "gc 6 @0.010s 5%: 0.011+0.51+0.004 ms clock, 0.044+0.03/0.51/0+0.016 ms cpu, 5->5->3 MB, 6 MB goal, 0 MB stacks, 0 MB "
  "globals, 4 P",
};

/* main is a few calls deep in the library. */
static const GccoreStackFrame sample_stack[] = {
  { "strings.(*Builder).grow", 0, 112 }, { "strings.(*Builder).WriteString", 0, 64 }, { "main.fill", 9, 144 },
  { "main.main", 23, 208 },
};

static const GccoreError sample_broken = {
  .code = GCCORE_ERR_VERIFY,
  .address = BASE + 0x2a4000 + 4 * 64,
  .text = "object 0xc0002a4100 (64 bytes, line 9) is lost: the heap word at 0xc0002a4080 points to it, but it was not "
          "marked",
};

GccoreFrame *
sample_frame_new (SampleKind kind)
{
  Sample *s = g_new0 (Sample, 1);
  GccoreFrame *f = &s->frame;

  s->owned = g_ptr_array_new_with_free_func (g_free);
  s->seed = 0x9e3779b97f4a7c15ull + kind;
  f->ref_count = 1;
  f->arena = s;
  f->name = "gc-trigger.go";
  f->heap_base = BASE;
  f->trigger_reason = "heap";
  f->sentence = "";
  f->output = kind == SAMPLE_START ? "" : kind == SAMPLE_PANIC ? sample_panic : "kept 10\nkept 20\n";
  f->output_len = strlen (f->output);
  f->run_state = kind == SAMPLE_START ? GCCORE_RUN_READY : kind == SAMPLE_PANIC ? GCCORE_RUN_PANICKED : GCCORE_RUN_PAUSED;
  f->exit_status = kind == SAMPLE_PANIC ? 2 : 0;
  f->pacer.gc_percent = 100;
  f->pacer.memory_limit = INT64_MAX;
  f->pacer.goal = f->pacer.trigger = 4 << 20;
  if (kind != SAMPLE_START)
    {
      f->tick = 48211;
      f->now_ns = 12482 * MS / 1000;
      f->cycle = 7;
      f->phase = kind == SAMPLE_SWEEP ? GCCORE_PHASE_SWEEP : GCCORE_PHASE_MARK;
      f->phase_progress[GCCORE_PHASE_SWEEP_TERM] = 1;
      f->phase_progress[GCCORE_PHASE_MARK] = kind == SAMPLE_SWEEP ? 1 : 0.62;
      f->phase_progress[GCCORE_PHASE_MARK_TERM] = kind == SAMPLE_SWEEP;
      f->phase_progress[GCCORE_PHASE_SWEEP] = kind == SAMPLE_SWEEP ? 0.35 : 0;
      f->scavenging = kind == SAMPLE_SWEEP;
      f->scavenge_progress = 0.4;
      f->pacer = (GccorePacerView) { 6103040, 5253366, 6710886, 3355443, 4823449, 8192,      3072, 1.84, 0.113,
                                    0.25,    0.031,   41984,   1457520, 100,     INT64_MAX, 901,  300,  0.00021 };
      f->sentence = sample_events[G_N_ELEMENTS (sample_events) - 1].text;
      f->events = sample_events;
      f->n_events = G_N_ELEMENTS (sample_events);
      f->stats = sample_stats;
      f->n_stats = G_N_ELEMENTS (sample_stats);
    }
  if (kind != SAMPLE_START && kind != SAMPLE_MILLION)
    {
      f->gctrace = sample_gctrace;
      f->n_gctrace = G_N_ELEMENTS (sample_gctrace);
    }
  f->death = kind == SAMPLE_PANIC ? "panic: runtime error: index out of range [10] with length 10" : NULL;
  f->broken = kind == SAMPLE_BROKEN ? &sample_broken : NULL;
  f->graph.asked = kind != SAMPLE_WAITING;
  f->stack.g = -1;
  if (kind == SAMPLE_MARK)
    f->stack = (GccoreFrameStack) { 1, BASE + 0x76000, BASE + 0x78000, BASE + 0x77d90, sample_stack,
                                    G_N_ELEMENTS (sample_stack), 0 };
  f->gs = sample_gs;
  f->n_gs = kind == SAMPLE_START ? 1 : G_N_ELEMENTS (sample_gs);
  make_runs (s, kind);
  if (kind != SAMPLE_MILLION)
    make_details (s);
  if (kind == SAMPLE_MARK || kind == SAMPLE_SWEEP)
    make_object (s);
  if (kind != SAMPLE_START && kind != SAMPLE_MILLION && kind != SAMPLE_WAITING)
    make_graph (s, kind);
  make_timeline (s, kind);
  make_ps (s, kind);
  return f;
}

void
sample_frame_free (GccoreFrame *frame)
{
  Sample *s = frame->arena;

  g_ptr_array_unref (s->owned);
  g_free (s);
}

uint64_t
sample_frame_span (const GccoreFrame *frame)
{
  return ((const Sample *) frame->arena)->span;
}
