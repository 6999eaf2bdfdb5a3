#include "scene/scene-i18n.h"

#include "scene/format.h"
#include "scene/ribbon.h"
#include "scene/scene.h"
#include "scene/sums.h"

int
scene_frame_run_near (const GccoreFrame *frame, uint64_t addr)
{
  uint64_t page;
  uint32_t low = 0, high = frame->n_runs;

  if (addr < frame->heap_base || (addr - frame->heap_base) / SCENE_PAGE_BYTES >= frame->n_pages || frame->n_runs == 0)
    return -1;
  page = (addr - frame->heap_base) / SCENE_PAGE_BYTES;
  while (high - low > 1)
    {
      uint32_t mid = low + (high - low) / 2;

      if (frame->runs[mid].page <= page)
        low = mid;
      else
        high = mid;
    }
  return frame->runs[low].page <= page ? (int) low : -1;
}

int
scene_frame_run_at (const GccoreFrame *frame, uint64_t addr)
{
  int run = scene_frame_run_near (frame, addr);
  uint64_t end_page = run >= 0 ? (uint64_t) frame->runs[run].page + frame->runs[run].n_pages : 0;

  return run >= 0 && addr < frame->heap_base + end_page * SCENE_PAGE_BYTES ? run : -1;
}

const GccoreSpanDetail *
scene_frame_detail (const GccoreFrame *frame, int run)
{
  uint32_t low = 0, high = frame->n_details;

  while (low < high)
    {
      uint32_t mid = low + (high - low) / 2;

      if (frame->details[mid].run == (uint32_t) run)
        return &frame->details[mid];
      if (frame->details[mid].run < (uint32_t) run)
        low = mid + 1;
      else
        high = mid;
    }
  return NULL;
}

static const char *
state_sentence (const GccoreRun *run)
{
  switch ((GccorePagesState) run->state)
    {
    case GCCORE_PAGES_SWEPT: return _("swept");
    case GCCORE_PAGES_NEEDS_SWEEP: return _("needs sweeping");
    case GCCORE_PAGES_SWEEPING: return _("being swept");
    case GCCORE_PAGES_CACHED: return _("cached by a P");
    case GCCORE_PAGES_STACK: return _("stack");
    case GCCORE_PAGES_LARGE: return _("large object");
    case GCCORE_PAGES_FREE: return _("free");
    case GCCORE_PAGES_RELEASED: return _("returned to OS");
    case GCCORE_PAGES_RESERVED: return _("reserved");
    default: return "";
    }
}

static const char *
object_sentence (uint8_t colour)
{
  switch ((GccoreObjectColour) colour)
    {
    case GCCORE_OBJECT_BLACK: return _("black: marked and scanned");
    case GCCORE_OBJECT_GREY: return _("grey: marked, not yet scanned");
    case GCCORE_OBJECT_WHITE: return _("white: not marked");
    case GCCORE_OBJECT_FREE:
    default: return _("free");
    }
}

const char *
scene_lane_label (uint8_t lane)
{
  static const char *const names[GCCORE_N_LANES] = { N_("idle"), N_("goroutine"), N_("mark worker"), N_("assist"),
                                                     N_("sweeper"), N_("scavenger"), N_("stop the world") };

  return _(names[MIN (lane, GCCORE_LANE_STW)]);
}

static char *
describe_run (const GccoreFrame *frame, int index)
{
  const GccoreRun *run = &frame->runs[index];
  char addr[SCENE_TEXT_MAX], size[SCENE_TEXT_MAX], elem[SCENE_TEXT_MAX];

  scene_format_addr (addr, frame->heap_base + (uint64_t) run->page * SCENE_PAGE_BYTES);
  scene_format_bytes (size, (uint64_t) run->n_pages * SCENE_PAGE_BYTES);
  if (run->state == GCCORE_PAGES_STACK || run->state >= GCCORE_PAGES_FREE || run->n_elems == 0)
    /* Translators: address, what the pages are (free, stack ...), their size. */
    return g_strdup_printf (_("%s: %s, %s"), addr, state_sentence (run), size);
  scene_format_bytes (elem, run->elem_size);
  if (run->state == GCCORE_PAGES_LARGE)
    return g_strdup_printf (_("Span %s: one large object of %s"), addr, elem);
  /* Translators: address, slot size, scan or noscan, state, allocated slots of all slots, marked slots. */
  return g_strdup_printf (scene_frame_is_marking (frame)
                          ? _("Span %s: %s %s, %s, %u of %u slots in use, %u marked")
                          : _("Span %s: %s %s, %s, %u of %u slots in use, %u marked last cycle"), addr, elem,
                          run->span_class & 1 ? "noscan" : "scan", state_sentence (run), run->n_alloc, run->n_elems,
                          run->n_marked);
}

static char *
describe_landmark (const GccoreLandmark *landmark)
{
  char tick[SCENE_TEXT_MAX];

  scene_format_count (tick, landmark->position.tick);
  switch (landmark->kind)
    {
    case GCCORE_LANDMARK_KNOB:
      {
        g_autofree char *value = g_strdup_printf ("%" G_GINT64_FORMAT, landmark->value);

        /* Translators: a knob's name like gogc, its value, a number like 48 211. */
        return g_strdup_printf (_("%s was set to %s at tick %s"), landmark->text, value, tick);
      }
    case GCCORE_LANDMARK_STOP:
      /* Translators: a condition like cycle:2/mark, a number like 48 211. */
      return g_strdup_printf (_("Stop %s at tick %s"), landmark->text, tick);
    case GCCORE_LANDMARK_BOOKMARK:
    default:
      return g_strdup_printf (_("%s is at tick %s"), landmark->text, tick);
    }
}

char *
scene_hit_describe (const GccoreFrame *frame, const SceneHit *hit)
{
  char addr[SCENE_TEXT_MAX], size[SCENE_TEXT_MAX], percent[SCENE_TEXT_MAX], time[SCENE_TEXT_MAX];
  const GccoreSpanDetail *detail;

  switch (hit->kind)
    {
    case SCENE_HIT_RUN:
      return hit->run >= 0 ? describe_run (frame, hit->run) : NULL;
    case SCENE_HIT_OBJECT:
    case SCENE_HIT_WORD:
      {
        const GccoreRun *run;
        uint64_t base;

        if (hit->run < 0)
          return NULL;
        run = &frame->runs[hit->run];
        detail = scene_frame_detail (frame, hit->run);
        if (detail == NULL || hit->index < 0 || (uint32_t) hit->index >= detail->n_elems)
          return describe_run (frame, hit->run);
        base = detail->base + (uint64_t) hit->index * run->elem_size;
        scene_format_addr (addr, base);
        scene_format_bytes (size, run->elem_size);
        if (hit->kind == SCENE_HIT_WORD)
          /* Translators: address of the object, its size, its colour in words, offset of the word. */
          {
            guint offset = (guint) (hit->addr - base);

            if (detail->words)
              /* Translators: ...; offset of the word, what it holds. */
              return g_strdup_printf (_("Object %s, %s, %s; word at +0x%x: %s"), addr, size,
                                      object_sentence (detail->colour[hit->index]), offset,
                                      scene_format_addr (percent, detail->words[(hit->addr - detail->base) / 8]));
            return g_strdup_printf (_("Object %s, %s, %s; word at +0x%x"), addr, size,
                                    object_sentence (detail->colour[hit->index]), offset);
          }
        if (detail->line && detail->line[hit->index])
          return g_strdup_printf (_("Object %s, %s, %s; allocated by line %u"), addr, size,
                                  object_sentence (detail->colour[hit->index]), detail->line[hit->index]);
        return g_strdup_printf (_("Object %s, %s, %s"), addr, size, object_sentence (detail->colour[hit->index]));
      }
    case SCENE_HIT_PHASE:
      if (hit->index == GCCORE_N_PHASES)
        return g_strdup_printf (frame->scavenging ? _("Scavenger: %s of what its goal asks for is returned to the OS")
                                                  : _("Scavenger: idle, %s"),
                                frame->scavenging ? scene_format_percent (percent, frame->scavenge_progress, 0)
                                                  : _("nothing above its goal"));
      return g_strdup_printf (_("Phase %s: %s"), scene_phase_label ((GccorePhase) hit->index),
                              hit->index == GCCORE_PHASE_OFF
                                  ? (frame->phase == GCCORE_PHASE_OFF ? _("now") : _("not now"))
                                  : scene_format_percent (percent, frame->phase_progress[hit->index], 0));
    case SCENE_HIT_TIME:
      return g_strdup_printf (_("%s of virtual time, tick %s"), scene_format_ns (time, hit->t_ns),
                              scene_format_count (percent, hit->tick));
    case SCENE_HIT_LANDMARK:
      return describe_landmark (&frame->timeline.landmarks[hit->index]);
    case SCENE_HIT_LANE:
      {
        const GccoreFrameP *p;
        const GccoreLaneSegment *segment;

        if (hit->p < 0 || (uint32_t) hit->p >= frame->n_ps)
          return NULL;
        p = &frame->ps[hit->p];
        if (hit->index < 0 || (uint32_t) hit->index >= p->n_segments)
          return g_strdup_printf ("P%d, %s", hit->p, scene_format_ns (time, hit->t_ns));
        segment = &p->segments[hit->index];
        scene_format_ns (time, segment->end_ns - segment->start_ns);
        if (segment->g >= 0)
          return g_strdup_printf (_("P%d: %s, G%d, for %s"), hit->p, scene_lane_label (segment->lane),
                                  segment->g, time);
        return g_strdup_printf (_("P%d: %s, for %s"), hit->p, scene_lane_label (segment->lane), time);
      }
    case SCENE_HIT_EVENT:
      if (hit->index >= 0 && (uint32_t) hit->index < frame->n_events)
        return g_strdup_printf (_("Tick %s: %s"), scene_format_count (percent, frame->events[hit->index].tick),
                                frame->events[hit->index].text ? frame->events[hit->index].text : "");
      return NULL;
    case SCENE_HIT_CLASS:
      {
        SceneSums sums = { 0 };
        const SceneTally *t;
        uint32_t elem_size = 0;
        g_autofree char *text = NULL;
        gboolean estimate;
        guint spans;

        for (uint32_t i = 0; i < frame->n_runs; i++)
          if (frame->runs[i].elem_size && frame->runs[i].span_class == hit->index
              && frame->runs[i].state < GCCORE_PAGES_FREE)
            {
              scene_sums_add (&sums, frame, &frame->runs[i]);
              elem_size = frame->runs[i].elem_size;
            }
        t = scene_sums_get (&sums, frame, &estimate);
        spans = (guint) (t->spans + 0.5);
        if (spans == 0)
          return NULL;
        if (hit->index < 2)
          text = g_strdup_printf (ngettext ("%u large object", "%u large objects", spans), spans);
        else
          /* Translators: slot size, scan or noscan, number of spans, slots in use, slots in all. */
          text = g_strdup_printf (
              ngettext ("%s %s: %u span, %u of %u slots in use", "%s %s: %u spans, %u of %u slots in use", spans),
              scene_format_bytes (size, elem_size), hit->index & 1 ? "noscan" : "scan", spans, (guint) (t->alloc + 0.5),
              (guint) (t->elems + 0.5));
        return estimate ? g_strconcat ("≈ ", text, NULL) : g_steal_pointer (&text);
      }
    case SCENE_HIT_CYCLE:
      {
        const GccoreSpanCycle *c = &frame->object.cycles[hit->index];

        if (!c->in_use)
          return g_strdup_printf (_("Cycle %u: no span of objects"), c->cycle);
        return g_strdup_printf (_("Cycle %u: %u of %u slots were in use, %u survived"), c->cycle, c->n_alloc,
                                c->n_elems, c->n_marked);
      }
    case SCENE_HIT_NONE:
    case SCENE_HIT_LEGEND:
    case SCENE_HIT_ROW:
    default:
      return NULL;
    }
}
