/* What keeps an object alive: breadth first from the roots until it is met, so that the way told is a shortest one. Reads
 * the image, changes nothing; of ways as short the first in the order of roots and words is told. */

#include "session/machine-internal.h"

#include "base/bits.h"
#include "gc/state.h"

/* More objects than this are not looked at: nobody waits that long for an answer. */
#define MAX_MET (1u << 20)
/* Of a longer way so many steps are told at each end. */
#define PATH_END 12u
#define FROM_ROOT UINT32_MAX

/* An object and where it was met: a pointer in another one, or a root (`at`: the goroutine's number, 0: a package
 * variable, AT_RUNTIME). */
typedef struct { Addr object; uint32_t from, at; } Met;
#define AT_RUNTIME UINT32_MAX

typedef struct {
  GccoreMachine *m;
  GArray *met;                /* Met, in the order in which they are scanned */
  uint64_t *seen;             /* bit per 8 bytes of mapped heap */
  Addr wanted;
  uint32_t root;              /* the group of roots that is visited, as Met.at */
  bool found, full;
} Walk;

static void
meet (Walk *w, Addr word, uint32_t from, uint32_t at)
{
  uint32_t slot;
  if (w->found || word == 0)
    return;
  const Mspan *s = heap_find_object (&w->m->heap, word, &slot);
  if (s == NULL || mspan_is_free (&w->m->image, s, slot))
    return;
  const Met met = { mspan_object_base (s, slot), from, at };
  uint64_t bit = (met.object - IMAGE_HEAP_BASE) / 8;
  if (bitmap_get (w->seen, bit))
    return;
  if (w->met->len == MAX_MET)
    {
      w->full = true;
      return;
    }
  bitmap_set (w->seen, bit);
  g_array_append_val (w->met, met);
  w->found = met.object == w->wanted;
}

static void
visit_root (void *context, Addr word, Addr from)
{
  Walk *w = context;
  if (GC_VISIT_IS_GROUP (word, from))
    w->root = (uint32_t) (from >> GC_VISIT_GOID_SHIFT);
  else
    meet (w, word, FROM_ROOT, w->root == 0 && from == 0 ? AT_RUNTIME : w->root);
}

static void
scan (Walk *w, uint32_t index)
{
  const Heap *heap = &w->m->heap;
  Addr object = g_array_index (w->met, Met, index).object;
  const Mspan *s = heap_span_of (heap, object);
  if (mspan_noscan (s))
    return;
  HeapPointers it = heap_object_pointers (heap, s, object, object, s->elem_size);
  while (!w->found && heap_pointers_next (&it))
    for (uint64_t mask = it.mask; mask != 0; mask &= mask - 1)
      {
        Addr slot = it.addr + 8 * ctz64 (mask);
        meet (w, *IMAGE_AT (&w->m->image, Addr, slot), index, (uint32_t) (slot - object));
      }
}

/* The way to the last object met, its middle left out when it is long. */
static void
tell_path (const Walk *w, GccoreFrameObject *object)
{
  const Met *met = (const Met *) (void *) w->met->data;
  uint32_t n = 0, i = w->met->len - 1, offset = 0;
  for (uint32_t k = i; k != FROM_ROOT; k = met[k].from)
    n++;
  object->n_left_out = n > 2 * PATH_END ? n - 2 * PATH_END : 0;
  object->n_path = n - object->n_left_out;
  GccorePathStep *path = g_new (GccorePathStep, object->n_path);
  uint32_t at = met[i].at;
  for (uint32_t left = n; left > 0; left--)
    {
      uint32_t slot, place = left - 1;
      const Mspan *s = heap_find_object (&w->m->heap, met[i].object, &slot);
      const GccorePathStep step = {
        .object = { .addr = met[i].object, .size = (uint32_t) s->elem_size, .line = machine_object_line (w->m, s, slot),
                    .colour = (uint8_t) machine_object_colour (w->m, s, slot) },
        .offset = offset,
      };
      if (place < PATH_END || n <= 2 * PATH_END)
        path[place] = step;
      else if (place >= n - PATH_END)
        path[place - object->n_left_out] = step;
      offset = met[i].at;
      at = met[i].at;
      i = met[i].from;
    }
  object->path = path;
  object->reach = at == AT_RUNTIME ? GCCORE_REACH_RUNTIME : at == 0 ? GCCORE_REACH_GLOBAL : GCCORE_REACH_GOROUTINE;
  object->root_g = object->reach == GCCORE_REACH_GOROUTINE ? (int32_t) at : 0;
}

void
machine_path (GccoreMachine *m, Addr addr, GccoreFrameObject *object)
{
  uint64_t heap_bytes = m->heap.mheap->cur_arena_end - IMAGE_HEAP_BASE;
  Walk w = { .m = m, .wanted = addr, .met = g_array_new (FALSE, FALSE, sizeof (Met)),
             .seen = g_new0 (uint64_t, heap_bytes / 512 + 1) };
  gc_visit_roots (&m->gc, visit_root, &w);
  for (uint32_t i = 0; i < w.met->len && !w.found; i++)
    scan (&w, i);
  if (w.found)
    tell_path (&w, object);
  else
    object->reach = w.full ? GCCORE_REACH_UNKNOWN : GCCORE_REACH_NOTHING;
  g_array_unref (w.met);
  g_free (w.seen);
}
