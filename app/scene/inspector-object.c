#include "scene/scene-i18n.h"

#include "scene/format.h"
#include "scene/inspector-private.h"
#include "session/escape-lines.h"

/* Steps of the way to an object that are told at each end. */
#define PATH_END 4u

/* The line that made the object, and what escape analysis said there; both lead to it. */
static void
add_allocation (SceneTable *table, uint32_t line, const GPtrArray *escapes)
{
  const GccoreEscapeLine *decision;
  guint n_more;

  scene_table_add (table, _("allocated by"), SCENE_TONE_PLAIN, _("line %u"), line)->line = line;
  if (escapes == NULL)
    return;
  decision = gccore_escape_decision (escapes, line, &n_more);
  if (decision == NULL)
    {
      /* Translators: who decided that an object is on the heap, when the program did not: growth of a slice, a map's
         buckets, a library function. */
      scene_table_add (table, _("decision"), SCENE_TONE_DIM, "%s", _("runtime or library"));
      return;
    }
  scene_table_add (table, _("decision"), SCENE_TONE_ACCENT, "%s", decision->text)->line = line;
  if (n_more > 0)
    scene_table_add (table, "", SCENE_TONE_DIM,
                     ngettext ("or %u other on that line", "or %u others on that line", n_more), n_more)
        ->line = line;
}

/* The object that a place in memory belongs to, and how far in it the place is; FALSE: to none. */
static gboolean
find_holder (const GccoreFrame *frame, uint64_t place, uint64_t *holder, guint *offset)
{
  int index = scene_frame_run_at (frame, place);
  const GccoreRun *run = index >= 0 ? &frame->runs[index] : NULL;
  uint64_t base;

  if (run == NULL || run->state >= GCCORE_PAGES_FREE || run->state == GCCORE_PAGES_STACK || run->elem_size == 0)
    return FALSE;
  base = frame->heap_base + (uint64_t) run->page * SCENE_PAGE_BYTES;
  *offset = (guint) ((place - base) % run->elem_size);
  *holder = place - *offset;
  return TRUE;
}

/* Who made the object grey: which P, as what, when, and where it found the pointer. */
static void
add_greying (SceneTable *table, const GccoreFrame *frame)
{
  const GccoreFrameObject *object = &frame->object;
  const GccoreFrameEvent *event = object->greyed;
  char a[SCENE_TEXT_MAX];
  uint64_t holder;
  guint offset;

  if (!object->greying_searched)
    {
      /* Translators: a click looks back for who greyed the object. */
      scene_table_add (table, _("greyed by"), SCENE_TONE_ACCENT, "%s", _("look back…"))->asks = TRUE;
      return;
    }
  if (event == NULL)
    {
      /* Translators: objects that are allocated while marking goes on are black from the start. */
      scene_table_add (table, _("greyed by"), SCENE_TONE_DIM, "%s", _("nobody: allocated black"));
      return;
    }
  scene_table_add (table, _("greyed by"), SCENE_TONE_PLAIN, "P%d, %s", event->p,
                   scene_lane_label (object->greyed_lane));
  scene_table_add (table, _("at tick"), SCENE_TONE_ACCENT, "%s", scene_format_count (a, event->tick))
      ->tick = event->tick + 1; /* when it has happened */
  if (event->arg != 0 && find_holder (frame, event->arg, &holder, &offset))
    scene_table_add (table, _("found in"), SCENE_TONE_ACCENT, "%s +0x%x", scene_format_addr (a, holder), offset)
        ->addr = holder;
  else if (event->arg != 0)
    scene_table_add (table, _("found in"), SCENE_TONE_PLAIN, "%s", scene_format_addr (a, event->arg));
  else
    /* Translators: where a pointer to the object was found. */
    scene_table_add (table, _("found in"), SCENE_TONE_PLAIN, "%s",
                     object->greyed_by_barrier ? _("the write barrier's buffer") : _("a stack"));
}

void
scene_table_object (SceneTable *table, const GccoreFrame *frame, uint64_t addr, const GPtrArray *escapes)
{
  static const char *const colours[] = { N_("free"), N_("white"), N_("grey"), N_("black") };
  int index = scene_frame_run_at (frame, addr);
  const GccoreSpanDetail *detail = index >= 0 ? scene_frame_detail (frame, index) : NULL;
  const GccoreRun *run;
  char a[SCENE_TEXT_MAX];
  guint slot;
  uint64_t base;

  scene_table_init (table, NULL);
  if (detail == NULL || frame->runs[index].elem_size == 0)
    return;
  run = &frame->runs[index];
  slot = (guint) ((addr - detail->base) / run->elem_size);
  if (slot >= detail->n_elems)
    return;
  base = detail->base + (uint64_t) slot * run->elem_size;
  table->title = g_strdup_printf (_("Object %s"), scene_format_addr (a, base));
  /* Translators: slot number and number of slots. */
  scene_table_add (table, _("slot"), SCENE_TONE_PLAIN, _("%u of %u"), slot, detail->n_elems);
  scene_table_add (table, _("size"), SCENE_TONE_PLAIN, "%s", scene_format_bytes (a, run->elem_size));
  scene_table_add (table, _("colour"), SCENE_TONE_PLAIN, "%s", _(colours[detail->colour[slot] & 3]));
  if (detail->ptr_bits)
    {
      guint n_words = run->elem_size / 8, n = 0;

      for (guint w = 0; w < n_words; w++)
        {
          guint64 bit = (guint64) slot * n_words + w;

          n += detail->ptr_bits[bit / 64] >> (bit % 64) & 1;
        }
      scene_table_add (table, _("pointer words"), SCENE_TONE_PLAIN, "%u / %u", n, n_words);
    }
  if (detail->line && detail->line[slot])
    add_allocation (table, detail->line[slot], escapes);
  if (frame->object.addr == base
      && (detail->colour[slot] == GCCORE_OBJECT_GREY || detail->colour[slot] == GCCORE_OBJECT_BLACK))
    add_greying (table, frame);
}

static void
add_step (SceneTable *table, const GccorePathStep *step, gboolean last)
{
  char a[SCENE_TEXT_MAX], b[SCENE_TEXT_MAX];
  SceneTableRow *row;

  scene_format_addr (a, step->object.addr);
  scene_format_bytes (b, step->object.size);
  if (last)
    row = scene_table_add (table, a, SCENE_TONE_PLAIN, "%s", b);
  else
    /* The pointer to the next one is so far in it. */
    row = scene_table_add (table, a, SCENE_TONE_PLAIN, "%s  +0x%x", b, step->offset);
  row->addr = step->object.addr;
}

void
scene_table_keepers (SceneTable *table, const GccoreFrame *frame, uint64_t addr)
{
  const GccoreFrameObject *object = &frame->object;
  guint head, tail;

  scene_table_init (table, NULL);
  if (object->addr == 0 || object->reach == GCCORE_REACH_NOT_ASKED || addr < object->addr)
    return;
  table->title = g_strdup (_("Kept Alive By"));
  switch ((GccoreReach) object->reach)
    {
    case GCCORE_REACH_UNKNOWN:
      scene_table_add (table, _("too many objects to tell"), SCENE_TONE_DIM, "%s", "");
      return;
    case GCCORE_REACH_GOROUTINE:
      {
        /* Translators: what points to the object: the stack of goroutine number %d. */
        g_autofree char *root = g_strdup_printf (_("stack of G%d"), object->root_g);

        scene_table_add (table, root, SCENE_TONE_DIM, "%s", _("root"));
      }
      break;
    case GCCORE_REACH_GLOBAL:
      scene_table_add (table, _("a package variable"), SCENE_TONE_DIM, "%s", _("root"));
      break;
    case GCCORE_REACH_RUNTIME:
      scene_table_add (table, _("the runtime"), SCENE_TONE_DIM, "%s", _("root"));
      break;
    case GCCORE_REACH_NOTHING:
    case GCCORE_REACH_NOT_ASKED:
    default:
      /* Translators: nothing keeps the object alive. */
      scene_table_add (table, _("nothing: it is garbage"), SCENE_TONE_WARNING, "%s", "");
      return;
    }
  head = MIN (object->n_path, PATH_END);
  tail = MIN (object->n_path - head, PATH_END);
  if (object->n_left_out == 0 && object->n_path == head + tail + 1)
    tail++;                     /* a row that says "1 more" is as high as that one */
  for (guint i = 0; i < object->n_path; i++)
    {
      guint more = object->n_left_out + object->n_path - head - tail;

      if (i == head && more > 0)
        {
          g_autofree char *text = g_strdup_printf (ngettext ("%u more object", "%u more objects", more), more);

          scene_table_add (table, "…", SCENE_TONE_DIM, "%s", text);
        }
      if (i < head || i >= object->n_path - tail)
        add_step (table, &object->path[i], i + 1 == object->n_path);
    }
}
