#include "heap/scavindex.h"

#include <string.h>

#include "base/check.h"

/* Layout of the packed word: in_use 16 bits, last_in_use 10, flags 6, gen 32. */
#define LAST_IN_USE_MASK 1023u
#define FLAGS_MASK 63u

uint64_t
scavchunk_pack (ScavChunk sc)
{
  return sc.in_use | (uint64_t) sc.last_in_use << 16 | (uint64_t) sc.flags << 26 | (uint64_t) sc.gen << 32;
}

ScavChunk
scavchunk_unpack (uint64_t packed)
{
  return (ScavChunk) {
    .in_use = (uint16_t) packed,
    .last_in_use = (uint16_t) (packed >> 16 & LAST_IN_USE_MASK),
    .gen = (uint32_t) (packed >> 32),
    .flags = (uint8_t) (packed >> 26 & FLAGS_MASK),
  };
}

/* The first touch in a generation remembers how full the chunk was when the last one ended. */
static void
enter_generation (ScavChunk *sc, uint32_t gen)
{
  if (sc->gen != gen)
    {
      sc->last_in_use = sc->in_use;
      sc->gen = gen;
    }
}

void
scavchunk_alloc (ScavChunk *sc, uint32_t n_pages, uint32_t gen)
{
  if (sc->in_use + n_pages > PALLOC_CHUNK_PAGES)
    GCCORE_THROW ("more pages in use than a chunk has");
  enter_generation (sc, gen);
  sc->in_use = (uint16_t) (sc->in_use + n_pages);
  /* A full chunk has nothing free that could be released. */
  if (sc->in_use == PALLOC_CHUNK_PAGES)
    sc->flags &= (uint8_t) ~SCAVCHUNK_HAS_FREE;
}

void
scavchunk_free (ScavChunk *sc, uint32_t n_pages, uint32_t gen)
{
  if (sc->in_use < n_pages)
    GCCORE_THROW ("fewer than no pages in use in a chunk");
  enter_generation (sc, gen);
  sc->in_use = (uint16_t) (sc->in_use - n_pages);
  sc->flags |= SCAVCHUNK_HAS_FREE;
}

bool
scavchunk_should_scavenge (ScavChunk sc, uint32_t gen, bool force)
{
  if ((sc.flags & SCAVCHUNK_HAS_FREE) == 0)
    return false;
  if (force)
    return true;
  if (sc.gen == gen)
    return sc.in_use < SCAVCHUNK_DENSE_PAGES && sc.last_in_use < SCAVCHUNK_DENSE_PAGES;
  return sc.in_use < SCAVCHUNK_DENSE_PAGES;
}

static inline void
cursor_put_up (ScavCursor *cursor, uint64_t page_plus_1)
{
  if (cursor->page_plus_1 < page_plus_1)
    *cursor = (ScavCursor) { page_plus_1, 1 };
}

void
scavindex_init (ScavIndex *index)
{
  memset (index, 0, sizeof *index);
}

void
scavindex_grow (ScavIndex *index, uint64_t first)
{
  if (!index->has_chunks || first < index->min_heap_chunk)
    index->min_heap_chunk = first;
  index->has_chunks = 1;
}

void
scavindex_alloc (ScavIndex *index, uint64_t *chunks, uint64_t chunk, uint32_t n_pages)
{
  ScavChunk sc = scavchunk_unpack (chunks[chunk]);

  scavchunk_alloc (&sc, n_pages, index->gen);
  chunks[chunk] = scavchunk_pack (sc);
}

void
scavindex_free (ScavIndex *index, uint64_t *chunks, uint64_t chunk, uint32_t page, uint32_t n_pages)
{
  ScavChunk sc = scavchunk_unpack (chunks[chunk]);
  uint64_t last_plus_1 = chunk * PALLOC_CHUNK_PAGES + page + n_pages;

  scavchunk_free (&sc, n_pages, index->gen);
  chunks[chunk] = scavchunk_pack (sc);

  if (index->free_hwm_plus_1 < last_plus_1)
    index->free_hwm_plus_1 = last_plus_1;
  cursor_put_up (&index->force, last_plus_1);
}

void
scavindex_next_gen (ScavIndex *index)
{
  index->gen++;
  cursor_put_up (&index->bg, index->free_hwm_plus_1);
  index->free_hwm_plus_1 = 0;
}

void
scavindex_set_empty (uint64_t *chunks, uint64_t chunk)
{
  ScavChunk sc = scavchunk_unpack (chunks[chunk]);

  sc.flags &= (uint8_t) ~SCAVCHUNK_HAS_FREE;
  chunks[chunk] = scavchunk_pack (sc);
}

void
scavindex_reset_search (ScavIndex *index)
{
  index->bg = index->force = (ScavCursor) { 0, 0 };
  index->free_hwm_plus_1 = 0;
}

bool
scavindex_find (ScavIndex *index, const uint64_t *chunks, bool force, uint64_t *chunk, uint32_t *page)
{
  ScavCursor *cursor = force ? &index->force : &index->bg;
  uint64_t start;

  *chunk = 0;
  *page = 0;
  if (cursor->page_plus_1 == 0 || !index->has_chunks)
    return false;

  start = (cursor->page_plus_1 - 1) / PALLOC_CHUNK_PAGES;
  for (uint64_t i = start + 1; i-- > index->min_heap_chunk;)
    {
      if (!scavchunk_should_scavenge (scavchunk_unpack (chunks[i]), index->gen, force))
        continue;
      *chunk = i;
      if (i == start)
        {
          *page = (uint32_t) ((cursor->page_plus_1 - 1) % PALLOC_CHUNK_PAGES);
          return true;
        }
      /* Everything above this chunk's last page was looked at: the cursor comes down and loses its mark. */
      *page = PALLOC_CHUNK_PAGES - 1;
      *cursor = (ScavCursor) { (i + 1) * PALLOC_CHUNK_PAGES, 0 };
      return true;
    }
  if (!cursor->marked)
    *cursor = (ScavCursor) { 0, 0 };
  return false;
}
