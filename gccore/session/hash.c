/* The hash of an image: what the model can see of it. Bytes of free slots and free pages are not history, nor are the
 * bits kept for the eye and what the metadata has gaps for. Reads no page that the heap has released.
 *
 * It is a sum with a term for each word that is not zero, made of the word and its model address: words can be taken in
 * any order, none waits for another, and long runs of zeros cost little. */

#include "session/machine-internal.h"

#define GOLDEN UINT64_C (0x9e3779b97f4a7c15) /* 2^64 over the golden ratio, odd */
#define SALT UINT64_C (0x5370616e73636170)

typedef struct {
  uint64_t h;
  const GccoreMachine *m;
  GArray *unborn;             /* Addr */
} Hash;

/* Multiply and fold (the mixing of wyhash: good enough to tell images apart). `key` is odd, so that at one place two words
 * differ in the lower half of their products. No branch, as zeros come mixed with others. */
static inline uint64_t
term (uint64_t word, uint64_t key)
{
  __uint128_t product = (__uint128_t) (word ^ SALT) * key;
  uint64_t folded = (uint64_t) product ^ (uint64_t) (product >> 64);
  return folded & -(uint64_t) (word != 0);
}

static void
mix_words (Hash *hash, Addr from, Addr to)
{
  const uint64_t *w = image_ptr (&hash->m->image, from), *end = w + (to - from) / 8;
  const uint64_t step = 8 * GOLDEN;
  uint64_t key = (from | 1) * GOLDEN, h = 0;
  for (; end - w >= 8; w += 8, key += 8 * step)
    if ((w[0] | w[1] | w[2] | w[3] | w[4] | w[5] | w[6] | w[7]) != 0)
      h += term (w[0], key) + term (w[1], key + step) + term (w[2], key + 2 * step) + term (w[3], key + 3 * step)
           + term (w[4], key + 4 * step) + term (w[5], key + 5 * step) + term (w[6], key + 6 * step)
           + term (w[7], key + 7 * step);
  for (; w < end; w++, key += step)
    h += term (*w, key);
  hash->h += h;
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

/* Objects that lie side by side are taken at once. */
static void
mix_objects (Hash *hash, const Mspan *s)
{
  const Image *im = &hash->m->image;
  if (s->n_elems == 1 && is_unborn (hash, s->base)) /* only large ones are cleared in several ticks */
    return;
  for (uint32_t from = 0, to; from < s->n_elems; from = to + 1)
    {
      for (to = from; to < s->n_elems && !mspan_is_free (im, s, to);)
        to++;
      mix_words (hash, mspan_object_base (s, from), mspan_object_base (s, to));
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
  Hash hash = { .m = m, .unborn = unborn };
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
  return hash.h;
}
