#include "heap/pallocbits.h"

#include "base/bits.h"
#include "base/check.h"

/* The part of word w that the range [i, i+n) covers. */
static inline uint64_t
range_mask (uint32_t w, uint32_t i, uint32_t n)
{
  uint32_t lo = w * 64, end = i + n;
  uint64_t mask = UINT64_MAX;

  if (i > lo)
    mask &= UINT64_MAX << (i - lo);
  if (end < lo + 64)
    mask &= low_mask64 (end - lo);
  return mask;
}

void
pagebits_set (PageBits *bits, uint32_t i, uint32_t n)
{
  for (uint32_t w = i / 64; w <= (i + n - 1) / 64; w++)
    bits->words[w] |= range_mask (w, i, n);
}

void
pagebits_clear (PageBits *bits, uint32_t i, uint32_t n)
{
  for (uint32_t w = i / 64; w <= (i + n - 1) / 64; w++)
    bits->words[w] &= ~range_mask (w, i, n);
}

uint32_t
pagebits_popcount (const PageBits *bits, uint32_t i, uint32_t n)
{
  uint32_t count = 0;

  for (uint32_t w = i / 64; w <= (i + n - 1) / 64; w++)
    count += popcount64 (bits->words[w] & range_mask (w, i, n));
  return count;
}

/* The longest run of ones in x, if it is longer than `most`; otherwise `most`. */
static uint32_t
longest_run_64 (uint64_t x, uint32_t most)
{
  /* Keep only bits that start a run of more than `most` ones; then lengthen by one as long as any is left. */
  while (most < 64 && find_bit_range_64 (x, most + 1) < 64)
    most++;
  return most;
}

PallocSum
pagebits_summarize (const PageBits *alloc)
{
  uint32_t start = PALLOC_NOT_FOUND, most = 0, run = 0;

  for (uint32_t w = 0; w < PALLOC_CHUNK_WORDS; w++)
    {
      uint64_t x = alloc->words[w];

      if (x == 0)
        {
          run += 64;
          continue;
        }
      run += ctz64 (x);
      if (start == PALLOC_NOT_FOUND)
        start = run;
      if (run > most)
        most = run;
      run = clz64 (x);
    }
  if (start == PALLOC_NOT_FOUND)
    return PALLOC_SUM_FREE_CHUNK;
  if (run > most)
    most = run;
  /* Runs inside one word, with allocated pages on both sides, are at most 62 long. */
  if (most < 62)
    for (uint32_t w = 0; w < PALLOC_CHUNK_WORDS; w++)
      most = longest_run_64 (~alloc->words[w], most);
  return palloc_sum_pack (start, most, run);
}

/* Free pages directly below page i, */
static uint32_t
free_below (const PageBits *alloc, uint32_t i)
{
  uint32_t at = i;

  while (at > 0)
    {
      uint32_t last = at - 1, in_word = last % 64 + 1, run = clz64 (alloc->words[last / 64] << (64 - in_word));

      if (run < in_word)
        return i - (at - run);
      at -= in_word;
    }
  return i;
}

/* and from page i on. */
static uint32_t
free_from (const PageBits *alloc, uint32_t i)
{
  uint32_t at = i;

  while (at < PALLOC_CHUNK_PAGES)
    {
      uint32_t run = ctz64 (alloc->words[at / 64] >> (at % 64));

      if (run < 64 - at % 64)
        return at + run - i;
      at = (at | 63) + 1;
    }
  return at - i;
}

/* The only new run is the one around the pages. */
PallocSum
pagebits_summarize_freed (const PageBits *alloc, PallocSum before, uint32_t i, uint32_t n)
{
  uint32_t start = palloc_sum_start (before), most = palloc_sum_max (before), end = palloc_sum_end (before);
  uint32_t first = i - free_below (alloc, i), run = i + n - first + free_from (alloc, i + n);

  if (run == PALLOC_CHUNK_PAGES)
    return PALLOC_SUM_FREE_CHUNK;
  if (first == 0)
    start = run;
  if (first + run == PALLOC_CHUNK_PAGES)
    end = run;
  return palloc_sum_pack (start, run > most ? run : most, end);
}

uint32_t
find_bit_range_64 (uint64_t x, uint32_t n)
{
  /* Shrink every run of ones by n-1 from above, by doubling steps: what is left are starts of runs of n. */
  uint32_t left = n - 1, width = 1;

  while (left > 0 && x != 0)
    {
      uint32_t step = left < width ? left : width;

      x &= x >> step;
      left -= step;
      width *= 2;
    }
  return ctz64 (x);
}

uint32_t
pagebits_find (const PageBits *alloc, uint32_t n, uint32_t search_idx, uint32_t *first_free)
{
  uint32_t run = 0; /* free pages just below the present word */

  *first_free = PALLOC_NOT_FOUND;
  for (uint32_t w = search_idx / 64; w < PALLOC_CHUNK_WORDS; w++)
    {
      uint64_t x = alloc->words[w];

      if (x == UINT64_MAX)
        {
          run = 0;
          continue;
        }
      if (*first_free == PALLOC_NOT_FOUND)
        *first_free = w * 64 + ctz64 (~x);
      if (run + ctz64 (x) >= n)
        return w * 64 - run;
      if (x == 0)
        {
          run += 64;
          continue;
        }
      if (n <= 64)
        {
          uint32_t i = find_bit_range_64 (~x, n);

          if (i < 64)
            return w * 64 + i;
        }
      run = clz64 (x);
    }
  *first_free = PALLOC_NOT_FOUND;
  return PALLOC_NOT_FOUND;
}

void
palloc_chunk_alloc (PallocChunk *chunk, uint32_t i, uint32_t n)
{
  pagebits_set (&chunk->alloc, i, n);
  pagebits_clear (&chunk->scavenged, i, n);
}

uint64_t
fill_aligned_64 (uint64_t x, uint32_t m)
{
  /* Fold every group onto its lowest bit (what leaks into higher bits from the group above is masked off), then spread
   * that bit over the group. */
  uint64_t lowest = 0;

  GCCORE_ASSERT (is_power_of_two_u64 (m) && m <= 64);
  if (m == 1)
    return x;
  for (uint32_t step = 1; step < m; step *= 2)
    x |= x >> step;
  for (uint32_t i = 0; i < 64; i += m)
    lowest |= UINT64_C (1) << i;
  return (x & lowest) * low_mask64 (m);
}

uint32_t
palloc_chunk_find_scavenge (const PallocChunk *chunk, uint32_t search_idx, uint64_t min, uint64_t max,
                            uint32_t huge_pages, uint32_t *start)
{
  int w = (int) (search_idx / 64);
  uint32_t run, end, size, first, above;
  uint64_t busy = 0;

  GCCORE_ASSERT (is_power_of_two_u64 (min) && min <= 64);
  max = max == 0 ? min : round_up_u64 (max, min);

  *start = 0;
  for (; w >= 0; w--)
    {
      busy = fill_aligned_64 (chunk->scavenged.words[w] | chunk->alloc.words[w], (uint32_t) min);
      if (busy != UINT64_MAX)
        break;
    }
  if (w < 0)
    return 0;

  /* The highest candidate run ends below the first free group from the top; it may reach into lower words. */
  above = clz64 (~busy);
  end = (uint32_t) w * 64 + (64 - above);
  if (busy << above != 0)
    run = clz64 (busy << above);
  else
    {
      run = 64 - above;
      for (int v = w - 1; v >= 0; v--)
        {
          uint64_t x = fill_aligned_64 (chunk->scavenged.words[v] | chunk->alloc.words[v], (uint32_t) min);

          run += clz64 (x);
          if (x != 0)
            break;
        }
    }

  size = run < max ? run : (uint32_t) max;
  first = end - size;
  if (huge_pages > 1)
    {
      /* Taking part of a free huge page would split it for nothing: take it whole, if all of it is free. */
      uint32_t boundary_above = (uint32_t) round_up_u64 (first, huge_pages);
      uint32_t boundary_below = (uint32_t) round_down_u64 (first, huge_pages);

      if (boundary_above <= end && boundary_below >= end - run)
        {
          size += first - boundary_below;
          first = boundary_below;
        }
    }
  *start = first;
  return size;
}
