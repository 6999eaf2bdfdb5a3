#pragma once

/* One chunk of the page allocator: 512 pages (4 MiB) as two bitmaps, and what is known of it in one word.
 *
 * Bit i of word i/64: page i is allocated, or its memory is with the OS (scavenged; meaningful for free pages only).
 * A summary tells the free pages at the start, the longest free run, and the free pages at the end.
 * Facts: Go 1.22 runtime/mpallocbits.go, mpagealloc.go (pallocSum), mgcscavenge.go (candidates). Indices and counts are
 * pages; ranges are never empty. */

#include <stdbool.h>
#include <stdint.h>

#define PALLOC_CHUNK_PAGES 512u
#define PALLOC_CHUNK_WORDS 8u
#define PALLOC_NOT_FOUND UINT32_MAX

typedef struct {
  uint64_t words[PALLOC_CHUNK_WORDS];
} PageBits;

typedef struct {
  PageBits alloc, scavenged;
} PallocChunk;

/* Packed: three counts of 21 bits; all three at their maximum 2^21 is bit 63 alone. */
typedef uint64_t PallocSum;
#define PALLOC_SUM_LOG_MAX 21u
#define PALLOC_SUM_MAX (1u << PALLOC_SUM_LOG_MAX)

static inline PallocSum
palloc_sum_pack (uint32_t start, uint32_t max, uint32_t end)
{
  if (max == PALLOC_SUM_MAX)
    return UINT64_C (1) << 63;
  return start | (uint64_t) max << PALLOC_SUM_LOG_MAX | (uint64_t) end << (2 * PALLOC_SUM_LOG_MAX);
}

static inline uint32_t
palloc_sum_start (PallocSum sum)
{
  return sum >> 63 ? PALLOC_SUM_MAX : (uint32_t) (sum & (PALLOC_SUM_MAX - 1));
}

static inline uint32_t
palloc_sum_max (PallocSum sum)
{
  return sum >> 63 ? PALLOC_SUM_MAX : (uint32_t) (sum >> PALLOC_SUM_LOG_MAX & (PALLOC_SUM_MAX - 1));
}

static inline uint32_t
palloc_sum_end (PallocSum sum)
{
  return sum >> 63 ? PALLOC_SUM_MAX : (uint32_t) (sum >> (2 * PALLOC_SUM_LOG_MAX) & (PALLOC_SUM_MAX - 1));
}

#define PALLOC_SUM_FREE_CHUNK                                                                                         \
  ((PallocSum) PALLOC_CHUNK_PAGES | (PallocSum) PALLOC_CHUNK_PAGES << PALLOC_SUM_LOG_MAX                              \
   | (PallocSum) PALLOC_CHUNK_PAGES << (2 * PALLOC_SUM_LOG_MAX))

void pagebits_set (PageBits *bits, uint32_t i, uint32_t n);
void pagebits_clear (PageBits *bits, uint32_t i, uint32_t n);
uint32_t pagebits_popcount (const PageBits *bits, uint32_t i, uint32_t n);

/* The summary of an allocation bitmap. */
PallocSum pagebits_summarize (const PageBits *alloc);
/* The same when [i, i+n) was allocated in a bitmap of summary `before`, and now is free. */
PallocSum pagebits_summarize_freed (const PageBits *alloc, PallocSum before, uint32_t i, uint32_t n);
/* First fit of n pages at or after the word of search_idx: index, or PALLOC_NOT_FOUND. With a result, *first_free
 * gets the first free page met on the way, otherwise PALLOC_NOT_FOUND. */
uint32_t pagebits_find (const PageBits *alloc, uint32_t n, uint32_t search_idx, uint32_t *first_free);
/* First run of n ones in x, 1 <= n <= 64; 64: none. */
uint32_t find_bit_range_64 (uint64_t x, uint32_t n);

/* Marks pages allocated (and so no longer scavenged). */
void palloc_chunk_alloc (PallocChunk *chunk, uint32_t i, uint32_t n);

/* Each m-aligned group of m bits with any 1 becomes all 1; m a power of two up to 64. */
uint64_t fill_aligned_64 (uint64_t x, uint32_t m);
/* A run of free, unscavenged pages, searched downwards from the word of search_idx: multiples of `min` pages (a power
 * of two), at most `max` (rounded up to min; 0: min). Whole huge pages are not split when the free run allows:
 * `huge_pages` is their size in pages, 0 for none. Returns the number of pages (0: none) and *start. */
uint32_t palloc_chunk_find_scavenge (const PallocChunk *chunk, uint32_t search_idx, uint64_t min, uint64_t max,
                                     uint32_t huge_pages, uint32_t *start);
