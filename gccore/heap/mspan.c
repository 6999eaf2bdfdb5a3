#include "heap/mspan.h"

uint32_t
mspan_next_free_index (const Image *im, Mspan *s)
{
  uint32_t index = s->free_index, n_elems = s->n_elems, result;
  unsigned bit;

  if (index == n_elems)
    return n_elems;
  bit = ctz64 (s->alloc_cache);
  while (bit == 64)
    {
      index = (index + 64) & ~63u;
      if (index >= n_elems)
        {
          s->free_index = (uint16_t) n_elems;
          return n_elems;
        }
      mspan_refill_alloc_cache (im, s, index);
      bit = ctz64 (s->alloc_cache);
    }
  result = index + bit;
  s->alloc_cache = s->alloc_cache >> bit >> 1;
  index = result + 1;
  if (index % 64 == 0 && index != n_elems)
    mspan_refill_alloc_cache (im, s, index);
  s->free_index = (uint16_t) index;
  return result;
}

uint32_t
mspan_count_marked (const Image *im, const Mspan *s)
{
  const uint64_t *words = mspan_mark_words (im, s);
  uint32_t n = 0;

  for (uint32_t i = 0; i < (s->n_elems + 63u) / 64; i++)
    n += popcount64 (words[i]);
  return n;
}
