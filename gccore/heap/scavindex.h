#pragma once

/* The scavenge index: which chunks are worth looking into, and from where.
 *
 * For each chunk a packed word: pages in use now and at the end of the last generation (a generation ends with a mark
 * phase), the generation it was last touched in, and whether anything is left to scavenge. Two cursors, one for the
 * background scavenger and one for forced scavenging, search downwards. A cursor carries a mark when a free put it up:
 * then only a search that finds something in a lower chunk may bring it down.
 *
 * Facts: Go 1.22 runtime/mgcscavenge.go (scavengeIndex, scavChunkData, atomicOffAddr). Page and chunk numbers count
 * from the page allocator's base. Lives in the image. */

#include <stdbool.h>
#include <stdint.h>

#include "heap/pallocbits.h"

#define SCAVCHUNK_HAS_FREE 1u
#define SCAVCHUNK_DENSE_PAGES 496u /* 15/16 of two huge pages: such a chunk is left alone in the background */

typedef struct {
  uint16_t in_use, last_in_use; /* pages, 0..512 */
  uint32_t gen;
  uint8_t flags;              /* 6 bits, SCAVCHUNK_HAS_FREE */
} ScavChunk;

uint64_t scavchunk_pack (ScavChunk sc);
ScavChunk scavchunk_unpack (uint64_t packed);
void scavchunk_alloc (ScavChunk *sc, uint32_t n_pages, uint32_t gen);
void scavchunk_free (ScavChunk *sc, uint32_t n_pages, uint32_t gen);
bool scavchunk_should_scavenge (ScavChunk sc, uint32_t gen, bool force);

/* A page number, or "cleared": nothing to find. */
typedef struct {
  uint64_t page_plus_1;       /* 0: cleared */
  uint64_t marked;
} ScavCursor;

typedef struct {
  uint64_t min_heap_chunk;    /* lowest chunk of the heap; valid once has_chunks */
  uint64_t has_chunks;
  ScavCursor bg, force;
  uint64_t free_hwm_plus_1;   /* highest page freed in this generation + 1; 0 none */
  uint32_t gen, pad;
} ScavIndex;

void scavindex_init (ScavIndex *index);
/* Chunks from `first` on belong to the heap now. */
void scavindex_grow (ScavIndex *index, uint64_t first);
void scavindex_alloc (ScavIndex *index, uint64_t *chunks, uint64_t chunk, uint32_t n_pages);
void scavindex_free (ScavIndex *index, uint64_t *chunks, uint64_t chunk, uint32_t page, uint32_t n_pages);
/* A mark phase ended. */
void scavindex_next_gen (ScavIndex *index);
/* Nothing is left to scavenge in the chunk, until the next free in it. */
void scavindex_set_empty (uint64_t *chunks, uint64_t chunk);
/* Clears both cursors, marked or not, and forgets the highest free. */
void scavindex_reset_search (ScavIndex *index);
/* The chunk to look into next and the page in it to start from. */
bool scavindex_find (ScavIndex *index, const uint64_t *chunks, bool force, uint64_t *chunk, uint32_t *page);
