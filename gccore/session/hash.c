/* The hash of an image: what the model can see of it. Bytes of free slots and free pages are not history, nor are the
 * bits kept for the eye. Reads no page that the heap has released. */

#include "session/checkpoint.h"
#include "session/machine-internal.h"

typedef struct {
  uint64_t h;
  uint64_t zeros;             /* zero words since the last other one: they only count by their number */
  const GccoreMachine *m;
  GArray *unborn;             /* Addr */
  Addr next;                  /* mix_touched(): end of the last touched run */
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

static void
mix_touched (void *context, Addr from, Addr to)
{
  Hash *hash = context;
  hash->zeros += (from - hash->next) / 8;
  mix_words (hash, from, to);
  hash->next = to;
}

/* Metadata, of which much was never touched and reads as zeros. Both ends are multiples of a page, or the cursor. */
static void
mix_zone (Hash *hash, Addr from, Addr to)
{
  Addr end = round_up_u64 (to, IMAGE_PAGE_BYTES);
  hash->next = from;
  image_each_touched (&hash->m->image, from, end, mix_touched, hash);
  hash->zeros += (end - hash->next) / 8;
}

static void
mix_metadata (Hash *hash)
{
  const GccoreMachine *m = hash->m;
  const GcBits *bits = &m->heap.mheap->bits;
  Addr twin_end = bits->twin + (bits->zone_end - bits->zone);
  mix_zone (hash, m->image.meta_base, bits->twin);
  mix_zone (hash, twin_end, m->image.header->meta_cursor);
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
