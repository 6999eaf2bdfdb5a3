/* The hash of an image: what the model can see of it. Bytes of free slots and free pages are not history, nor are the
 * bits kept for the eye and what the metadata has gaps for. Reads no page that the heap has released. */

#include "session/machine-internal.h"

typedef struct {
  uint64_t h;
  uint64_t zeros;             /* zero words since the last other one: they only count by their number */
  const GccoreMachine *m;
  GArray *unborn;             /* Addr */
} Hash;

/* Multiply and fold, a word at a time (the mixing of wyhash's short form: good enough to tell images apart). */
static void
mix (Hash *hash, uint64_t word)
{
  __uint128_t product = (__uint128_t) (hash->h ^ word) * UINT64_C (0x9e3779b97f4a7c15);
  hash->h = (uint64_t) product ^ (uint64_t) (product >> 64) ^ word << 1;
}

static void
mix_words (Hash *hash, Addr from, Addr to)
{
  const uint64_t *words = image_ptr (&hash->m->image, from);
  uint64_t n = (to - from) / 8;
  for (uint64_t i = 0; i < n; i++)
    {
      if (words[i] == 0)
        {
          hash->zeros++;
          continue;
        }
      mix (hash, hash->zeros);
      mix (hash, words[i]);
      hash->zeros = 0;
    }
}

typedef struct { Addr from, to; } Range;

static void
add_gap (void *context, Addr from, Addr to, bool zero)
{
  const Range gap = { round_up_u64 (from, 8), round_down_u64 (to, 8) };
  if (gap.from < gap.to)
    g_array_append_val ((GArray *) context, gap);
}

static int
by_address (gconstpointer a, gconstpointer b)
{
  const Range *x = a, *y = b;
  return (x->from > y->from) - (x->from < y->from);
}

/* Gaps count as zeros. Bits for the eye have the shape of the marks, and count for nothing. */
static void
mix_metadata (Hash *hash)
{
  const GccoreMachine *m = hash->m;
  const GcBits *bits = &m->heap.mheap->bits;
  Addr at = m->image.meta_base, cursor = m->image.header->meta_cursor;
  g_autoptr (GArray) gaps = g_array_new (FALSE, FALSE, sizeof (Range));
  gc_each_gap (&m->gc, add_gap, gaps);
  add_gap (gaps, bits->twin, bits->twin + (bits->zone_end - bits->zone), false);
  add_gap (gaps, cursor, round_up_u64 (cursor, IMAGE_PAGE_BYTES), true);
  g_array_sort (gaps, by_address);
  for (guint i = 0; i < gaps->len; i++)
    {
      const Range *gap = &g_array_index (gaps, Range, i);
      if (gap->from > at)
        mix_words (hash, at, gap->from);
      hash->zeros += gap->to > at ? (gap->to - MAX (at, gap->from)) / 8 : 0;
      at = MAX (at, gap->to);
    }
}

/* Objects still in the hands of the allocator, which may not have cleared them yet. */
static void
find_unborn (Hash *hash)
{
  const Sched *sched = &hash->m->sched;
  for (uint32_t slot = 1; slot <= sched->st->n_gs; slot++)
    if (sched->gs[slot].malloc.object != 0)
      g_array_append_val (hash->unborn, sched->gs[slot].malloc.object);
}

static bool
is_unborn (const Hash *hash, Addr object)
{
  for (guint i = 0; i < hash->unborn->len; i++)
    if (g_array_index (hash->unborn, Addr, i) == object)
      return true;
  return false;
}

static void
mix_objects (Hash *hash, const Mspan *s)
{
  bool large = s->n_elems == 1; /* only these are cleared in several ticks */
  for (uint32_t i = 0; i < s->n_elems; i++)
    if (!mspan_is_free (&hash->m->image, s, i))
      {
        Addr object = mspan_object_base (s, i);
        if (!large || !is_unborn (hash, object))
          mix_words (hash, object, object + s->elem_size);
      }
}

static void
mix_stacks (Hash *hash)
{
  const GccoreMachine *m = hash->m;
  for (uint32_t slot = 1; slot <= m->sched.st->n_gs; slot++)
    {
      const G *g = &m->sched.gs[slot];
      if (g->status != G_DEAD && g->status != G_IDLE && g->stack_lo != 0)
        mix_words (hash, g->sp & ~UINT64_C (7), g->stack_hi);
    }
}

uint64_t
machine_image_hash (const GccoreMachine *m)
{
  g_autoptr (GArray) unborn = g_array_new (FALSE, FALSE, sizeof (Addr));
  Hash hash = { .h = UINT64_C (0x5370616e73636170), .m = m, .unborn = unborn };
  find_unborn (&hash);
  mix_metadata (&hash);
  mix_words (&hash, m->image.globals_base, m->image.globals_end);
  for (uint32_t id = 1; id < m->heap.mheap->n_spans; id++)
    {
      const Mspan *s = heap_span (&m->heap, id);
      if (s->state == MSPAN_IN_USE)
        mix_objects (&hash, s);
    }
  mix_stacks (&hash);
  mix (&hash, hash.zeros);
  return hash.h;
}
